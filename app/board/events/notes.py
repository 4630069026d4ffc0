"""What happens to internal notes; their live topic is not the question's, which customers watch."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.note_written", "notes:{question_id}")
class NoteWritten(Event):
    """A colleague noted something on a question; `mentioned` are those who are told."""

    question_id: int
    note_id: int
    mentioned: list[int]


@happening("board.note_removed", "notes:{question_id}")
class NoteRemoved(Event):
    """Its author or a moderator took a note away."""

    question_id: int
    note_id: int

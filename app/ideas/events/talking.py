"""What people say about ideas, beside plain comments."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.author_asked", "idea:{idea_id}")
class AuthorAsked(Event):
    """Somebody asked the author something, in a comment that can be read."""

    idea_id: int
    comment_id: int


@happening("ideas.author_answered", "idea:{idea_id}")
class AuthorAnswered(Event):
    """A question to the author was answered by their reply, or its asker said that it is settled."""

    idea_id: int
    comment_id: int
    answer_id: int | None


@happening("ideas.author_question_reopened", "idea:{idea_id}")
class AuthorQuestionReopened(Event):
    """The asker still waits for an answer, or the answer is gone."""

    idea_id: int
    comment_id: int


@happening("ideas.idea_endorsed", "idea:{idea_id}")
class IdeaEndorsed(Event):
    """Somebody with standing said in public why an idea is right."""

    idea_id: int
    endorsement_id: int


@happening("ideas.endorsement_withdrawn", "idea:{idea_id}")
class EndorsementWithdrawn(Event):
    """An endorsement was taken back."""

    idea_id: int
    person_id: int

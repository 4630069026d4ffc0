"""What happens in practice; ids alone, and a live topic that only the novice and their mentors may watch."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("board.practice_handed_in", "practice:{practice_id}", "practices")
class PracticeHandedIn(Event):
    """A novice handed in a practice answer; it waits for a remark."""

    practice_id: int
    person_id: int


@happening("board.practice_revised", "practice:{practice_id}")
class PracticeRevised(Event):
    """A novice wrote a practice answer again, having compared it."""

    practice_id: int
    person_id: int


@happening("board.practice_remarked", "practice:{practice_id}", "practices")
class PracticeRemarked(Event):
    """A mentor remarked on a practice answer; `verdict` is ready or not_yet."""

    practice_id: int
    person_id: int
    remark_id: int
    verdict: str


@happening("board.practice_remark_withdrawn", "practice:{practice_id}", "practices")
class PracticeRemarkWithdrawn(Event):
    """A mentor took a remark back; the answer waits again."""

    practice_id: int
    person_id: int
    remark_id: int

"""What moderation holds of a person, and how what they wrote is taken down when they have it erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from app.board.models import Answer, Question
from app.core.personal import NOTHING, Held, before_erasing, holds, refers
from app.discussion.models import Comment
from app.extensions import db
from app.ideas.models import Idea
from app.moderation import queries, subjects
from app.moderation.models import Appeal, Case, Flag, ModeratorDecision, Notice, SecondOpinion

WRITTEN: tuple[tuple[str, Any], ...] = (
    ("comment", Comment), ("answer", Answer), ("question", Question), ("idea", Idea),
)  # fmt: skip
REASON = "Its author had it erased."


def _decisions(person: Any) -> ColumnElement[bool]:
    return ModeratorDecision.case_id.in_(select(Case.id).where(Case.author_id == person.id))


def _wordless(decision: ModeratorDecision) -> dict[str, Any]:
    if "body" not in decision.before:
        return decision.before
    return {**{name: said for name, said in decision.before.items() if name != "earlier"}, "body": ""}


@before_erasing
def take_down(person: Any, words: bool) -> None:
    """Remove what they wrote; a question that others answered stays for those answers, without its words."""
    if not words:
        return
    for kind, table in WRITTEN:
        for thing_id in db.session.scalars(select(table.id).where(table.author_id == person.id)).all():
            subject = subjects.find(f"{kind}:{thing_id}")
            if subject is not None and not (kind == "question" and _others_answered(thing_id, person)):
                subjects.set_state(subject, "removed", by=person, reason=REASON)


def _others_answered(question_id: int, person: Any) -> bool:
    by_others = (Answer.question_id == question_id, Answer.author_id != person.id, Answer.state == "published")
    return db.session.scalar(select(Answer.id).where(*by_others).limit(1)) is not None


holds(
    Held(Flag, "person_id", "words", "flags", ("case_id", "reason", "note", "at"), {"note": ""}),
    Held(
        Case,
        "author_id",
        "stays",
        "cases about me",
        ("subject", "state", "opened_at", "decided_at"),
        about="case",
        whose=queries.told_to,
    ),
    Held(
        Appeal,
        "person_id",
        "words",
        "appeals",
        ("case_id", "body", "at", "outcome", "answer"),
        {"body": "", "answer": ""},
    ),
    # The words to an author begin with their name, and say what their title was.
    Held(ModeratorDecision, "", "blanked", "", (), {"reason": NOTHING}, whose=_decisions),
    Held(ModeratorDecision, "", "words", "", (), {"before": _wordless}, whose=_decisions),
)
refers(Appeal, "answered_by_id")
refers(Notice, "written_by_id")
refers(SecondOpinion, "asked_by_id", "person_id")
refers(ModeratorDecision, "decided_by_id", "undone_by_id")

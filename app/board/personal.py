"""What the board holds of a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.board.models import (
    Answer,
    AskBack,
    Canonical,
    Claim,
    DeskView,
    Doubt,
    Practice,
    Proposal,
    Question,
    QuestionMerge,
    QuestionNote,
    Remark,
    SavedReply,
    Snooze,
    Wording,
)
from app.core.personal import NOTHING, Held, holds, refers


def _wordings(person: Any) -> ColumnElement[bool]:
    """Earlier wordings of what they wrote."""
    questions = select(Question.id).where(Question.author_id == person.id)
    answers = select(Answer.id).where(Answer.author_id == person.id)
    return or_(
        and_(Wording.kind == "question", Wording.subject_id.in_(questions)),
        and_(Wording.kind == "answer", Wording.subject_id.in_(answers)),
    )


def _proposals(person: Any) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = Proposal.email == (person.email or "")
    return mine


HTML = {"body": "", "body_html": ""}
holds(
    Held(
        Question, "author_id", "words", "questions", ("id", "title", "body", "state", "channel", "handle", "asked_at"),
        {"title": NOTHING, **HTML, "handle": None, "escalation_reason": ""}, "question",
    ),
    Held(
        Answer, "author_id", "words", "answers", ("id", "question_id", "body", "state", "basis", "posted_at"),
        {**HTML, "note": ""}, "answer",
    ),
    Held(Wording, "", "words", "earlier wordings", ("kind", "subject_id", "title", "body", "replaced_at"),
         {"title": NOTHING, "body": ""}, whose=_wordings),
    Held(QuestionNote, "author_id", "words", "notes", ("question_id", "body", "written_at"), HTML, about="note"),
    Held(Doubt, "person_id", "words", "doubts", ("answer_id", "reason", "made_at"), {"reason": ""}),
    Held(Practice, "person_id", "words", "practice", ("question_id", "body", "first_body", "handed_in_at"),
         {**HTML, "first_body": ""}),
    Held(Remark, "mentor_id", "words", "remarks on practice", ("practice_id", "verdict", "body", "made_at"), HTML),
    Held(Proposal, "", "goes", "mailed questions", ("title", "body", "made_at"), whose=_proposals),
    Held(SavedReply, "person_id", "goes", "saved replies", ("title", "body", "saved_at"), about="reply"),
    Held(DeskView, "person_id", "goes", "views of the desk", ("name", "made_at")),
    Held(Claim, "person_id", "goes"),
    Held(Snooze, "person_id", "goes", "put aside", ("question_id", "until")),
    Held(AskBack, "person_id", "stays", "details asked for", ("question_id", "asked_at")),
)  # fmt: skip
refers(Question, "asked_of_id")
refers(Answer, "approved_by_id", "verified_by_id")
refers(Doubt, "resolved_by_id")
refers(Wording, "replaced_by_id")
refers(QuestionMerge, "merged_by_id")
refers(Canonical, "chosen_by_id")

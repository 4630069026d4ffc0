"""What is held of who is trained: that somebody was cleared stays on record, by then of nobody."""

from __future__ import annotations

from typing import Any

from app.core.personal import NOTHING, Held, holds, refers
from app.training.models import (
    Acceptance,
    AddendumAcceptance,
    Attempt,
    Certificate,
    CourseVersion,
    MentorPair,
    Probation,
)


def _without_words(attempt: Attempt) -> dict[str, Any]:
    """What was chosen, without what was written."""
    return {key: NOTHING if isinstance(given, str) else given for key, given in attempt.answers.items()}


def _without_remarks(attempt: Attempt) -> dict[str, Any]:
    return {key: {**mark, "remark": ""} for key, mark in attempt.marks.items()}


holds(
    Held(Acceptance, "person_id", "stays", "guidelines accepted", ("version", "text_hash", "at")),
    Held(AddendumAcceptance, "person_id", "stays", "rules of spaces accepted", ("space_id", "version", "at")),
    Held(
        Attempt,
        "person_id",
        "blanked",
        "attempts at courses",
        ("course_id", "answers", "marks", "score", "passed", "started_at"),
        blanks={"answers": _without_words, "marks": _without_remarks},
    ),
    Held(Certificate, "person_id", "stays", "certificates", ("course_id", "source", "issued_at", "expires_at")),
    Held(MentorPair, "novice_id", "stays", "mentors", ("mentor_id", "started_at", "ended_at")),
    Held(Probation, "person_id", "stays", "probation", ("decided", "ended_at")),
)
refers(MentorPair, "mentor_id")
refers(Attempt, "judged_by_id")
refers(CourseVersion, "by_id")

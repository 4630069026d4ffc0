"""What is held of who is trained: that somebody was cleared stays on record, by then of nobody."""

from __future__ import annotations

from app.core.personal import Held, holds, refers
from app.training.models import Acceptance, AddendumAcceptance, Attempt, Certificate, MentorPair, Probation

holds(
    Held(Acceptance, "person_id", "stays", "guidelines accepted", ("version", "text_hash", "at")),
    Held(AddendumAcceptance, "person_id", "stays", "rules of spaces accepted", ("space_id", "version", "at")),
    Held(
        Attempt, "person_id", "stays", "attempts at courses", ("course_id", "answers", "score", "passed", "started_at")
    ),
    Held(Certificate, "person_id", "stays", "certificates", ("course_id", "source", "issued_at", "expires_at")),
    Held(MentorPair, "novice_id", "stays", "mentors", ("mentor_id", "started_at", "ended_at")),
    Held(Probation, "person_id", "stays", "probation", ("decided", "ended_at")),
)
refers(MentorPair, "mentor_id")

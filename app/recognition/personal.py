"""What recognition holds of a person."""

from __future__ import annotations

from app.core.personal import Held, holds
from app.recognition.models import Award, Tally

holds(
    Held(Award, "person_id", "stays", "badges", ("badge", "topic_id", "evidence", "at", "lapsed_at")),
    Held(Tally, "person_id", "stays", "points", ("points", "answers", "accepted", "verified", "helpful", "ideas")),
)

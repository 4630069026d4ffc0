"""What is held of who knows what."""

from __future__ import annotations

from app.core.personal import Held, holds, refers
from app.topics.models import Expertise

SHOWS = ("topic_id", "weight", "answer_count", "accepted_count", "verified_count", "helpful_count")
holds(Held(Expertise, "person_id", "stays", "expertise", SHOWS))
refers(Expertise, "appointed_by_id")

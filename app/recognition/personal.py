"""What recognition holds of a person."""

from __future__ import annotations

from app.core.personal import Held, holds, refers
from app.recognition.models import (
    Award,
    BadgeRule,
    Credential,
    Discretion,
    Honour,
    PointLine,
    Reward,
    RewardOrder,
    Tally,
    Thanks,
)

holds(
    Held(Award, "person_id", "stays", "badges", ("badge", "topic_id", "evidence", "at", "lapsed_at")),
    Held(Honour, "person_id", "stays", "badges I was told of", ("badge", "topic_id", "told_version", "told_lost")),
    Held(Tally, "person_id", "stays", "points", ("points", "answers", "accepted", "verified", "helpful", "ideas")),
    Held(PointLine, "person_id", "stays", "lines of points", ("kind", "points", "subject", "at", "void")),
    Held(Thanks, "person_id", "words", "thanks I said", ("answer_id", "word", "at"), {"word": ""}),
    Held(RewardOrder, "person_id", "blanked", "rewards", ("reward_id", "cost", "state", "note", "asked_at"),
         {"note": ""}),
    Held(Credential, "person_id", "blanked", "signed badges", ("badge", "name", "token", "issued_at", "revoked_at"),
         {"token": "", "reason": ""}),
    Held(Discretion, "person_id", "goes", "in no list of who leads", ("at",)),
)  # fmt: skip
refers(BadgeRule, "made_by_id")
refers(PointLine, "giver_id")
refers(Thanks, "to_id")
refers(Reward, "made_by_id")
refers(RewardOrder, "decided_by_id")
refers(Credential, "revoked_by_id")

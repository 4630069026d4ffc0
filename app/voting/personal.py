"""What is held of who votes."""

from __future__ import annotations

from app.core.personal import Held, holds, refers
from app.voting.models import FindingAnswer, Vote, VoteFinding, VoteTrace

holds(
    Held(Vote, "person_id", "stays", "votes", ("kind", "subject_id", "value", "at")),
    Held(VoteTrace, "person_id", "goes", "traces of votes", ("kind", "subject_id", "at")),
    Held(FindingAnswer, "person_id", "words", "what I said about my votes", ("finding_id", "body", "at"), {"body": ""}),
)
refers(VoteFinding, "decided_by_id")

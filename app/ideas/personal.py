"""What the idea exchange holds of a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from app.core.personal import NOTHING, Held, holds, refers
from app.ideas.models import (
    Allocation,
    Challenge,
    Coauthor,
    Comparison,
    Endorsement,
    FormerAuthor,
    FormVersion,
    HoldingAnswer,
    Idea,
    IdeaVersion,
    LedgerLine,
    Merge,
    Move,
    OfficialResponse,
    Opening,
    Project,
    ProxyVote,
    Review,
    ReviewAssignment,
    Round,
    RoundPart,
    SpaceStart,
    Template,
    Tick,
    Waiver,
)


def _versions(person: Any) -> ColumnElement[bool]:
    return IdeaVersion.idea_id.in_(select(Idea.id).where(Idea.author_id == person.id))


holds(
    Held(
        Idea, "author_id", "words", "ideas", ("id", "title", "body", "answers", "stage", "anonymous", "submitted_at"),
        {"title": NOTHING, "body": "", "body_html": "", "answers": {}}, "idea",
    ),
    Held(IdeaVersion, "", "words", "earlier versions of ideas", ("idea_id", "title", "body", "answers", "replaced_at"),
         {"title": NOTHING, "body": "", "answers": {}, "reason": ""}, whose=_versions),
    Held(Endorsement, "person_id", "words", "endorsements", ("idea_id", "why", "endorsed_at"), {"why": ""}),
    Held(Coauthor, "person_id", "stays", "ideas of others I am a co-author of", ("idea_id", "agreed_at")),
    Held(FormerAuthor, "person_id", "stays", "ideas of others I was a co-author of", ("idea_id", "left_at")),
    Held(ProxyVote, "person_id", "blanked", "votes cast for me", ("idea_id", "source", "note", "cast_at"),
         {"note": ""}),
    Held(Review, "reviewer_id", "stays", "reviews", ("idea_id", "scores", "reasons", "conflict", "filed_at")),
    Held(ReviewAssignment, "reviewer_id", "stays", "reviews asked of me", ("idea_id", "state", "due_at")),
    Held(RoundPart, "person_id", "stays", "rounds I took part in", ("round_id", "at")),
    Held(Comparison, "person_id", "stays", "comparisons", ("round_id", "low_id", "high_id", "winner_id", "at")),
    Held(Allocation, "person_id", "stays", "points I gave", ("round_id", "idea_id", "points")),
)  # fmt: skip
refers(Challenge, "made_by_id")
refers(Template, "made_by_id")
refers(SpaceStart, "changed_by_id")
refers(FormVersion, "made_by_id")
refers(Opening, "planned_by_id")
refers(Idea, "owner_id")
refers(IdeaVersion, "replaced_by_id")
refers(Merge, "merged_by_id")
refers(Move, "moved_by_id", "undone_by_id")
refers(Tick, "ticked_by_id")
refers(Waiver, "waived_by_id")
refers(HoldingAnswer, "given_by_id")
refers(OfficialResponse, "given_by_id")
refers(Project, "owner_id", "made_by_id")
refers(LedgerLine, "recorded_by_id", "attested_by_id")
refers(ProxyVote, "proxy_id", "ended_by_id")
refers(ReviewAssignment, "assigned_by_id")
refers(Round, "made_by_id")

"""What the operations of the idea exchange give."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.accounts.api import PersonOut
from app.accounts.models import Person
from app.core.api import Out
from app.core.api.operations import Moment
from app.discussion.models import Comment
from app.ideas import policy
from app.ideas.models import Challenge, Idea, LedgerLine, Move, Review
from app.ideas.panel import Panel
from app.voting import queries as voting


class ChallengeOut(Out):
    """A challenge; `vote_count` is null while a blind challenge hides its votes."""

    id: int
    slug: str
    space: str
    title: str
    brief: str
    brief_html: str
    sponsor: str
    goal: str
    rules: str
    reward: str
    audience: str
    blind: bool
    rubric: list[dict[str, Any]]
    opens_at: Moment
    closes_at: Moment
    is_open: bool
    idea_count: int
    vote_count: int | None
    url: str

    @classmethod
    def of(cls, challenge: Challenge, person: Person | None) -> ChallengeOut:
        """From a row, as a person may see it."""
        hidden = challenge.hides_votes and not policy.may_run_challenges(person)
        plain = {name: getattr(challenge, name) for name in cls.model_fields if name not in {"space", "vote_count"}}
        return cls(**plain, space=challenge.space.slug, vote_count=None if hidden else challenge.vote_count)


class IdeaOut(Out):
    """An idea as lists show it; `vote_count` is null where it may not be seen yet, `voted` is one's own vote."""

    id: int
    title: str
    challenge: str
    space: str
    author: PersonOut
    stage: str
    hold: str
    vote_count: int | None
    voted: bool
    comment_count: int
    review_count: int
    merged_into_id: int | None
    url: str
    external_id: str | None
    submitted_at: Moment
    moved_at: Moment


class CommentOut(Out):
    """A comment; `state` is published, or held while a moderator looks at it."""

    id: int
    author: PersonOut
    body: str
    body_html: str
    reply_to: int | None
    state: str
    posted_at: Moment

    @classmethod
    def of(cls, comment: Comment) -> CommentOut:
        """From a row."""
        return cls(
            id=comment.id, author=PersonOut.of(comment.author), body=comment.body, body_html=comment.body_html,
            reply_to=comment.reply_to_id, state=comment.state, posted_at=comment.posted_at,
        )  # fmt: skip


class ReviewOut(Out):
    """A review; `version` counts its revisions from 1."""

    id: int
    reviewer: PersonOut
    scores: dict[str, int]
    reasons: dict[str, str]
    conflict: str | None
    version: int
    filed_at: Moment

    @classmethod
    def of(cls, review: Review) -> ReviewOut:
        """From a row."""
        plain = {name: getattr(review, name) for name in ("id", "scores", "reasons", "conflict", "filed_at")}
        return cls(**plain, reviewer=PersonOut.of(review.reviewer), version=len(review.history) + 1)


class AggregateOut(Out):
    """What the panel comes to; reviews with a conflict of interest are counted apart and leave the rest."""

    mean: float | None
    spread: float | None
    alpha: float | None
    verdict: str
    review_count: int
    conflict_count: int


class MoveOut(Out):
    """A step from stage to stage."""

    id: int
    from_stage: str
    to_stage: str
    reason: str
    moved_by: PersonOut
    moved_at: Moment


class LineOut(Out):
    """A line of the ledger; the amount is a decimal number as text."""

    id: int
    kind: str
    basis: str
    amount: Decimal
    currency: str
    date: datetime.date
    evidence: str
    recorded_by: PersonOut
    recorded_at: Moment


class IdeaPageOut(IdeaOut):
    """An idea with all that its page shows."""

    body: str
    body_html: str
    merged_ids: list[int]
    reviews: list[ReviewOut]
    aggregate: AggregateOut
    moves: list[MoveOut]
    ledger: list[LineOut]
    comments: list[CommentOut]


class VoteOut(Out):
    """One's vote as it stands, and the count where it may be seen."""

    value: int
    count: int | None


def ideas_out(ideas: Sequence[Idea], person: Person | None) -> list[IdeaOut]:
    """Rows as a person may see them; their own votes are fetched once."""
    votes = voting.votes_of(person, "idea", [idea.id for idea in ideas])
    return [IdeaOut(**_plain(idea, person, votes.get(idea.id, 0))) for idea in ideas]


def idea_out(idea: Idea, person: Person | None) -> IdeaOut:
    """One row as a person may see it."""
    return ideas_out([idea], person)[0]


def page_out(
    idea: Idea,
    person: Person | None,
    *,
    panel: Panel,
    moves: Sequence[Move],
    ledger: Sequence[LedgerLine],
    merged: Sequence[Idea],
    comments: Sequence[Comment],
) -> IdeaPageOut:
    """An idea with its story."""
    return IdeaPageOut(
        **idea_out(idea, person).model_dump(), body=idea.body, body_html=idea.body_html,
        merged_ids=[other.id for other in merged], reviews=[ReviewOut.of(review) for review in panel.reviews],
        aggregate=AggregateOut.model_validate(panel.summary), moves=[MoveOut.model_validate(move) for move in moves],
        ledger=[LineOut.model_validate(line) for line in ledger],
        comments=[CommentOut.of(comment) for comment in comments],
    )  # fmt: skip


def _plain(idea: Idea, person: Person | None, own_vote: int) -> dict[str, Any]:
    return {
        **{name: getattr(idea, name) for name in _PLAIN},
        "challenge": idea.challenge.slug,
        "space": idea.space.slug,
        "author": PersonOut.of(idea.author),
        "vote_count": idea.vote_count if policy.sees_votes(person, idea, own_vote) else None,
        "voted": own_vote > 0,
    }


_PLAIN = (
    "id",
    "title",
    "stage",
    "hold",
    "comment_count",
    "review_count",
    "merged_into_id",
    "url",
    "external_id",
    "submitted_at",
    "moved_at",
)

"""How ideas look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.accounts.api import PersonOut
from app.accounts.models import Person
from app.core.api import Out
from app.core.api.operations import Moment
from app.discussion.models import Comment
from app.files.api import FileOut
from app.ideas import answers, policy, queries
from app.ideas.api.given.comments import CommentOut
from app.ideas.api.given.deciding import HoldingOut, MoveOut, ResponseOut
from app.ideas.api.given.returns import LineOut
from app.ideas.api.given.reviewing import AggregateOut, ReviewOut
from app.ideas.models import Idea, LedgerLine, Move
from app.ideas.panel import Panel
from app.voting import queries as voting


class IdeaOut(Out):
    """An idea as lists show it; `vote_count` and `review_count` are null where they may not be seen yet.

    `voted` is one's own vote. `author` is null, and `coauthors` are empty, while an anonymous idea tells the caller
    nobody.
    """

    id: int
    title: str
    challenge: str
    space: str
    author: PersonOut | None
    coauthors: list[PersonOut]
    anonymous: bool
    private: bool
    stage: str
    stage_name: str
    kind: str
    hold: str
    vote_count: int | None
    voted: bool
    comment_count: int
    review_count: int | None
    merged_into_id: int | None
    url: str
    external_id: str | None
    submitted_at: Moment
    moved_at: Moment
    answer_due_at: Moment | None
    answered_at: Moment | None


class IdeaPageOut(IdeaOut):
    """An idea with all that its page shows; `fields` has the answers to its challenge's form that you may see."""

    body: str
    body_html: str
    version: str
    edited_at: Moment | None
    fields: dict[str, Any]
    attachments: list[FileOut]
    merged_ids: list[int]
    reviews: list[ReviewOut]
    aggregate: AggregateOut
    moves: list[MoveOut]
    ledger: list[LineOut]
    comments: list[CommentOut]
    response: ResponseOut | None
    holding_answers: list[HoldingOut]


class VoteOut(Out):
    """One's vote as it stands, and the count where it may be seen."""

    value: int
    count: int | None


def ideas_out(ideas: Sequence[Idea], person: Person | None) -> list[IdeaOut]:
    """Rows as a person may see them; their own votes are fetched once."""
    votes = voting.votes_of(person, "idea", [idea.id for idea in ideas])
    hidden = queries.hidden_from(person, ideas)
    rows = [(_plain(idea, person, votes.get(idea.id, 0)), idea.id in hidden) for idea in ideas]
    return [IdeaOut(**{**plain, "review_count": None} if is_hidden else plain) for plain, is_hidden in rows]


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
        version=idea.version, edited_at=idea.edited_at,
        attachments=[FileOut.of(file) for file in queries.attachments(idea)],
        fields={each.field.key: each.given for each in answers.told([idea], person).get(idea.id, [])},
        merged_ids=[other.id for other in merged],
        reviews=[ReviewOut.of(review, hides_votes=idea.challenge.hides_votes) for review in panel.reviews],
        aggregate=AggregateOut.model_validate(panel.summary), moves=[MoveOut.model_validate(move) for move in moves],
        ledger=[LineOut.model_validate(line) for line in ledger],
        comments=[CommentOut.of(comment, idea, person) for comment in comments],
        response=ResponseOut.of(said) if (said := queries.response_to(idea)) else None,
        holding_answers=[HoldingOut.model_validate(each) for each in queries.holding_answers(idea)],
    )  # fmt: skip


def _plain(idea: Idea, person: Person | None, own_vote: int) -> dict[str, Any]:
    line = queries.byline(idea, person)
    return {
        **{name: getattr(idea, name) for name in _PLAIN},
        "challenge": idea.challenge.slug,
        "stage_name": idea.at_stage.label,
        "space": idea.space.slug,
        "author": PersonOut.of(line.first) if line.first else None,
        "coauthors": [PersonOut.of(other) for other in line.others],
        "vote_count": idea.vote_count if policy.sees_votes(person, idea, own_vote) else None,
        "voted": own_vote > 0,
    }


_PLAIN = (
    "id",
    "title",
    "stage",
    "kind",
    "hold",
    "anonymous",
    "private",
    "comment_count",
    "review_count",
    "merged_into_id",
    "url",
    "external_id",
    "submitted_at",
    "moved_at",
    "answer_due_at",
    "answered_at",
)

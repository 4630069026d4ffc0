"""Reading merges: what became of duplicates, whether two ideas can be merged, and what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import SHOWN, Idea, Merge
from app.ideas.queries.authors import author_ids
from app.ideas.queries.ideas import visible_ids
from app.voting.queries import counted, voters


@dataclass(frozen=True)
class Preview:
    """What a merge would do: who voted for both, whose vote would be carried, and the count that comes of it."""

    in_both: int
    carried: int
    count: int


def merged_into(idea: Idea) -> Sequence[tuple[Merge, Idea]]:
    """The ideas that were merged into this one, oldest merge first."""
    query = select(Merge, Idea).join(Idea, Idea.id == Merge.idea_id).where(Merge.into_id == idea.id)
    return [(merge, other) for merge, other in db.session.execute(query.order_by(Merge.id))]


def seen_merged_into(idea: Idea, person: Person | None) -> Sequence[tuple[Merge, Idea]]:
    """Those of them that somebody may see: what was hidden or removed since is told nowhere."""
    merged = merged_into(idea)
    seen = visible_ids(person, [other.id for _merge, other in merged])
    return [(merge, other) for merge, other in merged if other.id in seen]


def way_of(idea: Idea) -> list[Idea]:
    """An idea, then each that it went into by merges; the last stands for itself."""
    way = [idea]
    while way[-1].merged_into_id is not None:
        way.append(db.session.get_one(Idea, way[-1].merged_into_id))
    return way


def merge_problem(idea: Idea, into: Idea) -> str:
    """Why an idea cannot be merged into another, in a sentence; empty when it can."""
    problem: str = ""
    if idea.id == into.id:
        problem = _("An idea cannot be merged into itself.")
    elif idea.merged_into_id is not None:
        problem = _("This idea is merged already. Undo that first.")
    elif into.merged_into_id is not None:
        problem = _("That idea was merged itself. Choose the one it went into.")
    elif idea.hold != SHOWN or into.hold != SHOWN:
        problem = _("Only ideas that people can see can be merged.")
    elif _seen_by(idea) != _seen_by(into):
        problem = _("These two cannot be merged: different people see them.")
    elif idea.challenge.hides_votes != into.challenge.hides_votes:
        problem = _("The challenge of one of the two hides its votes still, and merging would tell them.")
    return problem


def _seen_by(idea: Idea) -> tuple[int, str, list[str], bool]:
    return idea.space_id, idea.challenge.audience, idea.challenge.segments, idea.private


def would_carry(idea: Idea, into: Idea) -> list[int]:
    """Who voted for the duplicate and is not counted at the other idea yet; its authors do not vote for it.

    A vote that was set aside stays where it is, or merging would let it count again.
    """
    there = {*voters("idea", into.id), *author_ids(into)}
    return [person_id for person_id in counted("idea", idea.id) if person_id not in there]


def preview(idea: Idea, into: Idea) -> Preview:
    """What merging would do, before it is done."""
    here, there = set(voters("idea", idea.id)), set(voters("idea", into.id))
    carried = len(would_carry(idea, into))
    return Preview(in_both=len(here & there), carried=carried, count=into.vote_count + carried)

"""Which merge a vote came with, when several could have brought it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import db
from app.ideas.models import Idea, Merge
from app.voting.queries import standing_since, voters


def hand_over(made: Merge, people: Iterable[int]) -> set[int]:
    """Let later merges into the same idea carry the votes of those who voted for their duplicates too.

    Returns whose vote stays by that. A merge made before would have carried such a vote first.
    """
    rest, stay = set(people), set[int]()
    later = select(Merge).where(Merge.into_id == made.into_id, Merge.id > made.id).order_by(Merge.id)
    for other in db.session.scalars(later):
        theirs = rest & set(voters("idea", other.idea_id))
        if theirs:
            other.carried = [*other.carried, *sorted(theirs)]
            stay, rest = stay | theirs, rest - theirs
    made.carried = [person_id for person_id in made.carried if person_id not in stay]
    return stay


def release(idea: Idea, into: Idea, person_id: int) -> bool:
    """Whether a vote taken back on a duplicate goes from where it was merged too: it came with it, and nothing else."""
    made = db.session.scalars(select(Merge).where(Merge.idea_id == idea.id)).one()
    came = person_id in made.carried and standing_since("idea", into.id, [person_id], made.merged_at)
    return bool(came) and not hand_over(made, [person_id])

"""Merging duplicates, and undoing it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict
from app.core.events import record
from app.extensions import db
from app.ideas.commands import voting
from app.ideas.events import IdeaMerged, IdeaUnmerged
from app.ideas.models import Idea, Merge
from app.voting.commands import carry
from app.voting.queries import voters


def merge(idea: Idea, into: Idea, *, by: Person) -> Merge:
    """Merge a duplicate into another idea; each voter counts once there. Raises Conflict where it makes no sense."""
    _check_merge(idea, into)
    there = {*voters("idea", into.id), into.author_id}
    carried = [person for person in voters("idea", idea.id) if person not in there]
    for person in carried:
        carry("idea", into.id, 1, person_id=person)
    made = Merge(idea_id=idea.id, into_id=into.id, carried=carried, merged_by_id=by.id, merged_at=clock.now())
    db.session.add(made)
    idea.merged_into_id = into.id
    _add_votes(into, len(carried))
    audit.log("ideas.idea_merged", f"idea:{idea.id}", by=by, after={"into": into.id, "votes": len(carried)})
    record(IdeaMerged(idea_id=idea.id, into_id=into.id), by=by, space_id=idea.space_id)
    return made


def unmerge(idea: Idea, *, by: Person) -> None:
    """Undo a merge: the votes it carried go back, others cast since stay."""
    made = db.session.scalar(select(Merge).where(Merge.idea_id == idea.id))
    if made is None:
        raise Conflict(_("This idea is not merged."))
    into = db.session.get_one(Idea, made.into_id)
    standing = set(voters("idea", into.id))
    taken = [person for person in made.carried if person in standing]
    for person in taken:
        carry("idea", into.id, 0, person_id=person)
    _add_votes(into, -len(taken))
    idea.merged_into_id = None
    db.session.delete(made)
    audit.log("ideas.idea_unmerged", f"idea:{idea.id}", by=by, before={"into": into.id})
    record(IdeaUnmerged(idea_id=idea.id, from_id=into.id), by=by, space_id=idea.space_id)


def _add_votes(idea: Idea, change: int) -> None:
    values = {"vote_count": Idea.vote_count + change}
    db.session.execute(update(Idea).where(Idea.id == idea.id).values(**values))
    db.session.refresh(idea, ["vote_count"])
    voting.rank(idea)


def _check_merge(idea: Idea, into: Idea) -> None:
    if idea.id == into.id or into.merged_into_id is not None or idea.merged_into_id is not None:
        raise Conflict(_("These two cannot be merged: one of them is merged already, or they are the same."))
    if db.session.scalar(select(Merge.id).where(Merge.into_id == idea.id)) is not None:
        raise Conflict(_("Other ideas were merged into this one. Undo that first, or merge the other way."))
    if _seen_by(idea) != _seen_by(into):
        raise Conflict(_("These two cannot be merged: different people see them."))


def _seen_by(idea: Idea) -> tuple[int, str, list[str]]:
    return idea.space_id, idea.challenge.audience, idea.challenge.segments

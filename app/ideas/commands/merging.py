"""Merging duplicates: nothing is moved, so that undoing it is exact."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import carrying, counting, deciding, promising, voting
from app.ideas.commands.holding import hold_rows
from app.ideas.events import IdeaMerged, IdeaUnmerged
from app.ideas.models import Idea, Merge
from app.voting.commands import carry
from app.voting.queries import standing_since


def merge(idea: Idea, into: Idea, *, by: Person) -> Merge:
    """Merge a duplicate into another idea; each voter counts once there. Raises Conflict where it makes no sense.

    What was merged into the duplicate before comes along, and can be taken out again once this merge is undone.
    """
    hold_rows(idea, into)
    if problem := queries.merge_problem(idea, into):
        raise Conflict(problem)
    before = [(idea, counting.share(idea)), (into, counting.share(into))]
    carried = queries.would_carry(idea, into)
    change = sum(carry("idea", into.id, 1, person_id=person_id) for person_id in carried)
    made = Merge(idea_id=idea.id, into_id=into.id, carried=carried, merged_by_id=by.id, merged_at=clock.now())
    db.session.add(made)
    idea.merged_into_id = into.id
    _add_votes(into, change)
    counting.settle(before)
    promising.owe(into, promising.awaited(into))
    audit.log("ideas.idea_merged", f"idea:{idea.id}", by=by, after={"into": into.id, "votes": len(carried)})
    record(IdeaMerged(idea_id=idea.id, into_id=into.id), by=by, space_id=idea.space_id)
    return made


def unmerge(idea: Idea, *, by: Person) -> None:
    """Undo a merge: what it carried goes back, what people did since stays; raises Conflict for one not merged."""
    into = db.session.get(Idea, idea.merged_into_id) if idea.merged_into_id is not None else None
    if into is None:
        raise Conflict(_("This idea is not merged."))
    hold_rows(idea, into)
    made = db.session.scalar(select(Merge).where(Merge.idea_id == idea.id))
    if made is None or made.into_id != into.id:
        raise Conflict(_("This idea is not merged."))
    if into.merged_into_id is not None:
        raise Conflict(_("“%(title)s” was merged itself since. Undo that first.", title=into.title))
    before = [(idea, counting.share(idea)), (into, counting.share(into))]
    back = standing_since("idea", into.id, made.carried, made.merged_at)
    kept = carrying.hand_over(made, back)
    taken = [person_id for person_id in back if person_id not in kept]
    change = sum(carry("idea", into.id, 0, person_id=person_id) for person_id in taken)
    idea.merged_into_id = None
    db.session.delete(made)
    _add_votes(into, change)
    counting.settle(before)
    deciding.stand_again(idea, by=by)
    audit.log("ideas.idea_unmerged", f"idea:{idea.id}", by=by, before={"into": into.id, "votes": len(taken)})
    record(IdeaUnmerged(idea_id=idea.id, from_id=into.id), by=by, space_id=idea.space_id)


def _add_votes(idea: Idea, change: int) -> None:
    counted = update(Idea).where(Idea.id == idea.id).values(vote_count=Idea.vote_count + change)
    db.session.execute(counted)
    db.session.refresh(idea, ["vote_count"])
    voting.rank(idea)

"""Endorsements: a name and a sentence, beside the votes and never among them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands.holding import hold_rows
from app.ideas.events import EndorsementWithdrawn, IdeaEndorsed
from app.ideas.models import Endorsement, Idea
from app.screening import commands as screening
from app.spaces.policy.premoderation import waits

LONGEST = 300


def endorse(idea: Idea, why: str, *, standing: str, by: Person) -> Endorsement:
    """Endorse an idea with one sentence, or change the sentence; `standing` is what one speaks as. Raises Invalid."""
    why = text.tidy(why)
    if not why or len(why) > LONGEST:
        raise Invalid({"why": _("Say why in one sentence of at most %(most)d characters.", most=LONGEST)})
    if waits(idea.space, "comment", by):
        raise Invalid({"why": _("Your words wait for a moderator here. Write a comment instead.")})
    screening.pass_unheld(why, "why", by=by, space_id=idea.space_id)
    hold_rows(idea)
    made = queries.endorsement_of(idea, by)
    is_new = made is None
    if made is None:
        made = Endorsement(idea_id=idea.id, person_id=by.id, person=by)
        db.session.add(made)
    made.why, made.standing, made.endorsed_at = why, standing[:80], clock.now()
    _count(idea.id)
    if is_new:
        record(IdeaEndorsed(idea_id=idea.id, endorsement_id=made.id), by=by, space_id=idea.space_id)
    return made


def withdraw_endorsement(made: Endorsement, *, by: Person) -> None:
    """Take an endorsement back, or down."""
    idea = db.session.get_one(Idea, made.idea_id)
    hold_rows(idea)
    audit.log("ideas.endorsement_withdrawn", f"idea:{idea.id}", by=by, before={"person": made.person_id})
    db.session.delete(made)
    _count(idea.id)
    record(EndorsementWithdrawn(idea_id=idea.id, person_id=made.person_id), by=by, space_id=idea.space_id)


def _count(idea_id: int) -> None:
    db.session.flush()
    given = select(func.count()).select_from(Endorsement).where(Endorsement.idea_id == idea_id)
    values = {"endorsement_count": given.scalar_subquery()}
    db.session.execute(update(Idea).where(Idea.id == idea_id).values(**values))

"""Moving ideas from stage to stage."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas.commands import authors
from app.ideas.events import IdeaMoved
from app.ideas.models import STAGES, Idea, Move


def move(idea: Idea, stage: str, reason: str, *, by: Person) -> Move:
    """Move an idea to another stage with a reason that everybody reads; raises Invalid without one."""
    if stage not in STAGES:
        raise Invalid({"stage": _("Choose one of %(stages)s.", stages=", ".join(STAGES))})
    if not reason.strip():
        raise Invalid({"reason": _("Say why: voters and commenters will read it.")})
    if stage == idea.stage:
        raise Conflict(_("The idea is in this stage already."))
    if idea.merged_into_id is not None:
        raise Conflict(_("This idea was merged. Move the one it went into."))
    made = Move(
        idea_id=idea.id, from_stage=idea.stage, to_stage=stage, reason=reason.strip(), moved_by_id=by.id, moved_by=by,
        moved_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    before, idea.stage, idea.moved_at = idea.stage, stage, clock.now()
    db.session.flush()
    authors.reveal_if_decided(idea)
    audit.log(
        "ideas.idea_moved", f"idea:{idea.id}", by=by, reason=reason, before={"stage": before}, after={"stage": stage}
    )
    record(IdeaMoved(idea_id=idea.id, move_id=made.id, stage=stage), by=by, space_id=idea.space_id)
    return made

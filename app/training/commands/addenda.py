"""Accepting the rules that a space has beside the guidelines."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict
from app.core.events import record
from app.extensions import db
from app.spaces.models import Space
from app.training import queries
from app.training.commands.guidelines import digest
from app.training.events import AddendumAccepted
from app.training.models import AddendumAcceptance


def accept_addendum(space: Space, version: int, *, by: Person) -> AddendumAcceptance:
    """Accept a space's own rules as they stand; raises Conflict when there are others meanwhile, or none."""
    if version != space.addendum_version or not space.addendum.strip():
        raise Conflict(_("The rules of this space changed while you were reading. Please read the newest version."))
    if accepted := queries.addendum_acceptance(by, space, version):
        return accepted
    accepted = AddendumAcceptance(
        person_id=by.id, space_id=space.id, version=version, text_hash=digest(space.addendum), at=clock.now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(accepted)
    except IntegrityError:  # the same person's other click was faster
        known = queries.addendum_acceptance(by, space, version)
        assert known is not None  # noqa: S101 - it is what stood in the way
        return known
    record(AddendumAccepted(person_id=by.id, space_id=space.id, version=version), by=by, space_id=space.id)
    return accepted

"""How a space is run, as its owners set it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit
from app.core.access import Invalid
from app.core.events import Actor, record
from app.spaces.commands.members import set_role
from app.spaces.commands.spaces import open_space
from app.spaces.events import SpaceChanged
from app.spaces.models import ANSWERED_BY, Space


def open_own(*, by: Person, **words: Any) -> Space:
    """Open a space, which is its opener's own unless that is a steward, who runs every space; raises Invalid."""
    space = open_space(by=by, **words)
    if not by.has_role("steward"):
        set_role(space, by, "owner", by=by)
    return space


def run_as(space: Space, *, answered_by: str, by: Actor) -> None:
    """Say who answers in a space: `cleared`, everybody who is cleared to, or `roles`, who has a role here alone."""
    if answered_by not in ANSWERED_BY:
        raise Invalid({"answered_by": _("Choose one of %(all)s.", all=", ".join(ANSWERED_BY))})
    before = _settings(space)
    space.answered_by = answered_by
    tell(space, "spaces.run_changed", before, _settings(space), by=by)


def tell(space: Space, action: str, before: dict[str, Any], after: dict[str, Any], *, by: Actor) -> None:
    """Write down what changed, if anything did."""
    if before != after:
        audit.log(action, f"space:{space.id}", by=by, before=before, after=after)
        record(SpaceChanged(space_id=space.id), by=by, space_id=space.id)


def _settings(space: Space) -> dict[str, Any]:
    return {"answered_by": space.answered_by}

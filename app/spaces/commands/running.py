"""How a space is run, as its owners set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit
from app.core.access import Invalid
from app.core.events import Actor, record
from app.spaces.commands.members import set_role
from app.spaces.commands.spaces import open_space
from app.spaces.events import SpaceChanged
from app.spaces.models import ANSWERED_BY, LEVELS, PREMODERATED, Space

MOST_TRUSTED_AFTER = 100


def open_own(*, by: Person, **words: Any) -> Space:
    """Open a space, which is its opener's own unless that is a steward, who runs every space; raises Invalid."""
    space = open_space(by=by, **words)
    if not by.has_role("steward"):
        set_role(space, by, "owner", by=by)
    return space


def run_as(
    space: Space,
    *,
    answered_by: str | None = None,
    premoderation: Mapping[str, str] | None = None,
    trusted_after: int | None = None,
    by: Actor,
) -> None:
    """Say who answers in a space, whose words wait there, and from how many that passed on somebody is trusted.

    What is None stays as it is, and so do kinds that `premoderation` does not name. What waits already goes on
    waiting. Raises Invalid.
    """
    before = _settings(space)
    space.answered_by = answered_by or space.answered_by
    space.premoderation = {**space.premoderation, **(premoderation or {})}
    space.trusted_after = space.trusted_after if trusted_after is None else trusted_after
    _check(space)
    tell(space, "spaces.run_changed", before, _settings(space), by=by)


def tell(space: Space, action: str, before: dict[str, Any], after: dict[str, Any], *, by: Actor) -> None:
    """Write down what changed, if anything did."""
    if before != after:
        audit.log(action, f"space:{space.id}", by=by, before=before, after=after)
        record(SpaceChanged(space_id=space.id), by=by, space_id=space.id)


def _settings(space: Space) -> dict[str, Any]:
    return {"answered_by": space.answered_by, "trusted_after": space.trusted_after, **space.premoderation}


def _check(space: Space) -> None:
    errors = {}
    if space.answered_by not in ANSWERED_BY:
        errors["answered_by"] = _("Choose one of %(all)s.", all=", ".join(ANSWERED_BY))
    for kind, level in space.premoderation.items():
        if kind not in PREMODERATED or level not in LEVELS:
            errors[kind] = _("Choose one of %(all)s.", all=", ".join(LEVELS))
    if not 1 <= space.trusted_after <= MOST_TRUSTED_AFTER:
        errors["trusted_after"] = _("Give a number from 1 to %(most)d.", most=MOST_TRUSTED_AFTER)
    if errors:
        raise Invalid(errors)

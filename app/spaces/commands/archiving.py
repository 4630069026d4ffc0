"""Archiving a space, and bringing it back."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.spaces.events import SpaceArchived, SpaceBroughtBack
from app.spaces.models import Space

LONGEST_REASON = 300


def archive(space: Space, reason: str, *, by: Actor) -> None:
    """Make a space read-only and take it, with what is in it, out of every list; links go on working.

    Archiving again changes nothing. Raises Invalid without a reason.
    """
    reason = _checked(reason)
    if space.archived_at is not None:
        return
    space.archived_at, space.archived_why = clock.now(), reason
    audit.log("spaces.space_archived", f"space:{space.id}", by=by, reason=reason)
    record(SpaceArchived(space_id=space.id), by=by, space_id=space.id)


def bring_back(space: Space, reason: str = "", *, by: Actor) -> None:
    """Undo `archive`: it is in lists again, and open as it was."""
    if space.archived_at is None:
        return
    space.archived_at, space.archived_why = None, ""
    audit.log("spaces.space_brought_back", f"space:{space.id}", by=by, reason=reason)
    record(SpaceBroughtBack(space_id=space.id), by=by, space_id=space.id)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid({"reason": _("Say in a line why: whoever follows a link there reads it.")})
    return reason

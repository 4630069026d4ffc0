"""What was saved by channel and reason, so many at a time."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.access import Invalid
from app.core.pages import Page, decode, encode
from app.insights.estimates.splitting import Part
from app.insights.queries.deflection import Deflection


def parts_after(found: Deflection, after: str | None, limit: int) -> Page[Part]:
    """Those that follow, in the order of channel and reason; raises Invalid for a broken marker."""
    last = decode(after, 2) if after else ["", ""]
    if not all(isinstance(value, str) for value in last):
        raise Invalid({"after": _("This page marker belongs to another list. Start from the first page.")})
    ordered = sorted(found.parts, key=lambda part: (part.channel, part.reason))
    ahead = [part for part in ordered if not after or (part.channel, part.reason) > tuple(last)]
    shown = ahead[:limit]
    more = encode([shown[-1].channel, shown[-1].reason]) if len(ahead) > limit else None
    return Page(shown, more)

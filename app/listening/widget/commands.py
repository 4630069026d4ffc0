"""Saying which sites may show which space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete

from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.core.settings import settings
from app.extensions import db
from app.listening.widget import queries
from app.listening.widget.events import WidgetSitesChanged
from app.listening.widget.models import WidgetSite
from app.listening.widget.origins import origin_of
from app.spaces.models import Space


def set_sites(space: Space, written: Iterable[str], *, by: Actor | None) -> Sequence[str]:
    """Let these sites and no others show the space's widget; an empty list turns it off. Returns their origins.

    Raises Invalid, naming what is wrong with each that cannot be taken, or where visitors do not see the space.
    """
    before, wanted = list(queries.sites_of(space)), _origins(written)
    if wanted and space.visibility != "public":
        raise Invalid({"sites": _("Only a space that everybody sees can be shown on another site.")})
    if set(wanted) == set(before):
        return before
    db.session.execute(delete(WidgetSite).where(WidgetSite.space_id == space.id, WidgetSite.origin.not_in(wanted)))
    db.session.add_all(
        WidgetSite(space_id=space.id, origin=origin, added_at=clock.now(), added_by_id=by.id if by else None)
        for origin in wanted
        if origin not in before
    )
    db.session.flush()
    audit.log(
        "listening.widget_sites_changed", f"space:{space.id}", by=by, before={"sites": before}, after={"sites": wanted}
    )
    record(WidgetSitesChanged(space_id=space.id), by=by, space_id=space.id)
    return wanted


def _origins(written: Iterable[str]) -> list[str]:
    """Each once, in the order given."""
    found: dict[str, None] = {}
    faults = []
    for words in filter(None, map(str.strip, written)):
        try:
            found[origin_of(words, base_url=settings().base_url)] = None
        except ValueError as fault:
            faults.append(str(fault))
    if len(found) > queries.MOST:
        faults.append(_("At most %(most)d sites.", most=queries.MOST))
    if faults:
        raise Invalid({"sites": " ".join(faults)})
    return list(found)

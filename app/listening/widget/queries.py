"""Reading which sites may show which space."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core import embedding
from app.extensions import db
from app.listening.widget.models import WidgetSite
from app.spaces import queries as spaces
from app.spaces.models import Space

MOST = 20


def sites_of(space: Space) -> Sequence[str]:
    """The origins that may show a space's widget, as they were given."""
    mine = select(WidgetSite.origin).where(WidgetSite.space_id == space.id)
    return db.session.scalars(mine.order_by(WidgetSite.id).limit(MOST)).all()


@embedding.tells_sites
def sites_of_slug(slug: str) -> Sequence[str]:
    """The same by the space's slug; none for a space that visitors do not see."""
    mine = (Space.slug == slug, Space.id.in_(spaces.visible_ids(None)))
    found = select(WidgetSite.origin).join(Space, Space.id == WidgetSite.space_id).where(*mine)
    return db.session.scalars(found.order_by(WidgetSite.id).limit(MOST)).all()

"""Reading the views that somebody keeps of their queue; a view shows only what they may still see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import DeskView
from app.board.queries.desk import Wanted
from app.board.queries.topics import visible_topic_ids
from app.extensions import db
from app.spaces import queries as spaces


def desk_views(person: Person) -> Sequence[DeskView]:
    """Somebody's own views in their order."""
    query = select(DeskView).where(DeskView.person_id == person.id)
    return db.session.scalars(query.order_by(DeskView.place, DeskView.id)).all()


def desk_view(person: Person, view_id: int) -> DeskView | None:
    """One of somebody's own views; anybody else's is not there."""
    return db.session.scalar(select(DeskView).where(DeskView.id == view_id, DeskView.person_id == person.id))


def wanted_by(view: DeskView, person: Person) -> Wanted:
    """What a view asks for; nothing at all once its space or topic is no longer theirs to see."""
    if lost_views([view], person):
        return Wanted(show=view.show, is_lost=True)
    return Wanted(show=view.show, space=view.space, topic=view.topic)


def lost_views(views: Iterable[DeskView], person: Person) -> set[int]:
    """Ids of the views whose space or topic somebody may no longer see."""
    placed = [view for view in views if view.space_id or view.topic_id]
    if not placed:
        return set()
    seen = set(spaces.visible_id_list(person)) if any(view.space_id for view in placed) else set()
    about = visible_topic_ids(person, {view.topic_id for view in placed if view.topic_id})
    return {
        view.id
        for view in placed
        if (view.space_id and view.space_id not in seen) or (view.topic_id and view.topic_id not in about)
    }

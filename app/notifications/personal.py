"""What notifications hold of a person, and copies of their words in those of others."""

from __future__ import annotations

from sqlalchemy import delete, or_, select

from app.core.events import Entry
from app.core.personal import Gone, Held, after_erasing, holds, said_in
from app.extensions import db
from app.notifications.models import Circular, Follow, Notification

AT_ONCE = 1000

holds(
    Held(Notification, "person_id", "goes", "notifications", ("kind", "subject", "url", "at", "read_at")),
    Held(Follow, "person_id", "goes", "follows", ("subject", "since", "muted")),
)


@after_erasing
def forget_copies(gone: Gone) -> None:
    """Take back what others were told of them or in their words."""
    theirs = select(Entry.id).where(Entry.actor_id == gone.person_id)
    about = or_(Notification.subject.in_(sorted(gone.subjects)), Notification.entry_id.in_(theirs))
    pattern, last = gone.pattern, 0
    query = select(Notification.id, Notification.params).where(about).order_by(Notification.id).limit(AT_ONCE)
    while rows := db.session.execute(query.where(Notification.id > last)).all():
        ids = [row.id for row in rows if pattern.search("\n".join(said_in(row.params)))]
        db.session.execute(delete(Notification).where(Notification.id.in_(ids)))
        last = rows[-1].id
    db.session.execute(delete(Notification).where(Notification.subject.in_(sorted(gone.subjects))))
    underway = or_(Circular.subject.in_(sorted(gone.subjects)), Circular.entry_id.in_(theirs))
    for circular in db.session.scalars(select(Circular).where(underway)):
        if circular.subject in gone.subjects or pattern.search("\n".join(said_in(circular.params))):
            db.session.delete(circular)

"""Following, telling, reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import clock, mail, unsubscribing
from app.core.database import insert_new
from app.core.events import Entry
from app.core.unsubscribing import Ending, Mailing
from app.extensions import db
from app.notifications import queries
from app.notifications.models import Circular, Follow, Notification
from app.notifications.words import ABOUT_STANDING, BY_MAIL, OFTEN, mailing, sentence

STALE_AFTER = timedelta(days=2)
AT_ONCE = 200
ABOUT = "about"


@dataclass(frozen=True)
class Told:
    """What people are told: of which kind, about what, where it is read, with what in it; whether only to readers."""

    kind: str
    subject: str
    url: str
    params: dict[str, Any]
    readers_only: bool

    @property
    def columns(self) -> dict[str, Any]:
        """The same as a circular keeps it."""
        return {**vars(self), "url": self.url[:300]}


def follow(person_id: int, subject: str, *, anew: bool = False, came_with: str | None = None) -> None:
    """Follow a subject; somebody who stopped following stays that way unless they ask for it anew."""
    mine = {"person_id": person_id, "subject": subject}
    row = {**mine, "since": clock.now(), "muted": False, "came_with": came_with}
    if insert_new(Follow, row, *mine) is None and anew:
        db.session.execute(update(Follow).filter_by(**mine).values(muted=False, came_with=None))


def leave(person_id: int, subject: str, *, came_with: str) -> None:
    """Stop following what one follows only because of something one has taken back."""
    mine = (Follow.person_id == person_id, Follow.subject == subject, Follow.came_with == came_with)
    db.session.execute(delete(Follow).where(*mine, Follow.muted.is_(False)))


def untell(subject: str, people: Iterable[int]) -> None:
    """Take back what people were told of a subject that is no longer for their eyes, and tell them no more of it."""
    theirs = set(people)
    gone = (Notification.subject == subject, Notification.person_id.in_(theirs))
    db.session.execute(delete(Notification).where(*gone))
    for circular in db.session.scalars(select(Circular).where(Circular.subject == subject).with_for_update()):
        circular.people = [person for person in circular.people if person not in theirs]


def bring(duplicate: str, subject: str) -> list[int]:
    """Let whoever follows a duplicate follow what it went into; returns who they are."""
    people = list(queries.followers(duplicate))
    there = set(db.session.scalars(select(Follow.person_id).where(Follow.subject == subject)))
    moment = clock.now()
    db.session.add_all(
        Follow(person_id=person, subject=subject, since=moment, muted=False, came_with=duplicate)
        for person in people
        if person not in there
    )
    db.session.flush()
    return people


def take_back(duplicate: str, subject: str) -> None:
    """Undo `bring` for those who have not chosen for themselves since."""
    brought = (Follow.subject == subject, Follow.came_with == duplicate, Follow.muted.is_(False))
    db.session.execute(delete(Follow).where(*brought))


def unfollow(person_id: int, subject: str) -> None:
    """Stop hearing of a subject, also of what would make one follow it by itself."""
    follow(person_id, subject)
    mine = (Follow.person_id == person_id, Follow.subject == subject)
    db.session.execute(update(Follow).where(*mine).values(muted=True))


def tell(people: Iterable[int], kind: str, entry: Entry, *, subject: str, url: str, **params: Any) -> None:
    """Tell people of an event, each once, never the one who did it; the important kinds also by mail while fresh.

    Where people are very many, nobody is told yet, and from then on some at a time (`carry_on`), so that none of it
    holds up everybody else.
    """
    _tell(people, Told(kind, subject, url, params, readers_only=False), entry)


def tell_readers(people: Iterable[int], kind: str, entry: Entry, *, subject: str, url: str, **params: Any) -> None:
    """The same for those of them who may see the subject when their turn comes."""
    _tell(people, Told(kind, subject, url, params, readers_only=True), entry)


def _tell(people: Iterable[int], what: Told, entry: Entry) -> None:
    wanted = {person for person in people if person != entry.actor_id}
    if len(wanted) > AT_ONCE:
        db.session.add(Circular(entry_id=entry.id, people=sorted(wanted), after_id=0, at=entry.at, **what.columns))
        db.session.flush()
        return
    new = wanted - _told(entry.id, wanted)
    if what.readers_only:
        new = set(queries.readers(what.subject, new))
    _post(new, what, entry)


def _post(new: set[int], what: Told, entry: Entry) -> None:
    kind, subject, url, params = what.kind, what.subject, what.url, what.params
    mailed = new - queries.want_no_mail(subject, new) if kind in OFTEN else new if kind in BY_MAIL else set()
    for person in accounts.by_ids(new).values():
        if not _hears(person, kind):
            continue
        db.session.add(
            Notification(
                person_id=person.id, entry_id=entry.id, kind=kind, subject=subject, url=url[:300], params=params,
                at=entry.at,
            )
        )  # fmt: skip
        if person.id in mailed:
            _mail(person, entry, kind, sentence(kind, params), about=subject, url=url)
    db.session.flush()


def carry_on(most: int = AT_ONCE) -> bool:
    """Tell the next people of the oldest circular, in one transaction with how far it is; returns whether any was.

    Whatever ends the transaction ends both, so that it goes on where it was and nobody is told twice.
    """
    oldest = select(Circular).order_by(Circular.id).limit(1).with_for_update(skip_locked=True)
    circular = db.session.scalar(oldest)
    if circular is None:
        return False
    left = [person for person in circular.people if person > circular.after_id]
    entry = Entry(id=circular.entry_id, actor_id=None, at=circular.at)
    what = Told(circular.kind, circular.subject, circular.url, circular.params, circular.readers_only)
    _tell(left[:most], what, entry)
    if left[most:]:
        circular.after_id = left[most - 1]
    else:
        db.session.delete(circular)
    return True


def _told(entry_id: int, people: Iterable[int]) -> set[int]:
    """Those of these people who were told of an event already."""
    mine = (Notification.person_id.in_(list(people)), Notification.entry_id == entry_id)
    return set(db.session.scalars(select(Notification.person_id).where(*mine)))


def _hears(person: Person, kind: str) -> bool:
    """Whoever has an account hears of things; who is suspended of what became of their own posts."""
    if person.state == "suspended":
        return person.is_in_good_standing or kind in ABOUT_STANDING
    return person.state == "active"


def read(notification: Notification) -> None:
    """Note that it was looked at."""
    notification.read_at = notification.read_at or clock.now()


def read_all(person: Person) -> None:
    """Note that all was looked at."""
    new = (Notification.person_id == person.id, Notification.read_at.is_(None))
    db.session.execute(update(Notification).where(*new).values(read_at=clock.now()))


def _mail(person: Person, entry: Entry, kind: str, said: str, *, about: str, url: str) -> None:
    """Old news is not mailed: not after an import, a rebuild, or days without a worker."""
    if person.email is None or person.email_confirmed_at is None or entry.at < clock.now() - STALE_AFTER:
        return
    if person.is_guest:
        url = f"/guests/{accounts.guest_word(person)}?next={quote(url)}"
    key = f"told:{entry.id}:{person.id}"
    unsubscribe = unsubscribing.address(ABOUT, person.id, about) if kind in OFTEN else ""
    mail.queue(
        key, person.email, "told", about=about, unsubscribe=unsubscribe, person=person, sentence=said, url=url
    )  # fmt: skip


def _mailing(person_id: int, subject: str) -> Mailing:
    is_sent = person_id not in queries.want_no_mail(subject, [person_id])
    return Mailing(mailing(subject), _("They come when there is news of it."), is_sent, "/notifications")


unsubscribing.ENDINGS[ABOUT] = Ending(_mailing, unfollow)

"""What of badges outlives a rebuild: the number of each, and what its holder was told.

Whatever changes a badge marks it as due. Its holder is told once all is read, by what is true then: what a badge went
through while it was counted anew is no news, and a trial changes no badge. Nobody is told the same version twice.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core.events import record
from app.extensions import db
from app.recognition import queries
from app.recognition.events import BadgeEarned, BadgeLost
from app.recognition.models import Award, Honour

AT_ONCE = 200


def note(badge: str, people: Collection[int], topic_id: int | None = None) -> dict[int, int]:
    """Note that a badge of these people changed; returns its number for each, which is given once for ever."""
    of_topic = Honour.topic_id.is_(None) if topic_id is None else Honour.topic_id == topic_id
    wanted, found = sorted(people), {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        query = select(Honour).where(Honour.badge == badge, Honour.person_id.in_(some), of_topic)
        known = {each.person_id: each for each in db.session.scalars(query)}
        new = [_new(badge, person_id, topic_id) for person_id in some if person_id not in known]
        db.session.add_all(new)
        for each in known.values():
            each.is_due = True
        db.session.flush()
        found.update({each.person_id: each.id for each in (*known.values(), *new)})
    return found


def note_lapsed() -> None:
    """Note what ended by itself, as its evidence grew too old."""
    gone = select(Honour).outerjoin(Award, Award.id == Honour.id)
    told = (Honour.told_version > 0, Honour.told_lost.is_(False), Honour.is_due.is_(False))
    for honour in db.session.scalars(gone.where(*told, Award.id.is_(None) | ~queries.is_standing())):
        honour.is_due = True


def announce() -> int:
    """Record what some of the badges that changed have become; returns how many were looked at."""
    due = select(Honour, Award).outerjoin(Award, Award.id == Honour.id).where(Honour.is_due).order_by(Honour.id)
    rows = db.session.execute(due.limit(AT_ONCE).with_for_update(of=Honour, skip_locked=True)).all()
    people = accounts.by_ids({honour.person_id for honour, _award in rows})
    for honour, award in rows:
        honour.is_due = False
        _settle(honour, award, people.get(honour.person_id))
    return len(rows)


def _settle(honour: Honour, award: Award | None, holder: Person | None) -> None:
    if award is not None and award.stands:
        _earned(honour, award, holder)
    elif honour.told_version > 0:
        _lost(honour, holder)
    elif award is None:
        db.session.delete(honour)  # it came and went before anybody knew


def _earned(honour: Honour, award: Award, holder: Person | None) -> None:
    if award.version <= honour.told_version:
        return
    honour.told_version, honour.told_lost = award.version, False
    _record(BadgeEarned, honour, award, holder)


def _lost(honour: Honour, holder: Person | None) -> None:
    if honour.told_lost:
        return
    honour.told_lost = True
    gone = Award(
        person_id=honour.person_id, badge=honour.badge, version=honour.told_version, topic_id=honour.topic_id,
        evidence=[],
    )  # fmt: skip
    _record(BadgeLost, honour, gone, holder)


def _record(kind: type[BadgeEarned | BadgeLost], honour: Honour, award: Award, holder: Person | None) -> None:
    """Nothing of a badge whose topic or space its own holder sees no more; its name only where all may know of it."""
    if holder is not None and queries.shown([award], holder):
        title = next((each.name for each in queries.shown([award], None)), "")
        record(kind(honour_id=honour.id, person_id=honour.person_id, title=title), by=None)


def _new(badge: str, person_id: int, topic_id: int | None) -> Honour:
    return Honour(person_id=person_id, badge=badge, topic_id=topic_id, told_version=0, told_lost=False, is_due=True)

"""Lines of points: earned with an event, taken back with its undoing, and left out where they were made, not earned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app.core import clock
from app.extensions import db
from app.recognition.gaming import REASONS, WINDOW, Gift, discounted
from app.recognition.models import PointLine, Tally
from app.recognition.points import DEEDS, GIVEN, WORTH

SPENDING = frozenset({"spent", "returned"})
DOWN = "down"
DAILY = "daily"
# Whoever gives points and who writes ideas with whom are two things: neither makes a ring of the other.
GIFTS = (GIVEN, frozenset({"coauthored"}))


def earn(
    person_id: int,
    kind: str,
    subject: str,
    *,
    page: str = "",
    space_id: int | None = None,
    giver_id: int | None = None,
    at: datetime,
) -> None:
    """Write down points for somebody, once for this kind, subject and giver."""
    key = _key(kind, subject, giver_id)
    if db.session.scalar(select(PointLine.id).where(PointLine.key == key)) is None:
        line = PointLine(
            key=key, person_id=person_id, kind=kind, points=WORTH[kind], subject=subject, page=page, space_id=space_id,
            giver_id=giver_id, at=at, void="",
        )  # fmt: skip
        db.session.add(line)
        db.session.flush()
    reckon(person_id)


def take_back(kind: str, subject: str, giver_id: int | None = None) -> None:
    """Undo that, as when a vote or an acceptance is taken back."""
    line = db.session.scalar(select(PointLine).where(PointLine.key == _key(kind, subject, giver_id)))
    if line is not None:
        db.session.delete(line)
        db.session.flush()
        reckon(line.person_id)


def credit(
    person_id: int, kind: str, subject: str, *, space_id: int | None, giver_id: int | None = None, at: datetime
) -> None:
    """Write down a deed that badges count, once for this person, kind and subject.

    Beyond what counts in one day (UTC) it is written down all the same, and counts for nothing.
    """
    key = f"{kind}:{subject}:@{person_id}"
    if db.session.scalar(select(PointLine.id).where(PointLine.key == key)) is not None:
        return
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    same_day = (PointLine.at >= day, PointLine.at < day + timedelta(days=1), PointLine.kind == kind)
    query = select(func.count()).where(PointLine.person_id == person_id, PointLine.void == "", *same_day)
    void = DAILY if (db.session.scalar(query) or 0) >= DEEDS[kind] else ""
    line = PointLine(
        key=key, person_id=person_id, kind=kind, points=0, subject=subject, page="", space_id=space_id,
        giver_id=giver_id, at=at, void=void,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()


def discredit(kind: str, subject: str, person_id: int | None = None) -> set[int]:
    """Undo that, for one person or for all; returns whose deed it was."""
    query = select(PointLine).where(PointLine.kind == kind, PointLine.subject == subject)
    if person_id is not None:
        query = query.where(PointLine.person_id == person_id)
    lines = db.session.scalars(query).all()
    for line in lines:
        db.session.delete(line)
    db.session.flush()
    return {line.person_id for line in lines}


def set_down(subject: str, *, is_down: bool) -> set[tuple[int, str]]:
    """Let what was earned by a thing count no more while it is taken down, and again once it is back.

    Returns whose lines of which kinds changed.
    """
    mine = (PointLine.subject == subject, PointLine.kind.not_in(SPENDING))
    void = (PointLine.void == "") if is_down else (PointLine.void == DOWN)
    lines = db.session.scalars(select(PointLine).where(*mine, void)).all()
    for line in lines:
        line.void = DOWN if is_down else ""
        db.session.flush()
        reckon(line.person_id)
    return {(line.person_id, line.kind) for line in lines}


def watch() -> None:
    """Look at who gave what to whom lately, leave out what was made and not earned, and let the rest count again."""
    for kinds in GIFTS:
        _watch(kinds)


def _watch(kinds: Collection[str]) -> None:
    lately = (PointLine.at > clock.now() - WINDOW, PointLine.kind.in_(kinds), PointLine.giver_id.is_not(None))
    lines = db.session.scalars(select(PointLine).where(*lately).order_by(PointLine.at, PointLine.id)).all()
    given = [line for line in lines if line.void != DOWN]
    found = discounted(Gift(line.id, line.giver_id or 0, line.person_id, line.kind, line.page) for line in given)
    changed = set()
    for line in given:
        void = found.get(line.id, "")
        if line.void != void and (line.void == "" or line.void in REASONS):
            line.void = void
            changed.add(line.person_id)
    db.session.flush()
    for person_id in changed:
        reckon(person_id)


def reckon(person_id: int) -> None:
    """Sum up what somebody earned that counts; what they spent lowers no level."""
    counts = (PointLine.person_id == person_id, PointLine.void == "", PointLine.kind.not_in(SPENDING))
    earned = db.session.scalar(select(func.coalesce(func.sum(PointLine.points), 0)).where(*counts)) or 0
    tally_of(person_id).points = earned
    db.session.flush()


def tally_of(person_id: int) -> Tally:
    """Somebody's tally, made where there is none."""
    tally = db.session.get(Tally, person_id)
    if tally is None:
        tally = Tally(person_id=person_id, answers=0, accepted=0, verified=0, helpful=0, ideas=0, launched=0, points=0)
        db.session.add(tally)
    return tally


def forget_earned() -> None:
    """Empty what the book gives again.

    What people spent is their own deed and stays; so does what was found to be made and not earned, which the book
    does not say, and which would count until the next look, or for ever once it is older than that look reaches.
    """
    db.session.execute(delete(PointLine).where(PointLine.kind.not_in(SPENDING), PointLine.void.not_in(REASONS)))


def _key(kind: str, subject: str, giver_id: int | None) -> str:
    return f"{kind}:{subject}:{giver_id or ''}"

"""Rounds: opening one, taking part, ending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.events import RoundAnswered, RoundClosed, RoundOpened
from app.ideas.models import (
    BUDGET,
    PAIRS,
    ROUND_KINDS,
    SHOWN,
    Allocation,
    Challenge,
    Comparison,
    Idea,
    Round,
    RoundIdea,
    RoundPart,
)

FEWEST_IDEAS, MOST_IDEAS, MOST_POINTS = 2, 40, 1000


def open_round(
    challenge: Challenge, *, kind: str, title: str, idea_ids: Sequence[int], closes_at: datetime, by: Person,
    points: int = 0, cap: int | None = None, opens_at: datetime | None = None,
) -> Round:  # fmt: skip
    """Put a round over some of a challenge's ideas to people. Raises Invalid for what makes no round."""
    opens = opens_at or clock.now()
    ideas = [idea for idea in queries.any_by_ids(idea_ids).values() if _fits(idea, challenge)]
    errors = _faults(kind, title, points, cap)
    if not FEWEST_IDEAS <= len(ideas) <= MOST_IDEAS or len(ideas) != len(set(idea_ids)):
        errors["ideas"] = _("Choose from %(fewest)d to %(most)d ideas.", fewest=FEWEST_IDEAS, most=MOST_IDEAS)
    if closes_at <= max(opens, clock.now()):
        errors["closes_at"] = _("It must close after it opens.")
    if errors:
        raise Invalid(errors)
    made = Round(
        challenge_id=challenge.id, challenge=challenge, kind=kind, title=text.tidy(title), part_count=0,
        points=points if kind == BUDGET else 0, cap=cap if kind == BUDGET else None, opens_at=opens,
        closes_at=closes_at, made_by_id=by.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add_all(RoundIdea(round_id=made.id, idea_id=idea.id) for idea in ideas)
    db.session.flush()
    audit.log("ideas.round_opened", f"round:{made.id}", by=by, after={"kind": kind, "ideas": [i.id for i in ideas]})
    record(RoundOpened(round_id=made.id, challenge_id=challenge.id), by=by, space_id=challenge.space_id)
    return made


def close_round(round_: Round, *, by: Person) -> None:
    """End a round now. Raises Conflict for one that is over."""
    db.session.refresh(round_, ["closes_at"], with_for_update={"of": Round})
    if round_.is_over:
        raise Conflict(_("This round is over already."))
    before, round_.closes_at = clock.rfc3339(round_.closes_at), clock.now()
    db.session.flush()
    audit.log("ideas.round_closed", f"round:{round_.id}", by=by, before={"closes_at": before})
    closed = RoundClosed(round_id=round_.id, challenge_id=round_.challenge_id)
    record(closed, by=by, space_id=round_.challenge.space_id)


def spread(round_: Round, points: Mapping[int, int], *, by: Person) -> None:
    """Set what somebody gives each idea, in place of what they gave before; nothing at all takes their part back.

    Raises Invalid for more points than there are, or than one idea may get; Conflict for a round that is not open.
    """
    _hold(round_, BUDGET)
    given = {idea_id: number for idea_id, number in points.items() if number}
    allowed = {idea.id for idea in queries.others_ideas(round_, by)}
    errors = {}
    if any(number < 0 for number in given.values()) or set(given) - allowed:
        errors["points"] = _("Give whole points to ideas of others in this round.")
    elif sum(given.values()) > round_.points:
        errors["points"] = _("You have %(all)d points, and gave %(sum)d.", all=round_.points, sum=sum(given.values()))
    elif round_.cap is not None and max(given.values(), default=0) > round_.cap:
        errors["points"] = _("One idea takes at most %(cap)d points.", cap=round_.cap)
    if errors:
        raise Invalid(errors)
    _take_part(round_, by)
    mine = (Allocation.round_id == round_.id, Allocation.person_id == by.id)
    db.session.execute(delete(Allocation).where(*mine))
    db.session.add_all(
        Allocation(round_id=round_.id, person_id=by.id, idea_id=idea_id, points=number)
        for idea_id, number in sorted(given.items())
    )
    db.session.flush()
    if not given:
        _leave(round_, by)


def compare(round_: Round, one: int, other: int, winner: int | None, *, by: Person) -> None:
    """Say which of two ideas one prefers, or that one skips them; the same pair again replaces the answer.

    Raises Invalid for ideas that are not two of others' in this round, Conflict for a round that is not open.
    """
    _hold(round_, PAIRS)
    allowed = {idea.id for idea in queries.others_ideas(round_, by)}
    if one == other or not {one, other} <= allowed or winner not in {one, other, None}:
        raise Invalid({"pair": _("Choose between two ideas of others in this round.")})
    _take_part(round_, by)
    low, high = sorted((one, other))
    pair = (Comparison.low_id == low, Comparison.high_id == high)
    mine = (Comparison.round_id == round_.id, Comparison.person_id == by.id)
    made = db.session.scalar(select(Comparison).where(*mine, *pair))
    if made is None:
        made = Comparison(round_id=round_.id, person_id=by.id, low_id=low, high_id=high)
        db.session.add(made)
    made.winner_id, made.at = winner, clock.now()
    db.session.flush()


def uncompare(round_: Round, *, by: Person) -> None:
    """Take back what one answered last. Raises Conflict where there is nothing, or the round is not open."""
    _hold(round_, PAIRS)
    _take_part(round_, by)
    last = queries.last_comparison(round_, by)
    if last is None:
        raise Conflict(_("There is no answer of yours to take back."))
    db.session.delete(last)
    db.session.flush()
    if queries.last_comparison(round_, by) is None:
        _leave(round_, by)


def stand_aside(idea: Idea, *, by: Person) -> None:
    """Take back what somebody said of an idea in rounds that still run, now that it is their own."""
    runs = select(Round).join(RoundIdea, RoundIdea.round_id == Round.id)
    for round_ in db.session.scalars(runs.where(RoundIdea.idea_id == idea.id, Round.closes_at > clock.now())).all():
        mine = (Allocation.round_id == round_.id, Allocation.person_id == by.id)
        chosen = (Comparison.round_id == round_.id, Comparison.person_id == by.id)
        of_it = or_(Comparison.low_id == idea.id, Comparison.high_id == idea.id)
        gone = [
            db.session.connection().execute(delete(Allocation).where(*mine, Allocation.idea_id == idea.id)),
            db.session.connection().execute(delete(Comparison).where(*chosen, of_it)),
        ]
        left = select(Allocation.id).where(*mine).union_all(select(Comparison.id).where(*chosen))
        if any(each.rowcount for each in gone) and db.session.scalar(left.limit(1)) is None:
            _leave(round_, by)


def _hold(round_: Round, kind: str) -> None:
    """Read its times anew; who ends it and who answers take turns."""
    db.session.refresh(round_, ["closes_at"], with_for_update={"of": Round, "read": True})
    if round_.kind != kind or not round_.is_open:
        raise Conflict(_("This round is not open now."))


def _take_part(round_: Round, person: Person) -> None:
    """Hold somebody's part in a round, so that two tabs take turns; the first time it is counted."""
    mine = (RoundPart.round_id == round_.id, RoundPart.person_id == person.id)
    held = select(RoundPart).where(*mine).with_for_update()
    if db.session.scalar(held) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(RoundPart(round_id=round_.id, person_id=person.id, at=clock.now()))
    except IntegrityError:
        db.session.scalars(held).one()
        return
    _count(round_, 1)
    record(RoundAnswered(round_id=round_.id, person_id=person.id), by=person, space_id=round_.challenge.space_id)


def _leave(round_: Round, person: Person) -> None:
    mine = (RoundPart.round_id == round_.id, RoundPart.person_id == person.id)
    db.session.execute(delete(RoundPart).where(*mine))
    _count(round_, -1)


def _count(round_: Round, change: int) -> None:
    counted = update(Round).where(Round.id == round_.id).values(part_count=Round.part_count + change)
    db.session.execute(counted)
    db.session.refresh(round_, ["part_count"])


def _faults(kind: str, title: str, points: int, cap: int | None) -> dict[str, str]:
    errors = {}
    if kind not in ROUND_KINDS:
        errors["kind"] = _("Choose one of %(kinds)s.", kinds=", ".join(ROUND_KINDS))
    if not text.tidy(title):
        errors["title"] = _("Say what you ask.")
    if kind == BUDGET and not 0 < points <= MOST_POINTS:
        errors["points"] = _("Use a number from 1 to %(most)d.", most=MOST_POINTS)
    if kind == BUDGET and cap is not None and not 0 < cap <= points:
        errors["cap"] = _("Use a number from 1 to all points, or leave it empty.")
    return errors


def _fits(idea: Idea, challenge: Challenge) -> bool:
    return (idea.challenge_id, idea.hold, idea.merged_into_id) == (challenge.id, SHOWN, None)

"""Visitors of the board: what they looked for, what they read, and whether they called afterwards."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.board.models import SHOWN, Question
from app.core import clock
from app.crm.models import Identity, SupportContact
from app.demo.story import Story, content
from app.extensions import db
from app.insights import commands as insights
from app.insights import queries
from app.insights.commands import Seen, Visit
from app.insights.models import CLICK, HOLDOUT, TREATMENT, VIEW
from app.insights.queries.trials import Shares

DAYS = 90
WINDOW = timedelta(days=7)
STAFF_SHARE, BOT_SHARE = 0.04, 0.03
COSTS = {"call": 7.6, "chat": 4.3, "email": 5.1, "case": 12.4}
PER_HOUR, MINUTES = 25.2, 3.2
TRIES = 25
# Two weeks with half held out, begun so many days ago; what people then said in the survey, and what costs more.
TRIAL_AGO, TRIAL_DAYS = 52, 14
SOLVED_SHARE, OTHERWISE_SHARE, REPLY_SHARE = 0.86, 0.41, 0.6
# What the contact page offers, under the names of the contact centre's own file.
OFFERED = {
    "A bill or a payment": "Charge not understood", "No service at all": "No service",
    "Slow or dropping": "Slow line", "An engineer's visit": "Missed engineer visit", "Moving home": "Moving home",
}  # fmt: skip
DEAR = ("call", "Missed engineer visit", 19.5)


@dataclass
class Town:
    """Who may come by, what they find, and when they will call."""

    members: list[tuple[datetime, int]]
    calls: dict[int, list[datetime]]
    answered: list[tuple[datetime, str]]
    staff: list[int]
    shares: Shares

    @cached_property
    def joined(self) -> dict[int, datetime]:
        """Since when each member is one."""
        return {number: since for since, number in self.members}

    @cached_property
    def calls_by_share(self) -> dict[float, list[tuple[int, datetime]]]:
        """The members' support contacts, by the share that was held out then."""
        found: dict[float, list[tuple[int, datetime]]] = {}
        for person_id, mine in self.calls.items():
            for at in mine if person_id in self.joined else ():
                found.setdefault(self.shares.at(at), []).append((person_id, at))
        return found

    def free(self, person_id: int, at: datetime) -> bool:
        """Whether somebody makes no support contact within the window."""
        mine = self.calls.get(person_id, [])
        place = bisect_left(mine, at)
        return place == len(mine) or mine[place] > at + WINDOW

    def known_at(self, at: datetime) -> list[str]:
        """The questions that had an answer by then, most settled first."""
        return [subject for _since, subject in self.answered[: bisect_right(self.answered, (at, "~"))]]


def tell_visits(story: Story, rng: Random) -> int:
    """Add the journeys of three months and what contacts cost; deterministic for a seed but for the cookies' keys."""
    _set_costs(story)
    _run_trial(story)
    facts = {name: fact["value"] for name, fact in content("journeys").items()}
    town = _town()
    visits = [_visit(rng, facts, town, at) for at in _moments(story, rng, facts)]
    with clock.at(story.now):
        return insights.take_in(visits)


def _set_costs(story: Story) -> None:
    analyst = next(person for person in story.people.values() if person.has_role("analyst"))
    first_day = story.moment(-DAYS)
    with clock.at(first_day):
        for channel, amount in COSTS.items():
            insights.set_contact_cost(channel, amount, currency="GBP", since=first_day.date(), by=analyst)
        channel, reason, amount = DEAR
        insights.set_contact_cost(channel, amount, currency="GBP", since=first_day.date(), by=analyst, reason=reason)
        for label, reason in OFFERED.items():
            insights.add_contact_reason(label, reason, by=analyst)
        insights.set_answer_rate(PER_HOUR, minutes=MINUTES, currency="GBP", since=first_day.date(), by=analyst)


def _run_trial(story: Story) -> None:
    analyst = next(person for person in story.people.values() if person.has_role("analyst"))
    with clock.at(story.moment(-TRIAL_AGO)):
        insights.begin_trial(TRIAL_DAYS, "What do suggestions spare us? For the budget talks.", by=analyst)


def _town() -> Town:
    called, member = aliased(Identity), aliased(Identity)
    same = (member.id == called.id) | (member.contact_id == called.contact_id)
    query = (
        select(member.person_id, SupportContact.at)
        .join(called, called.id == SupportContact.identity_id)
        .join(member, same)
        .where(member.person_id.is_not(None))
        .order_by(SupportContact.at)
    )
    calls: dict[int, list[datetime]] = {}
    for person_id, at in db.session.execute(query):
        if person_id is not None:
            calls.setdefault(person_id, []).append(at)
    answered = select(Question.first_answered_at, Question.id).where(
        Question.hold == SHOWN, Question.first_answered_at.is_not(None)
    )
    found = [(at, f"question:{number}") for at, number in db.session.execute(answered) if at is not None]
    people = db.session.execute(select(Person.joined_at, Person.id, Person.kind).order_by(Person.id)).all()
    members = [(at, number) for at, number, kind in people if kind == "customer"]
    staff = [number for _at, number, kind in people if kind == "employee"]
    return Town(members, calls, sorted(found), staff, queries.shares())


def _moments(story: Story, rng: Random, facts: dict[str, Any]) -> Iterator[datetime]:
    """Busier days and hours get more visitors, later days somewhat more than early ones."""
    hours, weights = range(24), facts["hours"]
    for day in range(DAYS):
        midnight = story.moment(day - DAYS)
        usual = facts["visitors_by_weekday"][midnight.weekday()]
        for _visitor in range(round(usual * (1 + facts["growth_share"] * day / (DAYS - 1)))):
            hour = rng.choices(hours, weights)[0]
            at = midnight.replace(hour=hour, minute=0, second=0) + timedelta(seconds=rng.randrange(3600))
            if at < story.now:
                yield at


def _visit(rng: Random, facts: dict[str, Any], town: Town, at: datetime) -> Visit:
    kind = rng.random()
    staff, bot = kind < STAFF_SHARE, STAFF_SHARE <= kind < STAFF_SHARE + BOT_SHARE
    share = town.shares.at(at)
    held_out = rng.random() < share
    shown = not held_out and rng.random() < facts["shown_share"]
    read = shown and rng.random() < facts["read_share"]
    person_id = rng.choice(town.staff) if staff else None
    if not staff and not bot and rng.random() < facts["known_share"]:
        person_id, at = _somebody(rng, town, at, calls=rng.random() < _chance(facts, shown=shown, read=read))
    began = "search" if rng.random() < facts["search_share"] else rng.choice(("contact", "ask"))
    seen = tuple(_seen(rng, facts, town.known_at(at), at, began, read=read)) if shown else ()
    last = seen[-1][0] if seen else at + timedelta(minutes=2)
    opened = [one.subject for _at, one in seen if one.way == CLICK]
    solved = (last, opened[-1]) if opened and rng.random() < facts["solved_press_share"] else None
    replied = None
    if solved and rng.random() < REPLY_SHARE:
        replied = (rng.random() < SOLVED_SHARE, rng.random() < OTHERWISE_SHARE)
    return Visit(
        key=_key(rng, HOLDOUT if held_out else TREATMENT, share), began=began, opened_at=at, last_at=last,
        person_id=person_id, is_staff=staff, is_bot=bot, seen=seen, solved=solved, replied=replied,
    )  # fmt: skip


def _chance(facts: dict[str, Any], *, shown: bool, read: bool) -> float:
    """Readers needed us a little less to begin with, the others that little more."""
    if not shown:
        return float(facts["contact_probability_held_out"])
    shift = facts["readers_need_less_shift"]
    return float(facts["contact_probability_shown"] + (shift if read else -shift))


def _somebody(rng: Random, town: Town, at: datetime, *, calls: bool) -> tuple[int | None, datetime]:
    """A member who calls within the window, or one who does not; the journey of a caller comes before a real call.

    It stays in a time in which the same share was held out, as the lot was drawn by that.
    """
    share = town.shares.at(at)
    for _try in range(TRIES):
        if calls:
            person_id, called = rng.choice(town.calls_by_share[share])
            before = (called - timedelta(hours=rng.expovariate(1 / 20) + 0.2)).replace(microsecond=0)
            fits = town.joined[person_id] < before and not town.free(person_id, before)
            if fits and town.shares.at(before) == share:
                return person_id, before
            continue
        since, person_id = rng.choice(town.members)
        if since < at and town.free(person_id, at):
            return person_id, at
    return None, at


def _seen(
    rng: Random, facts: dict[str, Any], known: list[str], at: datetime, began: str, *, read: bool
) -> Iterator[tuple[datetime, Seen]]:
    """A few are shown, the first ones of the list most often; of those, some are opened."""
    if not known:
        return
    shown = list(dict.fromkeys(known[int(len(known) * rng.random() ** 2)] for _place in range(4)))
    for place, subject in enumerate(shown, start=1):
        yield at + timedelta(seconds=20), Seen(subject, VIEW, began, place)
    if read:
        for page, subject in enumerate(shown[: rng.choice(facts["pages_a_journey"])], start=1):
            yield at + timedelta(minutes=page), Seen(subject, CLICK, "page", page)


def _key(rng: Random, arm: str, share: float) -> str:
    """A key that the installation's own draw puts into that arm, so that the demo's draw can be checked like any."""
    while insights.arm_of(key := insights.hashed(f"demo {rng.getrandbits(96):x}"), share) != arm:
        pass
    return key

"""Counting journeys and the support contacts that followed them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.board.models import Question
from app.core import clock
from app.crm.models import Identity, SupportContact
from app.extensions import db
from app.insights.estimates.deflection import Group, Survey
from app.insights.estimates.savings import Made
from app.insights.models import CLICK, HOLDOUT, TREATMENT, VIEW, Exposure, Journey, Resolution
from app.insights.queries.crowds import Crowd, crowd
from app.insights.queries.journeys import number_of
from app.insights.queries.periods import Period
from app.spaces.models import Space

AT_ONCE = 500
# Where suggestions are held back from those who are held out; what else they find, they find.
WITHHELD = frozenset({"ask", "contact", "widget"})
Owner = tuple[str, int]


NOBODY, NO_CROWD = Survey(0, 0), Crowd()


class Reply(NamedTuple):
    """What somebody said in the survey: whether it is solved, and whether they would have contacted support."""

    solved: bool
    otherwise: bool
    journey_id: int
    at: datetime


class Contact(NamedTuple):
    """A support contact, and who made it."""

    at: datetime
    channel: str
    reason: str
    owner: Owner
    id: int


@dataclass
class Counted:
    """One journey as it is counted: what was seen and opened in it, and the first support contact within the window.

    `share` is what was held out when it was drawn, where that was kept.
    """

    id: int
    opened_at: datetime
    arm: str
    share: float | None
    began: str
    owner: Owner | None
    seen: list[tuple[str, str, datetime]] = field(default_factory=list)
    contacted_at: datetime | None = None
    channel: str = ""
    suggested: bool = False

    @property
    def read(self) -> list[str]:
        """The answered questions that were opened."""
        return [subject for subject, way, _at in self.seen if way == CLICK]


@dataclass
class Count:
    """The journeys of a period and its support contacts; `recorded`: were there ever any, `begun`: the first journey.

    `again` is of how many contacts, whose window is over, the same person made another within it.
    """

    period: Period
    journeys: list[Counted]
    staff: int
    bots: int
    made: Sequence[Contact]
    recorded: bool
    begun: datetime | None
    replies: list[Reply]
    invited: int
    again: Survey = NOBODY
    crowd: Crowd = NO_CROWD

    @cached_property
    def contacts(self) -> Counter[Made]:
        """The contacts made in the period, by channel, reason and day."""
        return Counter(Made(each.channel, each.reason, each.at.date()) for each in self.made)

    @property
    def known(self) -> bool:
        """Whether journeys were counted by the end of the period: before there were any, none says nothing."""
        return self.begun is not None and self.begun < self.period.end

    @property
    def contact_makers(self) -> int:
        """People who made one; somebody whom the CRM does not know counts by the address that they used."""
        return len({each.owner for each in self.made})

    def group(self, journeys: Iterable[Counted]) -> Group:
        """Some of the journeys, and how many of them were followed by a support contact."""
        chosen = list(journeys)
        contacted = sum(journey.contacted_at is not None for journey in chosen)
        return Group(len(chosen), contacted if self.recorded else None)

    @property
    def held_out(self) -> list[Counted]:
        """Journeys that were shown no suggestions."""
        return [journey for journey in self.journeys if journey.arm == HOLDOUT]

    @property
    def treated(self) -> list[Counted]:
        """Journeys that were shown suggestions."""
        return [journey for journey in self.journeys if journey.arm == TREATMENT]

    @property
    def readers(self) -> list[Counted]:
        """Journeys in which an answered question was opened."""
        return [journey for journey in self.journeys if journey.read]

    @property
    def viewers(self) -> int:
        """People who opened answered content; a journey of nobody known counts as one person."""
        return people_of(self.readers)

    @property
    def matched(self) -> int:
        """Journeys whose person the contact centre would recognise."""
        return sum(journey.owner is not None for journey in self.journeys)

    @property
    def followed(self) -> tuple[int, int]:
        """Journeys that were followed by a contact, and how many different contacts these were."""
        first = [(journey.owner, journey.contacted_at) for journey in self.journeys if journey.contacted_at]
        return len(first), len(set(first))

    def within(self, period: Period) -> list[Counted]:
        """The journeys that opened in a part of the period."""
        return [journey for journey in self.journeys if period.start <= journey.opened_at < period.end]

    def part(self, period: Period) -> Count:
        """What fell into a part of the period; of how many were asked, left out or came back it says nothing."""
        return Count(
            period=period, journeys=self.within(period), staff=0, bots=0,
            made=[each for each in self.made if period.start <= each.at < period.end], recorded=self.recorded,
            replies=[each for each in self.replies if period.start <= each.at < period.end], invited=0,
            begun=self.begun,
        )  # fmt: skip


def people_of(journeys: Iterable[Counted]) -> int:
    """How many people some journeys are of; a journey of nobody known counts as one person."""
    return len({journey.owner or ("j", journey.id) for journey in journeys})


def count(period: Period, window: timedelta, space: Space | None = None) -> Count:
    """Count a period in a number of queries that does not grow; with a space, only its questions count as seen."""
    journeys, staff, bots = _journeys(period)
    _attach_seen(journeys, period, space)
    contacts = _contacts(Period(period.start, period.end + window))
    _attach_contacts(journeys, contacts, window)
    recorded = bool(contacts) or db.session.scalar(select(SupportContact.id).limit(1)) is not None
    invited, replies = _survey(period, space)
    return Count(
        period=period, journeys=list(journeys.values()), staff=staff, bots=bots,
        made=[each for each in contacts if each.at < period.end], recorded=recorded, replies=replies, invited=invited,
        begun=db.session.scalar(select(func.min(Journey.opened_at))),
        again=_again(contacts, min(period.end, clock.now() - window), window), crowd=crowd(period),
    )  # fmt: skip


def _journeys(period: Period) -> tuple[dict[int, Counted], int, int]:
    member, told = aliased(Identity), aliased(Identity)
    query = (
        select(
            Journey.id, Journey.opened_at, Journey.arm, Journey.share, Journey.began, Journey.is_staff, Journey.is_bot,
            member.id, member.contact_id, told.id, told.contact_id, Journey.person_id,
        )
        .outerjoin(member, member.person_id == Journey.person_id)
        .outerjoin(told, told.id == Journey.identity_id)
        .where(Journey.opened_at >= period.start, Journey.opened_at < period.end)
        .order_by(Journey.opened_at, Journey.id)
    )  # fmt: skip
    found, staff, bots = {}, 0, 0
    for number, at, arm, share, began, is_staff, is_bot, *who in db.session.execute(query):
        if is_bot:
            bots += 1
        elif is_staff:
            staff += 1
        else:
            found[number] = Counted(number, at, arm, share, began, _journey_owner(who))
    return found, staff, bots


def _journey_owner(who: Sequence[int | None]) -> Owner | None:
    member_id, member_contact, told_id, told_contact, person_id = who
    if member_id is not None:
        return _owner(member_id, member_contact)
    if told_id is not None:
        return _owner(told_id, told_contact)
    return ("p", person_id) if person_id is not None else None


def _owner(identity_id: int, contact_id: int | None) -> Owner:
    """Whoever an identity belongs to: its contact, else itself."""
    return ("i", identity_id) if contact_id is None else ("c", contact_id)


def _attach_seen(journeys: dict[int, Counted], period: Period, space: Space | None) -> None:
    query = (
        select(Exposure.journey_id, Exposure.subject, Exposure.way, Exposure.at, Exposure.place)
        .join(Journey, Journey.id == Exposure.journey_id)
        .where(Journey.opened_at >= period.start, Journey.opened_at < period.end)
        .order_by(Exposure.at, Exposure.id)
    )
    rows = db.session.execute(query).all()
    kept = None if space is None else _in_space({row.subject for row in rows}, space)
    for journey_id, subject, way, at, place in rows:
        if journey_id in journeys and (kept is None or subject in kept):
            journeys[journey_id].seen.append((subject, way, at))
            journeys[journey_id].suggested |= way == VIEW and place in WITHHELD


def _in_space(subjects: set[str], space: Space) -> set[str]:
    numbers = sorted(number for subject in subjects if (number := number_of(subject, "question")) is not None)
    kept: set[str] = set()
    for start in range(0, len(numbers), AT_ONCE):
        some = (Question.id.in_(numbers[start : start + AT_ONCE]), Question.space_id == space.id)
        kept |= {f"question:{number}" for number in db.session.scalars(select(Question.id).where(*some))}
    return kept


def _contacts(period: Period) -> list[Contact]:
    query = (
        select(SupportContact.at, SupportContact.channel, SupportContact.reason, SupportContact.id)
        .add_columns(Identity.id, Identity.contact_id)
        .join(Identity, Identity.id == SupportContact.identity_id)
        .where(SupportContact.at >= period.start, SupportContact.at < period.end)
        .order_by(SupportContact.at, SupportContact.id)
    )
    rows = db.session.execute(query)
    return [Contact(at, channel, reason, _owner(who, tied), one) for at, channel, reason, one, who, tied in rows]


def _attach_contacts(journeys: dict[int, Counted], contacts: Sequence[Contact], window: timedelta) -> None:
    made: dict[Owner, list[Contact]] = {}
    for contact in contacts:
        made.setdefault(contact.owner, []).append(contact)
    for journey in journeys.values():
        mine = made.get(journey.owner, []) if journey.owner else []
        place = bisect_left(mine, journey.opened_at, key=lambda contact: contact.at)
        if place < len(mine) and mine[place].at <= journey.opened_at + window:
            journey.contacted_at, journey.channel = mine[place].at, mine[place].channel


def _again(contacts: Sequence[Contact], before: datetime, window: timedelta) -> Survey:
    following: dict[Owner, datetime] = {}
    again = of = 0
    for contact in reversed(contacts):
        if contact.at < before:
            of += 1
            after = following.get(contact.owner)
            again += after is not None and after <= contact.at + window
        following[contact.owner] = contact.at
    return Survey(again, of)


def _survey(period: Period, space: Space | None) -> tuple[int, list[Reply]]:
    """How many were asked the two survey questions, and what they said; with a space, of its questions."""
    query = (
        select(Resolution.subject, Resolution.solved, Resolution.otherwise, Resolution.journey_id, Resolution.at)
        .join(Journey, Journey.id == Resolution.journey_id)
        .where(Resolution.at >= period.start, Resolution.at < period.end)
        .where(Journey.is_staff.is_(False), Journey.is_bot.is_(False))
    )
    rows = db.session.execute(query).all()
    kept = {row.subject for row in rows} if space is None else _in_space({row.subject for row in rows}, space)
    asked = [row for row in rows if row.subject in kept]
    replies = [Reply(row.solved, row.otherwise, row.journey_id, row.at) for row in asked if row.otherwise is not None]
    return len(asked), replies

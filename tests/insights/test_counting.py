"""The measures, against counts made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.crm import commands as crm
from app.crm import queries as crm_queries
from app.crm.commands import ContactRow
from app.insights import commands, queries
from app.insights.commands import Seen, Visit
from app.insights.estimates.attribution import Through, Touch
from app.insights.estimates.estimate import Estimate
from app.insights.models import CLICK
from app.insights.queries import Period, credit, deflection
from tests.cast import Cast
from tests.insights.conftest import BEGUN, call

PERIOD = Period(BEGUN - timedelta(days=1), BEGUN + timedelta(days=27))
WEEK = timedelta(days=7)
Visited = Callable[..., str]


def test_what_is_counted_and_what_is_left_out(cast: Cast, answered: Question, visited: Visited) -> None:
    visited(0, read=answered, person=cast.carla)
    visited(0, read=answered, person=cast.emma, staff=True)
    visited(0, read=answered, bot=True)
    visited(40)
    counted = queries.count(PERIOD, WEEK)
    assert (len(counted.journeys), counted.staff, counted.bots) == (1, 1, 1)


def test_without_any_support_contact_nothing_is_claimed(answered: Question, visited: Visited) -> None:
    visited(0, read=answered)
    visited(0)
    report = deflection.report(PERIOD)
    assert report.self_service.missing == ("support_contacts",)
    assert report.observed.rate.missing == ("support_contacts",)
    assert "holdout" in report.causal.compared.rate.missing
    assert report.stated.contacts.value is None


def test_a_contact_counts_within_the_window_after_the_opening(cast: Cast, visited: Visited) -> None:
    for person, day in ((cast.carla, 6.9), (cast.colin, 7.1), (cast.nell, -0.1)):
        visited(0, person=person)
        call(person, day)
    by_person = [journey.contacted_at for journey in queries.count(PERIOD, WEEK).journeys]
    assert [at is not None for at in by_person] == [True, False, False]
    wider = queries.count(PERIOD, timedelta(days=8)).journeys
    assert sum(journey.contacted_at is not None for journey in wider) == 2


def test_observed_and_self_service_equal_a_count_by_hand(cast: Cast, answered: Question, visited: Visited) -> None:
    visited(0, read=answered, person=cast.carla)  # read, no contact
    visited(0, read=answered)  # read, nobody known
    visited(1, shown=answered, person=cast.colin)  # only shown, calls
    visited(2)
    call(cast.colin, 2, "chat")
    report = deflection.report(PERIOD)
    assert report.observed.rate.value == pytest.approx(1 / 2 - 0 / 2)
    assert report.observed.contacts.value == pytest.approx(0.5 * 2)
    assert report.self_service.value == pytest.approx(2 / 1)
    assert report.count.viewers == 2


def test_a_tie_to_the_same_contact_joins_what_two_handles_did(cast: Cast, visited: Visited) -> None:
    visited(0, person=cast.carla)
    call(cast.colin, 1)
    assert queries.count(PERIOD, WEEK).journeys[0].contacted_at is None
    with transaction.unit():
        crm.import_contacts([(1, ContactRow(external_id="C-1", name="Carla"))], by=None)
        contact = crm_queries.contact_by_reference("C-1")
        assert contact is not None
        for person in (cast.carla, cast.colin):
            identity = crm.ensure_identity("person", person.handle, person=person)
            crm.link_identity(identity, contact, evidence="told us", by=None)
    assert queries.count(PERIOD, WEEK).journeys[0].contacted_at is not None


def test_savings_need_a_cost_for_every_channel(cast: Cast, visited: Visited) -> None:
    visited(0, person=cast.carla)
    call(cast.carla, 1)
    call(cast.carla, 2, "chat")
    with transaction.unit():
        commands.set_contact_cost("call", 8, currency="GBP", since=date(2026, 1, 1), by=None)
    assert "cost_per_contact:chat" in deflection.report(PERIOD).money.cost.missing
    with transaction.unit():
        commands.set_contact_cost("chat", 4, currency="GBP", since=date(2026, 1, 1), by=None)
    assert deflection.report(PERIOD).money.cost.value == pytest.approx(6)
    with transaction.unit():
        commands.set_contact_cost("chat", 4, currency="EUR", since=date(2026, 1, 1), by=None)
    assert deflection.report(PERIOD).money.cost.missing == ("one_currency",)


def test_credit_goes_to_what_was_read(cast: Cast, answered: Question, visited: Visited) -> None:
    visited(0, read=answered, shown=answered, person=cast.carla)
    visited(0, read=answered, person=cast.colin)
    call(cast.colin, 1)
    report = deflection.report(PERIOD)
    (line,) = credit.owed(report, None, by="question", touch=Touch.LAST, through=Through.CLICK).lines
    assert (line.met.url, line.met.read, line.met.uncontacted, line.met.credit) == (answered.url, 2, 1, 1.0)
    (author,) = credit.owed(report, None, by="author", touch=Touch.LINEAR, through=Through.VIEW).lines
    assert (author.met.url, author.met.credit) == (cast.emma.url, 1.0)


def test_a_line_is_owed_the_same_whoever_looks(cast: Cast, answered: Question, visited: Visited) -> None:
    with transaction.unit(), clock.at(BEGUN - timedelta(days=1)):
        inside = board.ask(space=cast.space("staff"), title="Where is the van?", by=cast.emma)
        board.answer(inside, "In the yard.", by=cast.sam)
    visited(0, read=answered)
    visited(0, read=inside)
    report = deflection.report(PERIOD)
    spared = Estimate(10.0, 5.0, 15.0, 100)
    compared = replace(report.causal.compared, contacts=spared)
    report = replace(report, causal=replace(report.causal, compared=compared))

    def owed(viewer: Person | None) -> dict[str, float | None]:
        found = credit.owed(report, viewer, by="question", touch=Touch.LAST, through=Through.CLICK).lines
        return {line.met.url: line.contacts.value for line in found}

    assert owed(cast.anna) == {answered.url: 5.0, inside.url: 5.0}
    assert owed(None) == {answered.url: 5.0}


def test_the_last_week_holds_what_came_today(cast: Cast, answered: Question, visited: Visited) -> None:
    for day in (13.5, 14.0):
        call(cast.carla, day)
    until = Period(BEGUN, BEGUN + timedelta(days=14, hours=1))
    assert [week.contacts for week in deflection.report(until).weeks] == [0, 2]
    whole = Period(BEGUN.replace(hour=0), BEGUN.replace(hour=0) + timedelta(days=14))
    assert [week.contacts for week in deflection.report(whole).weeks] == [0, 1]


def test_what_readers_say_of_one_space_is_not_said_of_another(cast: Cast, answered: Question) -> None:
    seen, at = f"question:{answered.id}", BEGUN + timedelta(hours=1)
    more = {"seen": ((at, Seen(seen, CLICK)),), "solved": (at, seen), "replied": (True, True)}
    with transaction.unit():
        commands.take_in([Visit(f"{n:064}", "search", at, at, **more) for n in range(3)])  # type: ignore[arg-type]
    told = [deflection.report(PERIOD, space=space).stated for space in (cast.space("help"), cast.space("staff"), None)]
    assert [each.contacts.value for each in told] == [3.0, None, 3.0]
    assert told[1].response_rate.missing == ("survey_invitations",)


def test_no_title_of_a_hidden_space_is_told(cast: Cast, answered: Question, visited: Visited) -> None:
    visited(0, read=answered)
    with transaction.unit():
        answered.space.visibility = "internal"
    report = deflection.report(PERIOD)
    assert credit.owed(report, None, by="question", touch=Touch.LAST, through=Through.CLICK).lines == []

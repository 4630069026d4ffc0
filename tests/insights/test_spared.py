"""What reading in each space spared: counted by hand, silent on too little, and only of what a reader sees."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.insights.queries import Period
from app.insights.queries.spared import spared
from app.spaces import commands as spaces
from tests.board.test_views import cost
from tests.cast import Cast
from tests.insights.conftest import BEGUN, Visited, call

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
ASKED_FOR = "from=2026-03-01&to=2026-03-28"


@pytest.fixture
def period() -> Period:
    """Four weeks from when it began."""
    return Period(BEGUN.replace(day=1, hour=0), BEGUN.replace(day=29, hour=0))


@pytest.fixture
def town(cast: Cast, answered: Question, visited: Visited) -> Question:
    """Forty journeys that read in Help, none followed by a contact; forty that read nothing, of which Colin called."""
    for number in range(40):
        visited(number / 4, read=answered)
        visited(number / 4, shown=answered, person=cast.colin if number == 8 else None)
    call(cast.colin, 3)
    return answered


def test_it_is_counted_by_hand(cast: Cast, town: Question, period: Period) -> None:
    found = spared(period, cast.anna)
    (one,) = [each for each in found.spaces.items if each.space is not None and each.space.id == town.space_id]
    rate = one.compared.rate
    assert (one.read, one.unread, rate.value) == (40, 40, pytest.approx(1 / 40))
    assert one.compared.contacts.value == pytest.approx(1)
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < 0 < rate.high
    assert not one.compared.causal
    assert (found.whole.read, found.whole.compared.rate.value) == (40, rate.value)


def test_it_moves_over_three_periods(
    cast: Cast, town: Question, visited: Visited, period: Period, signed_in: Browsers, api: Clients
) -> None:
    """Before, two of forty called who read nothing; before that, none of thirty."""
    for number in range(40):
        visited(-20 + number / 4, read=town)
        visited(-20 + number / 4, person={0: cast.colin, 4: cast.carla}.get(number))
        if number < 29:
            visited(-50 + number / 4, read=town)
            visited(-50 + number / 4)
    call(cast.colin, -19.5)
    call(cast.carla, -18.5)
    moved = spared(period, cast.anna).whole.moved
    assert (moved.baseline, moved.change, moved.relative) == pytest.approx((0.05, -0.025, -0.5))
    assert (moved.velocity, moved.missing) == (None, ("second_period_before",)), "29 journeys say too little"
    visited(-50, read=town)
    visited(-50)
    (one,) = [each for each in spared(period, cast.anna).spaces.items if each.space and each.space.slug == "help"]
    assert (one.compared.rate.value, one.moved.velocity) == pytest.approx((0.025, -0.075))
    page = signed_in(cast.anna).get(f"/insights/health/deflection?{ASKED_FOR}").text
    assert "−2.5" in page
    assert "(−7.5)" in page
    told = api(cast.anna).get(f"/api/v1/insights/health/deflection?{ASKED_FOR}").json["whole"]
    (row, *_rest) = csv.DictReader(
        io.StringIO(signed_in(cast.anna).get(f"/insights/health/deflection.csv?{ASKED_FOR}").text)
    )
    for name in ("baseline", "change", "relative", "velocity"):
        assert float(row[name]) == told[name] == pytest.approx(getattr(one.moved, name))
    assert told["missing_periods"] == []


def test_too_little_is_said_and_never_nought(
    cast: Cast, answered: Question, visited: Visited, period: Period, signed_in: Browsers
) -> None:
    for number in range(29):
        visited(number / 4, read=answered)
    for number in range(40):
        visited(number / 4)
    page = signed_in(cast.anna).get(f"/insights/health/deflection?{ASKED_FOR}").text
    assert "Not known" in page, "no contact was ever imported"
    call(cast.colin, 3)
    one = spared(period, cast.anna).whole
    assert (one.read, one.compared.rate.value, one.compared.rate.missing) == (29, None, ("enough_journeys",))
    assert "Not enough data" in signed_in(cast.anna).get(f"/insights/health/deflection?{ASKED_FOR}").text


def test_what_one_may_not_see_counts_nowhere(cast: Cast, town: Question, visited: Visited, period: Period) -> None:
    anna, stella = cast.anna, cast.stella
    with transaction.unit(), clock.at(BEGUN):
        secret = spaces.open_space(slug="secret", name="Secret", visibility="invited", by=stella)
        hidden = board.ask(space=secret, title="What nobody knows?", by=stella)
    for number in range(35):
        visited(number / 4, read=hidden)
    mine, theirs = spared(period, anna), spared(period, stella)
    assert (mine.whole.read, theirs.whole.read) == (40, 75)
    assert "secret" not in {one.space.slug for one in mine.spaces.items if one.space}
    assert {one.space.slug: one.read for one in theirs.spaces.items if one.space}["secret"] == 35


def test_page_file_and_program_say_the_same(cast: Cast, town: Question, signed_in: Browsers, api: Clients) -> None:
    client = signed_in(cast.anna)
    assert "+2.5" in client.get(f"/insights/health/deflection?{ASKED_FOR}").text
    rows = {r["space"]: r for r in csv.DictReader(io.StringIO(client.get(
        f"/insights/health/deflection.csv?{ASKED_FOR}").text))}  # fmt: skip
    sent = api(cast.anna).get(f"/api/v1/insights/health/deflection?{ASKED_FOR}").json
    told = {one["space"]: one for one in sent["items"]}
    assert float(rows["help"]["difference"]) == told["help"]["difference"] == pytest.approx(0.025)
    assert (rows[""]["read"], sent["whole"]["read"], sent["next"]) == ("40", 40, None)
    for person, status in ((cast.emma, 403), (cast.carla, 403), (cast.stella, 200)):
        assert signed_in(person).get("/insights/health/deflection").status_code == status
        assert signed_in(person).get("/insights/health/deflection.csv").status_code == status
        assert api(person).get("/api/v1/insights/health/deflection").status_code == status


def test_it_costs_the_same_however_many_spaces(cast: Cast, town: Question, signed_in: Browsers) -> None:
    client = signed_in(cast.anna)
    few = cost(client, f"/insights/health/deflection?{ASKED_FOR}")
    with transaction.unit():
        for number in range(40):
            spaces.open_space(slug=f"space-{number}", name=f"Space {number:02}", by=cast.stella)
    assert cost(client, f"/insights/health/deflection?{ASKED_FOR}") == few
    assert client.get("/insights/health/deflection?after=nonsense").status_code == 422

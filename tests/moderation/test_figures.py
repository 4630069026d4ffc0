"""Load, consistency and the numbers for everybody: their laws, what they count, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.moderation import commands, consistency, queries
from app.moderation.blurring import STEP, blurred
from app.moderation.commands import Verdict
from app.moderation.consistency import Agreement, Judged
from app.moderation.models import ACTIONS, Case
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.moderation.conftest import subject_of
from tests.moderation.test_views import cost

Browse = Callable[[Person], FlaskClient]
Report = Callable[..., Case]

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
words = st.frozensets(st.sampled_from(["modem", "cheap", "disc", "sale", "buy"]), max_size=5)
cases = st.lists(
    st.builds(
        Judged, case_id=st.integers(1, 99), person_id=st.integers(1, 3), action=st.sampled_from(ACTIONS),
        why=st.frozensets(st.sampled_from(["spam", "abuse"]), min_size=1), words=words,
    ),
    max_size=12,
)  # fmt: skip


@calm
@given(st.integers(0, 10_000))
def test_small_numbers_are_not_told_and_others_are_near(n: int) -> None:
    told = blurred(n)
    if n < STEP:
        assert told is None
    else:
        assert told is not None
        assert told % STEP == 0
        assert abs(told - n) <= STEP / 2


@calm
@given(st.integers(STEP, 1000))
def test_a_told_number_fits_at_least_five_true_ones_or_is_the_first(n: int) -> None:
    told = blurred(n)
    fitting = [m for m in range(1100) if blurred(m) == told]
    assert len(fitting) >= STEP or told == STEP


@calm
@given(words, words)
def test_likeness_is_a_share_and_the_same_both_ways(one: frozenset[str], other: frozenset[str]) -> None:
    assert 0 <= consistency.likeness(one, other) <= 1
    assert consistency.likeness(one, other) == consistency.likeness(other, one)
    assert consistency.likeness(one, one) == (1 if one else 0)


@calm
@given(cases)
def test_couples_and_reasons_count_each_pair(judged: list[Judged]) -> None:
    pairs = list(consistency.pairs(judged))
    couples = consistency.by_couple(pairs)
    assert sum(each.n for each in couples.values()) == len(pairs) == consistency.agreement(pairs).n
    assert sum(each.same for each in couples.values()) == consistency.agreement(pairs).same
    assert sum(each.n for each in consistency.by_why(pairs).values()) >= len(pairs)
    assert all(one.why & other.why for one, other in pairs)


@calm
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_interval_holds_the_share(same: int, other: int) -> None:
    agreed = Agreement(same, same + other)
    if not agreed.n:
        assert (agreed.share, agreed.interval) == (None, None)
        return
    assert agreed.interval is not None
    assert agreed.share is not None
    assert 0 <= agreed.interval[0] <= agreed.share <= agreed.interval[1] <= 1


@pytest.fixture
def report(cast: Cast) -> Report:
    """A question in a space, reported as spam."""

    def made(body: str, slug: str = "help") -> Case:
        space, carla, erik = cast.space(slug), cast.carla, cast.erik
        with transaction.unit():
            asked = board.ask(space=space, title="Discs", body=body, topics=[], by=carla)
            return commands.flag(subject_of(f"question:{asked.id}"), "spam", by=erik)

    return made


def give(case: Case, action: str, by: Person, hours: int = 1) -> None:
    """Decide so many hours later."""
    with clock.at(case.opened_at + timedelta(hours=hours)), transaction.unit():
        commands.give(case, Verdict(action), by=by)


def test_alike_and_decided_otherwise(cast: Cast, report: Report, signed_in: Browse) -> None:
    one, two = report("Buy cheap discs here today"), report("Buy cheap discs here tomorrow")
    apart = report("Where is the router manual?")
    max_, ada = cast.max, cast.ada
    give(one, "hide", max_)
    give(two, "approve", ada)
    give(apart, "approve", ada)
    pairs = list(consistency.pairs(queries.judged(max_)))
    assert consistency.agreement(pairs) == Agreement(0, 1)
    assert list(consistency.by_couple(pairs)) == [tuple(sorted((max_.id, ada.id)))]
    page = signed_in(max_).get("/moderation/consistency").text
    assert all(f"/moderation/cases/{case.id}" in page for case in (one, two))
    assert f"/moderation/cases/{apart.id}" not in page


def test_a_case_shows_similar_ones_and_what_was_decided(cast: Cast, report: Report, signed_in: Browse) -> None:
    one, two = report("Buy cheap discs here today"), report("Buy cheap discs here tomorrow")
    give(one, "remove", cast.max)
    page = signed_in(cast.max).get(f"/moderation/cases/{two.id}").text
    assert "Similar cases" in page
    assert f"/moderation/cases/{one.id}" in page


def test_load_by_person_and_space(cast: Cast, report: Report, signed_in: Browse) -> None:
    max_, ada = cast.max, cast.ada
    for hours in (1, 3, 8):
        give(report(f"Discs {hours}"), "hide", max_, hours)
    elsewhere = report("Over there", "lounge")
    told = queries.loads(max_)
    assert (told.people[max_.id].decided, told.people[max_.id].hours) == (3, 3)
    there = told.spaces[elsewhere.space_id]
    assert (there.backlog, there.decided, there.hours) == (1, 0, None)
    emma = cast.emma
    with transaction.unit():
        spaces.set_role(cast.space("lounge"), emma, "moderator", by=ada)
    mine = queries.loads(emma)
    assert (dict(mine.people), list(mine.spaces)) == ({}, [elsewhere.space_id])
    page = signed_in(emma).get("/moderation/load").text
    assert "Lounge" in page
    assert "Max Moderator" not in page


def test_what_was_overturned_is_counted(cast: Cast, report: Report) -> None:
    case, carla, max_, ada = report("Discs"), cast.carla, cast.max, cast.ada
    give(case, "hide", max_)
    with transaction.unit():
        commands.appeal(case, "It was a question.", by=carla)
        commands.answer_appeal(case, "overturned", "It was.", by=ada)
    load = queries.loads(max_).people[max_.id]
    assert (load.decided, load.undone, load.overturned) == (1, 0, 1)
    (month,) = queries.numbers(carla).months.values()
    assert (month.flagged, month.decided, month.taken_down, month.appealed, month.overturned) == (1, 2, 1, 1, 1)


def test_everybody_reads_rounded_numbers_of_what_they_see(
    cast: Cast, report: Report, signed_in: Browse, client: FlaskClient
) -> None:
    for n in range(3):
        report(f"Discs {n}")
    page = client.get("/transparency")
    assert page.status_code == 200
    assert "under 5" in page.text
    for n in range(4):
        report(f"More discs {n}", "staff")
    assert ">5</td>" not in client.get("/transparency").text
    assert sum(month.flagged for month in queries.numbers(None).months.values()) == 3
    assert ">5</td>" in signed_in(cast.erik).get("/transparency").text
    assert "Carla" not in client.get("/transparency").text


@pytest.mark.parametrize("url", ["/moderation/load", "/moderation/consistency"])
def test_figures_are_for_moderators(
    cast: Cast, report: Report, signed_in: Browse, client: FlaskClient, url: str
) -> None:
    assert signed_in(cast.erik).get(url).status_code == 403
    assert client.get(url).status_code in {302, 303, 401}


@pytest.mark.parametrize("url", ["/moderation/load", "/moderation/consistency", "/transparency"])
def test_figures_cost_the_same_however_much_there_is(cast: Cast, report: Report, signed_in: Browse, url: str) -> None:
    browser, max_ = signed_in(cast.max), cast.max
    for n in range(2):
        give(report(f"Buy discs {n}"), ("hide", "approve")[n % 2], max_)
    few = cost(browser, url)
    for n in range(4):
        give(report(f"Buy discs {n}"), ("hide", "approve")[n % 2], max_)
    assert cost(browser, url) == few

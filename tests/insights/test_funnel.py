"""The funnel: who reached what, how long it took, where ideas ended; merged ones count once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.models import Challenge, Idea
from app.ideas.queries import Cohort
from app.insights.estimates.survival import ENDED, GOING, quantile
from app.insights.queries.funnel import funnel
from tests.cast import Cast
from tests.ideas.conftest import counted

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPELLS = st.dictionaries(st.tuples(st.integers(0, 40), st.booleans()), st.integers(1, 9), max_size=12)
NOW = clock.now()


def test_quantiles_by_hand() -> None:
    """Of four, one left at 2, one is still there after 3, one left at 5, one is there after 9."""
    spells = {(2, ENDED): 1, (3, GOING): 1, (5, ENDED): 1, (9, GOING): 1}
    assert [quantile(spells, share) for share in (0.25, 0.5, 0.75)] == [2, 5, None]
    assert quantile({}, 0.5) is None
    assert quantile({(7, GOING): 3}, 0.5) is None


@CALM
@given(SPELLS, st.sampled_from([0.25, 0.5, 0.75]))
def test_without_anybody_still_there_it_is_the_plain_quantile(
    spells: dict[tuple[int, bool], int], share: float
) -> None:
    ended = {(time, ENDED): n for (time, over), n in spells.items() if over}
    times = sorted(time for (time, _over), n in ended.items() for _ in range(n))
    found = quantile(ended, share)
    assert found == (next(t for t in times if sum(x <= t for x in times) >= share * len(times)) if times else None)


@CALM
@given(SPELLS, st.sampled_from([0.25, 0.5, 0.75]))
def test_those_still_there_never_make_it_shorter(spells: dict[tuple[int, bool], int], share: float) -> None:
    known = quantile({key: n for key, n in spells.items() if key[1] is ENDED}, share)
    found = quantile(spells, share)
    assert found is None or (known is not None and found >= known)


@pytest.fixture
def challenge(cast: Cast) -> Challenge:
    """A challenge with six ideas: launched, in pilot (straight from submitted), declined twice, merged, untouched."""
    place, ines, carla, day = cast.space(), cast.ines, cast.carla, timedelta(days=1)
    with transaction.unit(), clock.at(NOW - 40 * day):
        made = ideas.open_challenge(
            place, slug="fewer-trips", title="Fewer trips", brief="What?", by=ines, opens_at=NOW - 50 * day,
            closes_at=NOW + 50 * day,
        )  # fmt: skip
        for title in ("Launched one", "Pilot one", "Refused one", "Late refusal", "Merged one", "Fresh one"):
            ideas.submit(made, title=title, body="Please.", by=carla)
    steps = [
        ("Launched one", "in_review", 30), ("Launched one", "approved", 20),
        ("Launched one", "in_pilot", 15), ("Launched one", "launched", 5), ("Pilot one", "in_pilot", 10),
        ("Refused one", "declined", 36), ("Late refusal", "in_review", 20), ("Late refusal", "declined", 8),
    ]  # fmt: skip
    for title, stage, days in sorted(steps, key=lambda step: -step[2]):
        with transaction.unit(), clock.at(NOW - days * day):
            ideas.move(_idea(title), stage, f"{title}: {stage}.", by=ines)
    with transaction.unit():
        ideas.merge(_idea("Merged one"), _idea("Fresh one"), by=ines)
    return made


def test_who_reached_what(cast: Cast, challenge: Challenge) -> None:
    with clock.at(NOW):
        found = funnel(Cohort(cast.anna, challenge_id=challenge.id))
    assert found.count == 5
    assert [step.reached for step in found.steps] == [5, 3, 2, 2, 1]
    assert [step.here for step in found.steps] == [1, 0, 0, 1, 1]
    assert [step.dropped for step in found.steps] == [1, 1, 0, 0, 0]
    opened, review, decided, doing, done = found.steps
    assert (opened.quarter, opened.median, opened.three_quarters) == (10, 20, 30)
    assert (review.median, decided.median, doing.median, done.median) == (10, 5, 10, None)
    assert review.of_before.value == 0.6
    assert review.of_before.low is not None
    assert 0.2 < review.of_before.low < 0.6


def test_the_ideas_behind_each_figure(cast: Cast, challenge: Challenge) -> None:
    cohort = Cohort(cast.anna, challenge_id=challenge.id)
    found = funnel(cohort)
    for step in found.steps:
        for was, n in (("reached", step.reached), ("here", step.here), ("dropped", step.dropped)):
            assert len(queries.listed_in(cohort, step.kind, was).items) == n, (step.kind, was)
    dropped = queries.listed_in(cohort, "review", "dropped").items
    assert queries.last_reasons([idea.id for idea in dropped]) == {dropped[0].id: "Late refusal: declined."}


def test_the_cohort_and_what_may_not_be_seen(cast: Cast, challenge: Challenge) -> None:
    later = Cohort(cast.anna, start=NOW - timedelta(days=9))
    assert funnel(later).count == 0
    with transaction.unit():
        _idea("Fresh one").external_id = "old:7"
        _idea("Pilot one").hold = "hidden"
    found = funnel(Cohort(cast.anna, space_id=challenge.space_id))
    assert (found.count, found.imported) == (4, 1)
    assert funnel(Cohort(cast.anna, imported=False)).count == 3
    with transaction.unit():
        challenge.audience = "internal"
    assert funnel(Cohort(None)).count == 0


def test_the_pages(cast: Cast, challenge: Challenge, signed_in: Callable[..., FlaskClient]) -> None:
    anna = signed_in(cast.anna)
    page = anna.get("/insights/funnel?challenge=fewer-trips").text
    for words in ("How far they came", "Declined from it", "kind=doing&amp;was=here"):
        assert words in page, words
    behind = anna.get("/insights/funnel/ideas?kind=review&was=dropped&challenge=fewer-trips").text
    assert "Late refusal: declined." in behind
    assert "Fresh one" not in behind
    assert anna.get("/insights/funnel/ideas?kind=review&was=gone").status_code == 404
    assert anna.get("/insights/funnel.csv").text.splitlines()[5].startswith("done,1,1,0")
    assert "No idea was submitted here" in anna.get("/insights/funnel?from=2020-01-01&to=2020-02-01").text
    assert signed_in(cast.erik).get("/insights/funnel").status_code == 403


def test_the_operation(cast: Cast, challenge: Challenge, api: Callable[..., FlaskClient]) -> None:
    given = api(cast.ines).get("/api/v1/insights/funnel?challenge=fewer-trips").json
    assert [step["reached"] for step in given["steps"]] == [5, 3, 2, 2, 1]
    assert given["steps"][1]["median_days"] == 10
    assert api(cast.carla).get("/api/v1/insights/funnel").status_code == 403


def test_it_costs_three_statements_whatever_its_size(cast: Cast, challenge: Challenge) -> None:
    cohort = Cohort(cast.anna, challenge_id=challenge.id)
    with counted() as statements:
        funnel(cohort)
    assert sum(each.startswith(("SELECT", "WITH")) for each in statements) == 3


def _idea(title: str) -> Idea:
    return db.session.scalars(select(Idea).where(Idea.title == title)).one()


def test_a_space_s_own_stages_count_by_kind_and_moves_taken_back_for_nothing(cast: Cast, challenge: Challenge) -> None:
    before = queries.reach(Cohort(cast.ines, challenge_id=challenge.id)).reached
    fresh, ines = _idea("Fresh one"), cast.ines
    with transaction.unit():
        trial = ideas.add_stage(challenge.space, "Kitchen trial", "doing", by=ines)
        made = ideas.move(fresh, trial.key, "Worth a try.", by=ines)
    tried = queries.reach(Cohort(ines, challenge_id=challenge.id))
    assert (tried.reached["doing"], tried.here["doing"]) == (before["doing"] + 1, 2)
    with transaction.unit():
        ideas.undo_move(fresh, made, by=ines)
    assert queries.reach(Cohort(ines, challenge_id=challenge.id)).reached == before

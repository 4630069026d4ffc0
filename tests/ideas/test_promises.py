"""Promises: an answer by a working day to every idea that enough people want, kept, put off or missed in public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.hours import Calendar
from app.crm.models import Interaction
from app.extensions import db
from app.ideas import commands, jobs, promises
from app.ideas.models import Idea
from app.ideas.queries.promises import count_due, record_kept
from app.notifications import queries as told
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send

Browser = Callable[[Person], FlaskClient]
OFFICE = Calendar("Europe/Berlin", (((540, 1020),),) * 5 + ((), ()), frozenset({date(2026, 5, 1)}))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (datetime(2026, 4, 27, 6, 0, tzinfo=UTC), 1, datetime(2026, 4, 28, 15, 0, tzinfo=UTC)),
        (datetime(2026, 4, 30, 12, 0, tzinfo=UTC), 1, datetime(2026, 5, 4, 15, 0, tzinfo=UTC)),
        (datetime(2026, 4, 30, 22, 30, tzinfo=UTC), 2, datetime(2026, 5, 5, 15, 0, tzinfo=UTC)),
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), 5, datetime(2026, 4, 3, 15, 0, tzinfo=UTC)),
    ],
)
def test_working_days(start: datetime, days: int, due: datetime) -> None:
    assert promises.due_after(OFFICE, start, days) == due


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(1, 60))  # noqa: DTZ001 - made aware below
def test_more_days_are_never_due_sooner(start: datetime, days: int) -> None:
    begin = start.replace(tzinfo=UTC)
    due, later = promises.due_after(OFFICE, begin, days), promises.due_after(OFFICE, begin, days + 1)
    assert begin < due < later
    assert due - begin >= timedelta(days=days - 1)


def test_percentiles_and_tallies() -> None:
    assert promises.percentile_of(range(9), 90) is None
    assert promises.percentile_of(range(1, 11), 90) == 9
    day, now = timedelta(days=1), clock.now()
    kept = promises.tally(
        [
            promises.Clock(now - 9 * day, now - 5 * day, now - 6 * day),
            promises.Clock(now - 9 * day, now - 5 * day, now - 4 * day),
            promises.Clock(now - 9 * day, now - day, None),
            promises.Clock(now - day, now + day, None),
        ],
        now,
    )
    assert (kept.answered, kept.in_time, kept.waiting, kept.overdue) == (2, 1, 2, 1)
    assert (kept.share, kept.median_days) == (1 / 3, 4.0)
    assert promises.tally([], now).share is None


@pytest.fixture
def owed(cast: Cast, idea: Idea) -> Idea:
    """Carla's idea, which two votes made one that is owed an answer within three working days."""
    colin, emma, ines = cast.colin, cast.emma, cast.ines
    with transaction.unit():
        commands.set_promise(idea.challenge, "votes", 2, 3, by=ines)
        commands.vote(idea, 1, by=colin)
        assert idea.answer_due_at is None
        commands.vote(idea, 1, by=emma)
    return idea


def test_the_vote_that_passes_the_threshold_starts_the_clock(
    owed: Idea, cast: Cast, client: FlaskClient, signed_in: Browser
) -> None:
    assert owed.answer_due_at is not None
    assert owed.answer_due_at > clock.now() + timedelta(days=2)
    assert "The team answers by" in client.get(owed.url).text
    assert owed.title in signed_in(cast.ines).get("/shortlist/answers").text
    assert count_due(cast.ines) == 1
    with transaction.unit():
        commands.vote(owed, 0, by=cast.emma)
    assert owed.answer_due_at is not None


@pytest.mark.parametrize("column", [Idea.owed_at, Idea.answered_at])
def test_a_clock_that_another_vote_or_answer_went_before_is_not_started_again(
    cast: Cast, idea: Idea, column: InstrumentedAttribute[datetime | None]
) -> None:
    with transaction.unit():
        commands.set_promise(idea.challenge, "votes", 1, 3, by=cast.ines)
        assert (idea.owed_at, idea.answered_at) == (None, None)
        meanwhile = update(Idea).values({column: clock.now()}).execution_options(synchronize_session=False)
        db.session.execute(meanwhile)
        commands.vote(idea, 1, by=cast.colin)
    assert idea.first_due_at is None


def test_a_decision_answers_and_taking_it_back_does_not(owed: Idea, cast: Cast) -> None:
    ines = cast.ines
    with transaction.unit():
        made = commands.move(owed, "declined", "We cannot.", by=ines)
    assert owed.answered_at is not None
    assert record_kept(ines).share == 1
    with transaction.unit():
        commands.undo_move(owed, made, by=ines)
    assert owed.answered_at is None
    assert count_due(ines) == 1
    with transaction.unit():
        commands.move(owed, "in_review", "Ask the experts.", by=ines)
    assert owed.answered_at is None


def test_no_clock_tells_hidden_counts(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Callable[[], None]
) -> None:
    challenge, ines = challenge_of(blind=True), cast.ines
    idea = idea_of(challenge)
    with transaction.unit():
        commands.set_promise(idea.space, "votes", 1, 3, by=ines)
        commands.vote(idea, 1, by=cast.colin)
        jobs.owe_answers()
    assert idea.owed_at is None
    with clock.at(challenge.closes_at + timedelta(hours=1)), transaction.unit():
        jobs.owe_answers()
    assert idea.owed_at is not None


def test_the_worker_owes_what_is_above_a_percentile(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge, voters = challenge_of(), [cast.colin, cast.emma, cast.erik]
    ideas = [idea_of(challenge, f"Idea number {n}") for n in range(11)]
    with transaction.unit():
        commands.set_promise(challenge, "percentile", 90, 3, by=cast.ines)
        for voter in voters:
            commands.vote(ideas[4], 1, by=voter)
        commands.vote(ideas[5], 1, by=voters[0])
        jobs.owe_answers()
    assert [idea.id for idea in ideas if idea.owed_at] == [ideas[4].id]


def test_a_holding_answer_is_public_and_judged_by_the_first_date(
    owed: Idea, cast: Cast, signed_in: Browser, send: Send, client: FlaskClient
) -> None:
    ines, at = signed_in(cast.ines), f"/ideas/{owed.id}/holding-answers"
    first = owed.answer_due_at
    assert first is not None
    assert send(ines, at, owed.url, reason="Soon.", until="2020-01-01").status_code == 422
    later = f"{first + timedelta(days=10):%Y-%m-%d}"
    assert send(ines, at, owed.url, reason="The lab is closed.", until=later).status_code == 303
    assert "The lab is closed." in client.get(owed.url).text
    assert owed.first_due_at == first < owed.answer_due_at
    with clock.at(first + timedelta(days=1)):
        assert record_kept(None).overdue == 1


def test_reminders_then_the_owners_of_the_space_each_once(owed: Idea, cast: Cast, settle: Callable[[], None]) -> None:
    stella, ines = cast.stella, cast.ines
    due = owed.answer_due_at
    assert due is not None
    with transaction.unit():
        spaces.set_role(owed.space, cast.max, "owner", by=stella)

    def kinds(person: Person) -> list[str]:
        return [each.kind for each in told.of(person).items if each.kind.startswith("answer_")]

    for moment in (
        due - timedelta(hours=5),
        due - timedelta(hours=4),
        due + timedelta(hours=1),
        due + timedelta(days=1),
    ):
        with clock.at(moment), transaction.unit():
            jobs.remind_of_answers()
        settle()
    assert kinds(ines) == ["answer_overdue", "answer_due_soon"]
    assert kinds(cast.max) == ["answer_overdue"]


def test_an_official_response_reaches_everybody_once(
    owed: Idea, cast: Cast, signed_in: Browser, send: Send, settle: Callable[[], None], client: FlaskClient
) -> None:
    with transaction.unit():
        commands.comment(owed, "Please.", by=cast.colin)
    ines, at = signed_in(cast.ines), f"/ideas/{owed.id}/response?_method=PUT"
    assert send(ines, at, owed.url, body=" ").status_code == 422
    assert send(ines, at, owed.url, body="We **will** build it.").status_code == 303
    settle()
    assert "<strong>will</strong>" in client.get(owed.url).text
    for person in (cast.carla, cast.colin, cast.emma):
        assert [each.kind for each in told.of(person).items].count("responded") == 1
    assert db.session.query(Interaction).filter_by(kind="was_answered", subject=f"idea:{owed.id}").count() == 2
    assert send(ines, at, owed.url, body="We will build it in May.").status_code == 303
    page = client.get(owed.url).text
    assert "1 earlier version" in page
    assert owed.answered_at is not None
    assert send(ines, f"/ideas/{owed.id}/response?_method=DELETE", owed.url).status_code == 303
    assert owed.answered_at is None


def test_who_may_not_see_it_any_more_hears_nothing(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Callable[[], None]
) -> None:
    challenge, carla, emma = challenge_of(), cast.carla, cast.emma
    idea = idea_of(challenge)
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
        commands.vote(idea, 1, by=emma)
        challenge.audience = "internal"
        commands.move(idea, "approved", "Ours now.", by=cast.ines)
    settle()
    kinds = {person.handle: [each.kind for each in told.of(person).items] for person in (carla, cast.colin, emma)}
    assert ["moved" in heard for heard in kinds.values()] == [False, False, True]


def test_promises_that_cannot_be(cast: Cast, idea: Idea) -> None:
    for measure, threshold, days in (("luck", 1, 1), ("votes", 0, 1), ("percentile", 100, 1), ("votes", 1, 0)):
        with pytest.raises(Invalid):
            commands.set_promise(idea.challenge, measure, threshold, days, by=cast.ines)
    with pytest.raises(Conflict):
        commands.put_off(idea, "Why.", clock.now() + timedelta(days=9), by=cast.ines)

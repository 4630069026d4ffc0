"""A question's clocks: what starts, pauses and ends them, and what a change of hours, targets or severity does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Question, TargetClock
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.spaces import commands as spaces
from tests.board.promises import HOUR, MONDAY, OFFICE, after, promise
from tests.cast import Cast

Settle = Callable[[], None]


@pytest.fixture(autouse=True)
def monday(cast: Cast) -> Iterator[None]:
    """It is Monday, 9:00 UTC; Emma may answer; two hours are promised for a first response, eight for a solution."""
    with clock.at(MONDAY):
        cast.certify(cast.emma)
        promise(cast)
        yield


@pytest.fixture
def question(cast: Cast) -> Question:
    """Carla asks at nine."""
    return ask(cast)


def ask(cast: Cast, **more: Any) -> Question:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return commands.ask(space=space, title="Wi-Fi drops every evening", by=carla, **more)


def do(deed: Callable[..., Any], *words: Any, **more: Any) -> Any:
    with transaction.unit():
        return deed(*words, **more)


def look(settle: Settle) -> None:
    """Let the worker hear of changed rules, and look."""
    settle()
    do(commands.walk_ladder)
    db.session.expire_all()


def clocks(question: Question) -> dict[str, TargetClock]:
    db.session.expire_all()
    return queries.clocks_of(question.id)


def events(*names: str) -> list[Entry]:
    wanted = [f"board.{name}" for name in names]
    return list(db.session.scalars(select(Entry).where(Entry.name.in_(wanted)).order_by(Entry.id)))


def test_asking_promises_a_first_response(question: Question) -> None:
    assert question.due_at == MONDAY + 2 * HOUR
    assert question.look_at == MONDAY + 1.5 * HOUR
    assert clocks(question)["resolution"].due_at == MONDAY + 8 * HOUR


def test_without_rules_nothing_is_promised(cast: Cast, settle: Settle) -> None:
    question = ask(cast)
    do(commands.drop_rules, cast.space("help"), by=cast.stella)
    look(settle)
    assert (question.due_at, question.look_at) == (None, None)
    assert clocks(question) == {}


def test_time_outside_hours_does_not_count(cast: Cast) -> None:
    with after(7 * HOUR):
        question = ask(cast)
    assert question.due_at == MONDAY + timedelta(hours=25)


def test_only_an_answer_that_people_can_read_ends_the_first_response(cast: Cast, question: Question) -> None:
    nell = cast.nell
    with after(HOUR):
        waiting = do(commands.answer, question, "Choose channel 36.", by=nell)
        assert waiting.state == "waiting"
        assert clocks(question)["first_response"].ended_at is None
    with after(1.5 * HOUR):
        do(commands.approve, waiting, by=cast.mona)
    first = clocks(question)["first_response"]
    assert (first.ended_at, first.spent_seconds, first.due_at) == (MONDAY + 1.5 * HOUR, 5400, None)
    assert question.due_at == MONDAY + 8 * HOUR


def test_an_answer_of_the_asker_is_no_response(cast: Cast, question: Question) -> None:
    do(commands.answer, question, "I found it myself.", by=cast.carla)
    assert clocks(question)["first_response"].ended_at is None


def test_a_removed_answer_was_no_response_after_all(cast: Cast, question: Question) -> None:
    with after(HOUR):
        given = do(commands.answer, question, "Buy my pills.", by=cast.colin)
    with after(1.5 * HOUR):
        do(commands.set_answer_state, given, "removed", by=cast.max)
    assert clocks(question)["first_response"].ended_at is None
    assert question.due_at == MONDAY + 2 * HOUR


def test_a_solution_ends_and_taking_it_back_resumes(cast: Cast, question: Question) -> None:
    given = do(commands.answer, question, "Choose channel 36.", by=cast.colin)
    with after(HOUR):
        do(commands.accept, given, by=cast.carla)
    assert clocks(question)["resolution"].spent_seconds == 3600
    assert (question.due_at, question.look_at) == (None, None)
    with after(3 * HOUR):
        do(commands.unaccept, given, by=cast.carla)
    assert clocks(question)["resolution"].ended_at is None
    assert question.due_at == MONDAY + timedelta(days=1, hours=2)


def test_closing_ends_both_and_opening_again_resumes(cast: Cast, question: Question) -> None:
    with after(HOUR):
        do(commands.close, question, by=cast.carla)
    assert {c.ended_at for c in clocks(question).values()} == {MONDAY + HOUR}
    with after(4 * HOUR):
        do(commands.reopen, question, by=cast.carla)
    assert question.due_at == MONDAY + 5 * HOUR


def test_what_nobody_may_see_waits_for_nobody(cast: Cast, question: Question) -> None:
    with after(HOUR):
        do(commands.set_question_hold, question, "hidden", by=cast.max)
    assert question.due_at is None
    with after(3 * HOUR):
        do(commands.set_question_hold, question, "shown", by=cast.max)
    assert question.due_at == MONDAY + 4 * HOUR


def test_asking_back_stops_the_clocks_until_the_asker_replies(cast: Cast, question: Question) -> None:
    with after(HOUR):
        do(commands.ask_back, question, "Which box do you have?", by=cast.emma)
    assert question.due_at is None
    assert question.look_at == MONDAY + HOUR + timedelta(days=7)
    with after(2 * HOUR), pytest.raises(Conflict), transaction.unit():
        commands.ask_back(question, "And which browser?", by=cast.emma)
    with after(3 * HOUR):
        do(commands.comment_on_question, question, "Not my question.", by=cast.colin)
        assert question.asked_back_at is not None
        do(commands.comment_on_question, question, "The white one.", by=cast.carla)
    assert question.asked_back_at is None
    assert question.due_at == MONDAY + 4 * HOUR
    assert [e.payload["reason"] for e in events("waiting_ended")] == ["reply"]


@pytest.mark.parametrize("deed", ["edit", "answer", "withdrawn", "settled"])
def test_what_else_ends_the_waiting(cast: Cast, question: Question, deed: str) -> None:
    given = do(commands.answer, question, "Perhaps channel 36?", by=cast.colin)
    do(commands.ask_back, question, "Which box do you have?", by=cast.emma)
    if deed == "edit":
        do(commands.edit, question, title="The white box drops", body="", topics=[], by=cast.carla)
    elif deed == "answer":
        do(commands.answer, question, "It is this.", by=cast.colin)
    elif deed == "withdrawn":
        do(commands.end_waiting, question, "withdrawn", by=cast.emma)
    else:
        do(commands.accept, given, by=cast.carla)
    assert question.asked_back_at is None
    assert [e.payload["reason"] for e in events("waiting_ended")] == [deed if deed != "edit" else "reply"]


@pytest.mark.parametrize("closes", [False, True])
def test_an_asker_who_does_not_reply_for_a_week(cast: Cast, question: Question, settle: Settle, closes: bool) -> None:
    promise(cast, closes=closes)
    do(commands.ask_back, question, "Which box do you have?", by=cast.emma)
    with after(timedelta(days=6)):
        settle()
        assert question.asked_back_at is not None
    with after(timedelta(days=7, hours=1)):
        settle()
    db.session.expire_all()
    assert question.asked_back_at is None
    assert question.state == ("closed" if closes else "open")
    ended = events("waiting_ended")[0]
    assert (ended.payload["reason"], ended.at) == ("time", MONDAY + timedelta(days=7))
    assert question.due_at == (None if closes else MONDAY + timedelta(days=7, hours=2))


def test_severity_moves_the_targets_and_stands_on_the_log(cast: Cast, question: Question) -> None:
    do(commands.set_severity, question, "urgent", by=cast.emma)
    assert question.due_at == MONDAY + 0.5 * HOUR
    assert [e.payload["severity"] for e in events("severity_changed")] == ["urgent"]
    do(commands.set_severity, question, "urgent", by=cast.emma)
    assert len(events("severity_changed")) == 1
    do(commands.set_severity, question, "low", by=cast.emma)
    assert question.due_at is None
    with pytest.raises(Invalid), transaction.unit():
        commands.set_severity(question, "terrible", by=cast.emma)


def test_a_channel_may_bring_its_own_severity(cast: Cast) -> None:
    promise(cast, channels={"bluesky": "high"}, severity="low")
    assert ask(cast, channel="bluesky").severity == "high"
    assert ask(cast).severity == "low"


def test_new_targets_and_hours_are_reckoned_from_what_was_waited(
    cast: Cast, question: Question, settle: Settle
) -> None:
    with after(HOUR):
        promise(cast, first_response=180)
        look(settle)
        assert question.due_at == MONDAY + 3 * HOUR
        do(spaces.set_hours, cast.space("help"), zone="Europe/Berlin", week=OFFICE, by=cast.stella)
        look(settle)
        # Nine in Greenwich is ten in Berlin: of the same wait the same is left, and the day ends an hour earlier.
        assert question.due_at == MONDAY + 3 * HOUR
        assert clocks(question)["resolution"].due_at == MONDAY + timedelta(days=1)


def test_a_target_was_not_missed_before_it_was_set(cast: Cast, question: Question, settle: Settle) -> None:
    with after(3 * HOUR):
        promise(cast, first_response=60)
        look(settle)
    breach = events("target_breached")
    assert [entry.at for entry in breach] == [MONDAY + 3 * HOUR]


def test_what_was_imported_or_practised_has_no_clock(cast: Cast) -> None:
    assert ask(cast, channel="import").due_at is None
    with transaction.unit():
        practised = commands.ask(space=cast.space("practice"), title="An old question", by=cast.emma)
    assert (practised.due_at, queries.spans_of(practised.id)) == (None, [])


def test_a_clock_that_steps_back_makes_no_time_negative(cast: Cast, question: Question) -> None:
    with clock.at(MONDAY - HOUR):
        do(commands.close, question, by=cast.carla)
        do(commands.reopen, question, by=cast.carla)
    spans = queries.spans_of(question.id)
    assert all(span.ended_at is None or span.ended_at >= span.began_at for span in spans)
    assert clocks(question)["first_response"].spent_seconds == 0
    assert question.due_at == MONDAY + 2 * HOUR


def test_a_merged_question_is_waited_for_where_it_went(cast: Cast, question: Question) -> None:
    other = ask(cast)
    do(commands.merge, other, question, by=cast.max)
    assert other.due_at is None
    do(commands.unmerge, other, by=cast.max)
    assert other.due_at == MONDAY + 2 * HOUR


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"targets": {"dire": {"resolution": 1}}}, "targets"),
        ({"targets": {"low": {"resolution": -1}}}, "targets"),
        ({"targets": {"low": {"lunch": 60}}}, "targets"),
        ({"severity": "dire"}, "severity"),
        ({"channels": {"site": "dire"}}, "severity"),
        ({"warn_percent": 100}, "warn_percent"),
        ({"owner_after": -1}, "owner_after"),
        ({"waits_days": 0}, "waits_days"),
    ],
)
def test_rules_that_make_no_sense(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal, transaction.unit():
        commands.set_rules(cast.space("help"), **{"targets": {}, **given}, by=cast.stella)
    assert set(refusal.value.errors) == {field}


def test_whom_a_question_is_offered_to(cast: Cast, asked: Question, expert: Person) -> None:
    assert queries.offered_to(asked)[0] == expert.id
    do(commands.claim, asked, by=cast.emma)
    assert queries.offered_to(asked) == [cast.emma.id]

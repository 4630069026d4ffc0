"""Warnings, breaches and the ladder: each once, in order, dated rightly, whatever worker and clock do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from app.board import commands, queries
from app.board.models import Question, TargetStep
from app.core import clock, transaction
from app.core.events import Entry
from app.core.subscriptions import replay
from app.crm.models import SupportCase
from app.extensions import db
from app.notifications.models import Notification
from app.spaces import commands as spaces
from tests.board.promises import HOUR, MONDAY, after, promise
from tests.cast import Cast

Settle = Callable[[], None]
LADDER = {"answerers_after": 0, "owner_after": 60, "case_after": 120}
STEPS = ("board.target_warned", "board.target_breached", "board.ladder_climbed")


@pytest.fixture(autouse=True)
def monday(cast: Cast) -> Iterator[None]:
    """It is Monday, 9:00 UTC; Stella owns Help; a first response is promised in two hours, with the whole ladder."""
    with clock.at(MONDAY):
        with transaction.unit():
            spaces.set_role(cast.space("help"), cast.stella, "owner", by=cast.ada)
        promise(cast, **LADDER)
        yield


def ask(cast: Cast, title: str = "Wi-Fi drops every evening") -> Question:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return commands.ask(space=space, title=title, by=carla)


def look(settle: Settle) -> None:
    with transaction.unit():
        commands.walk_ladder()
    settle()
    db.session.expire_all()


def taken() -> list[tuple[str, Any, bool]]:
    """The steps in the book's order: what, when (in hours after nine), whether people are told."""
    rows = db.session.scalars(select(Entry).where(Entry.name.in_(STEPS)).order_by(Entry.id))
    return [
        (row.payload.get("step") or row.name.removeprefix("board.target_"), (row.at - MONDAY) / HOUR,
         row.payload["tell"])
        for row in rows
    ]  # fmt: skip


def told(kind: str) -> list[str]:
    rows = db.session.scalars(select(Notification).where(Notification.kind == kind).order_by(Notification.id))
    return [row.params["title"] for row in rows]


def test_one_step_after_the_other(cast: Cast, settle: Settle) -> None:
    question = ask(cast)
    for hours in (1, 1.5, 2, 3, 4, 4.1, 5):
        with after(hours * HOUR):
            look(settle)
    assert taken() == [
        ("warned", 1.5, True), ("breached", 2, False), ("answerers", 2, True), ("owner", 3, True), ("case", 4, True),
    ]  # fmt: skip
    assert question.state == "escalated"
    assert question.look_at == MONDAY + 6 * HOUR  # the warning of the other target
    case = db.session.scalars(select(SupportCase)).one()
    assert "first response" in case.reason
    assert (case.question_id, case.opened_at) == (question.id, MONDAY + 4 * HOUR)
    assert told("owner_called") == [question.title]


def test_a_worker_that_was_down_takes_them_in_order_and_tells_the_last(cast: Cast, settle: Settle) -> None:
    question = ask(cast)
    with after(3.5 * HOUR):
        look(settle)
    assert taken() == [
        ("warned", 1.5, False), ("breached", 2, False), ("answerers", 2, False), ("owner", 3, True),
    ]  # fmt: skip
    assert told("owner_called") == [question.title]
    assert told("target_warned") == told("target_breached") == []


def test_an_answer_stops_the_ladder_though_the_breach_stays(cast: Cast, settle: Settle) -> None:
    question = ask(cast)
    with after(2.5 * HOUR):
        with transaction.unit():
            commands.answer(question, "Choose channel 36.", by=cast.colin)
        look(settle)
    with after(5 * HOUR):
        look(settle)
    assert taken() == [("warned", 1.5, False), ("breached", 2, False)]
    assert queries.clocks_of(question.id)["first_response"].is_late
    assert db.session.scalar(select(func.count()).select_from(SupportCase)) == 0


def test_asking_back_stops_the_ladder(cast: Cast, settle: Settle) -> None:
    question = ask(cast)
    with after(HOUR), transaction.unit():
        commands.ask_back(question, "Which box do you have?", by=cast.emma)
    with after(30 * HOUR):
        look(settle)
    assert taken() == []
    with after(30 * HOUR), transaction.unit():
        commands.comment_on_question(question, "The white one.", by=cast.carla)
    with after(30.5 * HOUR):
        look(settle)
    assert taken() == [("warned", 30.5, True)]


def test_a_clock_that_steps_back_neither_takes_a_step_twice_nor_takes_one_back(cast: Cast, settle: Settle) -> None:
    question = ask(cast)
    with after(2 * HOUR):
        look(settle)
    before = taken()
    with after(HOUR):
        look(settle)
        with transaction.unit():
            commands.set_severity(question, "high", by=cast.emma)
            commands.set_severity(question, "normal", by=cast.emma)
        look(settle)
    with after(2.5 * HOUR):
        look(settle)
    assert taken() == before


def test_a_clock_that_leaps_an_hour_is_like_an_hour_without_a_worker(cast: Cast, settle: Settle) -> None:
    ask(cast)
    with after(HOUR):
        look(settle)
    with after(3 * HOUR):
        look(settle)
    with after(2 * HOUR):
        look(settle)
    assert [(step, at) for step, at, _tell in taken()] == [
        ("warned", 1.5),
        ("breached", 2),
        ("answerers", 2),
        ("owner", 3),
    ]


def test_many_at_once_are_told_in_one_line(cast: Cast, settle: Settle) -> None:
    for number in range(12):
        ask(cast, f"Question number {number}")
    with after(3 * HOUR):
        look(settle)
    assert not any(tell for _step, _at, tell in taken())
    assert len(taken()) == 48
    rows = db.session.scalars(select(Notification).where(Notification.kind == "targets_missed")).all()
    assert [(row.person_id, row.params["note"]) for row in rows] == [(cast.stella.id, "12")]


def test_a_replay_tells_the_same_once(cast: Cast, settle: Settle) -> None:
    ask(cast)
    for hours in (2, 3, 4):
        with after(hours * HOUR):
            look(settle)
    count = select(func.count()).select_from(Notification)
    before = db.session.scalar(count)
    for name in ("notifications", "crm", "clocks"):
        replay(name)
    assert db.session.scalar(count) == before
    assert db.session.scalar(select(func.count()).select_from(SupportCase)) == 1
    assert len(taken()) == 5


def test_the_database_refuses_a_step_twice(cast: Cast) -> None:
    from sqlalchemy.exc import IntegrityError

    question = ask(cast)
    same = {"question_id": question.id, "target": "resolution", "step": "case", "at": MONDAY, "taken_at": MONDAY}
    with pytest.raises(IntegrityError), transaction.unit():
        db.session.add_all([TargetStep(**same), TargetStep(**same)])


def test_what_is_due_is_found_by_index(cast: Cast) -> None:
    if db.engine.dialect.name != "sqlite":
        db.session.execute(text("SET enable_seqscan = off"))
    statement = queries.due_statement(MONDAY, 200).compile(db.engine)
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    rows = db.session.connection().exec_driver_sql(explain + str(statement), _plain(statement))
    plan = "\n".join(str(row) for row in rows)
    assert "ix_question_look_at" in plan
    assert "TEMP B-TREE" not in plan


def _plain(statement: Any) -> Any:
    values = statement.params
    ordered = statement.positiontup
    told = {k: v.replace(tzinfo=None).isoformat(" ") if hasattr(v, "isoformat") else v for k, v in values.items()}
    return tuple(told[name] for name in ordered) if ordered else values


def test_a_batch_is_bounded(cast: Cast, settle: Settle) -> None:
    for number in range(5):
        ask(cast, f"Question number {number}")
    with after(3 * HOUR):
        with transaction.unit():
            assert commands.walk_ladder(limit=3) == 3
        with transaction.unit():
            assert commands.walk_ladder(limit=3) == 2
        with transaction.unit():
            assert commands.walk_ladder(limit=3) == 0


def test_weekends_do_not_climb(cast: Cast, settle: Settle) -> None:
    with after(timedelta(days=4, hours=7)):
        question = ask(cast)
    with after(timedelta(days=6)):
        look(settle)
    assert taken() == []
    assert question.due_at == MONDAY + timedelta(days=7, hours=1)

"""Whom effects are for: one at a time each, left alone while they fail, told of when they fail for long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from app.core import clock, dispatch, egress, transaction
from app.core.dispatch import CARRIERS, Crew, Dispatch, DispatchTarget, NeverRetry, RetryLater
from app.core.dispatch.targets import WATCHED
from app.extensions import db

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Far:
    """The other sides: what each took, which of them fail, and who was said to be down."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.faults: dict[str, Exception] = {}
        self.down: list[tuple[str, str]] = []

    def __call__(self, payload: dict[str, Any], key: str) -> None:
        if fault := self.faults.get(payload["to"]):
            raise fault
        self.taken.append(key)


@pytest.fixture
def far(app: Flask) -> Iterator[Far]:
    made = Far()
    dispatch.carrier("far")(made)
    dispatch.watch("far")(lambda target, reason: made.down.append((target, reason)))
    yield made
    del CARRIERS["far"], WATCHED["far"]


def write(key: str, to: str = "far:1", lane: str | None = None, kind: str = "far") -> None:
    with transaction.unit():
        dispatch.enqueue(kind, key, {"to": to}, lane=lane, target=to)


def fare(to: str = "far:1") -> DispatchTarget:
    db.session.expire_all()
    return db.session.get_one(DispatchTarget, to)


def states() -> list[str]:
    return list(db.session.scalars(select(Dispatch.state).order_by(Dispatch.id)))


def test_a_target_that_fails_twice_is_left_alone_for_a_while_and_nobody_else_is(far: Far) -> None:
    far.faults = {"far:1": ConnectionError("refused")}
    with clock.at(START):
        for number in range(5):
            write(f"one-{number}", "far:1", lane=f"far:1:{number}")
            write(f"two-{number}", "far:2", lane=f"far:2:{number}")
        assert dispatch.run_due() == 2 + 5, "two of the failing one, and all of the other"
        assert dispatch.run_due() == 0
    assert far.taken == [f"two-{n}" for n in range(5)]
    assert fare("far:1").failures == 2
    far.faults = {}
    with clock.at(START + timedelta(minutes=10)):
        dispatch.run_due()
    assert (fare("far:1").failures, fare("far:1").last_error, fare("far:1").delivered_count) == (0, "", 5)


def test_a_wait_that_was_asked_for_holds_for_all_that_goes_there(far: Far) -> None:
    far.faults = {"far:1": RetryLater("429", seconds=600)}
    with clock.at(START):
        write("a", lane="x")
        write("b", lane="y")
        assert dispatch.run_due() == 1
    with clock.at(START + timedelta(seconds=599)):
        assert dispatch.run_due() == 0
    far.faults = {}
    with clock.at(START + timedelta(seconds=700)):
        dispatch.run_due()
    assert sorted(far.taken) == ["a", "b"]


def test_nobody_may_ask_for_more_than_a_day(far: Far) -> None:
    far.faults = {"far:1": RetryLater("429", seconds=1e30)}
    with clock.at(START):
        write("a")
        dispatch.run_due()
    assert fare().rest_until == START + timedelta(days=1)


@pytest.mark.parametrize(("failures", "minutes", "is_paused"), [(10, 59, False), (9, 61, False), (10, 60, True)])
def test_ten_failures_in_a_row_over_an_hour_pause_it_and_are_told(
    far: Far, failures: int, minutes: int, is_paused: bool
) -> None:
    far.faults = {"far:1": ConnectionError("gone")}
    for number in range(failures):
        with clock.at(START + timedelta(minutes=minutes) * number / (failures - 1)):
            write(f"k{number}", lane=f"lane{number}")
            db.session.execute(
                update(Dispatch).where(Dispatch.key != f"k{number}").values(not_before=datetime.max.replace(tzinfo=UTC))
            )
            db.session.commit()
            assert dispatch.run_due() == 1
    assert fare().is_paused is is_paused
    assert far.down == ([("far:1", "gone")] if is_paused else [])


def test_what_waits_for_a_paused_target_is_neither_tried_nor_lost(far: Far) -> None:
    write("a")
    with transaction.unit():
        dispatch.pause("far:1", "we asked for it")
    with clock.at(clock.now() + timedelta(days=30)):
        assert dispatch.run_due() == 0
    assert (states(), dispatch.waiting(["far:1", "far:2"])) == (["pending"], {"far:1": 1})
    with transaction.unit():
        dispatch.resume("far:1")
    dispatch.run_due()
    assert far.taken == ["a"]


def test_what_is_refused_for_good_is_a_failure_but_no_reason_to_rest(far: Far) -> None:
    far.faults = {"far:1": NeverRetry("422")}
    for number in range(4):
        write(f"k{number}", lane=f"lane{number}")
    assert dispatch.run_due() == 4
    assert (states(), fare().failures) == (["dead"] * 4, 4)


def test_only_one_worker_is_at_a_target(far: Far) -> None:
    write("a", lane="x")
    write("b", lane="y")
    assert dispatch.take("far:1", 1)
    assert not dispatch.take("far:1"), "although another lane is free"
    with clock.at(clock.now() + dispatch.LEASE + timedelta(seconds=1)):
        assert dispatch.take("far:1", 1)


@pytest.fixture
def hanging(app: Flask) -> Iterator[socket.socket]:
    """A server that takes every connection and never says a word, until it is closed."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        before = app.extensions["settings"]
        app.extensions["settings"] = replace(before, egress_allowed=frozenset({"127.0.0.1"}))
        yield server
        app.extensions["settings"] = before


def test_twenty_that_hang_hold_up_neither_mail_nor_a_healthy_one(far: Far, hanging: socket.socket) -> None:
    url = f"http://127.0.0.1:{hanging.getsockname()[1]}/"
    begun, ended, letter = threading.Semaphore(0), threading.Event(), threading.Event()

    def hang(_payload: dict[str, Any], _key: str) -> None:
        begun.release()
        try:
            egress.post(url, b"{}", {})
        finally:
            ended.set()

    dispatch.carrier("hang")(hang)
    dispatch.carrier("letter")(lambda _payload, _key: letter.set())
    with ExitStack() as undo:
        undo.callback(CARRIERS.pop, "hang")
        undo.callback(CARRIERS.pop, "letter")
        for number in range(20):
            write(f"hang{number}", f"far:hang{number}", kind="hang")
        crew = Crew(current_app._get_current_object())
        assert crew.turn() == 20
        for _each in range(20):
            assert begun.acquire(timeout=10)
        write("letter", "letter", kind="letter")
        write("fine", "far:fine")
        crew.turn()
        assert letter.wait(10)
        until = time.monotonic() + 10
        while not far.taken and time.monotonic() < until:
            time.sleep(0.01)
        assert (far.taken, ended.is_set()) == (["fine"], False), "while all twenty still hang"
        hanging.close()
        assert crew.wait(20)
    assert dispatch.depth() == {"pending": 20, "done": 2}

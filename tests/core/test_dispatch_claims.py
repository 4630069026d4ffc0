"""What is taken at once: never two of a lane in flight, never out of order, nothing lost, whatever fails or dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text

from app.core import clock, dispatch, transaction
from app.core.dispatch import CARRIERS, Dispatch, DispatchTarget, Leased, NeverRetry, RetryLater
from app.core.dispatch.targets import WATCHED
from app.extensions import db

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ALL, ONE = "side", "side:1"  # all of a kind, at which several workers may be; and an address, at which one may be
LANES = (None, "a", "b")
FAULTS: dict[str, Callable[[], Exception]] = {
    "fails": lambda: ConnectionError("reset"),
    "refuses": lambda: NeverRetry("422"),
    "asks to wait": lambda: RetryLater("429", 300),
}
ENDS = st.lists(st.sampled_from(["takes it", *FAULTS]), max_size=6)
TARGETS = st.sampled_from([ALL, ONE])
DEEDS = st.one_of(
    st.tuples(st.just("write"), TARGETS, st.sampled_from(LANES), st.integers(1, 4)),
    st.tuples(st.just("work"), TARGETS, ENDS, st.integers(1, 8)),
    st.tuples(st.just("die"), TARGETS, st.integers(0, 4), st.integers(1, 5)),
    st.tuples(st.just("wait"), st.sampled_from([1, 6, 61, 400, 90_000])),
    st.tuples(st.just("again")),
)


@dataclass
class Side:
    """What is known of each row, as only somebody who sees both sides can know it."""

    moment: datetime = START
    written: list[tuple[str, str, str | None]] = field(default_factory=list)
    delivered: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    ends: list[str] = field(default_factory=list)
    taken: list[tuple[datetime, Leased]] = field(default_factory=list)

    def __call__(self, _payload: dict[str, Any], key: str) -> None:
        self.is_right(key)
        end = self.ends.pop(0) if self.ends else "takes it"
        if end == "refuses":
            self.given_up.add(key)
        if end in FAULTS:
            fault = FAULTS[end]()
            raise fault
        self.delivered.add(key)

    def is_right(self, key: str) -> None:
        """What is begun on is the first of its lane that is still to do, and nobody else is in that lane."""
        _key, target, lane = next(row for row in self.written if row[0] == key)
        for until, other in self.taken:
            if until < self.moment or other.key in self.delivered | self.given_up:
                continue
            assert target != other.target or target == ALL, "somebody is at this address"
            assert lane is None or (target, lane) != (other.target, other.lane), "somebody is in this lane"
        if lane is None:
            return
        earlier = self.written[: self.written.index((key, target, lane))]
        before = {row[0] for row in earlier if row[1:] == (target, lane)}
        assert before <= self.delivered | self.given_up, f"{key} is told before {before}"

    def act(self, deed: tuple[Any, ...]) -> None:
        """One thing that happens."""
        with clock.at(self.moment):
            getattr(self, f"_{deed[0]}")(*deed[1:])

    def _write(self, target: str, lane: str | None, count: int) -> None:
        for _each in range(count):
            key = f"k{len(self.written)}"
            with transaction.unit():
                dispatch.enqueue("side", key, {}, lane=lane and f"{target}:{lane}", target=target)
            self.written.append((key, target, lane and f"{target}:{lane}"))

    def _work(self, target: str, ends: list[str], limit: int) -> None:
        self.ends = list(ends)
        dispatch.work(target, limit)

    def _die(self, target: str, told: int, limit: int) -> None:
        """A worker takes some, tells a few of them, and is killed before it writes that down."""
        rows = dispatch.take(target, limit)
        for row in rows:
            self.is_right(row.key) if row in rows[:told] else None
            self.delivered |= {row.key} if row in rows[:told] else set()
        self.taken += [(self.moment + dispatch.LEASE, row) for row in rows]

    def _wait(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)

    def _again(self) -> None:
        for row in dispatch.dead_letters(limit=1).items:
            with transaction.unit():
                dispatch.again(row)


@pytest.fixture
def kinds(app: Flask) -> Iterator[None]:
    """A kind of effect whose addresses are watched."""
    dispatch.watch("side")(lambda _target, _reason: None)
    yield
    CARRIERS.pop("side", None)
    del WATCHED["side"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEEDS, min_size=6, max_size=16))
def test_a_lane_is_in_order_and_nothing_is_lost(kinds: None, deeds: list[tuple[Any, ...]]) -> None:
    with transaction.unit():
        db.session.execute(delete(Dispatch))
        db.session.execute(delete(DispatchTarget))
    side = Side()
    dispatch.carrier("side")(side)
    for deed in (("write", ALL, "a", 4), ("write", ONE, "a", 4), *deeds):
        side.act(deed)
    side.ends, side.moment = [], side.moment + timedelta(days=2)
    with clock.at(side.moment):
        while dispatch.run_due():
            pass
    states = dict(db.session.execute(select(Dispatch.key, Dispatch.state)).all())
    assert {key for key, state in states.items() if state == "dead"} <= side.given_up
    assert set(states.values()) <= {"done", "dead"}
    assert {row[0] for row in side.written} == side.delivered | side.given_up


def test_a_failure_after_a_kill_leaves_its_lane_to_go_on(kinds: None) -> None:
    side = Side()
    dispatch.carrier("side")(side)
    side.act(("write", ONE, "a", 3))
    for deed in (("die", ONE, 0, 3), ("wait", 61), ("work", ONE, ["fails"], 8), ("wait", 400), ("work", ONE, [], 8)):
        side.act(deed)
    assert side.delivered == {"k0", "k1", "k2"}


def test_what_was_dropped_behind_a_failure_goes_before_what_was_written_after_it(kinds: None) -> None:
    side = Side()
    dispatch.carrier("side")(side)
    side.act(("write", ONE, "a", 3))
    for deed in (("die", ONE, 0, 2), ("wait", 61), ("work", ONE, ["fails"], 8)):
        side.act(deed)
    rows = db.session.execute(select(Dispatch.state, Dispatch.attempts).order_by(Dispatch.id)).all()
    assert [tuple(row) for row in rows] == [("pending", 2), ("pending", 0), ("pending", 0)]
    for deed in (("wait", 400), ("work", ONE, [], 8)):
        side.act(deed)
    assert side.delivered == {"k0", "k1", "k2"}


def test_what_was_taken_but_not_tried_has_not_used_up_a_try(kinds: None) -> None:
    side = Side()
    dispatch.carrier("side")(side)
    for deed in (("write", ONE, "a", 3), ("work", ONE, ["takes it", "fails"], 8)):
        side.act(deed)
    rows = db.session.execute(select(Dispatch.state, Dispatch.attempts).order_by(Dispatch.id)).all()
    assert [tuple(row) for row in rows] == [("done", 1), ("pending", 1), ("pending", 0)]


def test_a_long_queue_is_taken_from_the_index_over_what_waits(kinds: None, database_kind: str) -> None:
    with clock.at(START), transaction.unit():
        for number in range(4):
            dispatch.enqueue("side", f"{number}", {}, lane=f"{ONE}:{number % 2}", target=ONE)
        row = {"kind": "side", "target": ONE, "payload": {}, "attempts": 1, "created_at": START, "not_before": START}
        done = [{**row, "key": f"done{n}", "lane": f"{ONE}:{n % 50}", "state": "done"} for n in range(2000)]
        db.session.execute(insert(Dispatch), done)
    looked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        looked.append((statement, parameters))

    db.event.listen(db.engine, "before_cursor_execute", note)
    try:
        with clock.at(START):
            assert len(dispatch.take(ONE)) == 4
    finally:
        db.event.remove(db.engine, "before_cursor_execute", note)
    assert len(looked) <= 10, "however many are taken"
    claims = [each for each in looked if each[0].startswith("WITH")]
    explain = "EXPLAIN " if database_kind == "postgres" else "EXPLAIN QUERY PLAN "
    with db.engine.connect() as connection:
        if database_kind == "postgres":
            connection.execute(text("ANALYZE dispatch"))
        plan = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + claims[0][0], claims[0][1]))
    # of so few rows PostgreSQL reads the last step, each lane's first row by its id, in one go
    assert plan.count("ix_dispatch_pending") == (2 if database_kind == "postgres" else 3), plan

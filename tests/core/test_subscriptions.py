"""The event book and its readers: once each, in order, past what they cannot digest, and again from the first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, dispatch, subscriptions, transaction, worker
from app.core.events import KINDS, Entry, Event, happening, record
from app.core.realtime.tail import _changed_since
from app.core.subscriptions import SUBSCRIBERS, Parked, Subscriber
from app.extensions import db
from app.topics.models import Topic
from tests.cast import Cast
from tests.parallel import at_once

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@happening("testing.thing_happened", "thing:{number}", "things")
class ThingHappened(Event):
    """Something for a reader to note."""

    number: int


class Notes:
    """A reader that writes a row for each event, and fails on the numbers it is told to."""

    def __init__(self) -> None:
        self.bad: set[int] = set()
        self.subscriber = Subscriber("testing", reset=self.reset)
        self.subscriber.on(ThingHappened)(self.note)

    def reset(self) -> None:
        for topic in db.session.scalars(select(Topic).where(Topic.slug.like("note-%"))):
            db.session.delete(topic)

    def note(self, happened: ThingHappened, entry: Entry) -> None:
        db.session.add(Topic(slug=f"note-{happened.number}", name=f"{entry.at:%H:%M}"))
        db.session.flush()
        if happened.number in self.bad:
            raise ValueError(f"cannot digest {happened.number}")

    @property
    def numbers(self) -> list[str]:
        db.session.expire_all()
        return list(db.session.scalars(select(Topic.slug).where(Topic.slug.like("note-%")).order_by(Topic.id)))


@pytest.fixture
def notes(app: Flask) -> Iterator[Notes]:
    yield Notes()
    del SUBSCRIBERS["testing"]


def happen(*numbers: int) -> None:
    with transaction.unit():
        for number in numbers:
            record(ThingHappened(number=number), by=None)


def state() -> subscriptions.Status:
    return next(row for row in subscriptions.status() if row.name == "testing")


def test_each_event_is_read_once_and_in_order(notes: Notes) -> None:
    happen(1, 2, 3)
    subscriptions.run(notes.subscriber)
    subscriptions.run(notes.subscriber)
    assert notes.numbers == ["note-1", "note-2", "note-3"]
    happen(4)
    assert state().lag == 1
    subscriptions.run_all()
    assert notes.numbers[-1] == "note-4"
    assert state().lag == 0


def test_batches_end_where_they_are_told_to(notes: Notes) -> None:
    happen(*range(5))
    assert subscriptions.run(notes.subscriber, limit=2) == 2
    assert len(notes.numbers) == 2
    assert state().lag == 3


def test_what_was_rolled_back_never_happened(notes: Notes) -> None:
    def fail() -> None:
        with transaction.unit():
            record(ThingHappened(number=1), by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    subscriptions.run(notes.subscriber)
    assert notes.numbers == []


def test_a_bad_event_is_parked_and_the_rest_goes_on(notes: Notes) -> None:
    notes.bad = {2}
    with clock.at(START):
        happen(1, 2, 3)
        subscriptions.run(notes.subscriber)
        assert notes.numbers == ["note-1", "note-3"], "its half-written row is undone"
        parked = db.session.scalars(select(Parked)).one()
        assert "cannot digest 2" in parked.error
        assert (state().parked, state().lag) == (1, 0)
        notes.bad = set()
        assert subscriptions.retry_parked() == 0, "it is not yet time"
    with clock.at(START + timedelta(minutes=3)):
        assert subscriptions.retry_parked() == 1
    assert notes.numbers == ["note-1", "note-3", "note-2"]
    assert state().parked == 0


def test_a_parked_event_is_not_tried_for_ever(notes: Notes) -> None:
    notes.bad = {1}
    moment = START
    with clock.at(moment):
        happen(1)
        subscriptions.run(notes.subscriber)
    for _n in range(12):
        moment += timedelta(days=30)
        with clock.at(moment):
            subscriptions.retry_parked()
    parked = db.session.scalars(select(Parked)).one()
    assert parked.attempts == subscriptions.PARKED_ATTEMPTS
    with transaction.unit():
        subscriptions.again(parked)
    notes.bad = set()
    assert subscriptions.retry_parked() == 1, "until the operator says so"


def test_one_reader_that_fails_as_a_whole_keeps_nothing_else_back(app: Flask, notes: Notes) -> None:
    def fail() -> None:
        raise OSError("no space left")

    Subscriber("failing", reset=lambda: None, then=fail)
    SUBSCRIBERS["testing"] = SUBSCRIBERS.pop("testing")
    happen(1)
    with transaction.unit():
        dispatch.enqueue("pigeon", "a", {})
    crew = dispatch.Crew(app)
    try:
        assert worker._turn(crew) == worker.AFTER_FAILURE
    finally:
        del SUBSCRIBERS["failing"]
    assert crew.wait(10)
    assert notes.numbers == ["note-1"]
    assert dispatch.depth() == {"dead": 1}, "effects are carried out all the same"


def test_at_a_start_what_happened_is_read_before_the_jobs_which_take_a_turn_each(
    app: Flask, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def job(name: str) -> worker.Job:
        return worker.Job(name, timedelta(hours=1), lambda: done.append(f"{name} {len(notes.numbers)}"))

    monkeypatch.setattr(worker, "JOBS", [job("sweep"), job("count")])
    crew = dispatch.Crew(app)
    happen(1)
    assert worker._turn(crew) == 0
    assert done == ["sweep 1"]
    happen(2)
    assert (worker._turn(crew), worker._turn(crew)) == (0, worker.PAUSE)
    assert done == ["sweep 1", "count 2"]


def test_what_is_recorded_once_all_is_read_is_read_as_well(app: Flask, notes: Notes) -> None:
    due = [7]

    def tell() -> int:
        count = len(due)
        for number in due:
            happen(number)
        due.clear()
        return count

    Subscriber("telling", reset=lambda: None, then=tell)
    try:
        worker.drain()
    finally:
        del SUBSCRIBERS["telling"]
    assert notes.numbers == ["note-7"], "also by a reader whose turn came before"


@pytest.mark.slow
def test_a_parked_event_is_tried_again_by_one_worker(app: Flask, notes: Notes) -> None:
    notes.bad = {1}
    happen(1)
    subscriptions.run(notes.subscriber)
    notes.bad = set()
    with transaction.unit():
        subscriptions.again(db.session.scalars(select(Parked)).one())
    db.session.remove()
    tried = at_once(app, 16, lambda _n: subscriptions.retry_parked())
    assert sorted(map(str, tried)) == ["0"] * 15 + ["1"]
    assert notes.numbers == ["note-1"]
    db.session.remove()
    db.engine.dispose()


def test_where_there_is_nothing_to_read_nobody_is_kept_waiting(
    app: Flask, notes: Notes, settle: Callable[[], None]
) -> None:
    happen(1)
    settle()
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one turn at writing")
    with closing(db.engine.raw_connection()) as another:
        another.execute("BEGIN IMMEDIATE")
        assert subscriptions.run_all() + subscriptions.retry_parked() == 0
        another.rollback()


def test_live_news_begin_at_the_end_of_the_book(app: Flask) -> None:
    happen(1)
    place, topics = _changed_since(app, None)
    assert topics == []
    happen(2)
    assert _changed_since(app, place)[1] == ["thing:2", "things"]


def test_a_replay_rebuilds_exactly_the_same(notes: Notes) -> None:
    notes.bad = {2}
    happen(1, 2, 3)
    subscriptions.run(notes.subscriber)
    notes.bad = set()
    assert subscriptions.replay("testing") == 3
    assert notes.numbers == ["note-1", "note-2", "note-3"]
    assert state().parked == 0
    subscriptions.replay("testing")
    assert notes.numbers == ["note-1", "note-2", "note-3"]


def test_an_unknown_reader_cannot_be_replayed(app: Flask) -> None:
    with pytest.raises(KeyError):
        subscriptions.replay("nobody")


def test_a_reader_of_everything_gets_everything(app: Flask, cast: Cast) -> None:
    seen: list[str] = []
    reader = Subscriber("testing-all", reset=seen.clear)
    reader.on_every(lambda _event, entry: seen.append(entry.name))
    try:
        assert cast.emma
        happen(1)
        subscriptions.run(reader)
        assert seen == ["accounts.person_joined", "testing.thing_happened"]
    finally:
        del SUBSCRIBERS["testing-all"]


def test_names_are_taken_once(notes: Notes) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Subscriber("testing", reset=notes.reset)
    with pytest.raises(ValueError, match="declared twice"):
        happening("testing.thing_happened")(type("Another", (Event,), {}))


def test_an_event_names_the_pages_it_changes() -> None:
    assert ThingHappened(number=7).live_topics() == ["thing:7", "things"]


def test_fields_that_a_class_has_lost_do_not_stop_the_book(app: Flask) -> None:
    with transaction.unit():
        entry = record(ThingHappened(number=1), by=None)
        entry.payload = {"number": 1, "colour": "blue"}
    assert entry.event == ThingHappened(number=1)


def test_when_it_happened_and_when_it_was_written_are_two_things(app: Flask) -> None:
    with transaction.unit(), clock.at(START):
        entry = record(ThingHappened(number=1), by=None, at=START - timedelta(days=400))
    assert entry.at == START - timedelta(days=400)
    assert entry.recorded_at == START


def test_every_event_is_named_for_its_feature_and_topics_can_be_told() -> None:
    for name, kind in KINDS.items():
        feature, _, deed = name.partition(".")
        assert feature
        assert deed.replace("_", "").isalpha(), name
        fields = {field.name: 1 for field in dataclasses.fields(kind)}
        assert all("{" not in topic for topic in kind(**fields).live_topics())


def test_the_book_holds_only_what_is_declared(app: Flask, cast: Cast) -> None:
    assert cast.emma
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 1
    assert db.session.scalars(select(Entry)).one().event.name == "accounts.person_joined"

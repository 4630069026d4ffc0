"""Effects outside the database: once a key, retried later each time, in order within a lane, given up in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, dispatch, mail, transaction
from app.core.dispatch import CARRIERS, DELAYS, Dispatch, NeverRetry, RetryLater
from app.core.settings import settings
from app.extensions import db

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Post:
    """The other side: takes what it is given, or raises what it was told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.fault: Exception | None = None

    def __call__(self, payload: dict[str, Any], key: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.taken.append(key)


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    made = Post()
    dispatch.carrier("testing")(made)
    yield made
    del CARRIERS["testing"]


def write(key: str, lane: str | None = None, kind: str = "testing") -> bool:
    with transaction.unit():
        return dispatch.enqueue(kind, key, {"key": key}, lane=lane)


def row(key: str) -> Dispatch:
    db.session.expire_all()
    return db.session.scalars(select(Dispatch).where(Dispatch.key == key)).one()


def test_an_effect_is_carried_out_once(post: Post) -> None:
    assert write("a")
    assert not write("a"), "a replay writes nothing twice"
    assert dispatch.run_due() == 1
    assert dispatch.run_due() == 0
    assert not write("a"), "not even once it is done"
    assert post.taken == ["a"]
    assert row("a").state == "done"
    assert row("a").done_at is not None


def test_it_is_tried_ten_times_over_three_days_and_then_given_up(post: Post) -> None:
    post.fault = ConnectionError("nobody there")
    moment = START
    with clock.at(moment):
        write("a")
    tries = 0
    while row("a").state == "pending":
        moment = row("a").not_before
        with clock.at(moment - timedelta(milliseconds=1)):
            assert tries == 0 or dispatch.run_due() == 0, "never before its time"
        with clock.at(moment):
            tries += dispatch.run_due()
    assert tries == len(DELAYS) + 1 == 10
    assert row("a").state == "dead"
    assert row("a").last_error == "nobody there"
    spent = moment - START
    assert sum(DELAYS, timedelta()) <= spent <= sum(DELAYS, timedelta()) * 1.1


def test_a_dead_letter_is_woken_by_hand(post: Post) -> None:
    post.fault = NeverRetry("410 Gone")
    write("a")
    dispatch.run_due()
    assert row("a").state == "dead", "what cannot help is not tried again"
    assert [letter.key for letter in dispatch.dead_letters().items] == ["a"]
    post.fault = None
    with transaction.unit():
        dispatch.again(row("a"))
    dispatch.run_due()
    assert post.taken == ["a"]
    assert dispatch.depth() == {"done": 1}


def test_the_other_side_may_ask_to_wait(post: Post) -> None:
    post.fault = RetryLater("429", seconds=7200)
    with clock.at(START):
        write("a")
        dispatch.run_due()
    assert row("a").not_before >= START + timedelta(hours=2)


def test_a_lane_keeps_its_order(post: Post) -> None:
    post.fault = ConnectionError()
    with clock.at(START):
        write("first", lane="crm")
        write("second", lane="crm")
        write("elsewhere", lane="other")
        assert dispatch.run_due() == 2, "the second waits for the first; other lanes do not"
        post.fault = None
        assert dispatch.run_due() == 0
    with clock.at(START + timedelta(seconds=10)):
        while dispatch.run_due():
            pass
    assert post.taken.index("first") < post.taken.index("second")


def test_a_dead_letter_blocks_its_lane_no_longer(post: Post) -> None:
    write("first", lane="crm")
    write("second", lane="crm")
    post.fault = NeverRetry()
    dispatch.run_due(1)
    post.fault = None
    dispatch.run_due()
    assert post.taken == ["second"]


def test_what_a_worker_took_and_dropped_is_taken_again(post: Post) -> None:
    with clock.at(START):
        write("a")
        assert dispatch.take("testing")
        assert dispatch.run_due() == 0, "while the lease runs nobody else takes it"
    with clock.at(START + dispatch.LEASE + timedelta(seconds=1)):
        assert dispatch.run_due() == 1
    assert post.taken == ["a"]


def test_a_slow_effect_does_not_let_those_behind_it_be_carried_twice(app: Flask, post: Post) -> None:
    late = START + dispatch.LEASE + timedelta(seconds=1)
    begun: list[str] = []

    def slow(_payload: dict[str, Any], key: str) -> None:
        begun.append(key)
        with clock.at(late):
            if len(begun) == 1:
                dispatch.run_due()  # another worker, which finds the lease of what waits behind this one run out

    dispatch.carrier("slow")(slow)
    try:
        with clock.at(START):
            write("a", kind="slow")
            write("b")
            dispatch.run_due()
    finally:
        del CARRIERS["slow"]
    assert post.taken == ["b"]


def test_what_ends_its_worker_each_time_is_given_up(post: Post) -> None:
    moment = START
    with clock.at(moment):
        write("a")
    for _try in range(len(DELAYS) + 3):
        with clock.at(moment):
            dispatch.take("testing")
        moment += dispatch.LEASE + timedelta(seconds=1)
    assert row("a").state == "dead"
    assert post.taken == []


def test_nobody_to_carry_it_is_a_dead_letter(app: Flask) -> None:
    write("a", kind="pigeon")
    dispatch.run_due()
    assert row("a").state == "dead"


def test_mail_is_written_once_with_both_bodies_and_safe_names(app: Flask) -> None:
    person = {"name": "Eve <b>E</b>\r\nBcc: all@example.com"}
    with transaction.unit():
        assert mail.queue("k", "eve@example.com", "confirm", person=person, secret="s3cret", back="")
        assert not mail.queue("k", "eve@example.com", "confirm", person=person, secret="s3cret", back="")
    dispatch.run_due()
    (path,) = (settings().data_dir / "mail").glob("*.eml")
    raw = path.read_text()
    assert "Bcc" not in raw.split("\n\n", 1)[0]
    assert f"{settings().base_url}/confirm/s3cret" in raw.replace("=\n", "")
    assert "<b>E</b>" not in raw.split("text/html", 1)[1]
    assert "Auto-Submitted: auto-generated" in raw

"""What takes longer than a lease is one worker's all the while; a failure is told in words, not in class names."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, ReadTimeoutError

from app.core import clock, dispatch, egress, transaction
from app.core.dispatch import CARRIERS, Dispatch, DispatchTarget, Lost
from app.core.dispatch.targets import WATCHED
from app.extensions import db

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE = "long:1"


@pytest.fixture
def kinds(app: Flask) -> Iterator[None]:
    """A kind of effect whose addresses are watched, with one to carry out."""
    dispatch.watch("long")(lambda _target, _reason: None)
    with clock.at(START), transaction.unit():
        dispatch.enqueue("long", "k0", {}, target=ONE)
    yield
    CARRIERS.pop("long", None)
    del WATCHED["long"]


def row() -> Dispatch:
    db.session.expire_all()
    return db.session.scalars(select(Dispatch)).one()


def test_what_renews_its_lease_is_nobody_elses_however_long_it_takes(kinds: None) -> None:
    seen = []

    @dispatch.carrier("long")
    def carry(_payload: dict[str, Any], _key: str) -> None:
        for number in range(1, 5):
            with clock.at(START + timedelta(seconds=50 * number)):
                dispatch.renew()
            with clock.at(START + timedelta(seconds=50 * number + 45)):
                seen.append(dispatch.take(ONE))

    with clock.at(START):
        assert dispatch.run_due() == 1
    assert seen == [[], [], [], []]
    assert (row().state, row().attempts) == ("done", 1)


def test_what_somebody_else_took_meanwhile_is_left_to_them(kinds: None) -> None:
    @dispatch.carrier("long")
    def carry(_payload: dict[str, Any], _key: str) -> None:
        with clock.at(START + timedelta(seconds=61)):
            assert [each.key for each in dispatch.take(ONE)] == ["k0"]
            with pytest.raises(Lost):
                dispatch.renew()
            dispatch.renew()

    with clock.at(START):
        assert dispatch.run_due() == 1
    assert (row().state, row().attempts, row().last_error) == ("leased", 2, None)
    assert db.session.get_one(DispatchTarget, ONE).failures == 0


def test_outside_of_dispatch_there_is_nothing_to_renew(app: Flask) -> None:
    dispatch.renew()
    assert dispatch.depth() == {}


LINE, POOL = HTTPConnection("x"), HTTPConnectionPool("x")
REFUSED = smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such\nuser")})


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionError("the CRM answered 500"), "the CRM answered 500"),
        (dispatch.NeverRetry("the mapping makes no object"), "the mapping makes no object"),
        (egress.Unfinished("no whole answer within 15 s"), "no whole answer within 15 s"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused: see whether it runs"),
        (NewConnectionError(LINE, "x could not be reached (No route)"), "x could not be reached (No route): see"),
        (ReadTimeoutError(POOL, "/", "Read timed out."), "it did not answer in time"),
        (ProtocolError("Connection aborted.", ConnectionResetError(104, "reset")), "the connection was cut"),
        (OSError(ProtocolError("Connection aborted.")), "the connection was cut"),
        (MaxRetryError(POOL, "/", NewConnectionError(LINE, "x is away")), "x is away: see whether it runs"),
        (ssl.SSLCertVerificationError("certificate has expired"), "relied on: certificate has expired"),
        (socket.gaierror(-2, "Name or service not known"), "its name cannot be found"),
        (REFUSED, "the mail server refuses the address: a@example.org: 550 no such user"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "correct them in WAGGLE_MAIL_URL"),
        (smtplib.SMTPDataError(552, b"too large"), "the mail server answered 552: too large"),
        (ConnectionError(), "it failed without a word"),
        (TypeError("int and str"), "a fault in Waggle, not there; its log says more: int and str"),
    ],
)
def test_what_went_wrong_is_told_in_words(error: Exception, words: str) -> None:
    said = dispatch.told(error)
    assert words in said
    assert "Error" not in said
    assert "object at" not in said
    assert "Connection(" not in said


def test_a_fault_of_our_own_is_in_the_log_with_where_it_happened(kinds: None, caplog: pytest.LogCaptureFixture) -> None:
    @dispatch.carrier("long")
    def carry(payload: dict[str, Any], _key: str) -> None:
        payload["nothing"]

    with clock.at(START), caplog.at_level(logging.WARNING):
        dispatch.run_due()
    assert row().state == "pending", "a later version may do better"
    assert "KeyError" in caplog.text
    assert "Waggle" in (row().last_error or "")


def test_a_kind_that_nothing_carries_out_is_given_up(kinds: None) -> None:
    with clock.at(START):
        dispatch.run_due()
    assert (row().state, row().last_error) == ("dead", "nothing here carries out a long")

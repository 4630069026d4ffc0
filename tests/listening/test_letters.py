"""Mails as odd as they come: none may keep a mailbox from being read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from app.listening.adapters.email import inbound, letters
from app.listening.adapters.email.mailbox import _batch
from tests.listening.test_mail import written


@given(st.binary(max_size=300), st.sampled_from([b"From", b"Subject", b"Message-ID", b"Content-Type", b"References"]))
@example(b"=?utf-8?q?=ED=A0=80=00?= \xff\x00", b"Subject")
def test_no_bytes_keep_a_mailbox_from_being_read(raw: bytes, name: bytes) -> None:
    made = inbound(name + b": " + raw + b"\r\n\r\n" + raw, datetime.now(UTC))
    for words in (made.text, made.key, made.external_id, str(made.refs["subject"]), *made.parents):
        words.encode()
        assert "\0" not in words


def test_a_long_line_is_kept_and_costs_nothing(app: Flask) -> None:
    long = "On Friday it went dark. " * 600
    words = f"{long}\n\nOn Mon, 4 May 2026 at 10:12, Waggle <hive@localhost> wrote:\n> {long}\n"
    assert letters.read(written(words).as_bytes()).text == long.strip()
    assert letters.read(written("Dead." + "\n" * 30_000 + "Still.").as_bytes()).text == "Dead.\n\nStill."
    endless = EmailMessage()
    endless["From"] = "l@customer.example"
    endless.set_content("<p>Dead.</p>" + "<blockquote>" * 30_000, subtype="html")
    assert letters.read(endless.as_bytes()).text == "Dead."


def test_a_second_with_more_mails_than_are_read_at_once_is_read_whole() -> None:
    moment = datetime(2026, 5, 4, 10, 12, tzinfo=UTC)
    known = [(moment, number) for number in range(120)] + [(moment + timedelta(seconds=1), 121)]
    assert _batch(known) == known[:120]
    assert _batch(known[119:]) == known[119:]
    assert _batch([]) == []

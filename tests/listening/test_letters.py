"""Mails as odd as they come: none may keep a mailbox from being read."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.core import clock
from app.core.dispatch import Dispatch
from app.extensions import db
from app.listening import looking
from app.listening.adapters.email import inbound, letters
from app.listening.models import ChannelAccount, ChannelMessage
from app.listening.port import Connection
from tests.listening.mailing import BOX, account, taken, written

__all__ = ["account"]


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


def test_a_long_id_fits_the_key_of_what_is_told_back(account: ChannelAccount) -> None:
    message = written("My card 4111 1111 1111 1111 was charged")
    message.replace_header("Message-ID", f"<{'a' * 380}@customer.example>")
    assert taken(message, account).refused
    [row] = db.session.scalars(select(Dispatch).where(Dispatch.key.startswith("mail:untaken"))).all()
    assert len(row.key) <= 200, "PostgreSQL would refuse it, and the mailbox would stand still"


def test_a_message_that_cannot_be_taken_stands_on_its_account(account: ChannelAccount) -> None:
    odd = replace(inbound(written("The hub is dead.").as_bytes(), clock.now()), text="No database keeps \ud800.")
    for _look in range(2):
        assert looking._taken(account.id, Connection(BOX, "", ""), [odd]) == 0
    db.session.refresh(account)
    assert "lena@customer.example could not be taken: a fault in Waggle, not there" in account.last_error
    assert account.failures == 2


def test_a_message_that_can_never_be_taken_is_left_after_a_while(account: ChannelAccount) -> None:
    odd = replace(inbound(written("The hub is dead.").as_bytes(), clock.now()), text="No database keeps \ud800.")
    good = inbound(written("The hub is alive.").as_bytes(), clock.now())
    for _look in range(looking.LEFT_AFTER):
        assert looking._taken(account.id, Connection(BOX, "", ""), [odd, good]) == 0
    assert looking._taken(account.id, Connection(BOX, "", ""), [odd, good]) == 1
    db.session.refresh(account)
    assert (account.last_error, account.failures) == ("", 0)
    left = db.session.scalars(select(ChannelMessage).where(ChannelMessage.external_id == odd.external_id)).one()
    assert "could not be taken" in left.refused
    assert looking._taken(account.id, Connection(BOX, "", ""), [odd, good]) == 0


def test_a_mail_from_the_future_keeps_nothing_else_out(account: ChannelAccount) -> None:
    early = inbound(written("The hub is dead.").as_bytes(), clock.now() + timedelta(days=2000))
    assert looking._taken(account.id, Connection(BOX, "", ""), [early]) == 1
    db.session.refresh(account)
    assert account.read_until <= clock.now()


def test_a_mail_server_keeps_what_cannot_be_taken_now(app: Flask, account: ChannelAccount) -> None:
    runner, mail = app.test_cli_runner(), written("The hub is dead.").as_bytes()
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE channel_account RENAME TO moved"))
    later = runner.invoke(args=["channels", "pipe", BOX], input=mail)
    assert (later.exit_code, later.stdout) == (75, "")
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE moved RENAME TO channel_account"))
    assert runner.invoke(args=["channels", "pipe", BOX], input=mail).exit_code == 0


@pytest.mark.parametrize("name", ["From", "Content-Type", "Content-Disposition", "To"])
@pytest.mark.parametrize("piece", ['"', "a@b.c,", "a;b=c;", "\\", "a "])
def test_a_header_without_end_keeps_no_other_mail_waiting(name: str, piece: str) -> None:
    """Python's parser took a minute for 60 kB of them, and hours for what a mailbox hands over at once."""
    begun = time.process_time()
    letters.read(f"From: a@b.c\n{name}: {piece * (60_000 // len(piece))}\n\nHello".encode())
    assert time.process_time() - begun < 15, "a minute is what it took; a collector's pause is no fault"


@pytest.mark.parametrize("part", ["--x\nContent-Type: text/plain\n\nHello\n", "--x\n\nHello\n"])
def test_a_mail_of_more_parts_than_anybody_reads_is_kept_as_unreadable(part: str) -> None:
    head = "From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n"
    assert letters.read(f"{head}{part * 50}--x--\n".encode()).text == "Hello"
    with pytest.raises(letters.TooManyParts):
        letters.read(f"{head}{part * 3000}--x--\n".encode())


def test_a_long_conversation_keeps_its_thread() -> None:
    ids = " ".join(f"<{number:040}@mail.example>" for number in range(100))
    letter = letters.read(f"From: a@b.c\nReferences: {ids}\n\nHello".encode())
    assert letter.references[1] == f"<{99:040}@mail.example>"

"""The company's mailbox, read from a real IMAP server."""

from __future__ import annotations

import re
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from imapclient import IMAPClient
from sqlalchemy import select, text

from app.board.models import Proposal, Question
from app.core import transaction
from app.extensions import db
from app.listening import commands, looking
from app.listening.adapters.email import Email, mailbox
from app.listening.models import ChannelAccount
from app.listening.port import Connection
from app.spaces.models import Space
from tests.board.test_views import send
from tests.cast import Cast
from tests.listening.mailing import BOX, WORD, account, mails, written

__all__ = ["account"]


@dataclass(frozen=True)
class Server:
    imap: int
    smtp: int

    def deliver(self, message: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as client:
            client.send_message(message, to_addrs=[BOX])


@pytest.fixture
def server() -> Iterator[Server]:
    """A real IMAP server with one empty mailbox, ended with the test."""
    ports = [_free() for _ in range(2)]
    command = [
        sys.executable, "-m", "mail_devel", "--host", "127.0.0.1", "--no-http", "--user", BOX, "--password", WORD,
        "--imap-port", str(ports[0]), "--smtp-port", str(ports[1]),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for port in ports:
            _wait(port)
        yield Server(*ports)
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_a_mail_from_the_server_becomes_a_question_by_the_link_that_is_mailed_back(
    server: Server, reaching: Flask, cast: Cast, space: Space, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        account = commands.connect(
            "email", address=BOX, secret=WORD, space=space, server=f"imap://localhost:{server.imap}", by=cast.ada
        )
        account.connected_at = account.read_until = datetime.now(UTC) - timedelta(minutes=1)
    server.deliver(written("The hub does not start since the storm.\n\n-- \nLena, 5 High Street"))
    assert looking.look(account.id) == 1
    assert looking.look(account.id) == 0
    proposal = db.session.scalars(select(Proposal)).one()
    assert (proposal.title, proposal.channel, proposal.email) == ("Hub is dead", "email", "lena@customer.example")
    assert "storm" in proposal.body
    assert "High Street" not in proposal.body
    assert db.session.scalars(select(Question)).all() == []
    secret = re.search(r"/questions/proposed/(\S+)", mails("proposal")[0]["text"])
    assert secret is not None
    assert send(reaching.test_client(), f"/questions/proposed/{secret[1]}").status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert question.author.is_guest


@pytest.fixture
def connection(server: Server, reaching: Flask) -> Connection:
    """A line to the mailbox, with what it remembers."""
    return Connection(BOX, f"imap://localhost:{server.imap}", WORD)


def file_away(server: Server, subject: str, at: datetime) -> None:
    """Put a mail into the mailbox under a moment."""
    message = written("Since noon.")
    message.replace_header("Subject", subject)
    with IMAPClient("localhost", server.imap, ssl=False) as client:
        client.login(BOX, WORD)
        client.append("INBOX", message.as_bytes(), msg_time=at)


def subjects(connection: Connection, since: datetime) -> list[str]:
    return [str(each.refs["subject"]) for each in Email().fetch(connection, since)]


def test_a_mail_is_fetched_once_and_one_that_comes_late_is_not_lost(server: Server, connection: Connection) -> None:
    noon = datetime(2031, 5, 4, 12, tzinfo=UTC)
    file_away(server, "First", noon)
    assert subjects(connection, noon) == ["First"]
    assert subjects(connection, noon) == [], "not the last one again at every look"
    file_away(server, "Long under way", noon - timedelta(seconds=30))
    assert subjects(connection, noon) == ["Long under way"]
    assert subjects(Connection(BOX, connection.server, WORD), noon) == ["Long under way", "First"]
    connection.memory["seen"]["state"] = 1
    assert subjects(connection, noon) == ["Long under way", "First"], "a mailbox made anew has new numbers"


def test_more_mails_than_are_read_at_once_are_read_in_turn(
    server: Server, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "AT_ONCE", 2)
    noon = datetime(2032, 5, 4, 12, tzinfo=UTC)
    for number in range(5):
        file_away(server, f"Mail {number}", noon)
    looks = [subjects(connection, noon) for _look in range(4)]
    assert looks == [["Mail 0", "Mail 1"], ["Mail 2", "Mail 3"], ["Mail 4"], []]


def test_what_could_not_be_taken_is_fetched_again(server: Server, reaching: Flask, cast: Cast, space: Space) -> None:
    address = f"imap://localhost:{server.imap}"
    with transaction.unit():
        account = commands.connect("email", address=BOX, secret=WORD, space=space, server=address, by=cast.ada)
    moment = datetime.now(UTC) + timedelta(seconds=5)
    file_away(server, "Taken in the end", moment)
    db.session.remove()
    rename("proposal", "moved")
    assert looking.look(account.id) == 0
    db.session.remove()
    rename("moved", "proposal")
    assert looking.look(account.id) == 1
    assert looking.look(account.id) == 0


def rename(table: str, to: str) -> None:
    with db.engine.begin() as connected:
        connected.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))


def test_a_wrong_password_pauses_the_mailbox_and_says_so(
    server: Server, reaching: Flask, cast: Cast, space: Space
) -> None:
    with transaction.unit():
        account = commands.connect(
            "email", address=BOX, secret="wrong", space=space, server=f"imap://localhost:{server.imap}", by=cast.ada
        )
    assert looking.look(account.id) == 0
    db.session.refresh(account)
    assert not account.active
    assert "password" in account.trouble


def test_a_server_that_is_not_there_is_tried_again(account: ChannelAccount) -> None:
    looking.look(account.id)
    db.session.refresh(account)
    assert account.active
    assert account.last_error


def _free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait(port: int) -> None:
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nobody answers at {port}")

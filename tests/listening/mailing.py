"""What the tests of mails share: a mailbox, and mails to it."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import Question
from app.core import clock, mail, transaction
from app.core.dispatch import Dispatch
from app.extensions import db
from app.listening import commands
from app.listening.adapters.email import inbound
from app.listening.models import ChannelAccount, ChannelMessage
from app.spaces.models import Space
from tests.cast import Cast

BOX, WORD = "help@example.org", "an app password"
NUMBERS = count(1)


@pytest.fixture
def account(reaching: Flask, cast: Cast, space: Space) -> ChannelAccount:
    """The mailbox, at a server that no test here calls."""
    with transaction.unit():
        return commands.connect(
            "email", address=BOX, secret=WORD, space=space, server="imap://localhost:1", by=cast.ada
        )


def written(
    text: str, *, sender: str = "lena@customer.example", subject: str = "Hub is dead", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, BOX, subject
    message["Message-ID"] = f"<{next(NUMBERS)}@customer.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def taken(message: EmailMessage | bytes, account: ChannelAccount) -> ChannelMessage:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    said = inbound(raw, clock.now())
    unpacked = commands.unpack(said)
    with transaction.unit():
        made = commands.take(said, account, unpacked)
    assert made is not None
    return made


def mails(template: str) -> list[dict[str, str]]:
    rows = db.session.scalars(select(Dispatch).where(Dispatch.key.startswith(f"mail:{template}"))).all()
    return [row.payload for row in rows]


def notified(person: Person, question: Question) -> str:
    """The id of a mail that the person got about the question."""
    payload = {"to": person.email, "about": f"question:{question.id}"}
    return mail._message_id(payload, f"told:{next(NUMBERS)}")

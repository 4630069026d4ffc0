"""Mails and messages in channels change nothing in an archived space, and whoever wrote is told."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.board.models import Answer, Proposal, Question
from app.core import transaction
from app.discussion.models import Comment
from app.extensions import db
from app.listening.models import ChannelAccount
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.listening.mailing import BOX, account, mails, notified, taken, written
from tests.listening.test_taking import account as line
from tests.listening.test_taking import said
from tests.listening.test_taking import taken as heard

__all__ = ["account", "line"]


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(each)) or 0 for each in (Question, Answer, Comment, Proposal)
    ]


@pytest.fixture
def archived(cast: Cast, answered: Question) -> Question:
    """The question, whose space is archived."""
    with transaction.unit():
        spaces.archive(answered.space, "Over.", by=cast.stella)
    return answered


def test_no_mail_does_anything_there(app: Flask, account: ChannelAccount, cast: Cast, archived: Question) -> None:
    before = counts()
    for person in (cast.carla, cast.emma):
        got = notified(person, archived)
        reply = taken(written("Is it fixed?", sender=str(person.email), In_Reply_To=got), account)
        assert "archived" in reply.refused
        assert "archived" in mails("untaken")[-1]["text"]
    piped = app.test_cli_runner().invoke(args=["channels", "pipe", BOX], input=written("The lamp.").as_bytes())
    assert piped.exit_code == 0
    assert piped.output.strip() != "proposal"
    assert counts() == before


def test_no_message_in_a_channel_does_anything_there(line: ChannelAccount, cast: Cast) -> None:
    asked = heard(said("My lamp is dead."), line)
    with transaction.unit():
        spaces.archive(line.space, "Over.", by=cast.stella)
    before = counts()
    assert "archived" in heard(said("And my hub?"), line).refused
    assert "archived" in heard(said("Still dead.", opens=False, parents=(asked.external_id,)), line).refused
    assert counts() == before

"""The line to the network: sessions, refusals, and where it may not call; on a real network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.core.dispatch import NeverRetry
from app.listening.adapters.bluesky.line import Line, Missing
from app.listening.port import Refused
from tests.counterparts.bluesky import PASSWORD, Member, Network

pytestmark = [pytest.mark.bluesky, pytest.mark.slow]
Open = Callable[..., Line]


@pytest.fixture
def line(reaching: Flask, network: Network, ours: Member) -> Iterator[Open]:
    """Lines to the network, hung up afterwards."""
    opened: list[Line] = []

    def open_line(password: str = PASSWORD, session: str = "", name: str = ours.handle) -> Line:
        opened.append(Line(network.pds, name, password, session))
        return opened[-1]

    yield open_line
    for one in opened:
        one.close()


def who(line: Line) -> str:
    return str(line.ask("com.atproto.server.getSession")["did"])


def test_a_session_is_kept_and_does_without_the_password(line: Open, ours: Member) -> None:
    first = line()
    assert who(first) == first.did == ours.did
    assert first.session
    later = line(password="forgotten", session=first.session)
    assert who(later) == later.did == ours.did


@pytest.mark.parametrize("kept", ["garbage", "a:::b:::c", "a:::did:plc:b:::c:::d:::http://localhost"])
def test_a_session_that_is_none_is_replaced(line: Open, ours: Member, kept: str) -> None:
    opened = line(session=kept)
    assert who(opened) == ours.did
    assert opened.session != kept


def test_a_session_that_was_ended_elsewhere_is_replaced(line: Open, ours: Member) -> None:
    first = line()
    who(first)
    parts = first.session.split(":::")
    parts[2] = parts[3]  # a token of the wrong kind, as after the server's keys changed
    later = line(session=":::".join(parts))
    assert who(later) == ours.did


def test_a_wrong_password_is_the_operators_affair(line: Open) -> None:
    with pytest.raises(Refused, match="does not take this handle with this password"):
        who(line(password="wrong"))
    with pytest.raises(Refused):
        who(line(name="nobody.test"))


def test_a_suspended_account_may_not_post(line: Open, network: Network, joined: Callable[[str], Member]) -> None:
    member = joined("gone")
    opened = line(name=member.handle)
    who(opened)
    network.suspend(member)
    record = {"$type": "app.bsky.feed.post", "text": "hi", "createdAt": "2026-03-02T09:00:00Z"}
    with pytest.raises(Refused, match="suspended"):
        opened.tell("com.atproto.repo.createRecord", repo=member.did, collection="app.bsky.feed.post", record=record)
    with pytest.raises(Refused, match="suspended"):
        who(line(name=member.handle))


def test_what_is_not_there_and_what_cannot_be_are_told_apart(line: Open, ours: Member) -> None:
    opened = line()
    with pytest.raises(Missing):
        opened.ask("com.atproto.repo.getRecord", repo=ours.did, collection="app.bsky.feed.post", rkey="3lqaaaaaaaa2a")
    record = {"$type": "app.bsky.feed.post", "text": "a" * 301, "createdAt": "2026-03-02T09:00:00Z"}
    with pytest.raises(NeverRetry, match="grapheme"):
        opened.tell("com.atproto.repo.createRecord", repo=ours.did, collection="app.bsky.feed.post", record=record)


def test_nobody_there_is_worth_another_try(reaching: Flask) -> None:
    with pytest.raises(ConnectionError):
        who(Line("http://localhost:9", "ask.test", PASSWORD))


def test_a_host_inside_is_not_called(network: Network, ours: Member, reaching: Flask) -> None:
    reaching.extensions["settings"] = replace(reaching.extensions["settings"], egress_allowed=frozenset())
    with pytest.raises(Refused, match="only the ports 80 and 443"):
        who(Line(network.pds, ours.handle, PASSWORD))


def test_nor_by_the_word_of_a_server_outside(line: Open, network: Network, ours: Member) -> None:
    """A session names the server to go on with, and the server chose it."""
    first = line()
    who(first)
    moved = ":::".join([*first.session.split(":::")[:-1], "http://127.0.0.1:2375"])
    with pytest.raises(Refused):
        line(session=moved).ask("com.atproto.server.getSession")

"""Lists cost the same however long they are; and what is held of somebody goes when they do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event as sql
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, personal, transaction
from app.extensions import db
from app.listening.monitoring import commands, queries
from app.listening.monitoring.models import Alert, Lead, Mention, MentionTerm
from app.listening.personal import forget_who_said_it
from tests.cast import Cast
from tests.listening.monitoring.test_flows import happened, rule_of
from tests.listening.monitoring.test_hearing import ANGRY, hear

LISTS = ("mentions", "monitors", "rules", "alerts", "leads")


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    sql.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sql.remove(db.engine, "before_cursor_execute", note)


def add_some(cast: Cast, settle: Callable[[], None], first: int, count: int) -> None:
    """So many of everything that is listed."""
    owner = cast.anna
    for number in range(first, first + count):
        with transaction.unit():
            commands.make_monitor(f"Monitor {number}", f"word{number}", by=owner)
        rule_of(cast, name=f"Rule {number}", term=f"zqterm{number}")
        mention = hear(f"row:{number}", f"{ANGRY} zqterm{number}", author=f"a{number}")
        with transaction.unit():
            commands.find_lead(mention)
    settle()
    settle()


def test_every_list_costs_the_same_however_long(
    cast: Cast, settle: Callable[[], None], signed_in: Callable[[Person], FlaskClient]
) -> None:
    browser = signed_in(cast.anna)

    def costs() -> dict[str, int]:
        told = {}
        for name in LISTS:
            with counting() as statements:
                assert browser.get(f"/listening/{name}").status_code == 200
            told[name] = len(statements)
        return told

    add_some(cast, settle, 0, 2)
    costs()
    few = costs()
    add_some(cast, settle, 2, 5)
    assert db.session.scalar(select(func.count()).select_from(Alert)) == 7
    many = costs()
    assert {name: many[name] for name in LISTS if many[name] > few[name]} == {}


@pytest.mark.parametrize("words", [True, False])
def test_who_goes_takes_what_was_heard_of_them_along(cast: Cast, settle: Callable[[], None], words: bool) -> None:
    with transaction.unit():
        question = board.ask(space=cast.space("help"), title="Zqhub is awful", by=cast.carla)
    settle()
    outside = hear("row:1", "Zqmeter is awful", author="Carla@Example.com", identity="email:carla@example.com")
    other = hear("row:2", "Zqother is awful", author="@carla", identity="handle:carla")
    with transaction.unit():
        commands.find_lead(outside).note = "Carla wants two"
        exported = dict(personal.parts(cast.carla))
        forget_who_said_it(cast.carla, words)
        personal.take_out(cast.carla, words=words)
    assert [event["identity"] for event in happened("listening.scored")] == ["", "", "handle:carla"]
    assert {row["subject"] for row in exported["mentions"]} == {f"question:{question.id}", outside.subject}
    rows = {row.id: row for row in db.session.scalars(select(Mention).execution_options(populate_existing=True))}
    assert rows[outside.id].author == ""
    assert (rows[outside.id].text == "") is words
    assert (rows[other.id].author, rows[other.id].text) == ("@carla", "Zqother is awful")
    left = set(db.session.scalars(select(MentionTerm.mention_id)))
    assert left == {other.id}
    assert db.session.scalars(select(Lead.note)).all() == [""]
    asked = queries.by_key(f"question:{question.id}")
    assert asked is not None
    assert asked.text == ""


def test_what_can_go_to_nobody_holds_up_nothing(
    cast: Cast, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[Alert.__module__.replace("models", "queries")], "MOST_LATE", 1)
    stuck = rule_of(cast, escalate_to=cast.stella, minutes=1)
    rule_of(cast, escalate_to=cast.anna, minutes=2)
    hear("row:1")
    settle()
    with transaction.unit():
        accounts.grant_roles(cast.stella, (), by=None)
    with clock.at(clock.now() + timedelta(days=7)), transaction.unit():
        assert commands.escalate_late() == 1
    states = {alert.rule_id == stuck.id: alert.state for alert in db.session.scalars(select(Alert)).unique()}
    assert states == {True: "open", False: "escalated"}

"""A rule that tells moderators lets the text be seen at once and opens a case; nobody else hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation import queries
from app.moderation.models import Case
from app.screening import commands as screening
from app.screening.models import StoredRule
from tests.cast import Cast

Settle = Callable[[], None]


def cases() -> list[tuple[str, list[Any]]]:
    return [(case.subject, case.rules) for case in db.session.scalars(select(Case).order_by(Case.id))]


@pytest.fixture
def notice(cast: Cast) -> StoredRule:
    """A rule that tells of one word."""
    by = cast.max
    with transaction.unit():
        return screening.add_rule(name="stripes", kind="words", action="notify", terms=["zebra"], by=by)


def test_each_kind_of_text_is_told_of(
    cast: Cast, notice: StoredRule, asked: Question, answer: Callable[..., Answer], idea: Idea, settle: Settle
) -> None:
    given, carla, colin = answer("Ride a zebra."), cast.carla, cast.colin
    with transaction.unit():
        said = board.comment_on_answer(given, "No zebra!", by=carla)
        talk = ideas.comment(idea, "Zebra benches", by=carla)
        ideas.edit(idea, title=idea.title, body="For a zebra.", by=colin)
        board.comment_on_question(asked, "A quiet word", by=colin)
    settle()
    assert {given.state, said.state, talk.state, idea.hold} == {"published", "shown"}
    assert sorted(cases()) == sorted(
        (name, ["stripes"])
        for name in (f"answer:{given.id}", f"comment:{said.id}", f"comment:{talk.id}", f"idea:{idea.id}")
    )


def test_what_was_posted_before_the_rule_or_while_it_is_off_is_not(
    cast: Cast, notice: StoredRule, settle: Settle
) -> None:
    space, carla, max_ = cast.space("help"), cast.carla, cast.max
    with clock.at(clock.now() - timedelta(days=3)), transaction.unit():
        board.ask(space=space, title="An old zebra", topics=[], by=carla)
    with transaction.unit():
        screening.switch_rule(notice, on=False, by=max_)
    with transaction.unit():
        board.ask(space=space, title="A new zebra", topics=[], by=carla)
    settle()
    assert cases() == []


def test_what_a_moderator_let_through_is_known_to_them(cast: Cast, notice: StoredRule, settle: Settle) -> None:
    space, carla, max_ = cast.space("help"), cast.carla, cast.max
    with transaction.unit():
        held = board.ask(space=space, title="This idiot of a zebra", topics=[], by=carla)
    settle()
    assert cases() == [(f"question:{held.id}", ["rude"])]
    with transaction.unit():
        board.set_question_hold(held, "shown", by=max_, reason="fine")
    settle()
    assert len(cases()) == 1


def test_too_many_posts_are_counted_without_the_one_at_hand(cast: Cast, settle: Settle) -> None:
    space, carla, max_ = cast.space("help"), cast.carla, cast.max
    with transaction.unit():
        screening.add_rule(name="fast", kind="velocity", action="notify", most=1, minutes=10, by=max_)
    with transaction.unit():
        board.ask(space=space, title="The first question", topics=[], by=carla)
    settle()
    assert cases() == []
    with transaction.unit():
        second = board.ask(space=space, title="The second question", topics=[], by=carla)
    settle()
    assert cases() == [(f"question:{second.id}", ["fast"])]


@pytest.mark.parametrize(("channel", "told"), [("site", False), ("mail", True), ("import", True)])
def test_a_warning_that_nobody_could_be_asked_about_is_put_on_a_case(
    cast: Cast, settle: Callable[[], None], channel: str, told: bool
) -> None:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        asked = board.ask(space=space, title="Call me back", body="At me@example.org.", by=carla, channel=channel)
    settle()
    case = queries.open_case_of(f"question:{asked.id}")
    assert (case is not None) is told
    if case is not None:
        assert (case.source, case.rules, case.severity) == ("notice", ["email"], 1)
        assert asked.hold == "shown"

"""Whoever earns or loses a badge is told once, unless they want to hear of none; its address outlives a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer
from app.core import clock, transaction
from app.core.events import Entry
from app.core.subscriptions import replay
from app.extensions import db
from app.notifications.models import Notification
from app.recognition import commands, queries
from app.recognition.commands.defining import Wording
from app.recognition.models import Honour
from app.topics import commands as topics
from app.topics.queries import by_slug
from tests.accounts.test_settings import deed
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
Settle = Callable[[], None]
EARNED, LOST = "badge_earned", "badge_lost"


@pytest.fixture
def answer(cast: Cast, settle: Settle) -> Answer:
    """Erik answers Carla, who accepts it: two badges."""
    space, erik = cast.space("help"), cast.erik
    cast.season(erik)
    with transaction.unit():
        question = board.ask(space=space, title="Wi-Fi drops every evening", topics=["Wi-Fi"], by=cast.carla)
        made = board.answer(question, "Choose channel 36.", by=erik)
        board.accept(made, by=cast.carla)
    settle()
    return made


def told(person: Person) -> list[tuple[str, str]]:
    """What somebody was told of badges, oldest first."""
    db.session.expire_all()
    about = (Notification.person_id == person.id, Notification.kind.in_((EARNED, LOST)))
    found = db.session.scalars(select(Notification).where(*about).order_by(Notification.id))
    return [(one.kind, one.params["title"]) for one in found]


def in_book() -> int:
    names = ("recognition.badge_earned", "recognition.badge_lost")
    return len(db.session.scalars(select(Entry.id).where(Entry.name.in_(names))).all())


FIRST = [(EARNED, "First answer"), (EARNED, "Problem solver")]


def test_each_is_told_once_whatever_comes_and_goes(
    cast: Cast, answer: Answer, settle: Settle, signed_in: Browsers
) -> None:
    assert told(cast.erik) == FIRST
    expected = [[*FIRST, (LOST, "Problem solver")]] * 3
    for undone, after in zip((True, False, True), expected, strict=True):
        with transaction.unit():
            (board.unaccept if undone else board.accept)(answer, by=cast.carla)
        settle()
        assert told(cast.erik) == after
    page = signed_in(cast.erik).get("/notifications").text
    assert "You earned the badge “Problem solver”" in page
    assert "do not hold the badge “Problem solver” any more" in page
    assert told(cast.carla) == told(cast.emma) == []


def test_a_rebuild_tells_nothing_and_moves_no_address(
    cast: Cast, client: FlaskClient, answer: Answer, settle: Settle
) -> None:
    with transaction.unit():
        rule = commands.define_badge(Wording("Once right", "It worked.", "accepted"), by=cast.stella)
        commands.switch_on(rule, by=cast.stella)
        board.unaccept(answer, by=cast.carla)
    settle()
    with transaction.unit():
        board.accept(answer, by=cast.carla)
    settle()
    before = {award.badge: award.id for award in queries.awards_of(cast.erik)}
    letters, entries = told(cast.erik), in_book()
    assert set(before) == {"first-answer", "first-solved", "once-right"}
    with transaction.unit():
        commands.forget()
        commands.award(cast.emma.id, "launched", [f"answer:{answer.id}"])
    replay("recognition")
    settle()
    assert {award.badge: award.id for award in queries.awards_of(cast.erik)} == before
    assert client.get(f"/badges/of/{before['once-right']}").status_code == 200
    signed = commands.issue(queries.award_of(cast.erik, before["first-solved"]), by=cast.erik)
    page = client.get(signed.url).text
    assert f'href="/badges/of/{before["first-solved"]}"' in page, "what is signed leads to its evidence"
    assert "An asker accepted an answer" in page
    assert (told(cast.erik), in_book()) == (letters, entries)
    gone = select(Honour).where(Honour.person_id == cast.emma.id, Honour.badge == "launched")
    assert db.session.scalar(gone) is None, "what came and went while it was counted is no news"


def test_a_trial_tells_nobody_and_a_new_version_tells_again(cast: Cast, answer: Answer, settle: Settle) -> None:
    with transaction.unit():
        rule = commands.define_badge(Wording("Once right", "It worked.", "accepted"), by=cast.stella)
    assert queries.trial(rule).number == 1
    settle()
    assert told(cast.erik) == FIRST
    with transaction.unit():
        commands.switch_on(rule, by=cast.stella)
    settle()
    assert told(cast.erik) == [*FIRST, (EARNED, "Once right")]


def test_whoever_wants_to_hear_of_none_hears_of_none(
    cast: Cast, answer: Answer, settle: Settle, signed_in: Browsers
) -> None:
    erik, mine = signed_in(cast.erik), f"/follows/badges:{cast.erik.id}"
    assert mine in erik.get("/badges").text
    assert "You are told of badges" in erik.get(mine).text
    assert deed(erik, f"{mine}?_method=DELETE").status_code == 303
    assert "Tell me of badges" in erik.get(mine).text
    assert erik.get(f"/follows/badges:{cast.emma.id}").status_code == 404, "another's are not one's own to mute"
    with transaction.unit():
        board.unaccept(answer, by=cast.carla)
    settle()
    assert told(cast.erik) == FIRST
    assert deed(erik, f"{mine}?_method=PUT").status_code == 303
    with transaction.unit():
        rule = commands.define_badge(Wording("Answered", "Once.", "answer"), by=cast.stella)
        commands.switch_on(rule, by=cast.stella)
    settle()
    assert told(cast.erik) == [*FIRST, (EARNED, "Answered")]


def test_what_ends_by_itself_is_told_by_the_nightly_look(cast: Cast, answer: Answer, settle: Settle) -> None:
    erik, topic = cast.erik, by_slug("wi-fi")
    assert topic is not None
    with transaction.unit():
        for kind in ("answer", "accepted", "verified"):
            topics.add_evidence(erik.id, [topic.id], kind, times=20)
        commands.judge_expertise(erik.id, [topic.id], f"answer:{answer.id}")
    settle()
    assert told(erik).count((EARNED, "Wi-Fi expert")) == 1
    with clock.at(clock.now() + timedelta(days=3650)):
        with transaction.unit():
            commands.note_lapsed()
        settle()
    assert told(erik).count((LOST, "Wi-Fi expert")) == 1

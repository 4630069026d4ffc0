"""What very many people hear is told in batches: to each once, whatever ends in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.events import Entry
from app.core.subscriptions import SUBSCRIBERS, run
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.notifications import commands, queries
from app.notifications.models import Notification
from app.training import commands as training
from app.training.models import Acceptance
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, challenge_of, counted, idea_of
from tests.notifications.test_notifications import mails

__all__ = ["challenge_of", "idea_of"]

Settle = Callable[[], None]


@pytest.fixture
def crowd(cast: Cast) -> list[int]:
    """Ids of 250 customers, each with an address: more than are told in one transaction."""
    made = [
        Person(handle=f"c{n}", name=f"Customer {n}", kind="customer", email=f"c{n}@example.org",
               email_confirmed_at=clock.now(), joined_at=clock.now())
        for n in range(250)
    ]  # fmt: skip
    with transaction.unit():
        db.session.add_all(made)
    return [person.id for person in made]


def begin_to_tell(cast: Cast, crowd: list[int], what: str, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    """Do something that the crowd is told of, who follow it, or accepted an earlier version; two days from now."""
    if what == "guidelines":
        with transaction.unit():
            training.publish_guideline("Be kind.", by=cast.stella)
            db.session.add_all(Acceptance(person_id=each, version=1, text_hash="", at=clock.now()) for each in crowd)
        with clock.at(clock.now() + timedelta(days=2)), transaction.unit():
            training.publish_guideline("Be kind and right.", by=cast.stella)
        return
    opens = 1 if what == "challenge_opened" else -1
    challenge, ines = challenge_of(opens=opens), cast.ines
    idea = idea_of(challenge) if opens < 0 else None
    with transaction.unit():
        for each in crowd:
            commands.follow(each, f"idea:{idea.id}" if idea else f"challenge:{challenge.id}")
    with clock.at(clock.now() + timedelta(days=2)), transaction.unit():
        if idea is None:
            ideas.turn_phases()
        elif what == "moved":
            ideas.move(idea, "in_review", "Many want it.", by=ines)
        elif what == "responded":
            ideas.respond(idea, "We are on it.", by=ines)


def killed_at_the_end() -> None:
    """A batch whose transaction never ended."""
    with transaction.unit():
        commands.carry_on()
        raise KeyboardInterrupt


@pytest.mark.parametrize("what", ["guidelines", "challenge_opened", "moved", "responded"])
def test_what_very_many_are_told_goes_on_where_it_was_ended(
    app: Flask, cast: Cast, crowd: list[int], challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle, what: str
) -> None:
    """No transaction tells more than 200; a kill between two of them leaves nobody out, and nobody hears it twice."""
    settle()
    begin_to_tell(cast, crowd, what, challenge_of, idea_of)
    mine = (Notification.kind == what, Notification.person_id.in_(crowd))
    reached = select(func.count()).select_from(Notification).where(*mine)
    with clock.at(clock.now() + timedelta(days=2)):
        while run(SUBSCRIBERS["notifications"]):
            pass
        for batch in (0, 200):
            assert db.session.scalar(reached) == batch
            with pytest.raises(KeyboardInterrupt):
                killed_at_the_end()
            assert db.session.scalar(reached) == batch
            with transaction.unit():
                assert commands.carry_on()
        settle()
    assert sorted(db.session.scalars(select(Notification.person_id).where(*mine))) == crowd
    written = [to for to, _subject in mails(app) if to.endswith("@example.org")]
    assert sorted(written) == sorted(f"c{n}@example.org" for n in range(len(crowd)))
    assert not queries.is_any_circular()


def test_who_may_see_it_no_more_when_their_turn_comes_hears_nothing(
    cast: Cast, crowd: list[int], challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    begin_to_tell(cast, crowd, "moved", challenge_of, idea_of)
    while run(SUBSCRIBERS["notifications"]):
        pass
    with transaction.unit():
        assert commands.carry_on()
        (idea,) = db.session.scalars(select(Idea))
        ideas.set_idea_hold(idea, "hidden", by=cast.max)
    settle()
    moved = select(func.count()).select_from(Notification).where(Notification.kind == "moved")
    assert db.session.scalar(moved) == 200


def test_who_left_while_very_many_are_told_is_told_no_more(cast: Cast, crowd: list[int], settle: Settle) -> None:
    with transaction.unit():
        entry = Entry(id=1, actor_id=None, at=clock.now())
        commands.tell(crowd, "study_opened", entry, subject="panel:1", url="/panels/1", title="Tea")
        commands.untell("panel:1", crowd[-60:])
    settle()
    asked = select(Notification.person_id).where(Notification.kind == "study_opened")
    assert sorted(db.session.scalars(asked)) == crowd[:-60]


def test_what_a_merge_tells_asks_no_more_of_the_database_for_many(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    """Where visitors may not read it, each who follows one of the two is asked about, all in one statement."""
    challenge, ines, taken = challenge_of("staff-room", space="staff"), cast.ines, []
    for followers in (2, 30):
        one, other = (idea_of(challenge, f"{followers} want the {word} one", by=cast.emma) for word in "ab")
        people = [
            Person(handle=f"e{followers}-{n}", name=f"Employee {n}", kind="employee", joined_at=clock.now())
            for n in range(followers)
        ]
        with transaction.unit():
            db.session.add_all(people)
            db.session.flush()
            for person in [*people, cast.carla]:
                commands.follow(person.id, f"idea:{one.id}")
        settle()
        with transaction.unit():
            ideas.merge(one, other, by=ines)
        with counted() as statements:
            while run(SUBSCRIBERS["notifications"]):
                pass
        taken.append(sum(statement.startswith("SELECT") for statement in statements))
        told = set(db.session.scalars(select(Notification.person_id).where(Notification.kind == "idea_merged")))
        assert {person.id for person in people} < told
        assert cast.carla.id not in told
    assert taken[0] == taken[1]

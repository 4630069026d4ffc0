"""Badges and expertise follow from evidence, and go when it goes."""

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
from app.core.subscriptions import replay
from app.extensions import db
from app.recognition import commands, queries
from app.recognition.models import Award, PointLine, Tally
from app.topics import commands as topics
from app.topics.models import Expertise
from app.topics.queries import by_slug
from tests.cast import Cast

Settle = Callable[[], None]


@pytest.fixture
def answer(cast: Cast) -> Answer:
    """Erik, past probation, answers Carla's question about Wi-Fi."""
    space, carla, erik = cast.space("help"), cast.carla, cast.erik
    cast.season(erik)
    with transaction.unit():
        question = board.ask(space=space, title="Wi-Fi drops every evening", topics=["Wi-Fi"], by=carla)
        return board.answer(question, "Choose channel 36.", by=erik)


def badges(person: Person) -> set[str]:
    db.session.expire_all()
    return {award.badge for award in queries.awards_of(person)}


def counted() -> list[tuple[object, ...]]:
    """Everything that a rebuild must give again."""
    db.session.expire_all()
    tallies = [(t.person_id, t.answers, t.accepted, t.points) for t in db.session.scalars(select(Tally))]
    awards = [(a.person_id, a.badge, a.evidence, a.at, a.lapsed_at) for a in db.session.scalars(select(Award))]
    known = [(e.person_id, e.topic_id, round(e.weight, 9)) for e in db.session.scalars(select(Expertise))]
    return sorted(tallies) + sorted(awards, key=str) + sorted(known)


def test_a_badge_comes_with_its_evidence(cast: Cast, client: FlaskClient, answer: Answer, settle: Settle) -> None:
    carla = cast.carla
    with transaction.unit():
        board.accept(answer, by=carla)
    settle()
    assert badges(cast.erik) == {"first-answer", "first-solved"}
    assert all(award.evidence == [f"answer:{answer.id}"] for award in queries.awards_of(cast.erik))
    shown = client.get("/recognition/of/erik").text
    assert "Problem solver" in shown
    assert f"#answer-{answer.id}" in shown
    assert "16 points" in shown
    assert "Erik Employee" in client.get("/recognition/leaders").text


def test_taking_acceptance_back_takes_back_what_it_earned(cast: Cast, answer: Answer, settle: Settle) -> None:
    carla, tallies = cast.carla, []
    settle()
    before = db.session.get_one(Tally, cast.erik.id).points
    for deed in (board.accept, board.unaccept, board.accept):
        with transaction.unit():
            deed(answer, by=carla)
        settle()
        tallies.append((db.session.get_one(Tally, cast.erik.id).points - before, "first-solved" in badges(cast.erik)))
    assert tallies == [(15, True), (0, False), (15, True)]


def test_one_does_not_earn_by_accepting_ones_own(cast: Cast, settle: Settle) -> None:
    space, erik = cast.space("help"), cast.erik
    cast.season(erik)
    with transaction.unit():
        question = board.ask(space=space, title="How do I pair it?", topics=["Wi-Fi"], by=erik)
        board.accept(board.answer(question, "Found it: hold the button.", by=erik), by=erik)
    settle()
    assert badges(erik) == {"first-answer"}


def test_an_expert_badge_lapses_with_its_evidence(cast: Cast, answer: Answer, settle: Settle) -> None:
    settle()
    erik, topic = cast.erik, by_slug("wi-fi")
    assert topic is not None
    with transaction.unit():
        for kind in ("answer", "accepted", "verified"):
            topics.add_evidence(erik.id, [topic.id], kind, times=40)
        commands.judge_expertise(erik.id, [topic.id], f"answer:{answer.id}")
    assert "expert" in badges(erik)
    with clock.at(clock.now() + timedelta(days=3650)), transaction.unit():
        topics.add_evidence(erik.id, [topic.id], "answer")
        commands.judge_expertise(erik.id, [topic.id], f"answer:{answer.id}")
    assert "expert" not in badges(erik)


def test_a_rebuild_gives_the_same(cast: Cast, answer: Answer, settle: Settle) -> None:
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        board.accept(answer, by=carla)
        board.vote_answer(answer, 1, by=colin)
    settle()
    before = counted()
    assert len(before) >= 4
    replay("recognition")
    assert counted() == before


def test_a_rebuild_gives_the_same_when_days_lay_between(cast: Cast, answer: Answer, settle: Settle) -> None:
    carla, colin, now = cast.carla, cast.colin, clock.now()
    with clock.at(now + timedelta(days=40)), transaction.unit():
        board.accept(answer, by=carla)
    with clock.at(now + timedelta(days=90)), transaction.unit():
        board.vote_answer(answer, 1, by=colin)
    settle()
    before = counted()
    replay("recognition")
    assert counted() == before


def test_a_rebuild_lets_nothing_count_that_was_made(cast: Cast, answer: Answer, settle: Settle) -> None:
    with transaction.unit():
        board.accept(answer, by=cast.carla)
    settle()
    with transaction.unit():
        line = db.session.scalars(select(PointLine).where(PointLine.kind == "accepted")).one()
        line.void = "ring"
        commands.reckon(cast.erik.id)
    before, points = counted(), db.session.get_one(Tally, cast.erik.id).points
    replay("recognition")
    assert counted() == before
    db.session.expire_all()
    assert db.session.get_one(Tally, cast.erik.id).points == points == 1


def test_an_expert_badge_lapses_by_itself(cast: Cast, answer: Answer, settle: Settle) -> None:
    settle()
    erik, topic = cast.erik, by_slug("wi-fi")
    assert topic is not None
    with transaction.unit():
        for kind in ("answer", "accepted", "verified"):
            topics.add_evidence(erik.id, [topic.id], kind, times=20)
        commands.judge_expertise(erik.id, [topic.id], f"answer:{answer.id}")
    (held,) = [award for award in queries.awards_of(erik) if award.badge == "expert"]
    assert held.ends_at is not None
    assert held.ends_at > clock.now()
    with clock.at(held.ends_at + timedelta(days=1)):
        assert "expert" not in badges(erik)
        with transaction.unit():
            for kind in ("answer", "accepted", "verified"):
                topics.add_evidence(erik.id, [topic.id], kind, times=20)
            commands.judge_expertise(erik.id, [topic.id], f"answer:{answer.id}")
        assert "expert" in badges(erik)


def test_evidence_that_a_reader_may_not_see_is_not_linked(cast: Cast, client: FlaskClient, settle: Settle) -> None:
    space, emma, erik = cast.space("staff"), cast.emma, cast.erik
    cast.season(erik)
    with transaction.unit():
        question = board.ask(space=space, title="Where is the secret plan?", by=emma)
        board.answer(question, "In the safe.", by=erik)
    settle()
    shown = client.get("/recognition/of/erik").text
    assert "First answer" in shown
    assert "secret plan" not in shown

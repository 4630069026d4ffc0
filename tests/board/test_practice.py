"""Practice: who practises on what, who remarks, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts import queries as people
from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Answer, Practice, Question, Remark
from app.core import clock, subscriptions, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.crm.models import Interaction
from app.extensions import db
from app.insights.models import Exposure, Journey
from app.notifications.models import Notification
from app.spaces import commands as spaces
from app.topics.queries import by_slug
from app.training import commands as training
from app.training import points
from app.training import queries as trained
from tests.board.practising import WRITTEN, hand_in, remark, second_mentor
from tests.cast import Cast
from tests.parallel import at_once

WHO = ("carla", "colin", "nell", "erik", "emma", "mona", "sam", "max", "stella", "ines")


def test_who_practises(cast: Cast, nell: Person, old: Question) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    cast.certify(cast.erik)
    for seasoned in (cast.mona, cast.max, cast.sam):
        cast.certify(seasoned)
    gates = {name: policy.may_practise_on(getattr(cast, name), old).gate for name in WHO}
    assert gates == {
        "carla": "role", "colin": "role", "nell": "", "erik": "", "emma": "seasoned", "mona": "seasoned",
        "sam": "seasoned", "max": "seasoned", "stella": "guidelines", "ines": "guidelines",
    }  # fmt: skip
    assert policy.may_practise(None).gate == "sign-in"
    certificates, stella = [each for each in trained.certificates_of(cast.sam) if each.is_live], cast.stella
    with transaction.unit():
        for certificate in certificates:
            training.revoke(certificate, by=stella, reason="It was not hers.")
    assert policy.may_practise(cast.sam), "who may answer no more learns it again"


def test_who_sees_and_who_remarks(cast: Cast, practised: Practice) -> None:
    mick = second_mentor(cast)
    sees = {name: queries.visible_practice(getattr(cast, name), practised.id) is not None for name in WHO}
    assert sees == {name: name in {"nell", "mona", "max", "stella"} for name in WHO}
    remarks = {name: bool(policy.may_remark(getattr(cast, name), practised)) for name in WHO}
    assert remarks == {name: name in {"mona", "max", "stella"} for name in WHO}
    assert queries.visible_practice(None, practised.id) is None
    assert queries.visible_practice(mick, practised.id) is None
    assert not policy.may_remark(mick, practised)


def test_without_a_mentor_every_mentor_and_who_moderates_the_sandbox_remarks(
    cast: Cast, nell: Person, old: Question, settle: Callable[[], None]
) -> None:
    cast.certify(cast.erik)
    alone, mick, ines = hand_in(old, cast.erik), second_mentor(cast), cast.ines
    assert [each.id for each in queries.alone_waiting()] == [alone.id]
    assert queries.visible_practice(mick, alone.id) is not None
    assert queries.visible_practice(ines, alone.id) is None
    with transaction.unit():
        spaces.set_role(cast.space("practice"), ines, "moderator", by=cast.stella)
    assert queries.visible_practice(ines, alone.id) is not None
    settle()
    hears = set(db.session.scalars(select(Notification.person_id).where(Notification.kind == "practice_waiting")))
    assert hears == {mick.id, cast.mona.id, ines.id}


def test_a_mentor_who_left_is_none(cast: Cast, practised: Practice) -> None:
    assert queries.alone_waiting() == []
    cast.mona.state = "suspended"
    db.session.commit()
    assert [each.id for each in queries.alone_waiting()] == [practised.id]
    assert queries.visible_practice(cast.mona, practised.id) is None
    assert queries.visible_practice(second_mentor(cast), practised.id) is not None


UNFIT: dict[str, Callable[[Cast, Question, Answer], object]] = {
    "fresh": lambda cast, old, given: setattr(old, "asked_at", clock.now() - timedelta(days=2)),
    "private": lambda cast, old, given: commands.set_audience(old, "private", by=cast.max),
    "held": lambda cast, old, given: commands.set_question_hold(old, "held", by=cast.max),
    "internal": lambda cast, old, given: setattr(old, "space_id", cast.space("staff").id),
    "unsettled": lambda cast, old, given: commands.unaccept(given, by=cast.carla),
    "stale": lambda cast, old, given: commands.mark_stale(given, by=cast.sam),
    "asked": lambda cast, old, given: setattr(old, "author_id", cast.nell.id),
    "answered": lambda cast, old, given: commands.answer(old, "Mine.", by=cast.nell),
    "merged": lambda cast, old, given: commands.merge(old, queries.by_id(1) or old, by=cast.max),
}


@pytest.mark.parametrize("why", UNFIT)
def test_what_is_not_for_practice(cast: Cast, nell: Person, old: Question, why: str) -> None:
    assert [each.id for each in queries.practice_page(nell).items] == [old.id]
    given = queries.settled_answer(old.id)
    assert given is not None
    assert all((cast.max, cast.sam, cast.space("staff")))
    with transaction.unit():
        UNFIT[why](cast, old, given)
    db.session.expire_all()
    assert queries.practice_page(nell).items == []
    assert not policy.may_practise_on(nell, old)


def test_verified_settles_too_and_accepted_comes_first(cast: Cast, nell: Person, old: Question, expert: Person) -> None:
    accepted = queries.settled_answer(old.id)
    assert accepted is not None
    with transaction.unit():
        better = commands.answer(old, "A better one.", by=cast.sue)
        commands.verify(better, by=expert)
    assert queries.settled_answer(old.id) == accepted
    with transaction.unit():
        commands.unaccept(accepted, by=cast.carla)
    assert queries.settled_answer(old.id) == better


def test_two_mentors_and_a_text_written_again_meanwhile(cast: Cast, nell: Person, practised: Practice) -> None:
    read = practised.version
    with clock.at(clock.now() + timedelta(seconds=5)), transaction.unit():
        commands.practise(queries.by_id(practised.question_id), "Another text.", by=nell)  # type: ignore[arg-type]
    assert practised.first_body != practised.body
    with pytest.raises(commands.Stale), transaction.unit():
        commands.remark(practised, "ready", "Good.", by=cast.mona, version=read)
    remark(practised, cast.mona)
    with pytest.raises(Conflict), transaction.unit():
        commands.remark(practised, "not_yet", "I disagree.", by=cast.max)
    with pytest.raises(Conflict), transaction.unit():
        commands.check_points(practised, ["Be kind."], by=nell)
    assert practised.verdict == "ready"
    assert not policy.may_withdraw_remark(nell, practised, queries.remark_on(practised))  # type: ignore[arg-type]
    assert policy.may_withdraw_remark(cast.max, practised, queries.remark_on(practised))  # type: ignore[arg-type]


def test_one_a_person_and_question_and_the_same_screening(cast: Cast, nell: Person, old: Question) -> None:
    first = hand_in(old, nell)
    assert hand_in(old, nell).id == first.id
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 1
    for wrong in ("", "  ", "Fill in {{name}}.", "Call me: 4111 1111 1111 1111", "x" * 20_001):
        with pytest.raises(Invalid), transaction.unit():
            commands.practise(old, wrong, by=nell)
    assert first.body == f"I would say {WRITTEN}."


def test_points_of_a_text() -> None:
    body = (
        "# How\n\n1. **Be useful first.** Read.\n2. Use [your name](/x) and `say` it\n\n- a bullet\n\n10) " + "y" * 300
    )
    assert points.of(body)[:2] == ["Be useful first.", "Use your name and say it"]
    assert len(points.of(body)) == 3
    assert len(points.of(body)[2]) == points.LONGEST
    assert points.of("Nothing numbered.") == []


def test_pages_go_on_after_the_last(cast: Cast, nell: Person, old: Question) -> None:
    with clock.at(clock.now() - timedelta(days=20)), transaction.unit():
        for n in range(4):
            question = commands.ask(space=cast.space("help"), title=f"Old {n}", topics=[], by=cast.carla)
            commands.accept(commands.answer(question, "So.", by=cast.colin), by=cast.carla)
    first = queries.practice_page(nell, limit=3)
    rest = queries.practice_page(nell, after=first.next, limit=3)
    assert [len(first.items), len(rest.items)] == [3, 2]
    assert by_slug("hub") is not None
    assert [topic.slug for topic, _known in queries.practice_topics(nell)] == ["hub"]


def test_neither_the_crm_nor_deflection_nor_readers_count_it(
    cast: Cast, nell: Person, old: Question, signed_in: Callable[[Person], FlaskClient], settle: Callable[[], None]
) -> None:
    settle()
    given = queries.settled_answer(old.id)
    assert given is not None

    def counted() -> list[int | None]:
        db.session.expire_all()
        rows = [db.session.scalar(select(func.count()).select_from(each)) for each in (Interaction, Exposure, Journey)]
        return [*rows, given.reader_count, old.vote_count, old.comment_count]

    before, browser = counted(), signed_in(nell)
    browser.get(f"/questions/{old.id}/practice")
    practised = hand_in(old, nell)
    browser.get(practised.url)
    remark(practised, cast.mona)
    settle()
    assert counted() == before


def test_told_again_it_is_told_the_same(
    cast: Cast, nell: Person, old: Question, practised: Practice, settle: Callable[[], None]
) -> None:
    """Rebuilt from the first event, notifications say what they said, and nothing of what was taken back."""
    remark(practised, cast.mona, "not_yet")
    with transaction.unit():
        commands.withdraw_remark(practised, by=cast.mona)
    remark(practised, cast.mona)
    settle()
    before = [(row.person_id, row.kind, row.url) for row in db.session.scalars(select(Notification))]
    assert (nell.id, "practice_ready", practised.url) in before
    assert (nell.id, "practice_not_yet", practised.url) not in before
    subscriptions.replay("notifications")
    settle()
    assert [(row.person_id, row.kind, row.url) for row in db.session.scalars(select(Notification))] == before


@pytest.mark.slow
def test_many_clicks_leave_one_practice_and_one_remark(app: Flask, cast: Cast, nell: Person, old: Question) -> None:
    ids, mona = (nell.id, old.id), cast.mona.id
    db.session.commit()

    def click(_n: int) -> int:
        return commands.practise(queries.by_id(ids[1]), "The same.", by=people.by_id(ids[0])).id  # type: ignore[arg-type]

    (number,) = set(at_once(app, 16, click))
    said = at_once(
        app, 16, lambda _n: commands.remark(
            queries.practice_by_id(number), "ready", "Good.", by=people.by_id(mona)  # type: ignore[arg-type]
        ).id
    )  # fmt: skip
    db.session.rollback()
    assert len(set(said)) == 1
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 1
    assert db.session.scalar(select(func.count()).select_from(Remark)) == 1
    handed_in = select(func.count()).where(Entry.name == "board.practice_handed_in")
    assert db.session.scalar(handed_in) == 1
    db.session.remove()
    db.engine.dispose()

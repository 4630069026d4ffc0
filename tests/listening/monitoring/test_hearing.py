"""What is said is heard once, scored on arrival, and shown to nobody who may not read it where it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as sql
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, subscriptions, transaction
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands as ideas
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.commands import Heard
from app.listening.monitoring.models import Mention, MentionTerm
from tests.cast import PEOPLE, Cast

ANGRY = "The hub is down again and I hate it!"
LISTENERS = {"stella", "anna", "cara", "ada"}


def heard(subject: str) -> Mention:
    """The mention of this subject."""
    found = queries.by_key(subject)
    assert found is not None
    return found


def scored() -> list[dict[str, object]]:
    """What listening told the book, in order."""
    wanted = select(Entry).where(Entry.name == "listening.scored").order_by(Entry.id)
    return [entry.payload for entry in db.session.scalars(wanted)]


def hear(key: str, text: str = ANGRY, **more: object) -> Mention:
    """Something said elsewhere."""
    said = {"channel": "forum", "said_at": clock.now(), "author": "jo", "identity": "handle:jo", **more}
    with transaction.unit():
        return commands.hear(Heard(key=key, text=text, **said), by=None)[0]  # type: ignore[arg-type]


def test_a_question_is_scored_on_arrival_and_the_book_is_told_at_its_time(
    cast: Cast, settle: Callable[[], None]
) -> None:
    with clock.at(clock.now() - timedelta(days=3)), transaction.unit():
        question = board.ask(space=cast.space("help"), title=ANGRY, topics=["Hub"], by=cast.carla)
    settle()
    mention = heard(f"question:{question.id}")
    assert mention.mood == "negative"
    assert mention.urgency >= 0.5
    assert mention.said_at == question.asked_at
    assert (mention.text, mention.is_outside) == ("", False)
    assert "#hub" in set(db.session.scalars(select(MentionTerm.term)))
    (told,) = scored()
    assert (told["subject"], told["person_id"], told["identity"]) == (f"question:{question.id}", cast.carla.id, "")
    assert (told["sentiment"], told["urgency"]) == (round(mention.sentiment, 4), round(mention.urgency, 4))


def test_what_is_edited_is_scored_anew_and_answers_are_counted_as_response(
    cast: Cast, settle: Callable[[], None]
) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    with transaction.unit():
        question = board.ask(space=cast.space("help"), title=ANGRY, by=cast.carla)
        board.answer(question, "Restart it.", by=cast.emma)
    settle()
    with transaction.unit():
        board.edit(question, title="I love the hub, thank you", body="", topics=[], by=cast.carla)
    settle()
    mention = heard(f"question:{question.id}")
    assert mention.mood == "positive"
    assert mention.response == 3
    assert len(scored()) == 2
    assert queries.by_key("answer:1") is None  # a colleague's answer is no customer's voice


def test_customers_comments_and_ideas_are_heard_and_an_anonymous_author_stays_nobody(
    cast: Cast, settle: Callable[[], None]
) -> None:
    now = clock.now()
    with transaction.unit():
        challenge = ideas.open_challenge(
            cast.space("help"), slug="open", title="Open", brief="What helps?", by=cast.ines, allows_anonymous=True,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9),
        )  # fmt: skip
        named = ideas.submit(challenge, title="A brighter light", body="I would love it.", by=cast.carla)
        veiled = ideas.submit(challenge, title="A darker light", body="This is awful.", by=cast.carla, anonymous=True)
        question = board.ask(space=cast.space("help"), title="And now?", by=cast.colin)
        comment = board.comment_on_question(question, "Terrible, really.", by=cast.carla)
        board.comment_on_question(question, "We look into it.", by=cast.emma)
    settle()
    assert heard(f"idea:{named.id}").person_id == cast.carla.id
    assert heard(f"idea:{veiled.id}").person_id is None
    assert heard(f"comment:{comment.id}").mood == "negative"
    assert db.session.scalars(select(Mention.subject).where(Mention.comment_id.is_not(None))).all() == [
        f"comment:{comment.id}"
    ]


def test_a_second_time_changes_nothing_and_a_replay_gives_the_same(cast: Cast, settle: Callable[[], None]) -> None:
    with transaction.unit():
        board.ask(space=cast.space("help"), title=ANGRY, by=cast.carla)
    settle()
    first = hear("row:1")
    assert hear("row:1").id == first.id
    before = [(row.id, row.subject, row.sentiment) for row in db.session.scalars(select(Mention).order_by(Mention.id))]
    told = len(scored())
    subscriptions.replay("listening")
    after = [(row.id, row.subject, row.sentiment) for row in db.session.scalars(select(Mention).order_by(Mention.id))]
    assert (after, len(scored())) == (before, told)
    assert first.subject == f"mention:{first.id}"


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_who_listens(cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    assert bool(policy.may_listen(person)) is (name in LISTENERS)
    assert bool(policy.may_upload(person)) is (name in LISTENERS)
    assert policy.may_listen(None).gate == "sign-in"


def test_what_is_held_private_or_internal_is_no_mention_for_who_may_not_read_it(
    cast: Cast, settle: Callable[[], None], signed_in: Callable[[Person], FlaskClient]
) -> None:
    cast.certify(cast.emma)  # only now does it take a certificate to answer
    with transaction.unit():
        private = board.ask(space=cast.space("help"), title="Zqprivate is awful", by=cast.carla, private=True)
        held = board.ask(space=cast.space("help"), title="Zqheld is awful", by=cast.carla)
    settle()
    with transaction.unit():
        board.set_question_hold(held, "hidden", by=cast.stella, reason="For the test.")
    ids = {row.question_id for row in queries.mentions(cast.anna).items}
    assert private.id not in ids
    assert held.id not in ids
    page = signed_in(cast.anna).get("/listening/mentions")
    assert "Zq" not in page.text
    assert signed_in(cast.anna).get(heard(f"question:{private.id}").page).status_code == 404
    assert signed_in(cast.ada).get(heard(f"question:{private.id}").page).status_code == 200


def test_the_list_filters_and_costs_the_same_however_long(
    app: Flask, cast: Cast, signed_in: Callable[[Person], FlaskClient]
) -> None:
    hear("row:1", "I love it", channel="forum", author="jo")
    hear("row:2", ANGRY, channel="review", author="kim")
    browser = signed_in(cast.anna)

    def count() -> int:
        statements: list[str] = []
        listener = lambda *given: statements.append(given[2])  # noqa: E731 - a hook of two lines
        sql.listen(db.engine, "before_cursor_execute", listener)
        assert browser.get("/listening/mentions").status_code == 200
        sql.remove(db.engine, "before_cursor_execute", listener)
        return len(statements)

    count()
    few = count()
    for number in range(3, 40):
        hear(f"row:{number}")
    assert count() <= few + 1
    assert "Show more" in browser.get("/listening/mentions").text
    only = browser.get("/listening/mentions?mood=positive").text
    assert "I love it" in only
    assert "hate" not in only
    assert "kim" in browser.get("/listening/mentions?author=kim&urgent=1").text
    page = browser.get(heard("row:2").page).text
    assert ("What its urgency rests on" in page, "by today’s words" in page) == (True, False)
    with transaction.unit():
        heard("row:2").urgency = 0.01
    assert "by today’s words it would be" in browser.get(heard("row:2").page).text


@pytest.mark.parametrize("path", ["/listening/mentions", "/listening/mentions/1"])
def test_others_are_refused(cast: Cast, signed_in: Callable[[Person], FlaskClient], path: str) -> None:
    assert signed_in(cast.emma).get(path).status_code == 403

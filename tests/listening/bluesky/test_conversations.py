"""From a mention to a reply and on, on a real network: the board, the log, and one post for each answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, dispatch, transaction
from app.core.dispatch import Dispatch
from app.crm.models import Identity, Interaction
from app.discussion.models import Comment
from app.extensions import db
from app.listening import commands, looking, queries
from app.listening.adapters.bluesky.wording import graphemes
from app.listening.models import OUT, ChannelAccount, ChannelMessage
from tests.cast import Cast
from tests.counterparts.bluesky import PASSWORD, Member, Network, until

pytestmark = [pytest.mark.bluesky, pytest.mark.slow]
Joined = Callable[[str], Member]
FAMILY = "👩‍👩‍👧‍👦"


@pytest.fixture
def cleo(joined: Joined) -> Member:
    return joined("cleo")


@pytest.fixture
def account(reaching: Flask, cast: Cast, network: Network, ours: Member) -> ChannelAccount:
    """The company's account on the network."""
    space = cast.space("help")
    with transaction.unit():
        return commands.connect(
            "bluesky", address=ours.handle, secret=PASSWORD, space=space, server=network.pds, by=None
        )


def look(account: ChannelAccount) -> int:
    return looking.look(account.id)


def asked(account: ChannelAccount, saying: str) -> Question:
    """The question that a mention became, once the network has told of it."""

    def found() -> Question | None:
        look(account)
        return db.session.scalar(select(Question).where(Question.title.contains(saying)))

    return until(found)


def answered(question: Question, body: str, by: Person) -> Answer:
    with transaction.unit():
        return board.answer(question, body, by=by)


def replies(ours: Member, to: object) -> list[object]:
    """What we said beneath a post, as our server keeps it."""
    beneath = [post for post in ours.posts() if post.value.reply and post.value.reply.parent.uri == to.uri]  # type: ignore[attr-defined]
    return [post.value for post in beneath]


def effect() -> Dispatch:
    db.session.expire_all()
    return db.session.scalars(select(Dispatch).where(Dispatch.kind == "channel")).one()


def test_from_a_mention_to_an_answer_and_thanks(
    account: ChannelAccount, ours: Member, cleo: Member, emma: Person, client: FlaskClient, settle: Callable[[], None]
) -> None:
    post = cleo.say("is the 65 W charger ok for my 2019 laptop?", to=ours)
    question = asked(account, "65 W charger")
    assert (question.title, question.handle) == ("is the 65 W charger ok for my 2019 laptop?", f"@{cleo.handle}")
    assert abs(question.asked_at - datetime.fromisoformat(cleo.posts()[0].value.created_at)) < timedelta(seconds=1)
    assert look(account) == 0, "it is taken once"
    page = client.get(question.url).get_data(as_text=True)
    assert f"@{cleo.handle}" in page

    given = answered(question, "Yes. Any **USB-C** charger of 65 W works, see https://help.example.com/usb-c.", emma)
    settle()
    [said] = replies(ours, post)
    assert said.text.startswith("Yes. Any USB-C charger of 65 W works, see https://help.example.com/usb-c.\n\n")
    assert said.reply.root.uri == post.uri
    link = said.facets[-1].features[0].uri
    assert link.endswith(given.url)
    target = urlsplit(link)
    assert client.get(target.path).status_code == 200
    until(lambda: cleo.told_of("reply", "USB-C"))

    answer_there = next(one for one in ours.posts() if one.value.text == said.text)
    cleo.say("Thanks, that works.", reply_to=(post, answer_there))
    until(lambda: look(account))
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.body, comment.author.name) == ("Thanks, that works.", f"@{cleo.handle}")
    settle()
    identity = db.session.scalars(select(Identity).where(Identity.value == f"@{cleo.handle}")).one()
    log = select(Interaction.kind, Interaction.channel).where(Interaction.identity_id == identity.id)
    assert [tuple(row) for row in db.session.execute(log.order_by(Interaction.id))] == [
        ("asked", "bluesky"), ("was_answered", "bluesky"), ("commented", "bluesky"),
    ]  # fmt: skip


def test_a_long_answer_is_cut_and_leads_on(
    account: ChannelAccount, ours: Member, cleo: Member, emma: Person, settle: Callable[[], None]
) -> None:
    post = cleo.say("how do I reset it?", to=ours)
    answered(asked(account, "how do I reset"), f"{FAMILY} Unplug it, wait a minute, plug it in. " * 30, emma)
    settle()
    [said] = replies(ours, post)
    assert 280 < len(graphemes(said.text)) <= 300
    assert said.text.count("\u200d") == 3 * said.text.count("👦"), "no emoji is torn"
    index, raw = said.facets[-1].index, said.text.encode()
    shown = raw[index.byte_start : index.byte_end].decode()
    assert said.facets[-1].features[0].uri.startswith(f"http://{shown}/")


def test_an_answer_is_said_once_though_the_worker_died(
    account: ChannelAccount, ours: Member, cleo: Member, emma: Person, settle: Callable[[], None]
) -> None:
    post = cleo.say("does it survive?", to=ours)
    answered(asked(account, "does it survive"), "It does.", emma)
    settle()
    assert effect().state == "done"
    with transaction.unit():  # as if the worker had died after the network took it and before anything was noted
        db.session.execute(
            update(Dispatch).where(Dispatch.kind == "channel").values(state="leased", lease_until=clock.now())
        )
        db.session.query(ChannelMessage).filter_by(direction=OUT).delete()
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert dispatch.run_due() == 1
    assert effect().state == "done"
    assert len(replies(ours, post)) == 1
    assert db.session.scalars(select(ChannelMessage).where(ChannelMessage.direction == OUT)).one().external_id


def test_what_not_everybody_may_read_is_never_said(
    account: ChannelAccount, ours: Member, cleo: Member, cast: Cast, emma: Person, settle: Callable[[], None]
) -> None:
    post = cleo.say("what of secrets?", to=ours)
    question = asked(account, "what of secrets")
    nell, max_ = cast.nell, cast.max
    cast.certify(nell)
    waiting = answered(question, "A novice says.", nell)
    settle()
    assert waiting.state == "waiting"
    assert replies(ours, post) == []
    with transaction.unit():
        commands.pause(db.session.get_one(ChannelAccount, account.id), by=None)
    answered(question, "Only for you.", emma)
    settle()
    with transaction.unit():
        board.set_audience(db.session.get_one(Question, question.id), "private", by=max_)
        commands.resume(db.session.get_one(ChannelAccount, account.id), by=None)
    with clock.at(clock.now() + timedelta(hours=2)):
        dispatch.run_due()
    assert effect().state == "dead"
    assert replies(ours, post) == []


def test_what_is_no_longer_for_everybody_is_taken_back(
    account: ChannelAccount, ours: Member, cleo: Member, cast: Cast, emma: Person, settle: Callable[[], None]
) -> None:
    post = cleo.say("what may stay?", to=ours)
    question, max_ = asked(account, "what may stay"), cast.max
    first, second = answered(question, "This may.", emma), answered(question, "This may not.", emma)
    settle()
    assert len(replies(ours, post)) == 2
    with transaction.unit():
        board.set_answer_state(db.session.get_one(Answer, second.id), "removed", by=max_)
    settle()
    assert [said.text.split(".")[0] for said in replies(ours, post)] == ["This may"]
    with transaction.unit():
        board.set_audience(db.session.get_one(Question, question.id), "private", by=max_)
    settle()
    assert replies(ours, post) == []
    gone = db.session.scalars(select(ChannelMessage.withdrawn_at).where(ChannelMessage.direction == OUT)).all()
    assert len(gone) == 2
    assert None not in gone
    assert first.state == "published"


def test_a_question_that_was_taken_back_there_gets_its_answer_here_alone(
    account: ChannelAccount, ours: Member, cleo: Member, emma: Person, settle: Callable[[], None]
) -> None:
    post = cleo.say("shall I delete this?", to=ours)
    question = asked(account, "shall I delete")
    cleo.client.delete_post(post.uri)
    until(lambda: not ours.told_of("mention", "shall I delete"))
    answered(question, "As you like.", emma)
    settle()
    assert effect().state == "done"
    assert replies(ours, post) == []
    note = db.session.scalars(select(ChannelMessage).where(ChannelMessage.direction == OUT)).one()
    assert "taken back" in note.refused
    look(account)
    assert db.session.get_one(Question, question.id).hold == "shown"


def test_a_mention_beneath_a_deleted_post_is_a_question_answered_beneath_it(
    account: ChannelAccount, ours: Member, cleo: Member, emma: Person, joined: Joined, settle: Callable[[], None]
) -> None:
    fred = joined("fred")
    root = fred.say("Any idea?")
    post = cleo.say("what about orphans?", to=ours, reply_to=(root, root))
    fred.client.delete_post(root.uri)
    answered(asked(account, "what about orphans"), "They are fine.", emma)
    settle()
    [said] = replies(ours, post)
    assert said.reply.root.uri == root.uri
    until(lambda: cleo.told_of("reply", "They are fine."))


def test_card_numbers_are_stopped_at_the_door(account: ChannelAccount, ours: Member, cleo: Member) -> None:
    cleo.say("my card is 4111 1111 1111 1111, was it charged?", to=ours)
    until(lambda: look(account))
    message = db.session.scalars(select(ChannelMessage)).one()
    question = db.session.scalar(select(Question))
    assert message.refused if question is None else question.hold == "held"


def test_an_account_in_trouble_is_paused_and_says_why(
    account: ChannelAccount, network: Network, cleo: Member, cast: Cast, emma: Person, joined: Joined,
    settle: Callable[[], None], signed_in: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    ours = joined("shop")
    with transaction.unit():
        words = {"address": ours.handle, "space": cast.space("help"), "server": network.pds, "by": None}
        second = commands.connect("bluesky", secret="wrong", **words)
    assert look(second) == 0
    db.session.expire_all()
    shown = queries.account(second.id)
    assert shown is not None
    assert not shown.active
    page = signed_in(cast.ada).get("/admin/channels").get_data(as_text=True)
    assert "does not take this handle with this password" in page

    with transaction.unit():
        commands.connect("bluesky", secret=PASSWORD, **words)
    post = cleo.say("are you open?", to=ours)
    question = asked(second, "are you open")
    network.suspend(ours)
    answered(question, "Until eight.", emma)
    settle()
    db.session.expire_all()
    assert "suspended" in queries.account(second.id).trouble  # type: ignore[union-attr]
    assert effect().state == "pending", "it waits until somebody has seen to the account"
    network.suspend(ours, applied=False)
    with transaction.unit():
        commands.resume(db.session.get_one(ChannelAccount, second.id), by=cast.ada)
    with clock.at(clock.now() + timedelta(hours=2)):
        dispatch.run_due()
    assert effect().state == "done"
    assert len(replies(ours, post)) == 1


def test_a_network_that_is_away_is_looked_at_less_and_less(account: ChannelAccount, cast: Cast) -> None:
    with transaction.unit():
        words = {"address": "away.test", "secret": "x", "space": cast.space("help"), "by": None}
        away = commands.connect("bluesky", server="http://localhost:9", **words)
    rests = []
    for _try in range(8):
        before = clock.now()
        look(away)
        db.session.expire_all()
        rests.append(round((db.session.get_one(ChannelAccount, away.id).look_at - before).total_seconds()))
    assert rests == sorted(rests)
    assert (rests[0], rests[-1]) == (15, 900)
    assert queries.account(away.id).active  # type: ignore[union-attr]


def test_the_worker_looks_by_itself_and_the_session_is_kept(
    account: ChannelAccount, ours: Member, cleo: Member, settle: Callable[[], None]
) -> None:
    cleo.say("who looks?", to=ours)
    until(lambda: ours.told_of("mention", "who looks"))
    settle()
    assert db.session.scalars(select(Question.title)).all() == ["who looks?"]
    db.session.expire_all()
    kept = queries.account(account.id)
    assert kept is not None
    assert kept.looked_at is not None
    assert kept.look_at > clock.now()
    assert queries.connection(kept).memory["session"].startswith(ours.handle)

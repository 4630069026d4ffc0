"""Who is told, once, on the page and by mail; and who is left in peace."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from datetime import timedelta
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.core.settings import settings
from app.core.subscriptions import replay
from app.extensions import db
from app.ideas import commands as ideas
from app.notifications import commands, queries
from app.notifications.models import Notification
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, challenge_of, idea_of

__all__ = ["challenge_of", "idea_of"]
Settle = Callable[[], None]
SignedIn = Callable[[Person], FlaskClient]
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def asked(cast: Cast, settle: Settle) -> Question:
    """Carla's question, with Erik past probation to answer it."""
    space, carla = cast.space("help"), cast.carla
    cast.season(cast.erik)
    with transaction.unit():
        question = board.ask(space=space, title="Wi-Fi drops every evening", topics=["Wi-Fi"], by=carla)
    settle()
    return question


def answer(question: Question, by: Person) -> None:
    with transaction.unit():
        board.answer(question, "Choose channel 36.", by=by)


def send(browser: FlaskClient, url: str) -> TestResponse:
    """Send a form the way a page does, with a token of its own."""
    match = TOKEN.search(browser.get("/questions/new").text)
    assert match
    return browser.post(url, data={"csrf_token": match[1]})


def told(person: Person) -> list[str]:
    db.session.expire_all()
    return [one.kind for one in queries.of(person).items if one.kind not in {"probation", "badge_earned"}]


def mails(app: Flask) -> list[tuple[str, str]]:
    """To whom and about what, of every mail written to the folder."""
    files = sorted((settings().data_dir / "mail").glob("*.eml"))
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [(str(mail["To"]), str(mail["Subject"])) for mail in read]


def test_the_asker_is_told_once_here_and_by_mail(
    app: Flask, cast: Cast, asked: Question, signed_in: SignedIn, settle: Settle
) -> None:
    answer(asked, cast.erik)
    settle()
    settle()
    assert told(cast.carla) == ["answered"]
    assert mails(app) == [("carla@example.com", "Erik Employee answered “Wi-Fi drops every evening”")]
    shown = signed_in(cast.carla).get("/notifications").text
    assert "Erik Employee answered" in shown


def test_never_the_one_who_did_it(app: Flask, cast: Cast, asked: Question, settle: Settle) -> None:
    answer(asked, cast.carla)
    settle()
    assert told(cast.carla) == []
    assert mails(app) == []


def test_whoever_stopped_following_stays_in_peace(app: Flask, cast: Cast, asked: Question, settle: Settle) -> None:
    carla = cast.carla
    with transaction.unit():
        commands.unfollow(carla.id, f"question:{asked.id}")
        commands.follow(carla.id, f"question:{asked.id}")
    answer(asked, cast.erik)
    settle()
    assert (told(carla), mails(app)) == ([], [])
    with transaction.unit():
        commands.follow(carla.id, f"question:{asked.id}", anew=True)
    answer(asked, cast.erik)
    settle()
    assert told(carla) == ["answered"]


def test_one_click_ends_the_mails_about_one_thing_and_no_others(
    app: Flask, cast: Cast, asked: Question, client: FlaskClient, settle: Settle
) -> None:
    with transaction.unit():
        other = board.ask(space=asked.space, title="And the lamp?", by=cast.carla)
    answer(asked, cast.erik)
    settle()
    (file,) = (settings().data_dir / "mail").glob("*.eml")
    sent = email.message_from_bytes(file.read_bytes(), policy=default)
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(sent["List-Unsubscribe"]).strip("<>")
    assert address in sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    place = address.removeprefix(settings().base_url)
    assert "Mails about a question" in client.get(place).text
    assert client.post(place, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    answer(asked, cast.erik)
    answer(other, cast.erik)
    settle()
    assert [subject for _to, subject in mails(app)][1:] == ["Erik Employee answered “And the lamp?”"]


def test_old_news_is_told_but_not_mailed(app: Flask, cast: Cast, asked: Question, settle: Settle) -> None:
    erik = cast.erik
    with clock.at(clock.now() - timedelta(days=3)):
        answer(asked, erik)
    settle()
    assert (told(cast.carla), mails(app)) == (["answered"], [])


def test_a_rebuild_tells_the_same_and_mails_nobody_again(
    app: Flask, cast: Cast, asked: Question, settle: Settle
) -> None:
    answer(asked, cast.erik)
    settle()
    rows = select(Notification.person_id, Notification.entry_id, Notification.kind, Notification.at)
    before = sorted(tuple(row) for row in db.session.execute(rows))
    replay("notifications")
    settle()
    assert sorted(tuple(row) for row in db.session.execute(rows)) == before
    assert len(mails(app)) == 1


def test_the_follow_button_is_for_those_who_see_the_thing(
    cast: Cast, asked: Question, client: FlaskClient, signed_in: SignedIn
) -> None:
    space, emma, url = cast.space("staff"), cast.emma, f"/follows/question:{asked.id}"
    with transaction.unit():
        inside = board.ask(space=space, title="An internal matter", by=emma)
    assert "/sign-in?next=" in client.get(url).text
    assert "Following" in signed_in(cast.carla).get(url).text
    assert "Following" not in signed_in(cast.colin).get(url).text
    assert signed_in(cast.carla).get(f"/follows/question:{inside.id}").status_code == 404
    assert signed_in(emma).get(f"/follows/question:{inside.id}").status_code == 200
    for nonsense in ("question:x", "person:1", "question:999"):
        assert client.get(f"/follows/{nonsense}").status_code == 404


def test_only_ones_own_can_be_opened(cast: Cast, asked: Question, signed_in: SignedIn, settle: Settle) -> None:
    answer(asked, cast.erik)
    settle()
    (mine,) = [one for one in queries.of(cast.carla).items if one.kind == "answered"]
    opened, stranger = (
        send(signed_in(person), f"/notifications/{mine.id}/reading") for person in (cast.carla, cast.colin)
    )
    assert (opened.status_code, opened.location, stranger.status_code) == (303, mine.url, 404)
    assert queries.unread_count(cast.carla) == 0


def test_what_was_told_of_an_idea_goes_out_of_sight_with_it(
    cast: Cast, idea_of: MakeIdea, challenge_of: MakeChallenge, settle: Settle
) -> None:
    """A title says much: taken down, or for the team alone, it stands in nobody's list but its authors'."""
    idea = idea_of(challenge_of(), "Sell the zyxomma")
    with transaction.unit():
        commands.follow(cast.colin.id, f"idea:{idea.id}")
        ideas.comment(idea, "I would buy it.", by=cast.cleo)
    settle()
    assert [told(cast.colin), queries.unread_count(cast.colin)] == [["talked"], 1]
    for hold in ("held", "hidden", "removed"):
        with transaction.unit():
            ideas.set_idea_hold(idea, hold, by=cast.max)
        assert [told(cast.colin), queries.unread_count(cast.colin)] == [[], 0]
        assert told(cast.carla) == ["commented"]
    with transaction.unit():
        ideas.set_idea_hold(idea, "shown", by=cast.max)
    assert told(cast.colin) == ["talked"], "given back, it is there again"


def test_a_merge_tells_nobody_of_an_idea_that_only_the_team_reads(
    cast: Cast, challenge_of: MakeChallenge, settle: Settle, signed_in: SignedIn
) -> None:
    """Two customers each sent the team one; merged, each of them would hear what the other's is called."""
    challenge, ines = challenge_of(allows_private=True), cast.ines
    titles = {cast.carla: "Zebra lanes for parcels", cast.colin: "Quokka hours on Sunday"}
    with transaction.unit():
        made = {
            person: ideas.submit(challenge, title=title, body="Please.", by=person, private=True)
            for person, title in titles.items()
        }
    settle()
    with transaction.unit():
        ideas.merge(made[cast.carla], made[cast.colin], by=ines)
    settle()
    with transaction.unit():
        ideas.unmerge(made[cast.carla], by=ines)
    settle()
    for person, other in ((cast.carla, cast.colin), (cast.colin, cast.carla)):
        told = db.session.scalars(select(Notification).where(Notification.person_id == person.id))
        said = [str(row.params) for row in told]
        assert not [words for words in said if titles[other] in words]
        assert titles[other] not in signed_in(person).get("/notifications").text

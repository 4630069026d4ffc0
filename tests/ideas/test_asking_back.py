"""A reviewer asks the author, and the list says when the answer is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, transaction
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Idea
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send
from tests.ideas.test_assignments import ask, file, listed

Browser = Callable[[Person], FlaskClient]


def test_a_reviewer_asks_the_author_and_hears_of_the_answer(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    carla, sam = cast.carla, cast.sam
    ask(cast, [idea], sam)
    browser, page = signed_in(sam), f"/ideas/{idea.id}/review"
    address = f"{page}/questions"
    assert send(browser, address, page, question=" ").status_code == 422
    assert send(browser, address, page, question="Who keeps the drawer?").status_code == 303
    assert "Who keeps the drawer?" in browser.get(page).text
    assert "waits for the author" in browser.get("/reviews").text
    (asked,) = queries.asked_by(sam, [idea.id])[idea.id]
    assert idea.open_question_count == 1
    assert policy.may_review(sam, idea)
    with transaction.unit():
        commands.comment(idea, "Each shop.", by=carla, reply_to_id=asked.comment_id)
    assert "the author answered you" in browser.get("/reviews").text
    assert send(signed_in(carla), address, idea.url, question="Why?").status_code == 403
    assert db.session.query(Comment).count() == 2


def test_what_happened_after_a_review_stands_in_the_list(
    signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    carla, sam = cast.carla, cast.sam
    with transaction.unit():
        asked = commands.comment(idea, "Who keeps it?", by=sam, asks_author=True)
    file(idea, sam)
    assert not _news(sam, idea)
    with transaction.unit(), clock.at(clock.now() + timedelta(hours=1)):
        commands.edit(idea, title=idea.title, body="Each shop keeps one.", by=carla)
        commands.comment(idea, "Each shop.", by=carla, reply_to_id=asked.id)
    assert _news(sam, idea) == {"edited", "answered", "author_wrote"}
    listed_page = signed_in(sam).get("/reviews").text
    assert "edited since" in listed_page
    assert "your question was answered" in listed_page


def _news(person: Person, idea: Idea) -> set[str]:
    review = queries.review_of(person, idea)
    assert review
    return set(queries.news_since([review], {idea.id: idea}, person)[review.id])

"""The board's pages: what they show to whom, what typed text survives, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Answer, Question
from app.core import realtime, transaction
from app.extensions import db
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
Answered = Callable[..., Answer]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def send(browser: FlaskClient, url: str, **fields: str) -> TestResponse:
    """Send a form the way a page does, with its token."""
    match = TOKEN.search(browser.get("/questions/new").text)
    assert match
    return browser.post(url, data={"csrf_token": match[1], **fields})


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that a block sends to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost(browser: FlaskClient, url: str) -> int:
    browser.get(url)
    with counted() as sent:
        assert browser.get(url).status_code == 200
    return len(sent)


def fill(cast: Cast, many: int) -> None:
    space, authors = cast.space("help"), (cast.colin, cast.carla, cast.sam, cast.emma)
    with transaction.unit():
        for n in range(many):
            made = commands.ask(space=space, title=f"Filler {n}", topics=["Wi-Fi", f"Topic {n}"], by=authors[n % 2])
            commands.answer(made, "Like this.", by=authors[2])
            if n % 2:
                commands.claim(made, by=authors[3])


def test_lists_cost_the_same_however_long_they_are(cast: Cast, signed_in: Browse, asked: Question) -> None:
    browser = signed_in(cast.emma)
    fill(cast, 2)
    pages = ("/questions", "/questions?tab=needs-answer", f"/desk?question={asked.id}")
    before = {url: cost(browser, url) for url in pages}
    fill(cast, 12)
    assert {url: cost(browser, url) for url in before} == before


def test_a_question_costs_the_same_with_many_answers(
    cast: Cast, signed_in: Browse, asked: Question, answered: Answered, expert: Person
) -> None:
    def more(number: int) -> None:
        for author in (cast.colin, cast.sue, cast.max, cast.mona)[:number]:
            given = answered(author)
            with transaction.unit():
                commands.comment_on_answer(given, "Thanks.", by=cast.carla)

    browser = signed_in(expert)
    more(1)
    before = cost(browser, asked.url)
    more(4)
    assert cost(browser, asked.url) == before


def test_a_question_is_readable_by_anybody_under_its_name(client: FlaskClient, asked: Question) -> None:
    assert client.get(f"/questions/{asked.id}").location == asked.url
    page = client.get(asked.url).text
    assert '"@type": "QAPage"' in page or '"@type":"QAPage"' in page
    assert "<strong>Tuesday</strong>" in page
    assert "Sign in to answer" in page


def test_asking_keeps_the_text_that_is_refused(cast: Cast, signed_in: Browse) -> None:
    cast.space("help")
    browser = signed_in(cast.carla)
    words = {"title": "A refund please", "body": "My card is 4111 1111 1111 1111", "space": "help", "topics": "Bills"}
    refused = send(browser, "/questions/new", **words)
    assert refused.status_code == 422
    for kept in words.values():
        assert kept in refused.text
    assert 'id="body-fault"' in refused.text
    posted = send(browser, "/questions/new", **{**words, "body": "I paid by card."})
    assert posted.status_code == 303
    assert "I paid by card." in browser.get(posted.location).text


def test_the_ask_form_looks_for_similar_questions(cast: Cast, client: FlaskClient) -> None:
    cast.space("help")
    page = client.get("/questions/new?title=Slow+Wi-Fi").text
    assert 'data-suggest-url-value="/search/similar"' in page
    assert 'data-suggest-at-value="ask"' in page
    assert "Slow Wi-Fi" in page
    assert "Sign up to post" in page


def test_whoever_is_stopped_is_shown_the_way(cast: Cast, signed_in: Browse, asked: Question) -> None:
    cast.certify(cast.emma)
    browser = signed_in(cast.nell)
    assert 'href="/learn/guidelines?next=' in browser.get(asked.url).text
    refused = send(browser, f"/questions/{asked.id}/answers", body="Try this.")
    assert refused.status_code == 403
    assert "/learn/guidelines" in refused.text


def test_the_desk_answers_and_keeps_what_was_refused(cast: Cast, signed_in: Browse, asked: Question) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    browser, at = signed_in(cast.emma), f"/desk?question={asked.id}"
    claimed = send(browser, f"/questions/{asked.id}/claim?_method=PUT&at=desk")
    assert claimed.location == at
    assert "Your claim ends" in browser.get(at).text
    refused = send(browser, f"/questions/{asked.id}/answers?at=desk", body="Pay to 4111 1111 1111 1111")
    assert refused.status_code == 422
    assert "Pay to 4111 1111 1111 1111" in refused.text
    assert 'id="queue-pane"' in refused.text
    assert send(browser, f"/questions/{asked.id}/answers?at=desk", body="Channel 36.").status_code == 303
    assert asked.title not in browser.get("/desk").text


def test_a_colleague_sees_who_is_on_it(cast: Cast, signed_in: Browse, asked: Question) -> None:
    cast.certify(cast.emma)
    cast.certify(cast.erik)
    with transaction.unit():
        commands.claim(asked, by=cast.emma)
    browser = signed_in(cast.erik)
    for url in (asked.url, "/questions", f"/desk?question={asked.id}"):
        assert "Emma Employee" in browser.get(url).text
    assert send(browser, f"/questions/{asked.id}/claim?_method=PUT").status_code == 409


def test_the_mentor_approves_on_the_page(
    cast: Cast, signed_in: Browse, client: FlaskClient, asked: Question, answered: Answered
) -> None:
    waiting = answered(cast.nell, "A novice's words.")
    assert "A novice&#39;s words." not in client.get(asked.url).text
    assert "mentors see this until" in signed_in(cast.nell).get(asked.url).text
    browser = signed_in(cast.mona)
    assert waiting.url.replace("&", "&amp;") in browser.get("/desk").text
    assert send(browser, f"/answers/{waiting.id}/return", note="").status_code == 422
    assert send(browser, f"/answers/{waiting.id}/approval?_method=PUT").status_code == 303
    assert "A novice's words." in client.get(asked.url).text


def test_accept_verify_and_vote_are_forms(
    cast: Cast, signed_in: Browse, client: FlaskClient, asked: Question, answered: Answered, expert: Person
) -> None:
    given = answered(cast.mona)
    assert send(signed_in(cast.carla), f"/answers/{given.id}/acceptance?_method=PUT").status_code == 303
    assert send(signed_in(expert), f"/answers/{given.id}/verification?_method=PUT").status_code == 303
    assert send(signed_in(cast.colin), f"/answers/{given.id}/vote?_method=PUT").status_code == 303
    page = client.get(asked.url).text
    assert "Accepted by Carla Customer" in page
    assert "Verified by Sam Specialist" in page
    assert 'data-count="1"' in page
    assert [question.id for question in queries.solved_recently(None)] == [asked.id]


def test_comment_escalate_edit_and_saved_replies(
    cast: Cast, signed_in: Browse, client: FlaskClient, asked: Question, answered: Answered
) -> None:
    cast.certify(cast.emma)
    given = answered(cast.sam)
    assert send(signed_in(cast.colin), f"/answers/{given.id}/comments", body="Nice.").status_code == 303
    assert send(signed_in(cast.colin), f"/questions/{asked.id}/comments", body="Same.").status_code == 303
    assert send(signed_in(cast.emma), f"/questions/{asked.id}/escalation", reason="Street is out").status_code == 303
    edited = send(signed_in(cast.carla), f"/questions/{asked.id}/edit", title="Wi-Fi is gone", body="", topics="Hub 5")
    assert edited.status_code == 303
    page = client.get(edited.location).text
    for words in ("Nice.", "Same.", "Wi-Fi is gone", "Hub 5", "Escalated"):
        assert words in page
    desk = signed_in(cast.emma)
    assert send(desk, "/desk/replies", title="Restart", body="Switch it off and on.").status_code == 303
    (reply,) = queries.saved_replies(cast.emma)
    assert "Switch it off and on.</textarea>" in desk.get(f"/desk?question={asked.id}&reply={reply.id}").text


def test_votes_by_script_get_the_count(cast: Cast, signed_in: Browse, asked: Question) -> None:
    browser = signed_in(cast.colin)
    match = TOKEN.search(browser.get("/questions/new").text)
    assert match
    headers = {"X-CSRFToken": match[1], "Accept": "application/json"}
    assert browser.put(f"/questions/{asked.id}/vote", headers=headers).json == {"count": 1, "voted": True}
    assert browser.delete(f"/questions/{asked.id}/vote", headers=headers).json == {"count": 0, "voted": False}


def test_the_feed_holds_what_visitors_see(cast: Cast, client: FlaskClient, asked: Question) -> None:
    with transaction.unit():
        commands.ask(space=cast.space("lounge"), title="For members only", by=cast.colin)
    feed = client.get("/questions.atom")
    assert feed.mimetype == "application/atom+xml"
    assert asked.title in feed.text
    assert "For members only" not in feed.text


def test_who_may_watch_what(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        members = commands.ask(space=cast.space("lounge"), title="For members only", by=cast.colin)
    assert realtime.may_watch(f"question:{asked.id}", None)
    assert not realtime.may_watch(f"question:{members.id}", None)
    assert realtime.may_watch(f"question:{members.id}", cast.carla)
    assert not realtime.may_watch("question:x", None)
    assert not realtime.may_watch("desk", cast.carla)
    assert realtime.may_watch("desk", cast.nell)
    assert realtime.may_watch("questions", None)

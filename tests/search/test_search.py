"""Finding things on the whole product: what each person may find, and that nothing else shows anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, signals, transaction
from app.extensions import db
from app.search import commands
from app.search.backend import engine
from app.search.highlight import marked
from tests.cast import Cast

Settle = Callable[[], None]
Browser = Callable[[Person], FlaskClient]


def solved(cast: Cast, title: str, answer: str, space: str = "help") -> Question:
    """An answered question; who answers is cleared to."""
    asker = cast.carla if space == "help" else cast.emma
    cast.certify(cast.erik)
    cast.season(cast.erik)
    room = cast.space(space)
    with transaction.unit():
        question = board.ask(space=room, title=title, body="It began today.", topics=[], by=asker)
        board.answer(question, answer, by=cast.erik)
    return question


def answer_of(question: Question) -> Answer:
    """Its only answer."""
    return db.session.scalars(select(Answer).where(Answer.question_id == question.id)).one()


@pytest.fixture
def router(cast: Cast, settle: Settle) -> Question:
    question = solved(cast, "The router blinks amber all night", "Hold the reset pin for **ten seconds**.")
    settle()
    return question


def test_a_question_is_found_by_its_words(client: FlaskClient, router: Question) -> None:
    page = client.get("/search?q=router+blinking").text
    assert "<mark>router</mark> <mark>blinks</mark>" in page
    assert "ten seconds" in page


def test_what_was_read_before_another_change_does_not_overwrite_it(
    cast: Cast, client: FlaskClient, router: Question, settle: Settle
) -> None:
    """Two workers: one read a question, then it changed and the other took it in before the first one wrote."""
    with transaction.unit():
        commands.mark(f"question:{router.id}", 1)
    old = commands.read_some()
    with transaction.unit():
        board.edit(router, title="The gateway blinks amber all night", body="", topics=[], by=cast.carla)
    settle()
    commands.take_in(*old)
    settle()
    assert router.url in client.get("/search?q=gateway").text
    assert router.url not in client.get("/search?q=router").text


def test_similar_shows_the_answer_while_typing(client: FlaskClient, router: Question) -> None:
    part = client.get("/search/similar?q=my+router+blin&at=ask", headers={"Accept": "text/html"}).text
    assert router.url in part
    assert "Hold the reset pin for ten seconds." in part
    assert 'action="/insights/resolutions"' in part
    assert f'value="question:{router.id}"' in part
    assert "<html" not in part


def test_an_internal_question_is_found_by_employees_alone(
    cast: Cast, client: FlaskClient, signed_in: Browser, api: Callable[..., FlaskClient], settle: Settle
) -> None:
    secret = solved(cast, "Zebra rollout schedule", "Nobody outside may know of the zebra.", "staff")
    settle()
    outsiders = [client, signed_in(cast.carla)]
    for browser in outsiders:
        for address in (
            "/search?q=zebra",
            "/search?q=zebra&kind=idea",
            "/search/similar?q=zebra+rollout",
            "/search/similar?q=zebra+roll&at=question",
        ):
            page = browser.get(f"/search{address}").text
            assert secret.url not in page
            assert "schedule" not in page.lower()
            assert '<span class="count">1</span>' not in page
    assert api(cast.carla).get("/api/v1/search?q=zebra").json == {"items": [], "next": None, "total": 0}
    assert api(cast.carla).get("/api/v1/search/similar?q=zebra").json["items"] == []
    assert secret.url in signed_in(cast.emma).get("/search?q=zebra").text
    assert api(cast.emma).get("/api/v1/search/similar?q=zebra").json["items"][0]["id"] == secret.id


@pytest.mark.parametrize("hold", ["held", "hidden", "removed"])
def test_what_is_not_shown_is_not_found(
    hold: str, cast: Cast, client: FlaskClient, router: Question, settle: Settle
) -> None:
    with transaction.unit():
        board.set_question_hold(router, hold, by=cast.max)
    for _before_and_after_the_index_knows in range(2):
        assert router.url not in client.get("/search?q=router").text
        assert router.url not in client.get("/search/similar?q=router+blinks").text
        settle()
    with transaction.unit():
        board.set_question_hold(router, "shown", by=cast.max)
    settle()
    assert router.url in client.get("/search?q=router").text


def test_suggestions_are_told_and_withheld(
    client: FlaskClient, router: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    def hear(subjects: object, at: str) -> None:
        told.append((subjects, at))

    with signals.suggested.connected_to(hear):
        client.get("/search/similar?q=router+blinks&at=ask")
        monkeypatch.setattr(signals, "_withholders", [lambda: True])
        for place in ("ask", "contact"):
            assert router.url not in client.get(f"/search/similar?q=router+blinks&at={place}").text
    assert told == [([f"question:{router.id}"], "ask")]


def test_a_lost_index_is_filled_again(app: Flask, client: FlaskClient, router: Question, settle: Settle) -> None:
    engine().clear()
    assert router.url not in client.get("/search?q=router").text
    settle()
    assert router.url in client.get("/search?q=router").text


def test_the_operator_rebuilds(app: Flask, client: FlaskClient, router: Question) -> None:
    with transaction.unit():
        engine().clear()
    told = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert "1 documents indexed" in told.output
    assert "1 documents, 0 to be taken in" in app.test_cli_runner().invoke(args=["search", "status"]).output
    assert router.url in client.get("/search?q=router").text


def test_nothing_found_leads_to_asking(client: FlaskClient) -> None:
    page = client.get("/search?q=unicorn+%3Cb%3E").text
    assert "/questions/new?title=unicorn%20%3Cb%3E" in page
    assert "<b>" not in page.split("<main", 1)[1].split("unicorn", 1)[1][:20]
    assert client.get("/search/similar?q=unicorn&at=ask", headers={"Accept": "text/html"}).text.strip() == ""


def test_more_results_cost_no_more_queries(cast: Cast, client: FlaskClient, router: Question, settle: Settle) -> None:
    few = _queries(client, "/search?q=router")
    with transaction.unit():
        for number in range(6):
            board.ask(space=cast.space(), title=f"Router number {number}", body="x", topics=[], by=cast.carla)
    settle()
    assert _queries(client, "/search?q=router") <= few


def _queries(client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_past_answers_are_for_those_who_work_at_the_desk(
    cast: Cast, router: Question, signed_in: Browser, settle: Settle
) -> None:
    inner = solved(cast, "The router of the staff room blinks amber", "A secret handshake.", space="staff")
    with transaction.unit():
        asked = board.ask(space=cast.space("help"), title="Router blinks amber at night", by=cast.carla)
    settle()
    page = signed_in(cast.erik).get(f"/search/answers?question={asked.id}")
    assert "Hold the reset pin for **ten seconds**." in page.text
    assert f"{router.url}#answer-" in page.text
    assert signed_in(cast.carla).get(f"/search/answers?question={asked.id}").status_code == 403
    assert signed_in(cast.carla).get(f"/search/answers?question={inner.id}").status_code == 404


def test_suggestions_mark_the_words_and_tell_age_and_mark(
    cast: Cast, client: FlaskClient, router: Question, settle: Settle
) -> None:
    answer = answer_of(router)
    with transaction.unit():
        board.accept(answer, by=cast.carla)
    settle()
    part = client.get("/search/similar?q=router+reset+pin&at=ask", headers={"Accept": "text/html"}).text
    assert "<mark>reset</mark> <mark>pin</mark>" in part
    assert "The <mark>router</mark>" in part
    assert "Accepted" in part
    assert "Answered <time" in part


def test_what_shares_a_few_words_is_not_suggested_but_still_found(client: FlaskClient, router: Question) -> None:
    other = "which night train goes from Vienna to Paris with a dog"
    assert router.url not in client.get(f"/search/similar?q={other}&at=ask").text
    assert router.url in client.get("/search?q=night").text


def test_what_is_out_of_date_comes_last(cast: Cast, client: FlaskClient, router: Question, settle: Settle) -> None:
    newer = solved(cast, "The router blinks amber in the evening", "Move it to the window.")
    settle()
    typed = "/search/similar?q=the+router+blinks+amber+all+night&at=ask"
    before = client.get(typed).text
    assert before.index(router.url) < before.index(newer.url)
    with transaction.unit():
        answer_of(router).stale_since = clock.now()
    after = client.get(typed).text
    assert after.index(newer.url) < after.index(router.url)


def test_a_result_may_have_solved_it_for_those_who_ask(
    cast: Cast, client: FlaskClient, signed_in: Browser, router: Question
) -> None:
    button = f'value="question:{router.id}"'
    assert button in client.get("/search?q=router").text
    assert button in signed_in(cast.carla).get("/search?q=router").text
    assert button not in signed_in(cast.erik).get("/search?q=router").text


def test_topics_are_proposed_from_questions_one_may_see(
    cast: Cast, client: FlaskClient, signed_in: Browser, api: Callable[..., FlaskClient], settle: Settle
) -> None:
    def ask(title: str, space: str, topic: str) -> None:
        with transaction.unit():
            board.ask(space=cast.space(space), title=title, body="Since May.", topics=[topic], by=cast.emma)

    ask("The router loses the wifi at night", "help", "Wi-Fi")
    ask("The router loses the wifi on the third floor", "staff", "Head office")
    settle()
    typed = "/search/topics?q=my+router+loses+wifi"
    assert "Wi-Fi" in client.get(typed).text
    assert "Head office" not in client.get(typed).text
    assert "Head office" in signed_in(cast.emma).get(typed).text
    listed = api(cast.carla).get("/api/v1" + typed).json["items"]
    assert listed == [{"slug": "wi-fi", "name": "Wi-Fi"}]
    assert client.get("/search/topics?q=goose+yard+paint").text.strip() == ""


def test_words_that_are_in_every_question_are_marked_only_where_nothing_else_was_asked() -> None:
    assert (
        marked("How do I reset my PIN?", "how do i reset the pin") == "How do I <mark>reset</mark> my <mark>PIN</mark>?"
    )
    assert marked("Who is this?", "who is this") == "<mark>Who</mark> <mark>is</mark> <mark>this</mark>?"

"""The widget as other sites see it: who may show it, that it knows nobody, and a question asked through it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board import commands as board
from app.board import queries as questions
from app.board.models import Proposal, Question
from app.core import clock, embedding, transaction
from app.core.events import Entry
from app.crm import queries as crm
from app.extensions import db
from app.insights import telemetry
from app.insights.models import Exposure, Journey, Resolution
from app.listening.widget import commands
from app.spaces import commands as spaces
from app.spaces.models import Space
from tests.board.test_guests import confirm, link
from tests.board.test_views import counted
from tests.cast import Cast
from tests.listening.conftest import SITE

Browse = Callable[[Person], FlaskClient]
OPENED = f"/widget/help?from={SITE}"
WORDS = {"title": "Where is my parcel", "body": "It left on Monday.", "email": "zoe@example.com"}


def word(client: FlaskClient, address: str = OPENED) -> str:
    match = re.search(r'name="word" value="([^"]+)"', client.get(address).text)
    assert match
    return match[1]


def number(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_only_the_sites_on_the_list_may_show_it(client: FlaskClient, space: Space) -> None:
    page = client.get(OPENED)
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert f"frame-ancestors {SITE};" in policy
    assert "frame-ancestors 'none'" not in policy
    assert "script-src 'nonce-" in policy
    assert page.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert f'<meta name="site" content="{SITE}">' in page.text
    assert '<meta name="site" content="">' in client.get("/widget/help?from=https://evil.example").text
    for elsewhere in ("/", "/questions", "/widgets", "/spaces/help"):
        assert "frame-ancestors 'none'" in client.get(elsewhere).headers["Content-Security-Policy"]


def test_without_sites_there_is_no_widget(client: FlaskClient, cast: Cast, space: Space, answered: Question) -> None:
    said = word(client)
    pages = ("/widget/help", "/widget/help/similar?q=red+light", f"/widget/help/questions/{answered.id}")
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    with transaction.unit():
        commands.set_sites(space, [], by=cast.stella)
    assert {client.get(page).status_code for page in (*pages, "/widget/lounge", "/widget/nothing")} == {404}
    assert client.post("/widget/help", data={**WORDS, "word": said}).status_code == 400
    assert "frame-ancestors 'none'" in client.get("/widget/help").headers["Content-Security-Policy"]


def test_a_space_that_closes_takes_its_widget_along(client: FlaskClient, cast: Cast, space: Space) -> None:
    with transaction.unit():
        words = {"name": "Help", "purpose": "", "visibility": "customers", "addendum": ""}
        spaces.change_space(space, **words, by=cast.stella)
    assert client.get(OPENED).status_code == 404


def test_whoever_opens_the_frame_is_a_visitor(
    client: FlaskClient, cast: Cast, signed_in: Browse, api: Callable[..., FlaskClient], answered: Question
) -> None:
    """A neighbouring site's frame is sent the session: nobody must be known there, and nothing kept."""
    with transaction.unit():
        hidden = board.ask(space=answered.space, title="Red light on my own hub", private=True, by=cast.carla)
    for browser in (signed_in(cast.carla), signed_in(cast.emma), api(cast.carla, "all"), client):
        for address in (OPENED, "/widget/help/similar?q=red+light+hub"):
            page = browser.get(address)
            assert "Set-Cookie" not in page.headers
            assert "Carla" not in page.text
            assert hidden.title not in page.text
        assert browser.get(f"/widget/help/questions/{hidden.id}").status_code == 404
    posted = signed_in(cast.carla).post("/widget/help", data={**WORDS, "word": word(client)})
    assert posted.status_code == 303
    assert "Set-Cookie" not in posted.headers
    assert number(Proposal) == 1
    assert number(Question) == 2


@pytest.mark.parametrize("path", ["//widget/help", "///widget/help", "/widget//help", "/Widget/help", "/;/widget/help"])
def test_no_way_of_writing_the_address_lets_a_session_in(
    cast: Cast, space: Space, signed_in: Browse, path: str
) -> None:
    """What may be framed knows nobody; what knows somebody may not be framed."""
    page = signed_in(cast.carla).get("/", environ_overrides={"PATH_INFO": path})
    framed = "frame-ancestors 'none'" not in page.headers.get("Content-Security-Policy", "frame-ancestors 'none'")
    assert not framed or ("Set-Cookie" not in page.headers and "Carla" not in page.text)
    assert page.status_code in {200, 308, 404}


def test_a_question_asked_through_it_says_so_everywhere(
    app: Flask, client: FlaskClient, space: Space, settle: Callable[[], None]
) -> None:
    answer = client.post("/widget/help", data={**WORDS, "word": word(client)})
    assert answer.status_code == 303
    assert "Look into your mail" in client.get(answer.location).text
    assert "frame-ancestors https" in client.get(answer.location).headers["Content-Security-Policy"]
    settle()
    assert number(Question) == 0
    confirm(app.test_client(), link(app))
    settle()
    (question,) = questions.visible_questions(None).items
    (line,) = crm.interactions(handle=question.author.handle).items
    told = db.session.scalars(select(Entry).where(Entry.name == "board.question_asked")).one()
    assert (question.channel, told.payload["channel"], line.channel) == ("widget", "widget", "widget")
    assert (question.title, question.body) == (WORDS["title"], WORDS["body"])


def test_without_a_word_of_ours_nothing_is_taken(
    client: FlaskClient, cast: Cast, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word stands for the token, so it must be ours, of this space, and young."""
    lounge = cast.space("lounge")
    with transaction.unit():
        words = {"name": "Lounge", "purpose": "", "visibility": "public", "addendum": ""}
        spaces.change_space(lounge, **words, takes_guests=True, by=cast.stella)
        commands.set_sites(lounge, [SITE], by=cast.stella)
    said = word(client)
    for forged in ({}, {"word": ""}, {"word": said[:-2]}, {"word": word(client, "/widget/lounge")}):
        assert client.post("/widget/help", data={**WORDS, **forged}).status_code == 400, forged
    sent = {"data": {**WORDS, "word": said}}
    assert client.post("/widget/help", headers={"Origin": SITE}, **sent).status_code == 400
    assert client.post("/widget/help", headers={"Sec-Fetch-Site": "cross-site"}, **sent).status_code == 400
    with monkeypatch.context() as later:
        later.setattr(embedding, "WORD_LASTS", -1)
        assert client.post("/widget/help", **sent).status_code == 400
    with transaction.unit():
        commands.set_sites(space, ["https://other.example"], by=cast.stella)
    dropped = client.post("/widget/help", **sent)
    assert dropped.status_code == 400
    assert "Go back, reload and try again" in dropped.text
    assert 'href="/widget/help?word=' in dropped.text
    assert 'class="rail"' not in dropped.text
    assert number(Proposal) == 0


def test_what_must_change_is_said_with_the_text_kept(client: FlaskClient, space: Space) -> None:
    for changed, sentence in (
        ({"email": "nowhere"}, "Give an address"), ({"title": ""}, "in one line"),
        ({"body": "Card 4111 1111 1111 1111"}, "card"), ({"email": ""}, "Give an address"),
    ):  # fmt: skip
        answer = client.post("/widget/help", data={**WORDS, "word": word(client), **changed})
        assert answer.status_code == 422, changed
        assert sentence in answer.text
        assert "Monday" in answer.text or "body" in changed
    assert number(Proposal) == 0


def test_too_many_must_wait_also_by_visit(client: FlaskClient, space: Space) -> None:
    said, statuses = word(client), []
    for place in range(12):
        data = {**WORDS, "email": f"zoe{place}@example.com", "word": said}
        statuses.append(client.post("/widget/help", data=data, environ_base={"REMOTE_ADDR": f"10.0.0.{place}"}))
    assert statuses[0].status_code == 303
    assert "Too many tries" in statuses[-1].text


def test_a_space_without_guests_offers_answers_and_the_board(
    client: FlaskClient, cast: Cast, space: Space, answered: Question
) -> None:
    with transaction.unit():
        words = {"name": "Help", "purpose": "", "visibility": "public", "addendum": ""}
        spaces.change_space(space, **words, takes_guests=False, by=cast.stella)
    page = client.get(OPENED).text
    assert "/questions/new?space=help" in page
    assert 'name="email"' not in page
    said = re.search(r"/similar\?word=([^\"&]+)", page)
    assert said
    assert client.post("/widget/help", data={**WORDS, "word": said[1]}).status_code == 422
    assert number(Proposal) == 0


def test_what_is_found_read_and_solved_is_one_journey(client: FlaskClient, answered: Question) -> None:
    said = word(client)
    part = client.get(f"/widget/help/similar?q=red+light+on+hub&word={said}", headers={"Accept": "text/html"}).text
    assert "Hub shows a red light" in part
    assert "Restart it" in part
    assert "<html" not in part
    read = client.get(f"/widget/help/questions/{answered.id}?word={said}").text
    assert "two minutes" in read
    assert '<base target="_blank">' in read
    done = client.post("/widget/help/resolutions", data={"subject": f"question:{answered.id}", "word": said})
    assert done.status_code == 303
    thanks = client.get(done.location).text
    fields = dict(re.findall(r'name="(word|said)" value="([^"]+)"', thanks))
    client.post("/widget/help/thanks", data={**fields, "solved": "yes", "otherwise": "yes"})
    journey = db.session.scalars(select(Journey)).one()
    assert (journey.began, journey.person_id, journey.is_staff) == ("embed", None, False)
    seen = db.session.execute(select(Exposure.way, Exposure.place).order_by(Exposure.id)).all()
    assert [tuple(row) for row in seen] == [("view", "widget"), ("click", "page")]
    resolution = db.session.scalars(select(Resolution)).one()
    assert (resolution.journey_id, resolution.solved, resolution.otherwise) == (journey.id, True, True)


def test_after_silence_the_same_page_begins_another_journey(client: FlaskClient, answered: Question) -> None:
    said = word(client)
    asked = f"/widget/help/similar?q=red+light+on+hub&word={said}"
    for minutes in (0, 5, 40, 60, 200):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            client.get(asked)
    assert number(Journey) == 3


def test_opening_the_frame_begins_a_journey_and_shows_what_was_solved(
    client: FlaskClient, cast: Cast, answered: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.unit():
        board.accept(questions.answers_for(None, answered)[0], by=cast.carla)
    opened = client.get(OPENED).text
    assert answered.title in opened
    assert db.session.scalars(select(Journey.began)).all() == ["embed"]
    assert db.session.scalars(select(Exposure.place)).all() == ["widget"]
    monkeypatch.setattr(telemetry.commands, "arm_of", lambda _key: "holdout")
    assert answered.title not in client.get(OPENED).text
    assert answered.title not in client.get("/widget/help/similar?q=red+light+on+hub").text


def test_somebody_elses_word_on_solving_cannot_be_forged(client: FlaskClient, answered: Question) -> None:
    said = word(client)
    answer = client.post("/widget/help/thanks", data={"word": said, "said": "1", "solved": "yes", "otherwise": "no"})
    assert answer.status_code == 404
    assert client.post("/widget/help/resolutions", data={"subject": "question:999999", "word": said}).status_code == 422
    assert client.get("/widget/help/thanks?said=forged").status_code == 200


def test_the_frame_reads_only_what_its_space_shows(
    client: FlaskClient, cast: Cast, answered: Question, settle: Callable[[], None]
) -> None:
    staff = cast.space("staff")
    with transaction.unit():
        other = board.ask(space=staff, title="Inside only", by=cast.emma)
    for wanted in (other.id, 999_999):
        assert client.get(f"/widget/help/questions/{wanted}").status_code == 404
    with transaction.unit():
        board.set_question_hold(answered, "hidden", by=cast.max)
    settle()
    assert client.get(f"/widget/help/questions/{answered.id}").status_code == 404
    assert "Hub shows" not in client.get("/widget/help/similar?q=red+light").text


def test_more_answers_cost_no_more_statements(
    client: FlaskClient, cast: Cast, answered: Question, settle: Callable[[], None]
) -> None:
    pages = (OPENED, "/widget/help/similar?q=red+light+on+hub")

    def counts() -> list[int]:
        found = []
        for page in pages:
            with counted() as statements:
                assert client.get(page).status_code == 200
            found.append(len(statements))
        return found

    carla, emma = cast.carla, cast.emma
    with transaction.unit():
        board.accept(questions.answers_for(None, answered)[0], by=carla)
    few = counts()
    for place in range(4):
        with transaction.unit():
            more = board.ask(space=answered.space, title=f"Red light on hub {place}", by=carla)
            board.accept(board.answer(more, "Restart it.", by=emma), by=carla)
    settle()
    assert client.get(pages[1]).text.count("This solved it") == 3
    assert counts() == few


def test_whole_pages_where_there_is_no_script(client: FlaskClient, answered: Question) -> None:
    page = client.get(f"/widget/help/similar?q=red+light&word={word(client)}", headers={"Accept": "text/html,*/*"})
    assert "<html" in page.text
    assert "Hub shows a red light" in page.text
    assert "<noscript><form" in client.get(OPENED).text

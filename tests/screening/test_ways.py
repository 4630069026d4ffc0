"""Every form in which people write asks once about a warning, keeps what was typed, and takes it then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.ideas import commands as ideas
from app.panels import commands as panels
from app.screening import commands as screening
from tests.cast import Cast
from tests.screening.conftest import TOKEN, Browse, Send

BOX = re.compile(r'name="post_anyway" value="([0-9a-f]+)"')
WARNED = "Ask me by mail: me@example.org"


@dataclass(frozen=True)
class Way:
    """A form: who sends it where, with which fields; the words that are warned about stand in `field`."""

    who: Person
    url: str
    field: str
    fields: dict[str, str]
    words: str = WARNED


@pytest.fixture
def ways(cast: Cast) -> dict[str, Way]:
    space, carla, colin, sam, ines = cast.space("help"), cast.carla, cast.colin, cast.sam, cast.ines
    cast.season(sam)
    with transaction.unit():
        question = board.ask(space=space, title="A question of mine", body="Please.", topics=[], by=carla)
        answer = board.answer(question, "An answer.", by=sam)
        challenge = ideas.open_challenge(
            space, slug="shop", title="Better shops", brief="How?", opens_at=clock.now() - timedelta(days=1),
            closes_at=clock.now() + timedelta(days=9), by=ines,
        )  # fmt: skip
        idea = ideas.submit(challenge, title="Benches for shops", body="To sit on.", by=colin)
        said = ideas.comment(idea, "A comment.", by=carla)
        panel = panels.make_panel(space, name="Old friends", purpose="We ask.", promise="Now and then", by=ines)
        study = panels.make_study(
            panel, kind="concept", title="How do we do?", opens_at=clock.now(),
            closes_at=clock.now() + timedelta(days=9), by=ines,
        )  # fmt: skip
    first, *others = (criterion["key"] for criterion in challenge.rubric)
    reviewed = {f"scores.{key}": "4" for key in (first, *others)} | {f"reasons.{key}": "Good." for key in others}
    titled = {"title": "A question of mine", "topics": "", "space": space.slug}
    founded = {"name": "New friends", "purpose": "We ask.", "promise": "Now and then", "space": space.slug}
    founded |= {"fatigue_days": "30", "keeps_days": "365"}
    begun = {"title": "How was it?", "kind": "poll", "design": "monadic", "opens_at": "2026-01-01T09:00"}
    begun |= {"closes_at": "2099-01-01T09:00"}
    chosen, listed = {"kind": "single", "prompt": "Which?"}, f"Post\n\n{WARNED}"
    return {
        "answer": Way(sam, f"/questions/{question.id}/answers", "body", {}),
        "edit of an answer": Way(sam, f"/answers/{answer.id}/edit", "body", {}),
        "edit of a question": Way(carla, f"/questions/{question.id}/edit", "body", titled),
        "comment on a question": Way(carla, f"/questions/{question.id}/comments", "body", {}),
        "comment on an answer": Way(carla, f"/answers/{answer.id}/comments", "body", {}),
        "doubt": Way(colin, f"/answers/{answer.id}/doubts", "reason", {}),
        "idea": Way(carla, "/ideas/new", "body", {"title": "Benches in every shop", "challenge": "shop"}),
        "edit of an idea": Way(colin, f"/ideas/{idea.id}/edit", "body", {"title": idea.title}),
        "comment on an idea": Way(carla, f"/ideas/{idea.id}/comments", "body", {}),
        "edit of a comment": Way(carla, f"/ideas/{idea.id}/comments/{said.id}?_method=PUT", "body", {}),
        "endorsement": Way(sam, f"/ideas/{idea.id}/endorsement?_method=PUT", "why", {}),
        "official response": Way(ines, f"/ideas/{idea.id}/response?_method=PUT", "body", {}),
        "decision": Way(ines, f"/ideas/{idea.id}/moves", "reason", {"stage": "in_review"}),
        "review": Way(sam, f"/ideas/{idea.id}/review?_method=PUT", f"reasons.{first}", reviewed),
        "conflict": Way(sam, f"/ideas/{idea.id}/conflict?_method=PUT", "conflict", {}),
        "profile": Way(carla, "/settings/profile", "bio", {"name": "Carla Customer"}),
        "asking back": Way(sam, f"/questions/{question.id}/ask-back", "body", {}),
        "panel": Way(ines, "/panels/new", "purpose", founded),
        "promise to a panel": Way(ines, "/panels/new", "promise", founded),
        "study": Way(ines, f"/panels/{panel.id}/studies/new", "title", begun),
        "introduction to a study": Way(ines, f"/panels/{panel.id}/studies/new", "intro", begun),
        "concept": Way(ines, f"/studies/{study.id}/concepts", "body", {"name": "A letter"}),
        "what a study asks": Way(ines, f"/studies/{study.id}/items", "prompt", {"kind": "text"}),
        "what one may choose": Way(ines, f"/studies/{study.id}/items", "options", chosen, listed),
        "invitation": Way(
            ines, f"/panels/{panel.id}/invitations?by_hand=carla&each=1&cell_by=none&seed=0ddba11c", "message",
            {"lasts": "14"},
        ),
        "message to support": Way(carla, "/contact", "body", {"title": "My bill"}),
        "title of a message to support": Way(carla, "/contact", "title", {"body": "It is too high."}),
    }  # fmt: skip


def test_a_warning_is_asked_about(cast: Cast, ways: dict[str, Way], signed_in: Browse, send: Send) -> None:
    browsers = {told.who.id: signed_in(told.who) for told in ways.values()}
    for way, told in ways.items():
        browser, fields = browsers[told.who.id], {**told.fields, told.field: told.words}
        asked = send(browser, told.url, **fields)
        assert asked.status_code == 422, way
        assert WARNED in asked.text, way
        box = BOX.search(asked.text)
        assert box, way
        sent = send(browser, told.url, **fields, post_anyway=box[1])
        assert sent.status_code == 303, (way, sent.text)


UNHELD = (
    "official response", "decision", "review", "profile", "endorsement", "panel", "study", "concept",
    "what a study asks", "what one may choose", "invitation",
)  # fmt: skip


def test_what_nothing_can_hold_back_is_refused(cast: Cast, ways: dict[str, Way], signed_in: Browse, send: Send) -> None:
    stella = cast.stella
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["blockhead"], by=stella)
    for way in UNHELD:
        told = ways[way]
        words = told.words.replace(WARNED, "What a blockhead.")
        answer = send(signed_in(told.who), told.url, **{**told.fields, told.field: words})
        assert answer.status_code == 422, way
        assert "What a blockhead." in answer.text, way
        assert "in other words" in answer.text, way


def test_a_visitor_is_asked_about_a_warning_in_a_message_to_support(
    send: Send, client: FlaskClient, cast: Cast
) -> None:
    """Without script, as with it; the box belongs to the form, and a second warning does not undo the first yes."""
    fields = {"title": "Ring 020 7946 0018", "body": WARNED, "email": "me@example.org"}
    asked = _written(client, **fields)
    boxes = BOX.findall(asked.text)
    assert (asked.status_code, len(boxes), asked.text.count('form="contact"')) == (422, 2, 2)
    assert _written(client, **fields, post_anyway=boxes[0]).status_code == 422
    assert _written(client, **fields, post_anyway=boxes).status_code == 303


def _written(browser: FlaskClient, **fields: object) -> TestResponse:
    match = TOKEN.search(browser.get("/contact").text)
    assert match
    return browser.post("/contact", data={"csrf_token": match[1], **fields})

"""Every form in which people write asks once about a warning, keeps what was typed, and takes it then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.ideas import commands as ideas
from app.screening import commands as screening
from tests.cast import Cast
from tests.screening.conftest import Browse, Send

BOX = re.compile(r'name="post_anyway" value="([0-9a-f]+)"')
WARNED = "Ask me by mail: me@example.org"


@dataclass(frozen=True)
class Way:
    """A form: who sends it where, with which fields; the words that are warned about stand in `field`."""

    who: Person
    url: str
    field: str
    fields: dict[str, str]


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
    first, *others = (criterion["key"] for criterion in challenge.rubric)
    reviewed = {f"scores.{key}": "4" for key in (first, *others)} | {f"reasons.{key}": "Good." for key in others}
    titled = {"title": "A question of mine", "topics": "", "space": space.slug}
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
    }


@pytest.mark.parametrize(
    "way",
    [
        "answer", "edit of an answer", "edit of a question", "comment on a question", "comment on an answer", "doubt",
        "idea", "edit of an idea", "comment on an idea", "edit of a comment", "endorsement", "asking back",
        "official response", "decision", "review", "conflict", "profile",
    ],
)  # fmt: skip
def test_a_warning_is_asked_about(cast: Cast, ways: dict[str, Way], signed_in: Browse, send: Send, way: str) -> None:
    told = ways[way]
    browser, fields = signed_in(told.who), {**told.fields, told.field: WARNED}
    asked = send(browser, told.url, **fields)
    assert asked.status_code == 422
    assert WARNED in asked.text
    box = BOX.search(asked.text)
    assert box
    assert send(browser, told.url, **fields, post_anyway=box[1]).status_code == 303


@pytest.mark.parametrize("way", ["official response", "decision", "review", "profile", "endorsement"])
def test_what_nothing_can_hold_back_is_refused(
    cast: Cast, ways: dict[str, Way], signed_in: Browse, send: Send, way: str
) -> None:
    stella, told = cast.stella, ways[way]
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["blockhead"], by=stella)
    answer = send(signed_in(told.who), told.url, **{**told.fields, told.field: "What a blockhead."})
    assert answer.status_code == 422
    assert "What a blockhead." in answer.text
    assert "in other words" in answer.text

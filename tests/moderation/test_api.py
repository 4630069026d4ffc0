"""Appeals, second opinions and many cases at once by the API: the same policy and commands as the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.board.models import Answer, Question
from app.core import transaction
from app.moderation import commands, policy, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from tests.cast import Cast
from tests.moderation.conftest import subject_of

Api = Callable[..., FlaskClient]
Flagged = Callable[..., Case]


def test_an_author_appeals_and_somebody_else_answers(
    cast: Cast, answer: Callable[..., Answer], flagged: Flagged, api: Api
) -> None:
    case, max_ = flagged(f"answer:{answer().id}"), cast.max
    with transaction.unit():
        commands.give(case, Verdict("hide"), by=max_)
    author, other, first = api(cast.sam), api(cast.ada), api(max_)
    (mine,) = author.get("/api/v1/cases").get_json()["items"]
    assert (mine["id"], mine["action"], mine["state"]) == (case.id, "hide", "decided")
    assert "decided_by" not in str(mine)
    assert other.get("/api/v1/cases").get_json()["items"] == []
    url = f"/api/v1/cases/{case.id}/appeal"
    assert other.post(url, json={"body": "Why?"}).status_code == 404
    assert author.post(url, json={"body": ""}).status_code == 422
    assert author.post(url, json={"body": "It was right."}).status_code == 201
    assert author.post(url, json={"body": "Again."}).status_code == 403
    url, said = f"/api/v1/moderation/cases/{case.id}/appeal", {"outcome": "overturned", "answer": "It was."}
    assert first.put(url, json=said).status_code == 403
    assert api(cast.carla).put(url, json=said).status_code == 404
    assert other.put(url, json=said).get_json()["outcome"] == "overturned"
    assert other.put(url, json=said).status_code == 403
    assert subject_of(case.subject).state == "published"


def test_a_colleague_says_what_they_would_do(cast: Cast, asked: Question, flagged: Flagged, api: Api) -> None:
    case = flagged(f"question:{asked.id}")
    decider, colleague = api(cast.max), api(cast.ada)
    url = f"/api/v1/moderation/cases/{case.id}/opinions"
    assert api(cast.erik).post(url, json={"colleague": "ada"}).status_code == 404
    for nobody in ("erik", "nobody"):
        assert "colleague" in str(decider.post(url, json={"colleague": nobody}).get_json())
    made = decider.post(url, json={"colleague": "ada", "question": "Is it?"})
    assert made.status_code == 201
    url = f"/api/v1/moderation/opinions/{made.get_json()['id']}"
    assert decider.put(url, json={"action": "hide", "body": "Yes."}).status_code == 404
    assert colleague.put(url, json={"action": "hide", "body": "Yes."}).get_json()["action"] == "hide"


def test_many_are_decided_and_taken_back(cast: Cast, asked: Question, flagged: Flagged, api: Api) -> None:
    case = flagged(f"question:{asked.id}", "spam")
    said = {"cases": [case.id, 10**15], "action": "remove", "reason": "{{name}}: spam."}
    assert api(cast.erik).post("/api/v1/moderation/decisions", json=said).status_code == 403
    moderator = api(cast.max)
    assert moderator.post("/api/v1/moderation/decisions", json={**said, "cases": [10**15]}).status_code == 422
    came = moderator.post("/api/v1/moderation/decisions", json=said)
    assert (came.status_code, came.get_json()["done"], came.get_json()["left"]) == (201, 1, {})
    made = queries.standing_decision(case)
    assert made is not None
    assert made.reason == "Carla Customer: spam."
    url = f"/api/v1/moderation/decisions/{came.get_json()['batch']}"
    assert api(cast.erik).delete(url).status_code == 403
    assert moderator.delete(url).get_json()["done"] == 1
    assert moderator.delete(url).status_code == 404
    assert subject_of(case.subject).state == "shown"


def test_taking_away_many_is_left_to_the_page(
    cast: Cast, asked: Question, flagged: Flagged, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = flagged(f"question:{asked.id}")
    monkeypatch.setattr(policy, "MASS", 0)
    refused = api(cast.max).post("/api/v1/moderation/decisions", json={"cases": [case.id], "action": "remove"})
    assert refused.status_code == 403
    assert "proof" in str(refused.get_json())
    assert subject_of(case.subject).state == "shown"

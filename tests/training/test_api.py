"""The API of training: the same gates, and nothing right told too early."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock, transaction
from app.extensions import db
from app.spaces import commands as spaces
from app.training import commands, queries
from app.training.models import QuizItem
from tests.cast import Cast
from tests.files.pictures import png

Api = Callable[..., FlaskClient]
COURSE = "/api/v1/training/courses/answering/attempts"


@pytest.fixture
def nell(cast: Cast, api: Api) -> FlaskClient:
    """Nell's client; there is a course and a first version of the guidelines."""
    cast.course()
    with transaction.unit():
        commands.publish_guideline("Be kind.", summary="The first.", by=cast.stella)
    return api(cast.nell)


def choose(questions: list[dict[str, Any]], wanted: str = "Right") -> dict[str, list[int]]:
    """The places of the choices that begin with a word."""
    return {
        str(q["id"]): [place for place, text in enumerate(q["choices"]) if text.startswith(wanted)] for q in questions
    }


def test_guidelines_are_read_and_accepted(nell: FlaskClient, client: FlaskClient, cast: Cast) -> None:
    before = nell.get("/api/v1/training/guidelines").json
    assert (before["version"], before["must_accept"], before["accepted_version"]) == (1, True, None)
    for _ in range(2):
        accepted = nell.put("/api/v1/training/guidelines/acceptance", json={"version": 1})
        assert (accepted.status_code, accepted.json["version"]) == (200, 1)
    assert nell.get("/api/v1/training/guidelines").json["must_accept"] is False
    with transaction.unit():
        commands.publish_guideline("Be right.", by=cast.stella)
    after = nell.get("/api/v1/training/guidelines").json
    assert after["what_changed"] == [{"kind": "drop", "text": "Be kind."}, {"kind": "add", "text": "Be right."}]
    assert nell.put("/api/v1/training/guidelines/acceptance", json={"version": 1}).status_code == 409
    assert client.get("/api/v1/training/guidelines").json["must_accept"] is False
    assert client.put("/api/v1/training/guidelines/acceptance", json={"version": 2}).status_code == 401


def test_a_grace_and_an_addendum_are_told_and_accepted(nell: FlaskClient, cast: Cast, client: FlaskClient) -> None:
    nell.put("/api/v1/training/guidelines/acceptance", json={"version": 1})
    with transaction.unit():
        second = commands.publish_guideline("Be right.", grace_days=7, by=cast.stella)
        spaces.open_space(slug="shop", name="Shop", addendum="No prices.", addendum_asked=True, by=cast.stella)
    told = nell.get("/api/v1/training/guidelines").json
    assert (told["must_accept"], told["accept_by"]) == (False, clock.rfc3339(second.binding_at))
    address = "/api/v1/training/addenda/shop"
    assert nell.get(address).json["must_accept"] is True
    assert client.get(address).json["must_accept"] is False
    accepted = nell.put(f"{address}/acceptance", json={"version": 1})
    assert (accepted.status_code, len(accepted.json["text_hash"])) == (200, 64)
    assert nell.get(address).json["must_accept"] is False
    assert nell.put(f"{address}/acceptance", json={"version": 2}).status_code == 409
    assert client.get("/api/v1/training/addenda/none").status_code == 404


def test_without_guidelines_there_is_nothing_to_read(client: FlaskClient) -> None:
    assert client.get("/api/v1/training/guidelines").status_code == 404


def test_courses_are_for_employees(nell: FlaskClient, api: Api, cast: Cast, client: FlaskClient) -> None:
    listed = nell.get("/api/v1/training/courses").json
    assert [(course["slug"], course["certificate"]) for course in listed["items"]] == [("answering", None)]
    carla = api(cast.carla)
    for method, address in (("GET", "/api/v1/training/courses"), ("POST", COURSE)):
        assert carla.open(address, method=method).status_code == 403
        assert client.open(address, method=method).status_code in {400, 401}


def test_the_list_goes_on_page_by_page(nell: FlaskClient, cast: Cast) -> None:
    cast.course("review")
    first = nell.get("/api/v1/training/courses?limit=1").json
    second = nell.get(f"/api/v1/training/courses?limit=1&after={first['next']}").json
    assert [page["items"][0]["slug"] for page in (first, second)] == ["reviewing", "answering"]
    assert second["next"] is None


def test_nothing_right_is_told_before_submission(nell: FlaskClient) -> None:
    for item in db.session.scalars(select(QuizItem)):
        item.choices = [text.split()[0] + f" {number}" for number, text in enumerate(item.choices)]
        item.explanation = "sesame"
    db.session.commit()
    started = nell.post(COURSE)
    assert started.status_code == 201
    assert len(started.json["questions"]) == 8
    assert all(
        set(question) == {"id", "kind", "prompt", "multiple", "choices"} for question in started.json["questions"]
    )
    listed = nell.get("/api/v1/training/courses")
    refused = nell.post(f"{COURSE}/{started.json['id']}/answers", json={"answers": {}})
    assert refused.status_code == 422
    for answer in (started, listed, refused, nell.post(COURSE)):
        assert "sesame" not in answer.text
        assert "right" not in answer.text.casefold().replace("right 0", "")
    firsts = [question["choices"][0] for question in started.json["questions"]]
    assert len(set(firsts)) > 1, "the right choice must not always stand first"


def test_passing_by_api_opens_the_gate(nell: FlaskClient) -> None:
    started = nell.post(COURSE).json
    resumed = nell.post(COURSE)
    assert (resumed.status_code, resumed.json["id"]) == (200, started["id"])
    marked = nell.post(f"{COURSE}/{started['id']}/answers", json={"answers": choose(started["questions"])})
    assert marked.status_code == 200
    assert (marked.json["score"], marked.json["passed"]) == (8, True)
    assert marked.json["certificate"]["is_live"] is True
    first = marked.json["results"][0]
    assert first["chosen"] == first["right"]
    assert first["explanation"].startswith("Because of ")
    assert nell.get("/api/v1/me").json["certificates"] == ["answering"]
    again = nell.post(f"{COURSE}/{started['id']}/answers", json={"answers": choose(started["questions"])})
    assert again.status_code == 409


def test_wrong_answers_are_explained(nell: FlaskClient) -> None:
    started = nell.post(COURSE).json
    wrong = {"answers": choose(started["questions"], "Wrong")}
    marked = nell.post(f"{COURSE}/{started['id']}/answers", json=wrong).json
    assert (marked["score"], marked["passed"], marked["certificate"]) == (0, False, None)
    for result in marked["results"]:
        assert result["choices"][result["right"][0]].startswith("Right")
        assert result["correct"] is False


def test_attempts_belong_to_whoever_began_them(nell: FlaskClient, api: Api, cast: Cast) -> None:
    started = nell.post(COURSE).json
    body = {"answers": choose(started["questions"])}
    assert api(cast.emma).post(f"{COURSE}/{started['id']}/answers", json=body).status_code == 404
    elsewhere = COURSE.replace("answering", "other")
    assert nell.post(f"{elsewhere}/{started['id']}/answers", json=body).status_code == 404
    assert queries.live_certificate(cast.emma, "answer") is None


def test_a_submission_sent_again_is_answered_again(nell: FlaskClient) -> None:
    started = nell.post(COURSE).json
    body = json.dumps({"answers": choose(started["questions"])})
    sent = [
        nell.post(
            f"{COURSE}/{started['id']}/answers", data=body, content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [answer.status_code for answer in sent] == [200, 200]
    assert sent[0].json == sent[1].json


def test_a_token_that_only_reads_changes_nothing(nell: FlaskClient, api: Api, cast: Cast) -> None:
    reader = api(cast.nell, "read")
    assert reader.post(COURSE).status_code == 403
    assert reader.put("/api/v1/training/guidelines/acceptance", json={"version": 1}).status_code == 403
    assert queries.accepted_version(cast.nell) == 0


def test_lessons_tell_their_pictures_and_exercises(nell: FlaskClient, api: Api, cast: Cast) -> None:
    stella, address = api(cast.stella), "/api/v1/training/courses/answering"
    kept = stella.post(f"{address}/pictures?name=My Kettle.PNG", data=png(), content_type="image/png")
    assert (kept.status_code, kept.json["name"], kept.json["width"] > 0) == (201, "my-kettle.png", True)
    assert stella.post(f"{address}/pictures?name=a.png", data=b"none", content_type="image/png").status_code == 422
    written = {"title": "Descale", "body": "Like so:\n\n![A red kettle](my-kettle.png)", "exercise": {"done": "ready"}}
    version = stella.get(address).json["lessons"][0]["version"]
    for number, sent in enumerate([{**written, "version": version}, written]):
        method, where = (stella.put, f"{address}/lessons/1") if number == 0 else (stella.post, f"{address}/lessons")
        answer = method(where, json=sent)
        assert (answer.status_code, answer.json["exercise"]["state"]) == (200 + number, "")
    assert stella.put(f"{address}/lessons/1", json={**written, "version": version}).status_code == 409
    assert stella.put(f"{address}/lessons/9", json=written).status_code == 404
    first = nell.get(address).json["lessons"][0]
    assert [(each["name"], each["alt"]) for each in first["pictures"]] == [("my-kettle.png", "A red kettle")]
    assert (first["exercise"]["done"], first["exercise"]["question"]) == ("ready", None)
    with nell.get(first["pictures"][0]["url"]) as picture:
        assert picture.status_code == 200
    for body in ({"body": "![](my-kettle.png)"}, {"body": "![A pot](pot.png)"}, {"exercise": {"done": "x"}},
                 {"exercise": {"done": "ready", "question": 999}}):  # fmt: skip
        assert stella.put(f"{address}/lessons/1", json={**written, **body}).status_code == 422, body
    assert stella.delete(f"{address}/pictures/my-kettle.png").status_code == 409
    for position in (1, 3):
        plain = stella.put(f"{address}/lessons/{position}", json={"title": "Descale", "body": "Words."})
        assert (plain.status_code, plain.json["exercise"], plain.json["pictures"]) == (200, None, [])
    assert [one["name"] for one in stella.get(f"{address}/pictures").json["items"]] == ["my-kettle.png"]
    assert stella.delete(f"{address}/pictures/my-kettle.png").status_code == 204
    assert stella.delete(f"{address}/pictures/my-kettle.png").status_code == 404
    for client, status in ((nell, 403), (api(cast.carla), 403)):
        assert client.put(f"{address}/lessons/1", json=written).status_code == status
        assert client.get(f"{address}/pictures").status_code == status
    assert api(cast.carla).get(address).status_code == 403
    with transaction.unit():
        commands.add_course({"slug": "draft", "title": "Draft"}, publish=False, by=cast.stella)
    assert [client.get("/api/v1/training/courses/draft").status_code for client in (nell, stella)] == [404, 200]

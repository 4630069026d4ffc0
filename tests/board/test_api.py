"""The board for programs: every deed of the story, with its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands
from app.board.models import Answer, Question
from app.core import clock, transaction
from tests.cast import Cast

Api = Callable[..., FlaskClient]
Answered = Callable[..., Answer]
V1 = "/api/v1"


def ask(caller: FlaskClient, **more: Any) -> Any:
    return caller.post(f"{V1}/questions", json={"space": "help", "title": "Where is my parcel?", **more})


def test_ask_and_read(cast: Cast, api: Api, client: FlaskClient) -> None:
    cast.space("help")
    made = ask(api(cast.carla), body="It is **late**.", topics=["Delivery"])
    assert made.status_code == 201
    read = client.get(f"{V1}/questions/{made.json['id']}").json
    assert (read["state"], read["topics"], read["answers"], read["claim"]) == ("open", ["delivery"], [], None)
    assert "<strong>late</strong>" in read["body_html"]
    assert read["author"]["handle"] == "carla"


def test_asking_needs_a_person_a_space_and_clean_text(cast: Cast, api: Api, client: FlaskClient) -> None:
    cast.space("help")
    cast.space("staff")
    assert ask(client).status_code == 401
    assert ask(api(cast.carla), space="staff").status_code == 404
    refused = ask(api(cast.carla), body="Card 4111 1111 1111 1111")
    assert refused.status_code == 422
    assert "card" in refused.json["errors"]["body"]


def test_only_a_connector_asks_for_a_handle(cast: Cast, api: Api) -> None:
    cast.space("help")
    assert ask(api(cast.cara), channel="forum", handle="Jimbo").json["gate"] == "scope"
    made = ask(api(cast.cara, "write", "channels"), channel="forum", handle="Jimbo")
    assert (made.status_code, made.json["handle"], made.json["channel"]) == (201, "Jimbo", "forum")


def test_the_gates_name_their_remedies(cast: Cast, api: Api, asked: Question) -> None:
    cast.certify(cast.emma)
    novice = api(cast.nell)
    answers = f"{V1}/questions/{asked.id}/answers"
    first = novice.post(answers, json={"body": "Try this."})
    assert (first.status_code, first.json["gate"], first.json["remedy"]) == (403, "guidelines", "/learn/guidelines")
    assert api(cast.emma).post(answers, json={"body": "Try this."}).status_code == 202


def test_a_claim_by_two(cast: Cast, api: Api, asked: Question) -> None:
    cast.certify(cast.emma)
    cast.certify(cast.erik)
    claim = f"{V1}/questions/{asked.id}/claim"
    assert api(cast.emma).put(claim).json["holder"] == "emma"
    taken = api(cast.erik).put(claim)
    assert (taken.status_code, taken.json["holder"]) == (409, "emma")
    assert "expires_at" in taken.json
    assert api(cast.erik).get(f"{V1}/questions/{asked.id}").json["claim"]["name"] == "Emma Employee"
    assert api(cast.emma).delete(claim).status_code == 204
    assert api(cast.erik).put(claim).status_code == 200


def test_wait_approve_accept_verify(cast: Cast, api: Api, asked: Question, expert: Person) -> None:
    cast.certify(cast.nell)
    made = api(cast.nell).post(f"{V1}/questions/{asked.id}/answers", json={"body": "Channel 36."})
    assert (made.status_code, made.json["state"]) == (202, "waiting")
    answer = f"{V1}/answers/{made.json['id']}"
    assert api(cast.colin).put(f"{answer}/vote", json={"value": 1}).status_code == 404
    assert api(cast.emma).put(f"{answer}/approval").status_code == 404
    assert api(cast.mona).put(f"{answer}/approval").json["state"] == "published"
    assert api(cast.colin).put(f"{answer}/acceptance").json["gate"] == "asker"
    assert api(cast.carla).put(f"{answer}/acceptance").json["accepted"]
    assert api(expert).put(f"{answer}/verification").json["verified_by"]["handle"] == "sam"
    read = api(cast.carla).get(f"{V1}/questions/{asked.id}").json
    assert (read["state"], read["verified"], read["accepted_answer_id"]) == ("solved", True, made.json["id"])
    assert api(expert).delete(f"{answer}/verification").status_code == 204
    assert api(cast.carla).delete(f"{answer}/acceptance").status_code == 204


def test_votes_are_idempotent_and_return_the_count(cast: Cast, api: Api, asked: Question, answered: Answered) -> None:
    given = answered(cast.sam)
    caller = api(cast.colin)
    for _again in range(2):
        assert caller.put(f"{V1}/answers/{given.id}/vote", json={"value": 1}).json == {"value": 1, "count": 1}
    assert caller.put(f"{V1}/answers/{given.id}/vote", json={"value": 0}).json == {"value": 0, "count": 0}
    assert caller.put(f"{V1}/questions/{asked.id}/vote", json={"value": 2}).status_code == 422
    assert api(cast.carla).put(f"{V1}/questions/{asked.id}/vote", json={"value": 1}).json["gate"] == "own"


def test_comments_escalation_and_closing(cast: Cast, api: Api, asked: Question, answered: Answered) -> None:
    cast.certify(cast.emma)
    given = answered(cast.sam)
    said = api(cast.colin).post(f"{V1}/answers/{given.id}/comments", json={"body": "Thanks."})
    assert said.status_code == 201
    reply = api(cast.carla).post(
        f"{V1}/answers/{given.id}/comments", json={"body": "Yes.", "reply_to": said.json["id"]}
    )
    assert reply.json["reply_to"] == said.json["id"]
    escalated = api(cast.emma).post(f"{V1}/questions/{asked.id}/escalation", json={"reason": "A street is out."})
    assert (escalated.status_code, escalated.json["state"]) == (201, "escalated")
    assert api(cast.colin).post(f"{V1}/questions/{asked.id}/escalation", json={"reason": "x"}).status_code == 403
    assert api(cast.carla).put(f"{V1}/questions/{asked.id}/closure", json={"reason": "moved"}).json["state"] == "closed"
    assert api(cast.carla).delete(f"{V1}/questions/{asked.id}/closure").status_code == 204


def test_the_list_filters_sorts_and_pages(cast: Cast, api: Api, client: FlaskClient, asked: Question) -> None:
    caller, lounge = api(cast.colin), cast.space("lounge")
    for n in range(3):
        assert ask(caller, title=f"Parcel number {n}", topics=["Delivery"]).status_code == 201
    with transaction.unit():
        commands.ask(space=lounge, title="For members", by=cast.colin)
        commands.vote_question(asked, 1, by=cast.colin)

    def titles(**query: Any) -> list[str]:
        return [item["title"] for item in client.get(f"{V1}/questions", query_string=query).json["items"]]

    assert "For members" not in titles()
    assert len(titles(topic="delivery")) == 3
    assert titles(sort="votes")[0] == asked.title
    assert titles(state="solved") == []
    assert client.get(f"{V1}/questions", query_string={"space": "lounge"}).status_code == 404
    first = client.get(f"{V1}/questions", query_string={"limit": 3}).json
    rest = client.get(f"{V1}/questions", query_string={"limit": 3, "after": first["next"]}).json
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 4
    assert rest["next"] is None


def test_times_are_utc(cast: Cast, client: FlaskClient, asked: Question) -> None:
    assert client.get(f"{V1}/questions/{asked.id}").json["asked_at"] == clock.rfc3339(asked.asked_at)

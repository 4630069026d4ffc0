"""The contract's names: operations with their methods and paths, the document, errors, lists, replay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.core import transaction
from app.core.api import OPERATIONS, describe
from app.spaces import commands as spaces
from tests.cast import Cast

Clients = Callable[..., FlaskClient]
CONTRACT = """
getMe GET /me
listSpaces GET /spaces
createSpace POST /spaces
listQuestions GET /questions
askQuestion POST /questions
getQuestion GET /questions/{}
findSimilar GET /search/similar
search GET /search
claimQuestion PUT /questions/{}/claim
releaseClaim DELETE /questions/{}/claim
answerQuestion POST /questions/{}/answers
acceptAnswer PUT /answers/{}/acceptance
unacceptAnswer DELETE /answers/{}/acceptance
verifyAnswer PUT /answers/{}/verification
unverifyAnswer DELETE /answers/{}/verification
voteQuestion PUT /questions/{}/vote
voteAnswer PUT /answers/{}/vote
voteIdea PUT /ideas/{}/vote
escalateQuestion POST /questions/{}/escalation
listChallenges GET /challenges
createChallenge POST /challenges
getChallenge GET /challenges/{}
listIdeas GET /ideas
submitIdea POST /ideas
getIdea GET /ideas/{}
commentOnIdea POST /ideas/{}/comments
commentOnAnswer POST /answers/{}/comments
commentOnQuestion POST /questions/{}/comments
reviewIdea PUT /ideas/{}/review
moveIdea POST /ideas/{}/moves
mergeIdea PUT /ideas/{}/merge
unmergeIdea DELETE /ideas/{}/merge
recordOutcome POST /ideas/{}/ledger
flagContent POST /flags
listCases GET /moderation/cases
decideCase POST /moderation/cases/{}/decision
undoDecision DELETE /moderation/cases/{}/decision
getGuidelines GET /training/guidelines
acceptGuidelines PUT /training/guidelines/acceptance
listCourses GET /training/courses
startAttempt POST /training/courses/{}/attempts
submitAttempt POST /training/courses/{}/attempts/{}/answers
listContacts GET /crm/contacts
importContacts POST /crm/contacts
listInteractions GET /crm/interactions
linkIdentity PUT /crm/identities/{}/link
unlinkIdentity DELETE /crm/identities/{}/link
importSupportContacts POST /insights/support-contacts
recordExposure POST /insights/exposures
recordResolution POST /insights/resolutions
getDeflection GET /insights/deflection
getReturn GET /insights/return
listEvents GET /events
listWebhooks GET /webhooks
createWebhook POST /webhooks
"""
NAMED = [tuple(line.split()) for line in CONTRACT.split("\n") if line]
LISTS = sorted(
    made.id
    for made in OPERATIONS.values()
    if made.method == "GET" and made.id.startswith("list") and "<" not in made.path
)
PAGED = ("listSpaces", "listQuestions", "listChallenges", "listIdeas", "listCases", "listContacts", "listInteractions")
BROKEN = ("x", "é", "W10", "bnVsbA", "WzFlOTk5LDFd", "W3siYSI6MX0sMV0", "W3sidCI6IngifSwxXQ", "A" * 501, "Wy0xLC0xXQ")


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    """The description as it is served."""
    served = app.test_client().get("/api/v1/openapi.json")
    assert served.status_code == 200
    return dict(served.get_json())


@pytest.mark.parametrize(("name", "method", "path"), NAMED)
def test_every_operation_of_the_contract_is_there(document: dict[str, Any], name: str, method: str, path: str) -> None:
    described = {
        made["operationId"]: (verb.upper(), "/".join("{}" if part[:1] == "{" else part for part in at.split("/")))
        for at, verbs in document["paths"].items()
        for verb, made in verbs.items()
    }
    assert described.get(name) == (method, path)


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert [str(fault) for fault in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_the_document_describes_every_operation_in_words(app: Flask) -> None:
    paths = describe("Waggle", "http://localhost")["paths"]
    described = [made for verbs in paths.values() for made in verbs.values()]
    assert len(described) == len(OPERATIONS)
    assert all(made["summary"] and "default" in made["responses"] for made in described)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/questions/999999", 404),
        ("GET", "/nothing", 404),
        ("PATCH", "/questions", 405),
        ("POST", "/questions", 422),
        ("GET", "/questions?limit=0", 422),
        ("GET", "/questions?after=x", 422),
        ("GET", "/crm/contacts", 403),
    ],
)
def test_errors_are_problems(cast: Cast, api: Clients, method: str, path: str, status: int) -> None:
    answer = api(cast.carla, "all").open(f"/api/v1{path}", method=method, json={} if method == "POST" else None)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    said = answer.get_json()
    assert said["status"] == status
    assert {"type", "title", "detail"} <= said.keys()
    assert status != 422 or said["errors"]


def test_a_stranger_is_told_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.get_json()["gate"]) == (401, "sign-in")


def test_a_token_does_only_what_it_was_made_for(cast: Cast, api: Clients) -> None:
    for path in ("/events", "/webhooks", "/crm/contacts"):
        answer = api(cast.ada, "read").get(f"/api/v1{path}")
        assert (answer.status_code, answer.get_json().get("gate")) == (403, "scope"), path


@pytest.mark.parametrize("name", LISTS)
def test_lists_have_items_and_next(cast: Cast, api: Clients, name: str) -> None:
    cast.space("help")
    answer = api(cast.ada, "all").get(f"/api/v1{OPERATIONS[name].path}")
    assert answer.status_code == 200, answer.text
    assert answer.get_json().keys() == {"items", "next"}


@pytest.mark.parametrize("name", [*PAGED, "listEvents"])
def test_lists_take_one_to_a_hundred_and_only_their_own_cursors(cast: Cast, api: Clients, name: str) -> None:
    client, path = api(cast.ada, "all"), f"/api/v1{OPERATIONS[name].path}"
    statuses = {limit: client.get(f"{path}?limit={limit}").status_code for limit in (-1, 0, 1, 100, 101, "x", 2**70)}
    assert statuses == {-1: 422, 0: 422, 1: 200, 100: 200, 101: 422, "x": 422, 2**70: 422}
    refused = {after: client.get(path, query_string={"after": after}).status_code for after in BROKEN[:-1]}
    assert set(refused.values()) == {422}, refused
    assert client.get(path, query_string={"after": BROKEN[-1]}).status_code in {200, 422}


def test_a_list_goes_on_where_it_stopped(cast: Cast, api: Clients) -> None:
    for slug in ("help", "lounge", "staff", "practice"):
        cast.space(slug)
    client, seen, after = api(cast.ada, "read"), [], ""
    for _ in range(4):
        page = client.get("/api/v1/spaces", query_string={"limit": 1, "after": after}).get_json()
        seen += [space["slug"] for space in page["items"]]
        after = page["next"]
    assert seen == ["practice", "staff", "lounge", "help"]
    assert after is None


def test_the_book_is_read_on_from_where_one_stopped(cast: Cast, api: Clients) -> None:
    client, stella = api(cast.ada, "events"), cast.stella
    first = client.get("/api/v1/events").get_json()
    assert first["next"] is None
    with transaction.unit():
        spaces.open_space(slug="mobile", name="Mobile", by=stella)
    later = client.get("/api/v1/events", query_string={"after": first["items"][-1]["cursor"]}).get_json()["items"]
    assert [(line["name"], line["actor_id"]) for line in later] == [("spaces.space_opened", stella.id)]
    named = client.get("/api/v1/events?name=spaces.space_opened").get_json()["items"]
    assert [line["id"] for line in named] == [later[0]["id"]]


def test_the_book_is_for_administrators(cast: Cast, api: Clients) -> None:
    for name in ("carla", "emma", "max", "stella", "anna", "cara"):
        assert api(getattr(cast, name), "events").get("/api/v1/events").status_code == 403, name


def test_a_post_with_a_key_is_done_once(cast: Cast, api: Clients) -> None:
    cast.space("help")
    client, body = api(cast.carla), {"space": "help", "title": "Wi-Fi drops every evening", "body": "Since Tuesday."}
    first, again = (
        client.post("/api/v1/questions", json=body, headers={"Idempotency-Key": "only-once"}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["id"] == again.get_json()["id"]
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(client.get("/api/v1/questions").get_json()["items"]) == 1

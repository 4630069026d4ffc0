"""The API of the idea exchange: one story from the challenge to the return, and its gates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.ideas.models import Idea
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea

Api = Callable[..., FlaskClient]
V1 = "/api/v1"
CHALLENGE = {
    "space": "help", "title": "Fewer trips to the shop", "brief": "What would have made **your** trip unnecessary?",
    "opens_at": "2020-01-01T00:00:00Z", "closes_at": "2999-01-01T00:00:00Z",
    "rubric": [{"name": "Customer value", "weight": 3}, {"key": "cost", "name": "Cost"},
               {"name": "実現性"}, {"name": "Польза"}],
}  # fmt: skip
COST = {
    "kind": "cost", "basis": "realised", "amount": 1400.5, "currency": "eur", "date": "2026-03-01",
    "evidence": "Invoice 7",
}  # fmt: skip


def test_the_whole_story(api: Api, cast: Cast, client: FlaskClient) -> None:
    cast.space("help")
    carla, colin, ines, sam, sue = (api(p) for p in (cast.carla, cast.colin, cast.ines, cast.sam, cast.sue))
    made = ines.post(f"{V1}/challenges", json=CHALLENGE)
    assert (made.status_code, made.json["slug"], made.json["is_open"]) == (201, "fewer-trips-to-the-shop", True)
    assert [each["key"] for each in made.json["rubric"]] == ["customer-value", "cost", "criterion-3", "criterion-4"]
    idea = carla.post(f"{V1}/ideas", json={"challenge": made.json["slug"], "title": "Lend a spare hub", "body": "Do."})
    assert (idea.status_code, idea.json["stage"]) == (201, "submitted")
    at = f"{V1}/ideas/{idea.json['id']}"
    for _ in range(2):
        assert colin.put(f"{at}/vote", json={"value": 1}).json == {"value": 1, "count": 1}
    said = colin.post(f"{at}/comments", json={"body": "Me too."})
    assert said.status_code == 201
    assert carla.post(f"{at}/comments", json={"body": "Thanks.", "reply_to": said.json["id"]}).status_code == 201
    assert ines.post(f"{at}/moves", json={"stage": "shortlisted", "reason": "Many want it."}).status_code == 201
    scores = {"customer-value": 5, "cost": 1, "criterion-3": 4, "criterion-4": 4}
    reviewed = sam.put(f"{at}/review", json={"scores": scores, "reasons": dict.fromkeys(scores, "So.")})
    assert (reviewed.status_code, reviewed.json["version"]) == (200, 1)
    assert sue.put(f"{at}/review", json={"conflict": "My team would run it."}).status_code == 200
    assert ines.post(f"{at}/moves", json={"stage": "launched", "reason": "It works."}).status_code == 201
    assert ines.post(f"{at}/ledger", json=COST).json["amount"] == "1400.50"
    assert ines.post(f"{at}/ledger", json={**COST, "kind": "benefit", "amount": "4201.50"}).status_code == 201
    told = client.get(at).json
    assert [move["to_stage"] for move in told["moves"]] == ["shortlisted", "launched"]
    assert [line["currency"] for line in told["ledger"]] == ["EUR", "EUR"]
    assert (told["aggregate"]["mean"], told["aggregate"]["review_count"], told["aggregate"]["conflict_count"]) == (
        4,
        1,
        1,
    )
    assert [comment["reply_to"] for comment in told["comments"]] == [None, said.json["id"]]
    assert (told["stage"], told["vote_count"], told["comment_count"], told["review_count"]) == ("launched", 1, 2, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 0}, "amount"), ({"amount": 1.001}, "amount"), ({"currency": "EURO"}, "currency"),
        ({"basis": "hoped"}, "basis"), ({"evidence": ""}, "evidence"), ({"date": "soon"}, "date"),
    ],
)  # fmt: skip
def test_the_ledger_takes_only_what_adds_up(
    api: Api, cast: Cast, idea: Idea, change: dict[str, Any], field: str
) -> None:
    refused = api(cast.ines).post(f"{V1}/ideas/{idea.id}/ledger", json={**COST, **change})
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_ideas_take_no_vote_against(api: Api, cast: Cast, idea: Idea) -> None:
    assert api(cast.colin).put(f"{V1}/ideas/{idea.id}/vote", json={"value": -1}).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/challenges", CHALLENGE), ("POST", "/ideas/1/moves", {"stage": "declined", "reason": "No."}),
        ("PUT", "/ideas/1/merge", {"into": 2}), ("DELETE", "/ideas/1/merge", None), ("POST", "/ideas/1/ledger", COST),
    ],
)  # fmt: skip
def test_deciding_is_for_the_innovation_team(
    api: Api, cast: Cast, client: FlaskClient, idea: Idea, method: str, path: str, body: Any
) -> None:
    for person in (cast.carla, cast.emma, cast.sam):
        refused = api(person).open(V1 + path, method=method, json=body)
        assert (refused.status_code, refused.json["gate"]) == (403, "role")
    assert client.open(V1 + path, method=method, json=body).status_code in {400, 401}


def test_reviews_need_the_training(api: Api, cast: Cast, idea: Idea) -> None:
    cast.course("review")
    sam, body = api(cast.sam), {"scores": SCORES, "reasons": REASONS}
    refused = sam.put(f"{V1}/ideas/{idea.id}/review", json=body)
    assert (refused.status_code, refused.json["gate"]) == (403, "training")
    assert refused.json["remedy"].endswith("/learn/courses/reviewing")
    cast.certify(cast.sam, "review")
    assert sam.put(f"{V1}/ideas/{idea.id}/review", json=body).status_code == 200
    assert api(cast.carla).put(f"{V1}/ideas/{idea.id}/review", json=body).json["gate"] == "role"


def test_a_review_says_what_is_missing(api: Api, cast: Cast, idea: Idea) -> None:
    scores = {**SCORES, "taste": 3}
    del scores["fit"]
    refused = api(cast.sam).put(f"{V1}/ideas/{idea.id}/review", json={"scores": scores, "reasons": {}})
    assert refused.status_code == 422
    assert {"scores.fit", "reasons.fit", "scores.taste"} <= refused.json["errors"].keys()


def test_a_list_goes_on_page_by_page_in_each_order(
    api: Api, cast: Cast, client: FlaskClient, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge = challenge_of()
    made = [idea_of(challenge, f"Idea number {n}") for n in range(5)]
    api(cast.colin).put(f"{V1}/ideas/{made[2].id}/vote", json={"value": 1})
    for sort in ("top", "discover", "hot", "new", "discussed"):
        seen, after = [], ""
        while after is not None:
            page = client.get(f"{V1}/ideas?challenge={challenge.id}&sort={sort}&limit=2&after={after}").json
            seen, after = seen + [idea["id"] for idea in page["items"]], page["next"]
        assert sorted(seen) == sorted(idea.id for idea in made), sort
        assert sort not in {"top", "hot"} or seen[0] == made[2].id
    assert client.get(f"{V1}/ideas?stage=launched").json["items"] == []
    assert client.get(f"{V1}/ideas?challenge=elsewhere").status_code == 404


def test_challenges_are_found_by_slug_and_id(client: FlaskClient, challenge_of: MakeChallenge) -> None:
    challenge = challenge_of()
    assert client.get(f"{V1}/challenges").json["items"][0]["id"] == challenge.id
    for name in (challenge.slug, challenge.id):
        assert client.get(f"{V1}/challenges/{name}").json["slug"] == challenge.slug
    assert client.get(f"{V1}/challenges/{'9' * 30}").status_code == 404


def test_internal_and_future_challenges_are_not_there_for_outsiders(
    api: Api, cast: Cast, client: FlaskClient, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    idea = idea_of(challenge_of("ours", audience="internal"), by=cast.emma)
    challenge_of("next-year", opens=5)
    emma, carla = api(cast.emma), api(cast.carla)
    for name in ("ours", "next-year"):
        assert [who.get(f"{V1}/challenges/{name}").status_code for who in (client, carla, emma)] == [404, 404, 200]
    assert [who.get(f"{V1}/ideas/{idea.id}").status_code for who in (client, carla, emma)] == [404, 404, 200]
    late = emma.post(f"{V1}/ideas", json={"challenge": "next-year", "title": "Too early for this"})
    assert (late.status_code, late.json["gate"]) == (403, "dates")


def test_co_authors_are_asked_agree_and_leave(
    api: Api, cast: Cast, challenge_of: MakeChallenge, client: FlaskClient
) -> None:
    challenge_of(allows_anonymous=True)
    carla, colin, cleo, sam = (api(person) for person in (cast.carla, cast.colin, cast.cleo, cast.sam))
    sent = {"challenge": "fewer-trips", "title": "Lend a spare hub", "body": "Do.", "anonymous": True}
    at = f"{V1}/ideas/{carla.post(f'{V1}/ideas', json=sent).json['id']}"
    assert colin.post(f"{at}/coauthors", json={"handle": "cleo"}).status_code == 403
    for handle in ("nobody", "carla"):
        assert carla.post(f"{at}/coauthors", json={"handle": handle}).status_code == 422
    for handle in ("colin", "cleo"):
        assert carla.post(f"{at}/coauthors", json={"handle": handle}).json["agreed"] is False
    assert sam.put(f"{at}/coauthorship").status_code == 403
    assert colin.put(f"{at}/vote", json={"value": 1}).json["value"] == 1
    assert colin.put(f"{at}/coauthorship").status_code == 204
    assert client.get(at).json["vote_count"] == 0, "an author's vote does not count"

    def listed(browser: FlaskClient) -> list[tuple[str, bool]]:
        return [(each["person"]["handle"], each["agreed"]) for each in browser.get(f"{at}/coauthors").json["items"]]

    assert listed(carla) == [("colin", True), ("cleo", False)]
    assert listed(sam) == listed(client) == [], "names of an anonymous idea are for its authors alone"
    assert cleo.delete(f"{at}/coauthorship").status_code == 204
    assert listed(carla) == [("colin", True)]
    assert colin.delete(f"{at}/coauthors/colin").status_code == 403
    assert carla.delete(f"{at}/coauthors/colin").status_code == 204
    assert listed(carla) == []


def test_comments_change_and_are_taken_back(api: Api, cast: Cast, idea: Idea, client: FlaskClient) -> None:
    colin, cleo, at = api(cast.colin), api(cast.cleo), f"{V1}/ideas/{idea.id}/comments"
    one = f"{at}/{colin.post(at, json={'body': 'Me too.'}).json['id']}"
    assert colin.put(one, json={"body": "Me as well."}).json["body"] == "Me as well."
    (change,) = client.get(f"{one}/history").json["items"]
    assert {(piece["kind"], piece["text"].strip()) for piece in change["body"]} >= {("drop", "too"), ("add", "as well")}
    assert [cleo.put(one, json={"body": "Not me."}).status_code, cleo.delete(one).status_code] == [403, 403]
    assert colin.put(one, json={"body": " "}).status_code == 422
    assert colin.put(f"{V1}/ideas/{idea.id + 1}/comments/1", json={"body": "x"}).status_code == 404
    assert colin.delete(one).status_code == 204
    assert client.get(f"{V1}/ideas/{idea.id}").json["comment_count"] == 0
    assert client.get(f"{one}/history").status_code == 404


def test_endorsements_are_given_changed_and_taken_back(api: Api, cast: Cast, idea: Idea, client: FlaskClient) -> None:
    sam, at = api(cast.sam), f"{V1}/ideas/{idea.id}"
    made = sam.put(f"{at}/endorsement", json={"why": "It saves a van."})
    assert (made.status_code, made.json["person"]["handle"]) == (200, "sam")
    assert sam.put(f"{at}/endorsement", json={"why": "It saves two vans."}).json["id"] == made.json["id"]
    (told,) = client.get(f"{at}/endorsements").json["items"]
    assert told["why"] == "It saves two vans."
    assert api(cast.carla).put(f"{at}/endorsement", json={"why": "Mine."}).status_code == 403
    assert sam.put(f"{at}/endorsement", json={"why": "x" * 301}).status_code == 422
    assert api(cast.colin).delete(f"{at}/endorsements/{told['id']}").status_code == 403
    assert api(cast.max).delete(f"{at}/endorsements/{told['id']}").status_code == 204
    assert sam.delete(f"{at}/endorsement").status_code == 404

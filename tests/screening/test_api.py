"""Rules by program: the same door, the same commands, the same answers as by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from app.board import commands as board
from app.core import transaction
from app.screening import commands, queries
from tests.cast import Cast

Api = Callable[..., FlaskClient]
RULES = "/api/v1/moderation/rules"
WORDS: dict[str, Any] = {"name": "Stripes", "kind": "words", "action": "hold", "terms": ["zebra"], "scope": ["answer"]}


def test_a_rule_is_written_tried_switched_changed_and_retired(cast: Cast, api: Api) -> None:
    client, space, carla = api(cast.stella, "read", "write"), cast.space("help"), cast.carla
    with transaction.unit():
        question = board.ask(space=space, title="A zebra", topics=[], by=carla)
    made = client.post(RULES, json={**WORDS, "scope": []})
    rule = made.json or {}
    assert (made.status_code, rule["is_on"], rule["version"], rule["scope"]) == (201, False, 1, "all")
    one = f"{RULES}/{rule['id']}"
    past = client.get(f"{one}/trial?last=200").json or {}
    assert (past["looked"], past["found"], past["examples"]) == (1, 1, [question.url])
    assert client.put(f"{one}/force").status_code == 200
    tried = client.post(f"{RULES}/trial", json={"text": "My zebra", "scope": "answer"}).json or {}
    assert tried == {
        "action": "hold",
        "findings": [{"rule": "Stripes", "action": "hold", "message": tried["findings"][0]["message"], "span": [3, 8]}],
    }
    changed = client.put(one, json={**WORDS, "space": "help", "version": 1})
    assert (changed.status_code, (changed.json or {})["space_id"]) == (200, space.id)
    assert client.put(one, json={**WORDS, "name": "Old", "version": 1}).status_code == 409
    assert client.delete(f"{one}/force").status_code == 204
    assert commands.pass_or_raise("My zebra", scope="answer", space_id=space.id) == []
    assert [each["name"] for each in (client.get(RULES).json or {})["items"]] == ["Stripes"]
    assert client.delete(one).status_code == 204
    assert client.delete(one).status_code == 404
    assert [each["name"] for each in (client.get(f"{RULES}?show=retired").json or {})["items"]] == ["Stripes"]


def test_what_cannot_be_a_rule_is_told_by_field(cast: Cast, api: Api) -> None:
    client = api(cast.stella, "read", "write")
    for wrong, blamed in (({"kind": "patterns", "terms": ["(a"]}, "terms"), ({"kind": "velocity"}, "most")):
        answer = client.post(RULES, json={**WORDS, **wrong})
        assert (answer.status_code, blamed in (answer.json or {})["errors"]) == (422, True)
    assert client.post(RULES, json={**WORDS, "space": "nowhere"}).status_code == 404
    assert queries.rule_named("Stripes") is None


def test_others_may_nothing(cast: Cast, api: Api) -> None:
    with transaction.unit():
        rule = commands.add_rule(**{**WORDS, "scope": "all"}, by=cast.stella)
    client, one = api(cast.emma, "read", "write"), f"{RULES}/{rule.id}"
    assert client.get(RULES).status_code == 403
    assert client.post(RULES, json=WORDS).status_code == 403
    assert client.put(one, json=WORDS).status_code == 403
    assert client.put(f"{one}/force").status_code == 403
    assert client.delete(f"{one}/force").status_code == 403
    assert client.delete(one).status_code == 403
    assert client.get(f"{one}/trial").status_code == 403
    assert client.post(f"{RULES}/trial", json={"text": "zebra"}).status_code == 403
    assert api(cast.stella, "read").post(RULES, json=WORDS).status_code == 403, "a token that only reads"

"""The API's operations: the same doors and commands as the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.core import clock
from tests.cast import Cast
from tests.listening.monitoring.test_hearing import ANGRY, hear

Api = Callable[..., FlaskClient]
BASE = "/api/v1/listening"


@pytest.mark.parametrize("place", ["mentions", "figures", "monitors", "rules", "alerts"])
def test_others_are_refused(cast: Cast, api: Api, place: str) -> None:
    assert api(cast.emma).get(f"{BASE}/{place}").status_code == 403
    assert api(cast.anna).get(f"{BASE}/{place}").status_code == 200


def test_from_what_was_said_to_what_came_of_it(cast: Cast, api: Api, settle: Callable[[], None]) -> None:
    caller, care = api(cast.anna), api(cast.cara)
    monitor = caller.post(f"{BASE}/monitors", json={"name": "Hub", "query": "hub OR meter"}).json
    assert caller.put(f"{BASE}/monitors/{monitor['id']}/listening").json["active_since"]
    said = {"name": "Angry", "monitor_id": monitor["id"], "mood": "negative", "owner": "cara", "minutes": 30}
    rule = caller.post(f"{BASE}/rules", json=said).json
    assert caller.put(f"{BASE}/rules/{rule['id']}/force").status_code == 200
    row = {"at": clock.rfc3339(clock.now()), "text": ANGRY, "author": "@jo", "channel": "forum", "replies": 3}
    assert caller.post(f"{BASE}/mentions", json={"rows": [row, row]}).json == {"added": 1, "known": 1}
    settle()
    settle()
    (alert,) = care.get(f"{BASE}/alerts?mine=true").json["items"]
    assert (alert["mention"]["text"], alert["mention"]["response"], alert["state"]) == (ANGRY, 3, "open")
    place = f"{BASE}/alerts/{alert['id']}"
    assert care.put(f"{place}/owner").json["state"] == "acknowledged"
    assert caller.put(f"{place}/owner").status_code == 409
    assert care.post(f"{place}/reply", json={"reply": "Sorry", "reply_url": "ftp://x"}).status_code == 422
    assert care.post(f"{place}/reply", json={"reply": "Sorry"}).json["state"] == "answered"
    assert care.post(f"{place}/outcome", json={"outcome": "Mended"}).json["outcome"] == "Mended"
    assert caller.get(f"{BASE}/monitors/{monitor['id']}/trial").json["found"] == 1
    assert len(caller.get(f"{BASE}/monitors/{monitor['id']}/mentions").json["items"]) == 1
    assert caller.get(f"{BASE}/figures?days=28").json["total"] == 1


def test_a_lead_goes_to_whom_it_is_handed(cast: Cast, api: Api) -> None:
    caller, mention = api(cast.anna), hear("row:1", "Call me about a hub")
    lead = caller.put(f"{BASE}/mentions/{mention.id}/lead").json
    over = {"to": cast.emma.handle, "consent": "asked", "grounds": "They wrote so"}
    assert caller.put(f"{BASE}/leads/{lead['id']}/owner", json={**over, "to": "nobody"}).status_code == 422
    assert caller.put(f"{BASE}/leads/{lead['id']}/owner", json=over).json["to"] == "emma"
    assert api(cast.emma).get(f"{BASE}/leads").json["items"][0]["grounds"] == "They wrote so"
    assert api(cast.erik).get(f"{BASE}/leads").json["items"] == []
    end = {"state": "lost", "outcome": "Too dear"}
    assert api(cast.erik).post(f"{BASE}/leads/{lead['id']}/outcome", json=end).status_code == 404
    assert api(cast.emma).post(f"{BASE}/leads/{lead['id']}/outcome", json=end).json["state"] == "lost"

"""Panels by the API, from making one to the outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.panels.models import Panel
from tests.cast import Cast
from tests.panels.conftest import Join, MakeStudy, fill, keys

Browser = Callable[[Person], FlaskClient]
SECRET = "zyxomma"


def test_the_api_does_it_all(api: Callable[..., FlaskClient], cast: Cast, settle: Callable[[], None]) -> None:
    cast.space("help")
    ines, carla, now = api(cast.ines), api(cast.carla), clock.now()
    body = {"space": "help", "name": "Circle", "purpose": "We plan.", "promise": "Monthly"}
    assert carla.post("/api/v1/panels", json=body).status_code == 403
    panel = ines.post("/api/v1/panels", json=body).json
    assert panel is not None
    where = f"/api/v1/panels/{panel['id']}"
    who = {"by_hand": ["carla", "colin"], "cell_by": "none"}
    looked = ines.post(f"{where}/invitations", json={**who, "preview": True})
    assert (looked.status_code, looked.json["id"], looked.json["cells"][0]["drawn"]) == (200, None, 1)  # type: ignore[index]
    assert carla.get(where).status_code == 404
    drawn = ines.post(f"{where}/invitations", json=who)
    assert drawn.status_code == 201, drawn.json
    assert carla.get(where).json["standing"] == "invited"  # type: ignore[index]
    assert carla.get(where).json["member_count"] is None  # type: ignore[index]
    assert carla.put(f"{where}/membership", json={}).json["standing"] == "accepted"  # type: ignore[index]
    study = ines.post(
        f"{where}/studies",
        json={
            "kind": "concept", "title": "Hubs", "opens_at": (now - timedelta(hours=1)).isoformat(),
            "closes_at": (now + timedelta(days=3)).isoformat(), "concepts": [{"name": "Hexa", "body": "Flat."}],
            "items": [{"kind": "scale", "prompt": "How good?", "least": 1, "most": 5, "per_concept": True}],
        },
    )  # fmt: skip
    assert study.status_code == 201, study.json
    there = f"/api/v1/studies/{study.json['id']}"  # type: ignore[index]
    key = carla.get(there).json["asked"][0]["key"]  # type: ignore[index]
    assert carla.put(f"{there}/answer", json={"answers": {key: 9}}).status_code == 422
    said = carla.put(f"{there}/answer", json={"answers": {key: 4}})
    assert (said.json["answered"], said.json["answers"]) == (True, {key: 4})  # type: ignore[index]
    assert carla.get(f"{there}/results").status_code == 403
    found = ines.get(f"{there}/results").json
    assert found is not None
    assert (found["n"], found["tallies"][0]["mean"]["value"]) == (1, 4.0)
    assert ines.post(f"{there}/outcomes", json={"body": "We build it."}).status_code == 201
    assert carla.get("/api/v1/panels").json["items"][0]["name"] == "Circle"  # type: ignore[index]
    assert len(carla.get(f"{where}/studies").json["items"]) == 1  # type: ignore[index]
    assert carla.delete(f"{where}/membership").status_code == 204
    assert carla.get(there).status_code == 404


def test_a_draft_is_kept_for_its_writer(
    api: Callable[..., FlaskClient], cast: Cast, panel: Panel, join: Join, study_of: MakeStudy
) -> None:
    join(panel, cast.carla)
    study = study_of(panel)
    carla, place = api(cast.carla, "all"), f"/api/v1/drafts/study:{study.id}"
    fields = {keys(study, cast.carla)["text"]: "So far"}
    assert carla.put(place, json={"fields": fields, "version": 0}).status_code in {200, 201}
    assert carla.get(place).json["fields"] == fields  # type: ignore[index]
    assert api(cast.colin, "all").put(place, json={"fields": fields, "version": 0}).status_code == 404
    there = f"/api/v1/studies/{study.id}/answer"
    assert carla.put(there, json={"answers": fill(study, cast.carla)}).status_code == 200
    assert not (carla.get(place).json or {}).get("fields")

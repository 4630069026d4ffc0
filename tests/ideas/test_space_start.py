"""What challenges of a space usually begin from: a template and a rubric, offered where a challenge is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import audit, clock, transaction
from app.core.access import Invalid
from app.ideas import commands, queries
from app.ideas.models import DEFAULT_RUBRIC, Challenge
from app.spaces import commands as spaces
from app.spaces.models import Space
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
OWN = [{"name": "Warmth", "weight": 2.0, "help": "Does anybody smile?"}]


@pytest.fixture
def space(cast: Cast) -> Space:
    """The public space, which Erik owns."""
    made = cast.space("help")
    with transaction.unit():
        spaces.set_role(made, cast.erik, "owner", by=cast.stella)
    return made


def set_start(cast: Cast, space: Space, template: str = "", rubric: list[dict[str, Any]] | None = None) -> None:
    with transaction.unit():
        commands.set_start(space, template=template, rubric=OWN if rubric is None else rubric, by=cast.ines)


def named(challenge: Challenge) -> list[str]:
    return [each["name"] for each in challenge.rubric]


def test_a_challenge_begins_with_the_rubric_of_its_space(cast: Cast, space: Space, challenge_of: MakeChallenge) -> None:
    before = challenge_of("before")
    set_start(cast, space)
    assert named(challenge_of("after")) == ["Warmth"]
    assert named(before) == [each["name"] for each in DEFAULT_RUBRIC], "what is there stays as it is"
    assert named(challenge_of("elsewhere", space="lounge")) == named(before)
    own = [{"key": "speed", "name": "Speed", "weight": 1.0}]
    assert named(challenge_of("chosen", rubric=own)) == ["Speed"], "whoever makes it may choose otherwise"
    set_start(cast, space, rubric=[])
    assert named(challenge_of("again")) == named(before)


def test_the_form_begins_as_the_space_does(cast: Cast, space: Space, signed_in: Browsers) -> None:
    set_start(cast, space, "sprint")
    client = signed_in(cast.ines)
    page = client.get("/challenges/new?space=help").text
    assert "usual in Help" in page
    assert "Who would notice first?" in page, "what the template asks"
    assert "Warmth" in page
    assert 'value="sprint"' in page
    assert "usual in" not in client.get("/challenges/new").text
    assert client.get("/challenges/new?space=nowhere").status_code == 404
    other = client.get("/challenges/new?space=help&template=board").text
    assert 'value="board"' in other, "another one is chosen by hand"


def test_owners_and_the_team_set_it(cast: Cast, space: Space, signed_in: Browsers) -> None:
    path = "/admin/spaces/help/challenges"
    for person in (cast.carla, cast.emma, cast.max):
        assert signed_in(person).get(path).status_code == 403
        assert deed(signed_in(person), path, "PUT", template="").status_code == 403
    owner = signed_in(cast.erik)
    assert "comes with the product" in owner.get(path).text
    told = {"template": "gates", "criteria-0-name": "Warmth", "criteria-0-weight": "2"}
    assert deed(owner, path, "PUT", **told).status_code == 303
    start = queries.start_of(space.id)
    assert start is not None
    assert (start.template, [each["name"] for each in start.rubric]) == ("gates", ["Warmth"])
    entry = audit.entries(subject=f"space:{space.id}", limit=1).items[0]
    assert (entry.action, entry.actor_id) == ("ideas.space_start_changed", cast.erik.id)
    bad = deed(signed_in(cast.ines), path, "PUT", **{**told, "criteria-0-weight": "0", "criteria-0-help": "Smile"})
    assert bad.status_code == 422
    assert 'value="Smile"' in bad.text
    assert deed(owner, path, "PUT", **told, usual="yes").status_code == 303
    assert queries.usual_rubric(space.id) is DEFAULT_RUBRIC


def test_a_template_that_is_taken_away_is_the_usual_one_no_more(
    cast: Cast, space: Space, challenge_of: MakeChallenge
) -> None:
    with transaction.unit():
        template = commands.save_template(challenge_of(), "Ours", by=cast.ines)
    set_start(cast, space, str(template.id))
    with transaction.unit():
        commands.remove_template(template, by=cast.ines)
    start = queries.start_of(space.id)
    assert start is not None
    assert (start.template, len(start.rubric)) == ("", 1)


@pytest.mark.parametrize(
    ("template", "rubric"),
    [("nothing", OWN), ("999", OWN), ("", [{"name": ""}]), ("", [*OWN, *OWN]), ("", [{"name": "x", "weight": 0}])],
)
def test_what_cannot_be_taken(cast: Cast, space: Space, template: str, rubric: list[dict[str, Any]]) -> None:
    with pytest.raises(Invalid):
        set_start(cast, space, template, rubric)
    assert queries.start_of(space.id) is None


def test_programs_do_the_same(cast: Cast, space: Space, api: Clients) -> None:
    url = "/api/v1/spaces/help/challenge-start"
    told = {"template": "sprint", "rubric": [{"name": "Warmth"}]}
    assert api(cast.emma).put(url, json=told).status_code == 403
    set_ = api(cast.erik).put(url, json=told).json
    assert (set_["template"], set_["rubric"][0]["key"]) == ("sprint", "warmth")
    assert api(cast.ines).get(url).json == set_
    assert api(cast.ines).put(url, json={"template": "none such"}).status_code == 422
    closes = (clock.now() + timedelta(days=9)).isoformat()
    sent = {"space": "help", "title": "Fewer trips again", "brief": "How?", "opens_at": closes[:10] + "T00:00:00Z"}
    made = api(cast.ines).post("/api/v1/challenges", json={**sent, "closes_at": "2099-01-01T00:00:00Z"})
    assert made.status_code == 201, made.text
    assert [each["name"] for each in made.json["rubric"]] == ["Warmth"]

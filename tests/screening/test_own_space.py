"""An owner writes rules for their space: on top of the common ones, and seen by nobody who owns another."""

from __future__ import annotations

import pytest

from app.accounts.models import Person
from app.board import commands as board
from app.core import transaction
from app.core.access import Invalid
from app.screening import commands, policy, queries
from app.screening.models import StoredRule
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.screening.conftest import Browse, Send

FORM = {"name": "No zebras", "kind": "words", "terms": "zebra", "action": "hold", "scopes": "question", "deed": "save",
        "writers": "everybody", "last": "200"}  # fmt: skip


@pytest.fixture
def owner(cast: Cast) -> Person:
    """Emma owns the lounge; Erik owns another space."""
    emma, ada = cast.emma, cast.ada
    with transaction.unit():
        spaces.set_role(cast.space("lounge"), emma, "owner", by=ada)
        spaces.set_role(cast.space("staff"), cast.erik, "owner", by=ada)
    return emma


def add(cast: Cast, name: str, space: str | None) -> StoredRule:
    """A rule by the steward."""
    stella, space_id = cast.stella, cast.space(space).id if space else None
    with transaction.unit():
        return commands.add_rule(
            name=name, kind="words", action="refuse", terms=["zebra"], space_id=space_id, by=stella
        )


def test_an_owner_writes_and_switches_rules_of_their_space(
    cast: Cast, owner: Person, signed_in: Browse, send: Send
) -> None:
    lounge, carla = cast.space("lounge"), cast.carla
    browser = signed_in(owner)
    assert send(browser, "/moderation/rules/new", **FORM, space="").status_code == 422
    assert send(browser, "/moderation/rules/new", **FORM, space=str(cast.space("help").id)).status_code == 422
    kept = send(browser, "/moderation/rules/new", **FORM, space=str(lounge.id))
    assert kept.status_code == 303
    assert send(browser, f"{kept.location}/force?_method=PUT").status_code == 303
    with transaction.unit():
        held = board.ask(space=lounge, title="A zebra here", by=carla)
        shown = board.ask(space=cast.space("help"), title="A zebra there", by=carla)
    assert (held.hold, shown.hold) == ("held", "shown")
    rail = 'href="/moderation/rules"'
    assert rail in browser.get("/spaces/lounge").text, "the way there stands in the rail"
    assert rail not in signed_in(cast.sam).get("/spaces/lounge").text


def test_a_rule_of_a_space_is_never_weaker(cast: Cast, owner: Person) -> None:
    add(cast, "common", None)
    lounge, carla = cast.space("lounge"), cast.carla
    with transaction.unit():
        commands.add_rule(name="mild", kind="words", action="advise", terms=["zebra"], space_id=lounge.id, by=owner)
    with pytest.raises(Invalid), transaction.unit():
        board.ask(space=lounge, title="A zebra here", by=carla)


@pytest.mark.parametrize(
    ("rule", "reads", "sets"), [(None, True, False), ("staff", False, False), ("lounge", True, True)]
)
def test_what_an_owner_reads_and_sets(
    cast: Cast, owner: Person, signed_in: Browse, send: Send, rule: str | None, reads: bool, sets: bool
) -> None:
    made = add(cast, "Quagga", rule)
    browser = signed_in(owner)
    assert ("Quagga" in browser.get("/moderation/rules").text) is reads
    page = browser.get(made.url)
    assert (page.status_code == 200) is reads
    assert ("Switch off" in page.text) is sets
    refusal = 403 if reads else 404
    assert browser.get(f"{made.url}/edit").status_code == (200 if sets else refusal)
    assert send(browser, f"{made.url}?_method=DELETE").status_code == (303 if sets else refusal)
    assert bool(policy.may_set_rules_in(owner, made.space_id)) is sets
    assert (queries.visible_rule(owner, made.id) is not None) is reads


def test_who_owns_nothing_sees_no_rules(cast: Cast, owner: Person, signed_in: Browse) -> None:
    add(cast, "Quagga", "lounge")
    for person in (cast.nell, cast.carla):
        assert signed_in(person).get("/moderation/rules").status_code == 403
    with transaction.unit():
        spaces.set_role(cast.space("lounge"), owner, "member", by=cast.ada)
    assert signed_in(owner).get("/moderation/rules").status_code == 403


def test_the_api_goes_by_the_same(cast: Cast, owner: Person, api: Browse) -> None:
    theirs = add(cast, "Quagga", "staff")
    said = {"name": "No zebras", "kind": "words", "terms": ["zebra"], "action": "hold"}
    caller = api(owner)
    assert caller.post("/api/v1/moderation/rules", json=said).status_code == 403
    made = caller.post("/api/v1/moderation/rules", json={**said, "space": "lounge"})
    assert made.status_code == 201
    url = f"/api/v1/moderation/rules/{made.get_json()['id']}"
    assert caller.put(url, json=said).status_code == 403
    assert caller.put(f"{url}/force").status_code == 200
    assert caller.put(f"/api/v1/moderation/rules/{theirs.id}/force").status_code == 404
    assert [rule["name"] for rule in caller.get("/api/v1/moderation/rules").get_json()["items"]] == ["No zebras"]

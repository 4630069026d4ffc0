"""The operator's pages: people, roles, spaces, health, audit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries
from app.accounts.commands import set_password, suspend
from app.accounts.models import Person
from app.core import audit, clock, dispatch, subscriptions, transaction
from app.core.dispatch import Dispatch
from app.core.subscriptions import Parked
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.commands import set_role
from tests.accounts.test_settings import deed
from tests.accounts.test_signing import mailed
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
PAGES = ("/admin/people", "/admin/health", "/admin/audit")


@pytest.mark.parametrize("name", ["carla", "emma", "max", "anna"])
def test_only_operators_enter(cast: Cast, signed_in: Browsers, name: str) -> None:
    client = signed_in(getattr(cast, name))
    assert {client.get(page).status_code for page in (*PAGES, "/admin", "/admin/spaces")} == {403}


def test_stewards_run_spaces_and_nothing_else(cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.stella)
    assert {client.get(page).status_code for page in ("/admin", "/admin/spaces")} == {200}
    assert {client.get(page).status_code for page in PAGES} == {403}


@pytest.mark.parametrize("name", ["stella", "erik"])
def test_who_is_suspended_runs_no_space(cast: Cast, signed_in: Browsers, name: str) -> None:
    """Neither a steward nor a space's owner: not its words, not its people, not the sites that show it."""
    person, space = getattr(cast, name), cast.space("help")
    with transaction.unit():
        set_role(space, cast.erik, "owner", by=cast.stella)
    client = signed_in(person)
    assert client.get("/admin/spaces/help").status_code == 200
    with transaction.unit():
        suspend(person, None, by=cast.ada, reason="for the test")
    assert client.get("/admin/spaces/help").status_code == 403
    assert deed(client, "/admin/spaces/help", "PUT", name="Mine", visibility="internal").status_code == 403
    assert deed(client, "/spaces/help/members", handle="carla", role="owner").status_code == 403
    assert deed(client, "/admin/spaces/help/widget", "PUT", sites="https://evil.example").status_code == 403
    assert deed(client, "/admin/spaces/help/service/hours", "DELETE").status_code == 403


def test_roles_change_with_a_reason_on_the_log(cast: Cast, signed_in: Browsers) -> None:
    client, emma = signed_in(cast.ada), cast.emma
    url = f"/admin/people/{emma.id}/roles"
    assert deed(client, url, "PUT", roles=["mentor"], reason="").status_code == 422
    assert deed(client, url, "PUT", roles=["emperor"], reason="why not").status_code == 422
    assert deed(client, url, "PUT", roles=["mentor", "sme"], reason="Knows the line").status_code == 303
    db.session.expire_all()
    assert emma.roles == {"mentor", "sme"}
    entry = audit.entries(subject=f"person:{emma.id}").items[0]
    assert (entry.actor_id, entry.reason, entry.after) == (cast.ada.id, "Knows the line", {"roles": ["mentor", "sme"]})
    assert "Knows the line" in client.get("/admin/audit").get_data(as_text=True)


def test_nobody_locks_themselves_out(cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.ada)
    assert deed(client, f"/admin/people/{cast.ada.id}/roles", "PUT", roles=[], reason="tired").status_code == 403
    assert "admin" in cast.ada.roles


def test_suspending_and_restoring(cast: Cast, signed_in: Browsers) -> None:
    client, url = signed_in(cast.ada), f"/admin/people/{cast.carla.id}/suspension"
    assert deed(client, url, "PUT", days="3", because="Spam").status_code == 303
    db.session.expire_all()
    assert not cast.carla.is_in_good_standing
    assert cast.carla.suspended_until is not None
    assert deed(client, url, "DELETE", because="Said sorry").status_code == 303
    db.session.expire_all()
    assert cast.carla.is_in_good_standing


def test_adding_somebody_mails_them_a_link(cast: Cast, signed_in: Browsers, client: FlaskClient) -> None:
    browser = signed_in(cast.ada)
    fields = {"name": "Nina Neu", "email": "nina@example.com", "kind": "employee", "function": "Shop"}
    assert deed(browser, "/admin/people", **fields).status_code == 303
    assert queries.by_email("nina@example.com")
    assert client.get(mailed("reset")).status_code == 200
    assert deed(browser, "/admin/people", **fields).status_code == 422, "one account an address"


def test_opening_and_changing_a_space(cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.stella)
    fields = {"name": "Mobile", "slug": "mobile", "purpose": "Phones", "visibility": "public"}
    assert deed(client, "/admin/spaces", **fields).status_code == 303
    assert deed(client, "/admin/spaces", **fields).status_code == 422, "the address is taken"
    assert client.get("/admin/spaces/mobile").status_code == 200
    assert deed(client, "/admin/spaces/mobile", "PUT", name="Mobiles", visibility="internal").status_code == 303
    db.session.expire_all()
    space = spaces.visible_space(cast.stella, "mobile")
    assert space is not None
    assert (space.name, space.visibility) == ("Mobiles", "internal")
    assert deed(client, "/spaces/mobile/members", handle="@emma", role="owner").status_code == 422
    assert cast.emma
    assert deed(client, "/spaces/mobile/members", handle="@emma", role="owner").status_code == 303
    assert spaces.role_in(cast.emma, space) == "owner"
    assert signed_in(cast.emma).get("/admin/spaces/mobile").status_code == 200, "owners run their space"
    assert deed(client, "/spaces/mobile/members", handle="emma", role="").status_code == 303
    assert spaces.role_in(cast.emma, space) is None


def test_a_space_keeps_a_name_that_can_be_seen(cast: Cast, signed_in: Browsers) -> None:
    cast.space("help")
    words = {"name": "\u200b\u2060", "visibility": "public"}
    answer = deed(signed_in(cast.stella), "/admin/spaces/help", "PUT", **words)
    assert (answer.status_code, "Give the space a name." in answer.text) == (422, True)
    db.session.expire_all()
    assert cast.space("help").name == "Help"


def test_dead_letters_get_another_try(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        moment = clock.now()
        letter = Dispatch(
            kind="webhook", key="w:1", payload={}, state="dead", attempts=10, created_at=moment, not_before=moment,
            last_error="HTTPError: 500 <b>",
        )  # fmt: skip
        db.session.add(letter)
    client = signed_in(cast.ada)
    page = client.get("/admin/health").get_data(as_text=True)
    assert "HTTPError: 500 &lt;b&gt;" in page
    assert "Something needs you" in client.get("/admin").get_data(as_text=True)
    assert deed(client, f"/admin/dispatch/{letter.id}/tries").status_code == 303
    db.session.expire_all()
    assert (letter.state, letter.attempts) == ("pending", 0)
    assert deed(client, f"/admin/dispatch/{letter.id}/tries").status_code == 404, "only the dead are woken"
    assert dispatch.dead_letters().items == []
    assert audit.entries(subject=f"dispatch:{letter.id}").items[0].action == "core.dispatch_again"


def test_parked_events_get_another_try(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        parked = Parked(subscriber="crm", entry_id=1, error="KeyError()", attempts=8, next_try_at=clock.now())
        db.session.add(parked)
    client = signed_in(cast.ada)
    assert "KeyError()" in client.get("/admin/health").get_data(as_text=True)
    assert deed(client, f"/admin/parked/{parked.id}/tries").status_code == 303
    db.session.expire_all()
    assert subscriptions.parked_events().items[0].attempts == 1


def test_the_team_of_a_colleague(cast: Cast, signed_in: Browsers) -> None:
    page = f"/admin/people/{cast.emma.id}"
    assert deed(signed_in(cast.ada), f"{page}/team", "PUT", team="  Field   service ").status_code == 303
    assert queries.by_handle("emma").team == "Field service"  # type: ignore[union-attr]
    assert "Field service" in signed_in(cast.ada).get(page).text
    assert deed(signed_in(cast.ada), f"{page}/team", "PUT", team="x" * 81).status_code == 422
    assert signed_in(cast.stella).get(page).status_code == 403
    assert "Save the team" not in signed_in(cast.ada).get(f"/admin/people/{cast.carla.id}").text


def test_roles_and_exports_need_a_fresh_proof(cast: Cast, signed_in: Browsers) -> None:
    client, asked = signed_in(cast.ada), {"roles": "mentor", "reason": "She asked."}
    with clock.at(clock.now() + timedelta(minutes=6)):
        page = f"/admin/people/{cast.emma.id}"
        assert "Your password" in client.get(page).text
        assert deed(client, f"{page}/roles?_method=PUT", **asked).status_code == 422
        assert deed(client, "/admin/audit/export", kind="csv").status_code == 422
        assert deed(client, f"{page}/roles?_method=PUT", proof="wrong words", **asked).status_code == 422
        assert not cast.emma.has_role("mentor")
        with transaction.unit():
            set_password(cast.ada, "nine slow lanterns in may", by=None)
        client = signed_in(cast.ada)
    with clock.at(clock.now() + timedelta(minutes=20)):
        typed = {"proof": "nine slow lanterns in may"}
        assert deed(client, f"{page}/roles?_method=PUT", **typed, **asked).status_code == 303
        assert deed(client, "/admin/audit/export", kind="csv").status_code == 200, "for five minutes that is enough"
    db.session.expire_all()
    assert cast.emma.has_role("mentor")


def test_the_audit_log_is_searched_and_taken_along(cast: Cast, signed_in: Browsers) -> None:
    with transaction.unit():
        suspend(cast.carla, None, by=cast.ada, reason="=1+1")
        audit.log("testing.done", "thing:1", by=cast.emma)
    client = signed_in(cast.ada)
    assert "Testing" not in client.get("/admin/audit?action=accounts").text.split("<main")[1].split("</details>")[1]
    assert "thing:1" in client.get("/admin/audit?who=emma").text
    assert "Nothing fits" in client.get("/admin/audit?who=nobody").text
    assert client.get("/admin/audit?since=nonsense").status_code == 422
    told = deed(client, f"/admin/audit/export?subject=person:{cast.carla.id}", kind="csv").get_data(as_text=True)
    assert "'=1+1" in told, "no formula"
    assert "thing:1" not in told
    assert audit.entries().items[0].action == "audit.exported"
    assert deed(signed_in(cast.stella), "/admin/audit/export", kind="csv").status_code == 403


def test_an_administrator_has_somebody_erased(cast: Cast, signed_in: Browsers) -> None:
    client, emma = signed_in(cast.ada), cast.emma
    page = f"/admin/people/{emma.id}"
    assert deed(client, f"{page}?_method=DELETE").status_code == 422
    assert deed(signed_in(cast.stella), f"{page}?_method=DELETE", **{"erase-reason": "So."}).status_code == 403
    assert deed(client, f"{page}?_method=DELETE", **{"erase-reason": "By letter."}).status_code == 303
    assert audit.entries(subject=f"person:{emma.id}").items[0].reason == "By letter."
    assert deed(client, f"{page}?_method=DELETE", **{"erase-reason": "Again."}).status_code == 409
    own = f"/admin/people/{cast.ada.id}?_method=DELETE"
    assert deed(client, own, **{"erase-reason": "Me."}).status_code == 403


def test_the_operator_erases_and_exports(app: Flask, cast: Cast, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    assert cast.emma
    assert run(args=["people", "erase", "nobody@example.com", "--yes"]).exit_code == 2
    assert run(args=["people", "erase", "emma@example.com"], input="n").exit_code == 1
    assert "will be erased" in run(args=["people", "erase", "emma@example.com", "--yes"]).output
    file = tmp_path / "log.jsonl"
    assert "entries" in run(args=["audit", "export", str(file), "--action", "accounts."]).output
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows[-1]["action"] == "accounts.erasure_asked"
    assert {"seal", "previous", "digest"} <= set(rows[-1])

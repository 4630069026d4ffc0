"""Who opens spaces: stewards, and the leads of programmes whom they let."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import audit, transaction
from app.core.access import Invalid
from app.spaces import commands, policy, queries
from tests.accounts.test_settings import deed
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
FIELDS = {"name": "Roses", "slug": "roses"}


@pytest.mark.parametrize(
    ("outside", "visibility", "allowed"),
    [
        (False, "internal", True),
        (False, "invited", True),
        (False, "sandbox", True),
        (False, "public", False),
        (False, "customers", False),
        (True, "public", True),
    ],
)
def test_what_a_lead_may_open(cast: Cast, outside: bool, visibility: str, allowed: bool) -> None:
    with transaction.unit():
        commands.let_open(cast.emma, outside=outside, by=cast.stella)
    assert bool(policy.may_open_as(cast.emma, visibility)) is allowed
    assert policy.may_open_as(cast.stella, visibility)
    assert not policy.may_open_as(cast.erik, visibility)
    assert not policy.may_open_as(None, visibility)


def test_a_lead_opens_a_space_and_owns_it(cast: Cast, signed_in: Browsers) -> None:
    steward, lead = signed_in(cast.stella), signed_in(cast.emma)
    assert lead.get("/admin/spaces").status_code == 403
    assert deed(steward, "/admin/spaces/openers", handle="@emma").status_code == 303
    assert "Emma Employee" in steward.get("/admin/spaces/openers").text
    refused = deed(lead, "/admin/spaces", **FIELDS, visibility="public")
    assert refused.status_code == 422
    assert "Ask a steward" in refused.text
    assert 'value="roses"' in refused.text
    assert deed(lead, "/admin/spaces", **FIELDS, visibility="internal").status_code == 303
    space = queries.by_slug("roses")
    assert space is not None
    assert queries.role_in(cast.emma, space) == "owner"
    assert "/admin/spaces/roses" in lead.get("/admin/spaces").text
    opened = deed(lead, "/admin/spaces/roses", "PUT", name="Roses", visibility="public")
    assert (opened.status_code, space.visibility) == (422, "internal"), "not by the back door either"
    assert deed(steward, "/admin/spaces/roses", "PUT", name="Roses", visibility="public").status_code == 303


def test_a_lead_reads_no_other_space_and_sets_nothing_of_the_company(cast: Cast, signed_in: Browsers) -> None:
    cast.space("help")
    with transaction.unit():
        commands.let_open(cast.emma, by=cast.stella)
    lead = signed_in(cast.emma)
    assert "/admin/spaces/help" not in lead.get("/admin/spaces").text
    assert lead.get("/admin/spaces/help").status_code == 403
    assert lead.get("/admin/service").status_code == 403
    assert lead.get("/admin/spaces/openers").status_code == 403
    assert deed(lead, "/admin/spaces/openers", handle="erik").status_code == 403


def test_a_grant_ends_at_once_and_the_spaces_stay(cast: Cast, signed_in: Browsers, api: Clients) -> None:
    with transaction.unit():
        commands.let_open(cast.emma, outside=True, by=cast.stella)
    caller = api(cast.emma)
    assert caller.post("/api/v1/spaces", json={**FIELDS, "visibility": "public"}).status_code == 201
    space = queries.by_slug("roses")
    assert space is not None
    assert queries.role_in(cast.emma, space) == "owner"
    assert deed(signed_in(cast.stella), "/admin/spaces/openers/emma", "DELETE").status_code == 303
    assert caller.post("/api/v1/spaces", json={"slug": "tulips", "name": "Tulips"}).status_code == 403
    assert policy.may_run(cast.emma, space)
    actions = [entry.action for entry in audit.entries(subject=f"person:{cast.emma.id}", limit=5).items]
    assert [action for action in actions if "opener" in action] == ["spaces.opener_dropped", "spaces.opener_named"]


def test_neither_customers_nor_who_is_suspended_open_spaces(cast: Cast) -> None:
    with pytest.raises(Invalid), transaction.unit():
        commands.let_open(cast.carla, by=cast.stella)
    with transaction.unit():
        commands.let_open(cast.emma, by=cast.stella)
        accounts.suspend(cast.emma, None, by=cast.ada, reason="for the test")
    assert not policy.may_open_spaces(cast.emma)

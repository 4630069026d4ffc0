"""Ties that rules propose: with reasons, decided by a person for good, and contradictions told rather than merged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import audit, transaction
from app.core.access import Conflict
from app.core.subscriptions import replay
from app.crm import commands, queries
from app.crm.models import Contact, Identity, IdentityProposal
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import FIRST, SECOND, Settle, add_contact, ask_as, counted, lines
from tests.crm.test_api_and_views import send

Api = Callable[..., Any]
SignedIn = Callable[[Person], FlaskClient]
BETWEEN = datetime(2026, 3, 3, tzinfo=UTC)


def waiting() -> list[tuple[str, str, list[str]]]:
    db.session.expire_all()
    return [
        (each.identity.reference, each.contact.external_id, [reason["basis"] for reason in each.reasons])
        for each in queries.proposals().items
    ]


def proposed(identity: Identity, contact: Contact) -> IdentityProposal:
    with transaction.unit():
        made = commands.propose(identity, contact, "same_email", "The same address.")
    assert made is not None
    return made


def test_rules_propose_what_they_cannot_know(cast: Cast, settle: Settle) -> None:
    ask_as(cast, "ann@example.org", "Where is it?", FIRST)
    carla = cast.carla
    settle()
    row = commands.ContactRow(
        external_id="C-1", name="Ann", email="ann@example.org", handles=["handle:ann@example.org"]
    )
    with transaction.unit():
        commands.import_contacts([(1, row)], by=None)
    add_contact("C-2", carla.name)
    settle()
    assert waiting() == [
        ("handle:ann@example.org", "C-1", ["crm_handle", "same_email"]),
        ("person:carla", "C-2", ["same_name"]),
    ]
    surest = queries.proposals().items[0]
    assert surest.confidence == pytest.approx(1 - 0.1 * 0.2)
    assert surest.identity.contact_id is None


def test_what_was_rejected_is_never_proposed_again(
    cast: Cast, signed_in: SignedIn, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    proposal, care = proposed(jimbo, james), signed_in(cast.cara)
    url = f"/crm/identities/proposals/{proposal.id}"
    shown = care.get("/crm/identities").text
    assert all(said in shown for said in ("The same address.", "James Booth", "jimbo"))
    assert send(signed_in(cast.emma), f"{url}/rejection", "/ideas").status_code == 403
    assert send(care, f"{url}/rejection", "/crm/identities").status_code == 303
    assert waiting() == []
    with transaction.unit():
        assert commands.propose(jimbo, james, "same_name", "The same name.") is None
    replay("crm")
    assert waiting() == []
    late = send(care, f"{url}/acceptance", "/crm/identities")
    assert (late.status_code, "Somebody has decided this already." in late.text) == (409, True)
    assert audit.entries(subject=f"identity:{jimbo.id}").items[0].action == "crm.proposal_rejected"
    assert lines(james) == []


def test_accepting_ties_with_the_reasons_and_settles_the_rest(
    cast: Cast, api: Api, jimbo: Identity, james: Contact
) -> None:
    wanted, care = proposed(jimbo, james), api(cast.cara, "crm")
    other = proposed(jimbo, add_contact("C-2"))
    told = care.get("/api/v1/crm/proposals").json["items"]
    assert {(each["handle"], each["contact"]) for each in told} == {("handle:jimbo", "C-1001"), ("handle:jimbo", "C-2")}
    assert care.put(f"/api/v1/crm/proposals/{wanted.id}/acceptance", json={}).status_code == 204
    assert len(lines(james)) == 2
    link = queries.live_link(jimbo.id)
    assert link is not None
    assert (link.evidence, link.confidence, link.linked_by_id) == ("The same address.", 0.8, cast.cara.id)
    assert waiting() == []
    assert care.delete(f"/api/v1/crm/proposals/{other.id}").status_code == 409
    assert care.delete("/api/v1/crm/identities/handle:jimbo/link").status_code == 204
    assert waiting() == [("handle:jimbo", "C-2", ["same_email"])]


@pytest.mark.parametrize(
    ("fields", "status", "counts"),
    [({}, 409, (2, 0)), ({"instead": "y"}, 303, (0, 2)), ({"valid_from": "2026-03-03"}, 303, (1, 1)),
     ({"valid_from": "3026-03-03"}, 422, (2, 0)), ({"valid_from": "soon"}, 422, (2, 0)),
     ({"valid_from": "2090-03-03", "instead": "y"}, 422, (2, 0))],
)  # fmt: skip
def test_a_contradiction_is_for_a_person(
    cast: Cast, signed_in: SignedIn, jimbo: Identity, james: Contact, fields: dict[str, str], status: int,
    counts: tuple[int, int],
) -> None:  # fmt: skip
    other = add_contact("C-2")
    with transaction.unit():
        commands.link_identity(jimbo, james, evidence="Said so.", by=cast.cara)
    proposal, care = proposed(jimbo, other), signed_in(cast.cara)
    assert "It is tied to James Booth now." in care.get("/crm/identities").text
    answer = send(care, f"/crm/identities/proposals/{proposal.id}/acceptance", "/crm/identities", **fields)
    assert answer.status_code == status
    if status != 303:
        assert fields.get("valid_from", "") in answer.text
        assert "fault" in answer.text
        assert ('name="instead" value="y" checked' in answer.text) == ("instead" in fields), "what was chosen is kept"
    db.session.expire_all()
    assert (len(lines(james)), len(lines(other))) == counts
    assert (james.interaction_count, other.interaction_count) == counts


def test_a_tie_from_a_day_on_leaves_what_was_before(cast: Cast, api: Api, jimbo: Identity, james: Contact) -> None:
    care, other = api(cast.cara, "crm"), add_contact("C-2")
    url = "/api/v1/crm/identities/handle:jimbo/link"
    link = {"contact": "C-1001", "evidence": "Gave it on the phone."}
    assert care.put(url, json=link).status_code == 200
    later = {"contact": "C-2", "evidence": "Took over the line.", "valid_from": BETWEEN.isoformat()}
    made = care.put(url, json=later)
    assert (made.status_code, made.json["valid_from"][:10]) == (200, "2026-03-03")
    assert [at for _, at, *_ in lines(james)] == [FIRST]
    assert [at for _, at, *_ in lines(other)] == [SECOND]
    told = care.get("/api/v1/crm/interactions?handle=jimbo").json["items"]
    assert [(each["at"][:10], each["contact"]) for each in told] == [("2026-03-04", "C-2"), ("2026-03-01", "C-1001")]
    assert care.put(url, json={**later, "contact": "C-1001"}).status_code == 409
    assert care.put(url, json={**later, "valid_from": "9000-01-01T00:00:00Z"}).status_code == 422
    first = queries.links_of(james)[0]
    assert care.delete(f"/api/v1/crm/identities/handle:jimbo/links/{first.id}").status_code == 204
    assert (len(lines(james)), len(lines(other))) == (0, 1)
    with pytest.raises(Conflict), transaction.unit():
        commands.unlink_identity(jimbo, link=first, by=cast.cara)


def test_the_inbox_costs_the_same_however_long_it_is(
    cast: Cast, signed_in: SignedIn, jimbo: Identity, james: Contact
) -> None:
    proposed(jimbo, james)
    care = signed_in(cast.cara)
    costs = []
    for round_ in range(2):
        care.get("/crm/identities")
        with counted() as sent:
            assert care.get("/crm/identities").status_code == 200
        costs.append(len(sent))
        for number in range(5 if round_ == 0 else 0):
            with transaction.unit():
                handle = commands.ensure_identity("social", f"jim-{number}")
            proposed(handle, add_contact(f"D-{number}"))
    assert costs[0] == costs[1]

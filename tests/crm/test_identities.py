"""Jimbo's story: what a handle did before anybody knew whose it is, put on the right log and taken off again."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts import queries as account_queries
from app.board import commands as board
from app.core import audit, clock, personal, transaction
from app.core.access import Conflict, Invalid
from app.core.subscriptions import parked_events, replay
from app.crm import commands, queries
from app.crm.commands import ContactRow, SupportRow
from app.crm.models import Contact, Identity, IdentityLink, Interaction, SupportCase, SupportContact
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import FIRST, SECOND, Settle, add_contact, ask_as, lines


def tie(identity: Identity, contact: Contact, cast: Cast) -> IdentityLink:
    cara = cast.cara
    with transaction.unit():
        return commands.link_identity(identity, contact, evidence="Gave this handle on the phone.", by=cara)


def untie(identity: Identity, cast: Cast) -> None:
    cara = cast.cara
    with transaction.unit():
        commands.unlink_identity(identity, reason="Another James.", by=cara)


def whole_log() -> list[tuple[str, str, datetime, str]]:
    rows = db.session.scalars(select(Interaction).order_by(Interaction.key))
    return [(row.key, row.kind, row.at, row.identity.value) for row in rows]


def counters() -> tuple[dict[str, int], dict[str, int]]:
    db.session.expire_all()
    identities = {known.reference: known.interaction_count for known in db.session.scalars(select(Identity))}
    return identities, {known.external_id: known.interaction_count for known in db.session.scalars(select(Contact))}


def computed() -> tuple[dict[str, int], dict[str, int]]:
    identities = {
        known.reference: db.session.scalar(select(func.count()).where(Interaction.identity_id == known.id)) or 0
        for known in db.session.scalars(select(Identity))
    }
    contacts = {
        known.external_id: sum(identities[tied.reference] for tied in queries.identities_of(known))
        for known in db.session.scalars(select(Contact))
    }
    return identities, contacts


def test_tying_puts_all_of_the_past_on_the_log_with_its_dates(cast: Cast, jimbo: Identity, james: Contact) -> None:
    assert lines(james) == []
    tie(jimbo, james, cast)
    told = lines(james)
    assert [(kind, at, channel) for kind, at, channel, _, _ in told] == [
        ("asked", SECOND, "forum"),
        ("asked", FIRST, "forum"),
    ]
    assert counters() == computed()
    assert counters()[1] == {"C-1001": 2}


def test_untying_takes_exactly_that_off(cast: Cast, jimbo: Identity, james: Contact, settle: Settle) -> None:
    ask_as(cast, "JB-77", "Is there a discount?", FIRST)
    settle()
    other = queries.identity("jb-77")
    assert other is not None
    tie(other, james, cast)
    before = lines(james)
    tie(jimbo, james, cast)
    assert len(lines(james)) == 3
    untie(jimbo, cast)
    assert lines(james) == before
    assert counters() == computed()


def test_both_are_on_the_audit_log(cast: Cast, jimbo: Identity, james: Contact) -> None:
    tie(jimbo, james, cast)
    untie(jimbo, cast)
    untied, tied = audit.entries(subject=f"identity:{jimbo.id}").items
    assert (tied.action, tied.actor_id, tied.reason) == (
        "crm.identity_linked",
        cast.cara.id,
        "Gave this handle on the phone.",
    )
    assert (untied.action, untied.reason, untied.before) == (
        "crm.identity_unlinked",
        "Another James.",
        {"contact": james.id},
    )
    assert audit.verify().broken_at is None


def test_a_second_contact_conflicts_and_the_same_one_changes_nothing(
    cast: Cast, jimbo: Identity, james: Contact
) -> None:
    first = tie(jimbo, james, cast)
    assert tie(jimbo, james, cast).id == first.id
    with pytest.raises(Conflict) as refusal:
        tie(jimbo, add_contact("C-2"), cast)
    assert refusal.value.facts == {"holder": "C-1001"}
    assert len(lines(james)) == 2
    untie(jimbo, cast)
    with pytest.raises(Conflict):
        untie(jimbo, cast)


def test_evidence_is_needed(cast: Cast, jimbo: Identity, james: Contact) -> None:
    with pytest.raises(Invalid), transaction.unit():
        commands.link_identity(jimbo, james, evidence="  ", by=cast.cara)
    assert lines(james) == []


def test_what_happens_after_the_tie_counts_too(cast: Cast, jimbo: Identity, james: Contact, settle: Settle) -> None:
    tie(jimbo, james, cast)
    ask_as(cast, "jimbo", "And the router?", clock.now())
    settle()
    assert len(lines(james)) == 3
    assert counters() == computed()


def test_a_rebuild_gives_the_same_log(cast: Cast, jimbo: Identity, james: Contact, settle: Settle) -> None:
    tie(jimbo, james, cast)
    row = commands.SupportRow(contact="C-1001", at=SECOND, channel="call", reason="Bill", minutes=7)
    with transaction.unit():
        commands.import_support_contacts([(1, row)], by=None)
    settle()
    before = (whole_log(), lines(james), counters())
    assert len(before[1]) == 3
    replay("crm")
    assert (whole_log(), lines(james), counters()) == before
    assert counters() == computed()


def test_a_confirmed_address_ties_by_itself(cast: Cast, settle: Settle) -> None:
    contact = add_contact("C-3", email="carla@example.com")
    carla = cast.carla
    settle()
    link = queries.live_link(_identity_of(carla.id).id)
    assert link is not None
    assert (link.contact_id, link.linked_by_id) == (contact.id, None)
    assert "verified e-mail" in link.evidence


def test_an_address_that_nobody_confirmed_or_two_contacts_share_ties_nothing(cast: Cast, settle: Settle) -> None:
    add_contact("C-4", email="carla@example.com")
    add_contact("C-5", email="carla@example.com")
    add_contact("C-6", email="new@example.com")
    with transaction.unit():
        new = accounts.add_person(handle="new", name="New", email="new@example.com", kind="customer")
    carla = cast.carla
    settle()
    assert _identity_of(carla.id).contact_id is None
    assert _identity_of(new.id).contact_id is None


def test_what_a_person_undid_is_never_tied_again_by_itself(cast: Cast, settle: Settle) -> None:
    add_contact("C-3", email="carla@example.com")
    carla = cast.carla
    settle()
    untie(_identity_of(carla.id), cast)
    add_contact("C-3", name="Carla, renamed", email="carla@example.com")
    settle()
    replay("crm")
    assert _identity_of(carla.id).contact_id is None


def test_a_member_and_an_outside_handle_of_one_name_are_two(cast: Cast, settle: Settle, james: Contact) -> None:
    assert cast.carla.handle == "carla"
    ask_as(cast, "carla", "Why so slow?", FIRST)
    settle()
    outside = queries.identity("handle:carla")
    assert outside is not None
    assert outside.person_id is None
    tie(outside, james, cast)
    assert len(lines(james)) == 1
    assert _identity_of(cast.carla.id).contact_id is None


def test_a_members_handle_is_theirs_also_in_the_contact_centre(cast: Cast) -> None:
    assert cast.carla.handle == "carla"
    rows = [commands.SupportRow(handle=handle, at=FIRST, channel="chat") for handle in ("Carla", "emma", "elsewhere")]
    assert cast.emma.is_employee
    with transaction.unit():
        commands.import_support_contacts(list(enumerate(rows)), by=None)
    known = {known.reference for known in db.session.scalars(select(Identity))}
    assert known >= {"person:carla", "handle:emma", "handle:elsewhere"}
    assert "handle:carla" not in known


def test_deeds_of_employees_are_not_logged(cast: Cast, settle: Settle) -> None:
    space, carla, emma = cast.space("help"), cast.carla, cast.emma
    with transaction.unit():
        board.ask(space=space, title="A question of an employee", by=emma)
        question = board.ask(space=space, title="A question of a customer", by=carla)
        given = board.answer(question, "Turn it off and on.", by=cast.sam)
    cast.season(emma)
    with transaction.unit():
        if given.state == "waiting":
            board.approve(given, by=cast.mona)
        board.accept(given, by=carla)
        board.escalate(question, "Needs a technician.", by=emma)
    settle()
    assert not parked_events().items
    logged = [(row.kind, row.identity.value) for row in db.session.scalars(select(Interaction))]
    assert {who for _, who in logged} == {"carla"}
    assert {kind for kind, _ in logged} == {"asked", "was_answered", "accepted", "escalated"}
    assert db.session.scalars(select(SupportCase)).one().question_id == question.id


def _identity_of(person_id: int) -> Identity:
    identity = queries.identity_of(person_id)
    assert identity is not None
    return identity


def test_what_the_crm_knows_of_a_member_follows_the_tie(cast: Cast) -> None:
    contact, carla = add_contact("C-7"), cast.carla
    with transaction.unit():
        identity = commands.ensure_identity("person", carla.handle, person=carla)
    assert account_queries.facts_of([carla.id]) == {}
    row = ContactRow(external_id="C-7", name="Carla", segment="Small business", attributes={"value": "1200.5"})
    with transaction.unit():
        commands.link_identity(identity, contact, evidence="Said so.", by=cast.cara)
        commands.import_contacts([(1, row)], by=None)
    known = account_queries.facts_of([carla.id, cast.colin.id])[carla.id]
    assert (known.customer, known.segment, known.value) == ("C-7", "Small business", Decimal("1200.50"))
    assert account_queries.segments() == [("Small business", 1)]
    with transaction.unit():
        commands.unlink_identity(identity, by=cast.cara)
    assert account_queries.facts_of([carla.id]) == {}


@pytest.mark.parametrize("value", ["", "much", "-1", "NaN", "Infinity", "1e13", None, [1]])
def test_what_is_no_amount_is_no_value(value: object) -> None:
    assert Contact(external_id="C-8", name="Carla", attributes={"value": value}).value is None


def test_who_takes_a_strangers_handle_gets_and_erases_nothing_of_theirs(cast: Cast, jimbo: Identity) -> None:
    said = SupportRow(handle="jimbo", at=FIRST, channel="call", reason="About a divorce")
    written = SupportRow(handle="jim@example.org", at=FIRST, channel="email", reason="About a move")
    with transaction.unit():
        commands.import_support_contacts([(1, said), (2, written)], by=None)
        taker = accounts.add_person(handle="jimbo", name="Jimbo", kind="customer", email="jim@example.org")

    def told() -> str:
        return json.dumps(dict(personal.parts(taker)))

    add_contact("C-9", "Jane Doe", "jim@example.org")
    identity = commands.ensure_identity("person", "jimbo", person=taker)
    commands.propose(identity, queries.contact_by_reference("C-9"), "crm_handle", "The CRM has jimbo for Jane Doe.")  # type: ignore[arg-type]
    assert not any(word in told() for word in ("divorce", "bill", "move", "Jane Doe"))
    taker.email_confirmed_at = FIRST
    assert "About a move" in told()
    assert "divorce" not in told()
    with transaction.unit():
        personal.take_out(taker, words=True)
    reasons = db.session.scalars(select(SupportContact.reason).order_by(SupportContact.id)).all()
    assert (reasons, jimbo.value) == (["About a divorce", ""], "jimbo")

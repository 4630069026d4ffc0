"""Further deeds, deeds that are taken back, how words sounded, and who may read what a line was about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.events import Entry
from app.core.subscriptions import parked_events, replay
from app.crm import commands, queries
from app.crm.deeds import scored
from app.crm.models import Contact, Interaction
from app.extensions import db
from app.recognition import commands as recognition
from tests.cast import Cast
from tests.crm.conftest import FIRST, Settle, add_contact


@pytest.fixture
def helped(cast: Cast, settle: Settle) -> tuple[Answer, Contact]:
    """An answer to a question of Carla's, whom the CRM knows, as it knows Colin."""
    contact = add_contact("C-1", "Colin", "colin@example.com")
    space, carla, sam, _colin = cast.space("help"), cast.carla, cast.sam, cast.colin
    with transaction.unit():
        given = board.answer(board.ask(space=space, title="Why no light?", by=carla), "Press it for ten.", by=sam)
    cast.season(sam)
    with transaction.unit():
        if given.state == "waiting":
            board.approve(given, by=cast.mona)
    settle()
    return given, contact


def kinds(contact: Contact) -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(row.kind, row.subject) for row in queries.interactions(contact=contact, limit=50).items]


def test_what_a_reader_found_of_an_answer_is_logged_and_taken_back(
    cast: Cast, helped: tuple[Answer, Contact], settle: Settle
) -> None:
    (answer, contact), colin = helped, cast.colin
    with transaction.unit():
        board.vote_answer(answer, 1, by=colin)
        recognition.thank(answer, "It did it.", by=colin)
        board.doubt(answer, "There is a new box.", by=colin)
        board.vote_question(answer.question, 1, by=colin)
    settle()
    said, subject = f"answer:{answer.id}", f"question:{answer.question_id}"
    assert sorted(kinds(contact)) == [
        ("doubted", said), ("found_helpful", said), ("has_same_question", subject), ("thanked", said)
    ]  # fmt: skip
    with transaction.unit():
        board.vote_answer(answer, 0, by=colin)
        board.vote_question(answer.question, 0, by=colin)
    settle()
    assert sorted(kinds(contact)) == [("doubted", said), ("thanked", said)]
    assert contact.interaction_count == 2
    told = db.session.scalars(select(Entry).where(Entry.name == "crm.interaction_withdrawn")).all()
    assert {entry.payload["contact_id"] for entry in told} == {contact.id}
    rows = [(row.key, row.withdrawn_at) for row in db.session.scalars(select(Interaction).order_by(Interaction.key))]
    replay("crm")
    settle()
    again = db.session.scalars(select(Interaction).order_by(Interaction.key))
    assert [(row.key, row.withdrawn_at) for row in again] == rows
    assert db.session.scalars(select(Entry).where(Entry.name == "crm.interaction_withdrawn")).all() == told
    assert contact.interaction_count == 2
    assert not parked_events().items


def test_every_line_about_a_question_names_it_as_it_is_called_now(
    cast: Cast, helped: tuple[Answer, Contact], settle: Settle
) -> None:
    (answer, contact), colin, subject = helped, cast.colin, f"question:{helped[0].question_id}"
    with transaction.unit():
        recognition.thank(answer, "It did it.", by=colin)
        identity = commands.ensure_identity("person", "colin", person=colin)
        told = {"at": FIRST, "subject": subject, "summary": "Why no light?", "url": answer.question.url}
        commands.log_interaction("e0-read", identity, "read", **told)  # type: ignore[arg-type]
    settle()
    with transaction.unit():
        board.edit(answer.question, title="What does the light say?", body="", topics=[], by=cast.carla)
    settle()
    rows = queries.interactions(contact=contact).items
    assert sorted(row.kind for row in rows) == ["read", "thanked"]
    assert {(row.summary, row.url) for row in rows} == {("What does the light say?", answer.question.url)}
    assert "why-no-light" not in answer.question.url


def test_how_words_sounded_stands_on_the_line_that_they_made(cast: Cast, helped: tuple[Answer, Contact]) -> None:
    answer, _contact = helped
    subject = f"question:{answer.question_id}"
    payload = {"subject": subject, "sentiment": -1.7, "urgency": 0.8}
    told = Entry(name="listening.scored", payload=payload, at=clock.now(), recorded_at=clock.now())
    with transaction.unit():
        scored(None, told)
    rows = db.session.scalars(select(Interaction).where(Interaction.subject == subject)).all()
    assert {(row.kind, row.sentiment, row.urgency) for row in rows} == {
        ("asked", -1.0, 0.8), ("was_answered", None, None)
    }  # fmt: skip


def test_what_was_said_elsewhere_under_a_known_handle_is_a_deed(cast: Cast) -> None:
    said = {"subject": "mention:7", "page": "/listening/mentions/7", "channel": "bluesky", "urgency": 0.2}
    for sentiment in (0.5, 0.6):
        payload = {**said, "identity": "handle:jo", "sentiment": sentiment}
        with transaction.unit():
            scored(None, Entry(name="listening.scored", payload=payload, at=FIRST, recorded_at=clock.now()))
    with transaction.unit():
        nobody = {**said, "subject": "mention:8", "identity": "", "sentiment": 0.0}
        scored(None, Entry(name="listening.scored", payload=nobody, at=FIRST, recorded_at=clock.now()))
    row = db.session.scalars(select(Interaction)).one()
    assert (row.identity.reference, row.kind, row.at, row.channel) == ("handle:jo", "said_elsewhere", FIRST, "bluesky")
    assert (row.sentiment, row.summary, row.url) == (0.6, "", "/listening/mentions/7")


def test_who_bears_a_members_handle_elsewhere_need_not_be_that_member(
    cast: Cast, helped: tuple[Answer, Contact]
) -> None:
    _answer, contact = helped
    before = contact.interaction_count
    payload = {"subject": "mention:9", "identity": "handle:colin", "channel": "forum", "sentiment": -0.9}
    with transaction.unit():
        scored(None, Entry(name="listening.scored", payload=payload, at=FIRST, recorded_at=clock.now()))
    row = db.session.scalars(select(Interaction).where(Interaction.kind == "said_elsewhere")).one()
    assert (row.identity.reference, contact.interaction_count) == ("handle:colin", before)
    (proposed,) = queries.proposals_for(row.identity)
    assert (proposed.contact_id, proposed.reasons[0]["basis"]) == (contact.id, "same_handle")


def test_what_a_reader_of_the_log_may_not_read_is_shown_without_its_words(
    cast: Cast, signed_in: Callable[[Person], FlaskClient], api: Callable[..., Any], settle: Settle
) -> None:
    space, carla, cara = cast.space("help"), cast.carla, cast.cara
    cast.certify(cast.emma)
    contact = add_contact("C-2", "Carla Contact", "carla@example.com")
    with transaction.unit():
        private = board.ask(space=space, title="Where is my neighbour's parcel?", by=carla, private=True)
        asked = board.ask(space=space, title="When do you open?", by=carla)
        given = board.answer(private, "Behind the shed.", by=cast.emma)
        board.approve(given, by=cast.mona)
        board.escalate(private, "It is lost", by=cast.emma)
    with transaction.unit():
        recognition.thank(given, "There it was.", by=carla)
    settle()
    assert sorted({kind for kind, _subject in kinds(contact)}) == ["asked", "escalated", "thanked", "was_answered"]
    browser = signed_in(cara)
    assert "neighbour" not in browser.get(f"/crm/questions/{asked.id}/customer").text
    shown = browser.get(contact.url).text
    assert "When do you open?" in shown
    assert "neighbour" not in shown
    assert "You may not read what it was about." in shown
    told = api(cara, "crm").get("/api/v1/crm/interactions?contact=C-2").json["items"]
    assert {(each["summary"], each["url"] != "") for each in told} == {("When do you open?", True), ("", False)}
    assert len(told) == 5


def test_a_visitor_is_tied_only_with_consent_and_untied_when_it_ends(cast: Cast) -> None:
    row = commands.ContactRow(external_id="C-3", name="Vera")
    with transaction.unit():
        commands.import_contacts([(1, row)], by=None)
        visitor = commands.ensure_identity("journey", "visit-1")
        member = commands.ensure_identity("handle", "vera")
    vera = queries.contact_by_reference("C-3")
    assert vera is not None
    with pytest.raises(Invalid, match="not agreed"), transaction.unit():
        commands.link_identity(visitor, vera, evidence="Said so.", by=cast.cara)
    for consent, tied in (("given", [member.id, visitor.id]), ("refused", [member.id])):
        with transaction.unit():
            said = commands.ContactRow.model_validate({"external_id": "C-3", "name": "Vera", "consent": consent})
            commands.import_contacts([(1, said)], by=cast.cara)
            if consent == "given":
                commands.link_identity(visitor, vera, evidence="Said so.", by=cast.cara)
                commands.link_identity(member, vera, evidence="Said so.", by=cast.cara)
        db.session.expire_all()
        assert sorted(each.id for each in queries.identities_of(vera)) == sorted(tied)
        assert (vera.consent, vera.consent_at is not None) == (consent, True)


def test_consent_that_ends_takes_off_visits_that_are_another_s_since(cast: Cast) -> None:
    def say(consent: str, *numbers: str) -> None:
        rows = [{"external_id": each, "name": "Vera", "consent": consent} for each in numbers]
        with transaction.unit():
            commands.upsert_from_crm(rows)

    say("given", "C-4", "C-5")
    first, second = queries.contact_by_reference("C-4"), queries.contact_by_reference("C-5")
    assert first is not None
    assert second is not None
    with transaction.unit():
        visitor = commands.ensure_identity("journey", "visit-2")
        commands.link_identity(visitor, first, evidence="Said so.", by=cast.cara)
        commands.link_identity(visitor, second, evidence="Said so.", valid_from=FIRST, by=cast.cara)
    say("refused", "C-4")
    assert queries.links_of(first) == []
    assert [link.identity_id for link in queries.links_of(second)] == [visitor.id]

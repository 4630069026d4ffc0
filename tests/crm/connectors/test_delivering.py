"""What a CRM in a process of its own gets: each thing once, in order, with its own date, however the CRM fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.board.models import Question
from app.core import clock, dispatch, transaction
from app.core.dispatch import Dispatch, DispatchTarget
from app.core.events import Entry
from app.core.subscriptions import replay
from app.crm import commands as crm
from app.crm.connectors import carrying, commands, feeding
from app.crm.connectors.models import Connector, ConnectorChange, ConnectorRecord
from app.crm.models import Contact, Identity
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import FIRST, SECOND, Settle, add_contact, ask_as
from tests.crm.connectors.conftest import FarCrm, settings_for

BILL, MOVE = "Why is my bill so high?", "How do I move house?"
# In each of these ways the CRM may have the row already, or not.
WAYS = [
    "reset", "reset after", "500", "500 after", "503 30", "302", "302 after", "words after", "elsewhere after",
    "429 120", "half-open", "half-open after", "drip after",
]  # fmt: skip


def tie(identity: Identity, contact: Contact, cast: Cast) -> None:
    cara = cast.cara
    with transaction.unit():
        crm.link_identity(identity, contact, evidence="she said so", by=cara)


def untie(identity: Identity, cast: Cast) -> None:
    cara = cast.cara
    with transaction.unit():
        crm.unlink_identity(identity, by=cara)


def later(settle: Settle, **ahead: float) -> None:
    with clock.at(clock.now() + timedelta(**ahead)):
        settle()


def letters() -> list[Dispatch]:
    db.session.expire_all()
    query = select(Dispatch).where(Dispatch.kind == "connector").order_by(Dispatch.id)
    return list(db.session.scalars(query))


def left(far: FarCrm) -> list[tuple[str, str, str]]:
    return [(row["contact_id"], row["subject"], row["occurred_at"]) for row in far.rows()]


def test_what_was_nobodys_is_left_with_its_own_dates_and_goes_where_it_belongs(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    settle()
    assert far.calls() == [], "nobody knows yet who that is"
    tie(jimbo, james, cast)
    settle()
    theirs = [("C-1001", BILL, clock.rfc3339(FIRST)), ("C-1001", MOVE, clock.rfc3339(SECOND))]
    assert left(far) == theirs
    assert [call["headers"]["authorization"] for call in far.calls()] == ["Bearer s3cret"] * 2
    settle()
    assert len(far.calls()) == 2
    untie(jimbo, cast)
    settle()
    assert left(far) == []
    other = add_contact("C-2002", "Jim Davies")
    tie(jimbo, other, cast)
    settle()
    assert left(far) == [("C-2002", subject, at) for _contact, subject, at in theirs]


def test_what_passes_from_one_to_another_at_once_is_changed_in_its_place(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    settle()
    before = far.state()["rows"].keys()
    other = add_contact("C-2002")
    untie(jimbo, cast)
    tie(jimbo, other, cast)
    settle()
    assert (far.state()["rows"].keys(), {row["contact_id"] for row in far.rows()}) == (before, {"C-2002"})
    assert len(far.calls("DELETE")) == 0


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_fail_leaves_it_there_once(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle,
    monkeypatch: pytest.MonkeyPatch, way: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("app.core.egress.calling.READ_SECONDS", 0.4)
    far.fail(way)
    tie(jimbo, james, cast)
    settle()
    first = letters()[0]
    assert (first.state, first.attempts) == ("pending", 1)
    assert left(far)[1:] == [], "the second of this contact waits for the first"
    later(settle, minutes=3)
    assert [row["subject"] for row in far.rows()] == [BILL, MOVE]
    assert [row.state for row in letters()] == ["done", "done"]
    tries = [call["key"] for call in far.calls() if call["method"] in ("POST", "PATCH")]
    assert set(tries[:-1]) == {first.key}, "under one key"


def test_a_crm_that_is_away_or_killed_between_effect_and_reply_has_it_once_when_it_is_back(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    far.fail("killed after")
    tie(jimbo, james, cast)
    settle()
    later(settle, minutes=2)
    assert letters()[0].attempts == 2
    assert "could not be reached" in (letters()[0].last_error or "")
    far.start()
    later(settle, minutes=20)
    assert [row["subject"] for row in far.rows()] == [BILL, MOVE]


def test_a_worker_that_ends_between_effect_and_note_leaves_it_there_once(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    deliver = carrying._deliver

    def end(errand: carrying.Errand) -> str:
        deliver(errand)
        raise KeyboardInterrupt

    tie(jimbo, james, cast)
    monkeypatch.setattr(carrying, "_deliver", end)
    with pytest.raises(KeyboardInterrupt):
        settle()
    monkeypatch.setattr(carrying, "_deliver", deliver)
    assert letters()[0].state == "leased"
    later(settle, minutes=2)
    assert [row["subject"] for row in far.rows()] == [BILL, MOVE]


def test_a_slow_contact_holds_up_no_other(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    ask_as(cast, "rosa", "Where is my parcel?", FIRST)
    settle()
    tie(jimbo, james, cast)
    settle()
    far.state(rows={}, fail=["500"])
    with transaction.unit():
        feeding.note_history(connector)
    settle()
    assert far.calls()[2:] == [], "what is there already is not sent again"
    rosa = crm.ensure_identity("handle", "rosa")
    with clock.at(SECOND + timedelta(hours=1)):
        ask_as(cast, "jimbo", "And where is my form?", SECOND + timedelta(hours=1))
    settle()
    tie(rosa, add_contact("C-3003"), cast)
    settle()
    assert [row["subject"] for row in far.rows()] == ["Where is my parcel?"]


def test_what_is_refused_is_a_dead_letter_and_goes_once_the_mapping_is_mended(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    far.fail("422", "422")
    tie(jimbo, james, cast)
    settle()
    assert [(row.state, row.last_error) for row in letters()] == [
        ("dead", 'the CRM answered 422 (correct the mapping, or the contact there): {"error": "422"}')
    ] * 2
    ada = cast.ada
    with transaction.unit():
        template = '{"external_ref": "{{id}}", "contact_id": "{{contact}}", "subject": "{{kind}}: {{summary}}"}'
        commands.change_mapping(connector, {"interaction": template}, "kind.asked = Question", "", by=ada)
        commands.try_again(connector, letters(), by=ada)
    settle()
    assert [row["subject"] for row in far.rows()] == [f"Question: {BILL}", f"Question: {MOVE}"]


def test_a_crm_that_is_gone_is_left_alone_and_its_owner_hears_of_it(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    far.fail("410")
    tie(jimbo, james, cast)
    settle()
    assert db.session.get_one(DispatchTarget, connector.target).is_paused
    told = db.session.scalars(select(Entry).where(Entry.name == "crm.delivery_paused")).one()
    assert (told.payload["owner_id"], told.payload["title"]) == (cast.ada.id, "Far CRM")
    assert len(far.calls()) == 1


def test_who_deleted_it_there_gets_it_again_when_it_changes(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    settle()
    far.state(rows={})
    untie(jimbo, cast)
    tie(jimbo, add_contact("C-2002"), cast)
    settle()
    assert {row["contact_id"] for row in far.rows()} == {"C-2002"}
    assert len(far.rows()) == 2


def test_more_than_there_is_room_for_waits_and_nothing_is_lost(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(feeding, "MOST_WAITING", 1)
    with transaction.unit():
        commands.pause(connector, by=cast.ada)
    tie(jimbo, james, cast)
    settle()
    assert (len(letters()), db.session.scalar(select(func.count()).select_from(ConnectorChange))) == (1, 1)
    with transaction.unit():
        commands.resume(connector, by=cast.ada)
    settle()
    settle()
    assert [row["subject"] for row in far.rows()] == [BILL, MOVE]
    assert db.session.scalar(select(func.count()).select_from(ConnectorChange)) == 0


def test_a_rebuild_of_the_log_sends_nothing_again(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    settle()
    for name in ("crm", "connectors"):
        replay(name)
        settle()
    assert len(far.calls()) == 2


def test_a_rebuild_tells_nothing_to_who_was_connected_later(
    cast: Cast, far: FarCrm, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    settle()
    with transaction.unit():
        made = commands.add_connector("rest", "Far CRM", settings_for(far), by=cast.ada)
    for name in ("crm", "connectors"):
        replay(name)
        settle()
    assert far.calls() == []
    with transaction.unit():
        commands.send_history(made, by=cast.ada)
    settle()
    assert len(far.rows()) == 2


def test_what_waits_for_a_removed_connector_is_given_up(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    far.fail("500")
    settle()
    with transaction.unit():
        commands.remove(connector, by=cast.ada)
    later(settle, minutes=10)
    assert {row.state for row in letters()} == {"dead"}
    assert far.rows() == []
    assert db.session.scalars(select(ConnectorRecord.external_id)).all() == ["", ""]
    assert dispatch.waiting([connector.target]) == {}


def test_what_was_taken_out_goes_without_its_title(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    with transaction.unit():
        asked = db.session.scalars(select(Question).where(Question.title == BILL)).one()
        asked.hold = "removed"
    tie(jimbo, james, cast)
    settle()
    assert sorted(row["subject"] for row in far.rows()) == ["", MOVE]
    assert [row["link"] for row in far.rows() if "bill" in row["link"]] == []

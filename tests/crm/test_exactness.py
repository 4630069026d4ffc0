"""Whose a deed is stays exact: any story of ties and deeds equals the log from scratch, and what a CRM was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import transaction
from app.core.access import Conflict
from app.core.events import Entry
from app.crm import commands, queries
from app.crm.attribution import ALWAYS, NEVER
from app.crm.commands import counting
from app.crm.models import Contact, ContactFacet, Identity, IdentityLink, Interaction
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import add_contact, lines
from tests.parallel import at_once

DAY = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=n) for n in range(6)]
HANDLES = ("jimbo", "jb-77")
CONTACTS = ("C-1", "C-2", "C-3")
Step = tuple[str, int, int, int | None]
STEP = st.one_of(
    st.tuples(st.just("tie"), st.integers(0, 1), st.integers(0, 2), st.none()),
    st.tuples(st.just("tie"), st.integers(0, 1), st.integers(0, 2), st.sampled_from((1, 3, 5))),
    st.tuples(st.just("untie"), st.integers(0, 1), st.integers(0, 3), st.none()),
    st.tuples(st.just("deed"), st.integers(0, 1), st.integers(0, 5), st.none()),
    st.tuples(st.just("take back"), st.integers(0, 1), st.integers(0, 5), st.none()),
)


@dataclass
class Scratch:
    """The whole story in plain values: which ties stand, and what was done."""

    ties: dict[str, list[tuple[datetime, str, int]]]
    deeds: dict[str, list[tuple[datetime, str]]]

    def log(self, contact: str) -> set[str]:
        """The keys that belong on a contact's log, reckoned deed by deed."""
        found = set()
        for handle, deeds in self.deeds.items():
            for at, key in deeds:
                begun = [tie for tie in self.ties[handle] if tie[0] <= at]
                if begun and max(begun)[1] == contact:
                    found.add(key)
        return found


def the(handle: str) -> Identity:
    found = queries.identity(f"handle:{handle}")
    assert found is not None
    return found


def contact(external_id: str) -> Contact:
    found = queries.contact_by_reference(external_id)
    assert found is not None
    return found


def deed(handle: str, at: datetime, key: str) -> None:
    with transaction.unit():
        _write(the(handle), at, key)


def _write(identity: Identity, at: datetime, key: str) -> None:
    subject = f"thing:{key}"
    commands.log_interaction(key, identity, "asked", at=at, subject=subject, summary="A deed", url="", channel="forum")


def _before(scratch: Scratch, crm: Receiver) -> None:
    """Each handle was seen on four days before anybody asked whose it is."""
    with transaction.unit():
        for handle in HANDLES:
            for number in (0, 2, 3, 5):
                _write(the(handle), DAY[number], f"{handle}-{number}")
                scratch.deeds[handle].append((DAY[number], f"{handle}-{number}"))
                crm.held[f"{handle}-{number}"] = None


class Receiver:
    """A CRM that goes by the events alone: whose each line is, by its stable id; None is nobody's."""

    def __init__(self) -> None:
        self.held: dict[str, str | None] = {}
        self.read = 0

    def is_sent(self, key: str) -> None:
        """A new line, sent to whoever it belongs to when it is written."""
        row = queries.interaction(key)
        assert row is not None
        whose = queries.owners([row])[row.id]
        self.held[key] = whose.external_id if whose else None

    def catch_up(self) -> dict[str, str | None]:
        """Do what the events since the last time say."""
        query = select(Entry).where(Entry.id > self.read, Entry.name.startswith("crm.interaction"))
        for entry in db.session.scalars(query.order_by(Entry.id)).all():
            self.read = entry.id
            if entry.name == "crm.interaction_withdrawn":
                del self.held[entry.payload["key"]]
            else:
                self._move(entry.payload)
        return self.held

    def _move(self, said: dict[str, Any]) -> None:
        since = datetime.fromisoformat(said["since"]) if said["since"] else ALWAYS
        until = datetime.fromisoformat(said["until"]) if said["until"] else NEVER
        names = {None: None} | {known.id: known.external_id for known in db.session.scalars(select(Contact))}
        rows = queries.interactions_between(said["identity_id"], since, until, limit=100).items
        assert len(rows) == said["interaction_count"]
        for row in rows:
            assert self.held.get(row.key) == names[said["from_contact_id"]]
            self.held[row.key] = names[said["to_contact_id"]]


def step(what: str, handle: str, number: int, day: int | None, scratch: Scratch, serial: str) -> None:
    ties, deeds = scratch.ties[handle], scratch.deeds[handle]
    if what == "tie":
        since, name = (ALWAYS if day is None else DAY[day]), CONTACTS[number]
        clashes = any(tie[1] != name and tie[0] >= since for tie in ties)
        begun = [tie for tie in ties if tie[0] <= since]
        stands = bool(begun) and max(begun)[1] == name and not clashes
        valid_from = None if day is None else since
        try:
            with transaction.unit():
                link = commands.link_identity(
                    the(handle), contact(name), evidence="Said so.", valid_from=valid_from, by=None
                )
        except Conflict:
            assert clashes
        else:
            assert not clashes
            if not stands:
                ties.append((since, name, link.id))
    elif what == "untie" and ties:
        gone = sorted(ties)[number % len(ties)]
        with transaction.unit():
            commands.unlink_identity(the(handle), link=queries.link(gone[2]), by=None)
        ties.remove(gone)
    elif what == "deed":
        deed(handle, DAY[number], serial)
        deeds.append((DAY[number], serial))
    elif what == "take back" and deeds:
        at, key = deeds.pop(number % len(deeds))
        with transaction.unit():
            commands.withdraw_interaction(the(handle), "asked", f"thing:{key}", at=at + timedelta(hours=1))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=2, max_size=14))
def test_any_story_equals_the_log_from_scratch(
    stage_clean: None, steps: list[tuple[str, int, int, int | None]]
) -> None:
    _empty()
    crm = Receiver()
    scratch = Scratch({handle: [] for handle in HANDLES}, {handle: [] for handle in HANDLES})
    _before(scratch, crm)
    for serial, (what, who, number, day) in enumerate(steps):
        step(what, HANDLES[who], number, day, scratch, f"line-{serial}")
        if what == "deed":
            crm.is_sent(f"line-{serial}")
        crm.catch_up()
    db.session.expire_all()
    for name in CONTACTS:
        known, expected = contact(name), scratch.log(name)
        shown = queries.interactions(contact=known, limit=100).items
        assert {row.key for row in shown} == expected
        assert known.interaction_count == len(expected)
        assert queries.facets(known).kinds == ({"asked": len(expected)} if expected else {})
        assert [row.at for row in shown] == sorted((row.at for row in shown), reverse=True)
        assert {key for key, whose in crm.held.items() if whose == name} == expected
    kept = _counted()
    with transaction.unit():
        counting.count_anew()
    assert _counted() == kept
    for handle in HANDLES:
        assert the(handle).interaction_count == len(scratch.deeds[handle])
        last = max(scratch.ties[handle], default=None)
        owner = the(handle).contact
        assert (owner.external_id if owner else None) == (last[1] if last else None)


def _counted() -> list[tuple[object, ...]]:
    cells = select(ContactFacet.contact_id, ContactFacet.kind, ContactFacet.channel, ContactFacet.interaction_count)
    return [tuple(row) for row in db.session.execute(cells.order_by(*cells.selected_columns))]


def _empty() -> None:
    with transaction.unit():
        for table in (Interaction, IdentityLink, ContactFacet):
            db.session.execute(table.__table__.delete())  # type: ignore[attr-defined]
        db.session.execute(Entry.__table__.delete().where(Entry.name.startswith("crm.inter")))  # type: ignore[attr-defined]
        db.session.execute(Identity.__table__.update().values(contact_id=None, interaction_count=0))  # type: ignore[attr-defined]
        db.session.execute(Contact.__table__.update().values(interaction_count=0))  # type: ignore[attr-defined]
    db.session.expire_all()


@pytest.fixture
def stage_clean(app: Flask) -> None:
    """Three contacts and two handles."""
    for external_id in CONTACTS:
        add_contact(external_id)
    with transaction.unit():
        for handle in HANDLES:
            commands.ensure_identity("handle", handle)


def test_who_goes_by_the_events_holds_what_the_log_says(stage_clean: None) -> None:
    for number in range(6):
        deed("jimbo", DAY[number], f"line-{number}")
    crm = Receiver()
    jimbo, first, second = the("jimbo"), contact("C-1"), contact("C-2")
    with transaction.unit():
        commands.link_identity(jimbo, first, evidence="Said so.", by=None)
    assert set(crm.catch_up().values()) == {"C-1"}
    with transaction.unit():
        later = commands.link_identity(jimbo, second, evidence="Sold the line.", valid_from=DAY[3], by=None)
    assert [crm.catch_up()[f"line-{number}"] for number in range(6)] == ["C-1"] * 3 + ["C-2"] * 3
    assert (len(lines(first)), len(lines(second))) == (3, 3)
    with transaction.unit():
        commands.unlink_identity(jimbo, link=later, by=None)
    assert set(crm.catch_up().values()) == {"C-1"}
    assert (len(lines(first)), len(lines(second))) == (6, 0)
    events = db.session.scalars(select(Entry).where(Entry.name == "crm.interactions_reattributed")).all()
    assert [entry.payload["interaction_count"] for entry in events] == [6, 3, 3]


def test_two_tabs_that_tie_one_handle_to_two_contacts(app: Flask, cast: Cast, stage_clean: None) -> None:
    deed("jimbo", DAY[0], "line-0")
    by = cast.cara.id
    db.session.remove()

    def tie(number: int) -> int:
        whose = contact(CONTACTS[number % 2])
        actor = db.session.get(type(cast.cara), by)
        return commands.link_identity(the("jimbo"), whose, evidence="Said so.", by=actor).contact_id

    given = at_once(app, 10, tie)
    db.session.expire_all()
    standing = db.session.scalars(select(IdentityLink).where(IdentityLink.unlinked_at.is_(None))).all()
    assert len(standing) == 1
    assert {each for each in given if not isinstance(each, Exception)} == {standing[0].contact_id}
    assert {type(each) for each in given if isinstance(each, Exception)} <= {Conflict}
    counts = {known.id: known.interaction_count for known in db.session.scalars(select(Contact))}
    assert {number: count for number, count in counts.items() if count} == {standing[0].contact_id: 1}


def test_ties_and_deeds_at_once_leave_every_count_as_from_scratch(app: Flask, stage_clean: None) -> None:
    for number in range(4):
        deed("jimbo", DAY[number], f"line-{number}")
    db.session.remove()

    def act(number: int) -> None:
        jimbo = the("jimbo")
        if number % 3 == 0:
            _write(jimbo, DAY[number % 6], f"more-{number}")
        elif number % 3 == 1:
            since = None if number % 2 else DAY[3]
            whose = contact(CONTACTS[number % 2])
            commands.link_identity(jimbo, whose, evidence="Said so.", valid_from=since, by=None)
        else:
            commands.unlink_identity(jimbo, by=None)

    given = at_once(app, 30, act)
    assert {type(each) for each in given if isinstance(each, Exception)} <= {Conflict}
    db.session.expire_all()
    kept, of_contacts = _counted(), {name: contact(name).interaction_count for name in CONTACTS}
    assert the("jimbo").interaction_count == 14
    with transaction.unit():
        counting.count_anew()
    db.session.expire_all()
    assert _counted() == kept
    assert {name: contact(name).interaction_count for name in CONTACTS} == of_contacts

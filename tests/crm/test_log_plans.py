"""A page of the log reads the lines it shows, by an index in their order, whatever it is filtered by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.core import transaction
from app.crm import commands, queries
from app.crm.models import Contact
from app.crm.queries import Filters
from app.extensions import db
from tests.crm.conftest import FIRST, add_contact

KINDS, CHANNELS, LINES = ("asked", "voted", "called"), ("site", "call"), 24


@pytest.fixture
def busy(app: Flask) -> Contact:
    """A contact with three handles, one of which was somebody else's before."""
    busy, other = add_contact("C-1"), add_contact("C-2")
    with transaction.unit():
        for number in range(3):
            identity = commands.ensure_identity("handle", f"handle-{number}")
            for serial in range(LINES):
                commands.log_interaction(
                    f"{number}-{serial}", identity, KINDS[serial % 3], at=FIRST + timedelta(hours=serial),
                    subject="question:1", summary="", url="", channel=CHANNELS[serial % 2], said=f"answer:{serial}",
                )  # fmt: skip
            if number == 0:
                commands.link_identity(identity, other, evidence="Theirs before.", by=None)
            since = FIRST + timedelta(hours=6) if number == 0 else None
            commands.link_identity(identity, busy, evidence="Said so.", valid_from=since, by=None)
        commands.score_interactions("answer:9", sentiment=-0.5, urgency=None)
    with transaction.unit():
        db.session.execute(text("ANALYZE"))  # without figures SQLite takes any of the orders that fit
    return busy


def _plan(**asked: Any) -> tuple[str, list[str]]:
    """How the database goes about a page, and the keys of its lines."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if "interaction.summary" in statement:
            sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        shown = queries.interactions(limit=5, **asked).items
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    (statement, parameters) = sent[0]
    on_sqlite = db.engine.dialect.name == "sqlite"
    if not on_sqlite:  # a small table is always read whole, unless that is ruled out
        for way in ("seqscan", "bitmapscan", "sort"):
            db.session.execute(text(f"SET LOCAL enable_{way} = off"))
    explain = "EXPLAIN QUERY PLAN " if on_sqlite else "EXPLAIN "
    rows = db.session.connection().exec_driver_sql(explain + statement, parameters).all()
    db.session.rollback()
    return "\n".join(str(row[-1]) for row in rows), [row.key for row in shown]


@pytest.mark.parametrize(
    ("filters", "of_contact", "of_everybody"),
    [
        (Filters(), "ix_interaction_identity_at", "ix_interaction_at"),
        (Filters(kinds=("called",)), "ix_interaction_identity_kind", "ix_interaction_kind"),
        (Filters(kinds=("called", "voted")), "ix_interaction_identity_kind", "ix_interaction_kind"),
        (Filters(channel="call"), "ix_interaction_identity_channel", "ix_interaction_channel"),
        (Filters(since=FIRST, until=FIRST + timedelta(hours=9)), "ix_interaction_identity_at", "ix_interaction_at"),
        (Filters(tone="bad"), "ix_interaction_identity_", "ix_interaction_"),
    ],
    ids=["all", "a kind", "two kinds", "a channel", "a time", "a tone"],
)
def test_an_index_leads_to_every_page(busy: Contact, filters: Filters, of_contact: str, of_everybody: str) -> None:
    for asked, index in (({"contact": busy}, of_contact), ({}, of_everybody), ({"handle": "handle-1"}, of_contact)):
        plan, _keys = _plan(filters=filters, **asked)
        # Which of several PostgreSQL takes depends on what there is; in a log of a million it is the same one.
        assert (index if db.engine.dialect.name == "sqlite" else "using ix_interaction_") in plan, plan
        assert "SCAN interaction\n" not in f"{plan}\n"
        assert "Seq Scan on interaction" not in plan
        assert "Sort  (" not in plan


def test_pages_of_several_stretches_and_kinds_go_on_without_gaps(busy: Contact) -> None:
    for filters in (Filters(), Filters(kinds=("called", "voted")), Filters(channel="call"), Filters(tone="bad")):
        whole = [row.key for row in queries.interactions(contact=busy, filters=filters, limit=100).items]
        seen, after = [], None
        while True:
            shown = queries.interactions(contact=busy, filters=filters, after=after, limit=4)
            seen += [row.key for row in shown.items]
            if (after := shown.next) is None:
                break
        assert seen == whole
    facets = queries.facets(busy)
    assert sum(facets.kinds.values()) == sum(facets.channels.values()) == busy.interaction_count == 3 * LINES - 6
    assert (facets.kinds["called"], facets.any_scored) == (8 + 8 + 6, True)
    only = queries.identity("handle:handle-1")
    assert {row.identity_id for row in queries.interactions(contact=busy, identity=only).items} == {only and only.id}

"""A CRM whose connector was given no address to change what is there."""

from __future__ import annotations

from sqlalchemy import select

from app.core import transaction
from app.crm import commands as crm
from app.crm.connectors import commands
from app.crm.connectors.models import Connector, ConnectorRecord
from app.crm.models import Contact, Identity, Interaction
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import Settle
from tests.crm.connectors.conftest import FarCrm, settings_for
from tests.crm.connectors.test_delivering import BILL, MOVE, later, letters, tie


def test_what_is_found_as_it_was_sent_needs_no_address_to_change_it(
    cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    ada, unchangeable = cast.ada, {**settings_for(far), "update_url": ""}
    with transaction.unit():
        commands.change_connector(connector, "Far CRM", unchangeable, by=ada)
    far.fail("500 after")
    tie(jimbo, james, cast)
    settle()
    later(settle, minutes=3)
    assert ([row["subject"] for row in far.rows()], far.calls("PATCH")) == ([BILL, MOVE], [])
    assert [row.state for row in letters()] == ["done", "done"]
    kept = db.session.scalars(select(ConnectorRecord).order_by(ConnectorRecord.id)).all()
    assert [each.external_id for each in kept] == list(far.state()["rows"]), "so that it can be taken back"
    with transaction.unit():
        row = db.session.scalars(select(Interaction).where(Interaction.summary == BILL)).one()
        crm.rename_subjects([row.subject], "Why is it so high?", row.url)
    settle()
    assert "no address to change what is there" in (letters()[-1].last_error or ""), "what differs is told"

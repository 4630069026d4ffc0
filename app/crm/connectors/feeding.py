"""From what happened to what is sent: changes are noted with the deed, and become dispatch rows while there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, insert, literal, select

from app.core import dispatch, subscriptions
from app.core.at_hand import once
from app.core.transaction import reading, unit
from app.crm.connectors.fields import kind_of, thing_of
from app.crm.connectors.models import Connector, ConnectorChange, ConnectorRecord
from app.crm.connectors.port import CRMS
from app.crm.models import Interaction, SupportCase
from app.extensions import db

# So many rows of one connector wait in dispatch at most; what is more waits as a change, which is a few bytes.
MOST_WAITING = 1000
BATCH = 100


def note(keys: Iterable[str]) -> None:
    """Let every connector look at these, in the transaction of what changed them.

    One that was connected later is told nothing of it when a subscriber is rebuilt.
    """
    ids = _connector_ids()
    if rows := [{"connector_id": number, "key": key} for key in keys for number in ids]:
        db.session.execute(insert(ConnectorChange), rows)


def note_identity(identity_id: int) -> None:
    """Let every connector look at all that an identity did: it became somebody's, or nobody's."""
    for number in _connector_ids():
        _note_from(number, select(Interaction.key).where(Interaction.identity_id == identity_id))
        cases = select(literal("case:").concat(SupportCase.id)).where(SupportCase.identity_id == identity_id)
        _note_from(number, cases)


def note_for(connector: Connector, key: str) -> None:
    """Let one connector look at this."""
    db.session.add(ConnectorChange(connector_id=connector.id, key=key))


def note_history(connector: Connector) -> None:
    """Let one connector look at everything there is, oldest first."""
    _note_from(connector.id, select(Interaction.key).order_by(Interaction.at, Interaction.id))
    _note_from(connector.id, select(literal("case:").concat(SupportCase.id)).order_by(SupportCase.id))


def feed() -> None:
    """Write what was noted to dispatch, of each connector as much as there is room for."""
    with reading():
        waiting = db.session.scalars(select(ConnectorChange.connector_id).distinct()).all()
        queued = dispatch.waiting(f"connector:{number}" for number in waiting) if waiting else {}
        room = {number: MOST_WAITING - queued.get(f"connector:{number}", 0) for number in waiting}
    for number, space in room.items():
        if space > 0:
            _feed(number, min(space, BATCH))


def _feed(connector_id: int, room: int) -> None:
    with unit():
        connector = db.session.get_one(Connector, connector_id)
        query = select(ConnectorChange).where(ConnectorChange.connector_id == connector_id)
        held = query.order_by(ConnectorChange.id).limit(room).with_for_update(skip_locked=True)
        changes: Sequence[ConnectorChange] = db.session.scalars(held).all()
        for change in changes:
            if connector.removed_at is None:
                _write(connector, change.key)
            db.session.delete(change)


def _write(connector: Connector, key: str) -> None:
    """One row for dispatch, unless the CRM has, or is to have, exactly this already."""
    if kind_of(key) not in connector.templates:
        return
    thing = thing_of(key)
    if thing is not None and not thing.contact_id and not CRMS[connector.kind].takes_unknown:
        thing = None
    digest = thing.digest if thing is not None else ""
    named = (ConnectorRecord.connector_id == connector.id, ConnectorRecord.key == key)
    record = db.session.scalar(select(ConnectorRecord).where(*named))
    if digest == (record.digest if record is not None else ""):
        return
    if record is None:
        record = ConnectorRecord(connector_id=connector.id, key=key, version=0, external_id="")
        db.session.add(record)
    record.digest, record.version = digest, record.version + 1
    lane = f"{connector.target}:{thing.contact_id if thing else 0}"
    payload = {"connector": connector.id, "key": key, "version": record.version}
    number = f"{connector.target}:{key}:{record.version}"
    dispatch.enqueue("connector", number, payload, lane=lane, target=connector.target)


def _connector_ids() -> Sequence[int]:
    there = once("connectors", _connected)
    entry = subscriptions.digested()
    return [number for number, since_id in there if entry is None or since_id < entry.id]


def _connected() -> Sequence[tuple[int, int]]:
    there = select(Connector.id, Connector.since_id).where(Connector.removed_at.is_(None))
    return [(number, since_id) for number, since_id in db.session.execute(there)]


def _note_from(connector_id: int, keys: Select[str]) -> None:
    source = keys.subquery()
    rows = select(literal(connector_id), source.c[0])
    db.session.execute(insert(ConnectorChange).from_select(["connector_id", "key"], rows))

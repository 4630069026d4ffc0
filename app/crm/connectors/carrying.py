"""How an entry reaches a CRM: as it stands now, once, in the place of what was there before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.core import clock, dispatch
from app.core.seal import Unreadable, unseal
from app.core.transaction import reading, unit
from app.crm.connectors import commands, mapping
from app.crm.connectors.fields import Thing, kind_of, thing_of
from app.crm.connectors.models import Connector, ConnectorRecord
from app.crm.connectors.port import CRMS, INTERACTION, Account, Crm, Ended, Entry, Fixed, Missing
from app.extensions import db


@dataclass(frozen=True)
class Errand:
    """All that one delivery needs, read beforehand: no transaction is open while a CRM takes its time.

    `digest` is of the document that goes, `tried` of the one that may be there since a try that ended without a word.
    """

    connector_id: int
    record_id: int
    crm: Crm
    account: Account
    kind: str
    our_id: str
    key: str
    entry: Entry | None
    external_id: str
    may_be_there: bool
    digest: str
    tried: str


@dispatch.carrier("connector")
def carry(payload: dict[str, Any], key: str) -> None:
    """Deliver one entry, or take it back; what a later change has overtaken is left to that."""
    with reading():
        errand = _errand(payload, key)
    if errand is None:
        return
    with unit():  # before the call: if this process ends now, the next try knows that the CRM may have it
        _note(errand, attempted_at=clock.now(), attempted_digest=errand.digest)
    try:
        external_id = _deliver(errand)
    except Ended as end:
        with unit():
            commands.end(db.session.get_one(Connector, errand.connector_id), str(end))
        raise dispatch.NeverRetry(str(end)) from end
    with unit():
        if errand.entry is None:
            _note(errand, external_id="", attempted_at=None, pushed_at=None)
        else:
            _note(errand, external_id=external_id, pushed_at=clock.now())


def account_of(connector: Connector) -> Account:
    """A connector's settings with its secrets; raises NeverRetry where they were sealed under another key."""
    try:
        secrets = json.loads(unseal(connector.secrets)) if connector.secrets else {}
    except Unreadable as error:
        raise dispatch.NeverRetry("the secrets were sealed under another key: enter them again") from error
    return Account({**connector.settings, **secrets}, connector.contact_paths)


def entry_of(connector: Connector, thing: Thing, *, external_id: str = "", key: str = "") -> Entry:
    """A thing as the mapping has it; raises Unfit."""
    document = mapping.parse(connector.templates[thing.kind])
    body = mapping.render(document, thing.fields, connector.value_maps)
    contact = thing.fields["contact"]
    return Entry(kind=thing.kind, id=thing.key, body=body, contact=contact, external_id=external_id, key=key)


def _errand(payload: dict[str, Any], key: str) -> Errand | None:
    connector = db.session.get(Connector, payload["connector"])
    if connector is None or connector.removed_at is not None:
        raise dispatch.NeverRetry("the connector was removed")
    named = (ConnectorRecord.connector_id == connector.id, ConnectorRecord.key == payload["key"])
    record = db.session.scalars(select(ConnectorRecord).where(*named)).one()
    if payload["version"] < record.version:
        return None
    thing = thing_of(record.key)
    if thing is not None and not thing.contact_id and not CRMS[connector.kind].takes_unknown:
        thing = None
    entry = entry_of(connector, thing, external_id=record.external_id, key=key) if thing is not None else None
    return Errand(
        connector.id, record.id, CRMS[connector.kind], account_of(connector), kind_of(record.key), record.key, key,
        entry, record.external_id, record.attempted_at is not None, _digest(entry), record.attempted_digest,
    )  # fmt: skip


def _deliver(errand: Errand) -> str:
    external_id = errand.external_id
    if not external_id and errand.may_be_there:
        external_id = errand.crm.find(errand.account, errand.kind, errand.our_id)
    if errand.entry is None:
        if external_id:
            errand.crm.withdraw(errand.account, errand.kind, external_id, errand.key)
        return ""
    try:
        return _push(errand, _at(errand.entry, external_id))
    except Fixed:
        if errand.external_id or errand.digest != errand.tried:
            raise
        return external_id  # found, and left by a try of the very same: there is nothing to change


def _push(errand: Errand, entry: Entry) -> str:
    push = errand.crm.push_interaction if entry.kind == INTERACTION else errand.crm.push_case
    try:
        return push(errand.account, entry)
    except Missing:  # somebody deleted it there; what happened here is still true
        if not entry.external_id:
            raise
        return push(errand.account, _at(entry, ""))


def _at(entry: Entry, external_id: str) -> Entry:
    return Entry(
        kind=entry.kind, id=entry.id, body=entry.body, contact=entry.contact, external_id=external_id, key=entry.key
    )


def _digest(entry: Entry | None) -> str:
    """By which two documents are told apart; empty for none."""
    if entry is None:
        return ""
    return hashlib.sha256(json.dumps(entry.body, sort_keys=True).encode()).hexdigest()


def _note(errand: Errand, **values: Any) -> None:
    db.session.execute(update(ConnectorRecord).where(ConnectorRecord.id == errand.record_id).values(**values))

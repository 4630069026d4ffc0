"""Contacts from a CRM: fetched page by page with no transaction open, then taken as any other import is."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, dispatch
from app.core.transaction import reading, unit
from app.core.worker import periodic
from app.crm import commands as crm
from app.crm.connectors import commands, mapping
from app.crm.connectors.carrying import account_of
from app.crm.connectors.models import Connector
from app.crm.connectors.port import CRMS
from app.extensions import db

AT_A_TIME = 200
# A CRM that tells of ever more contacts must not keep its own deliveries waiting for ever.
LONGEST = timedelta(minutes=30)


@periodic("fetch contacts", timedelta(seconds=30))
def ask_for_contacts() -> None:
    """Write an errand for each connector that is due: it is run by the connector's own thread, as all else is."""
    due = select(Connector).where(Connector.pull_at <= clock.now(), Connector.removed_at.is_(None))
    for connector in db.session.scalars(due.with_for_update(skip_locked=True, of=Connector)):
        lane, key = f"{connector.target}:contacts", f"{connector.target}:contacts:{clock.mark(connector.pull_at)}"
        connector.pull_at = clock.now() + commands.PULL_EVERY
        if not dispatch.is_open(lane):
            dispatch.enqueue("contacts", key, {"connector": connector.id}, lane=lane, target=connector.target)


@dispatch.carrier("contacts")
def fetch(payload: dict[str, Any], _key: str) -> None:
    """Fetch one connector's contacts; what goes wrong is noted on it, and tried again as everything else is."""
    with reading():
        connector = db.session.get_one(Connector, payload["connector"])
        if connector.removed_at is not None:
            raise dispatch.NeverRetry("the connector was removed")
        kind, account = CRMS[connector.kind], account_of(connector)
        paths, values = connector.contact_paths, mapping.turned(connector.value_maps)
    try:
        note = _take(_row(document, paths, values) for document in kind.pull_contacts(account))
    except Exception as error:
        with unit():
            why = _("The contacts could not be fetched: %(why)s", why=dispatch.told(error))
            commands.note_pull(db.session.get_one(Connector, connector.id), why)
        raise
    with unit():
        commands.note_pull(db.session.get_one(Connector, connector.id), note, done=True)


def _take(rows: Iterator[dict[str, str]]) -> str:
    """Import them some at a time; returns what became of them, in a sentence."""
    taken = new = refused = 0
    why, until = "", clock.now() + LONGEST
    while some := list(itertools.islice(rows, AT_A_TIME)):
        if clock.now() > until:
            raise dispatch.NeverRetry(f"no end of them in {LONGEST.seconds // 60} minutes: ask for fewer of them")
        with unit():
            report = crm.upsert_from_crm(some)
        taken, new, refused = taken + report.taken, new + report.added, refused + len(report.refused)
        why = why or next((refusal.reason for refusal in report.refused), "")
    told = {"count": taken, "new": new, "refused": refused}
    said = str(_("%(count)d contacts, %(new)d new; %(refused)d could not be taken.", **told))
    return f"{said} {why}".strip()


def _row(document: Any, paths: Mapping[str, str], values: mapping.Values) -> dict[str, str]:
    """The fields of one, where the mapping says that they are, in our words; what is no plain value is not told."""
    said = {name: _plain(mapping.at(path, document)) for name, path in paths.items()}
    return {name: values.get(name, {}).get(value, value) for name, value in said.items() if value is not None}


def _plain(value: Any) -> str | None:
    """As a cell of an import would have it: true and false as JSON writes them, of a list what is plain in it."""
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, list):
        return ";".join(each for each in map(_plain, value) if each)
    return str(value) if isinstance(value, str | int | float) else None

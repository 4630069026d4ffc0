"""What is done with connectors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import audit, clock, dispatch
from app.core.access import Conflict, Invalid
from app.core.dispatch import Dispatch
from app.core.events import Actor, Entry, record
from app.core.seal import Unreadable, seal, unseal
from app.crm.connectors import feeding, mapping, queries
from app.crm.connectors.fields import NAMES
from app.crm.connectors.models import Connector
from app.crm.connectors.port import CASE, CRMS, INTERACTION, Account
from app.crm.events import DeliveryPaused
from app.extensions import db

CONTACT_FIELDS = ("external_id", "name", "email", "phone", "segment", "value", "consent", "handles")
PULL_EVERY = timedelta(hours=1)


def add_connector(kind: str, name: str, settings: Mapping[str, str], *, by: Person) -> Connector:
    """Connect a CRM, with the mapping to begin with; it is told of what happens from now on. Raises Invalid."""
    if kind not in CRMS:
        raise Invalid({"kind": _("There is no connector of this kind.")})
    crm = CRMS[kind]
    connector = Connector(
        kind=kind, name="", settings={}, secrets="", templates=dict(crm.templates), value_maps={},
        contact_paths=dict(crm.contact_paths), owner_id=by.id, owner=by, made_at=clock.now(),
        since_id=db.session.scalar(select(func.max(Entry.id))) or 0,
    )  # fmt: skip
    _settle(connector, name, settings)
    db.session.add(connector)
    db.session.flush()
    audit.log("crm.connector_added", connector.target, by=by, after={"kind": kind, "name": connector.name})
    return connector


def change_connector(connector: Connector, name: str, settings: Mapping[str, str], *, by: Person) -> None:
    """Other settings; a secret left empty stays as it is. Whoever changes it is told from now on. Raises Invalid."""
    before = {"name": connector.name, **connector.settings}
    _settle(connector, name, settings)
    connector.owner_id, connector.owner = by.id, by
    after = {"name": connector.name, **connector.settings}
    changed = [each for each in after if before.get(each) != after[each]]
    audit.log("crm.connector_changed", connector.target, by=by, after={"changed": ", ".join(changed)})


def change_mapping(
    connector: Connector, templates: Mapping[str, str], values: str, contact_paths: str, *, by: Person
) -> None:
    """Another mapping, for what is sent from now on; raises Invalid with the field."""
    kept, maps, paths = checked_mapping(templates, values, contact_paths)
    connector.templates, connector.value_maps, connector.contact_paths = kept, maps, paths
    audit.log("crm.connector_mapped", connector.target, by=by)


def add_words(connector: Connector, *, by: Person) -> None:
    """Let cases bear a message's words, and what its writer had read, beside their reason or title; raises Conflict."""
    if missing := queries.unsaid(connector):
        try:
            said = mapping.beside(connector.templates[CASE], missing, ("reason", "title"))
            mapping.parse(said)
        except mapping.Unfit as error:
            raise Conflict(_("Add them to the mapping yourself: %(why)s.", why=error)) from error
        connector.templates = {**connector.templates, CASE: said}
        audit.log("crm.connector_mapped", connector.target, by=by)


def checked_mapping(
    templates: Mapping[str, str], values: str, contact_paths: str
) -> tuple[dict[str, str], dict[str, Any], dict[str, str]]:
    """A mapping as it is kept: templates, value maps, contact paths; raises Invalid with the field."""
    errors: dict[str, str] = {}
    kept = {kind: text for kind, text in templates.items() if text.strip()}
    for kind, text in kept.items():
        try:
            wanted = set(mapping.names(mapping.parse(text)))
        except mapping.Unfit as error:
            errors[kind] = _("This mapping cannot be used: %(why)s.", why=error)
            continue
        if unknown := sorted(wanted - set(NAMES[kind])):
            errors[kind] = _("There is no {{%(name)s}} here.", name=unknown[0])
    if INTERACTION not in kept:
        errors[INTERACTION] = _("Say what is sent of an interaction.")
    maps = _read(mapping.value_maps, values, "values", errors)
    paths = _read(mapping.pairs, contact_paths, "contact_paths", errors)
    if unknown := sorted(set(paths) - set(CONTACT_FIELDS)):
        errors["contact_paths"] = _("A contact has no field %(name)s.", name=unknown[0])
    if errors:
        raise Invalid(errors)
    return kept, maps, paths


def pause(connector: Connector, *, by: Actor | None, reason: str = "") -> None:
    """Send nothing until it is resumed; what happens meanwhile waits."""
    dispatch.pause(connector.target, reason)
    audit.log("crm.connector_paused", connector.target, by=by, reason=reason)


def resume(connector: Connector, *, by: Person) -> None:
    """Send again, from where it was left."""
    dispatch.resume(connector.target)
    audit.log("crm.connector_resumed", connector.target, by=by)


def end(connector: Connector, reason: str) -> None:
    """Pause it on the CRM's own word, and tell its owner."""
    pause(connector, by=None, reason=reason)
    tell_owner(connector, reason)


def tell_owner(connector: Connector, reason: str) -> None:
    """Say that nothing is sent any more."""
    record(
        DeliveryPaused(owner_id=connector.owner_id, title=connector.name, path=connector.url, reason=reason[:200]),
        by=None,
    )


def remove(connector: Connector, *, by: Person) -> None:
    """Tell this CRM nothing any more; what it has stays there."""
    connector.removed_at, connector.secrets, connector.pull_at = clock.now(), "", None
    dispatch.resume(connector.target)  # what still waits is looked at once more, and given up
    audit.log("crm.connector_removed", connector.target, by=by)


def send_newest(connector: Connector, *, by: Person) -> None:
    """Send the newest interaction that is somebody's, to see how the CRM takes it; raises Conflict where none is."""
    newest = next(iter(queries.latest()), None)
    if newest is None:
        raise Conflict(_("No interaction on the log belongs to a known contact yet. Link a handle to a contact first."))
    feeding.note_for(connector, newest.key)
    audit.log("crm.connector_newest", connector.target, by=by)


def send_history(connector: Connector, *, by: Person) -> None:
    """Send everything that is on the log already, with its original dates; what the CRM has is not sent again."""
    feeding.note_history(connector)
    audit.log("crm.connector_history", connector.target, by=by)


def note_pull(connector: Connector, note: str, *, done: bool = False) -> None:
    """Keep what became of fetching its contacts."""
    connector.pull_note = note[:300]
    if done:
        connector.pulled_at = clock.now()


def try_again(connector: Connector, rows: list[Dispatch], *, by: Person) -> None:
    """Put dead letters back in the queue."""
    for row in rows:
        dispatch.again(row)
    audit.log("crm.connector_retried", connector.target, by=by, after={"letters": len(rows)})


def _settle(connector: Connector, name: str, given: Mapping[str, str]) -> None:
    crm = CRMS[connector.kind]
    told = {each.name: (given.get(each.name) or "").strip() for each in crm.settings}
    secrets = {**_secrets(connector), **{s.name: told[s.name] for s in crm.settings if s.secret and told[s.name]}}
    plain = {each.name: told[each.name] for each in crm.settings if not each.secret}
    errors = {} if name.strip() else {"name": _("Give it a name.")}
    for each in crm.settings:
        if each.required and not (secrets if each.secret else plain).get(each.name):
            errors[each.name] = _("Fill in: %(what)s.", what=each.label)
    wrong = crm.check(Account({**plain, **secrets}))
    errors = {**{field: _("This cannot be used: %(why)s.", why=why) for field, why in wrong.items()}, **errors}
    if errors:
        raise Invalid(errors)
    connector.name, connector.settings = name.strip()[:80], plain
    connector.secrets = seal(json.dumps(secrets)) if secrets else ""
    pulls = bool(plain.get("pull_url")) or plain.get("pulls") == "yes"
    connector.pull_at = (connector.pull_at or clock.now()) if pulls else None


def _secrets(connector: Connector) -> dict[str, str]:
    try:
        return dict(json.loads(unseal(connector.secrets))) if connector.secrets else {}
    except Unreadable:
        return {}


def _read(reads: Any, text: str, name: str, errors: dict[str, str]) -> dict[str, Any]:
    try:
        return dict(reads(text))
    except mapping.Unfit as error:
        errors[name] = _("This cannot be used: %(why)s.", why=error)
        return {}

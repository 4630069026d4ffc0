"""Webhooks after Standard Webhooks: who is told of which events."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable

from app.accounts.models import Person
from app.core import audit, clock, egress
from app.core.access import Invalid
from app.core.events import KINDS, Actor
from app.crm.models import Webhook
from app.extensions import db


def add_webhook(url: str, events: Iterable[str], *, by: Person) -> Webhook:
    """Tell an address of events (none named: of all); raises Invalid for an address that cannot be called."""
    wanted = sorted(set(events))
    if unknown := [name for name in wanted if name not in KINDS]:
        raise Invalid({"events": f"There is no event {', '.join(unknown)}."})
    try:
        egress.check(url)
    except egress.Blocked as error:
        raise Invalid({"url": f"This address cannot be called: {error}."}) from error
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    hook = Webhook(url=url, secret=secret, events=wanted, made_by_id=by.id, made_at=clock.now())
    db.session.add(hook)
    db.session.flush()
    audit.log("crm.webhook_added", f"webhook:{hook.id}", by=by, after={"events": wanted})
    return hook


def remove_webhook(hook: Webhook, *, by: Actor | None, reason: str = "") -> None:
    """Stop telling an address, on somebody's word or the receiver's own."""
    hook.active = False
    audit.log("crm.webhook_removed", f"webhook:{hook.id}", by=by, reason=reason)

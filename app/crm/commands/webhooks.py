"""Webhooks after Standard Webhooks: who is told of which events, under which secrets."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, dispatch, egress
from app.core.access import Invalid
from app.core.dispatch import Dispatch
from app.core.events import KINDS, Actor, record
from app.core.seal import seal
from app.crm.events import DeliveryPaused
from app.crm.models import Webhook
from app.extensions import db

OVERLAP = timedelta(hours=24)


def add_webhook(url: str, events: Iterable[str], *, by: Person) -> Webhook:
    """Tell an address of events (none named: of all); raises Invalid for an address that cannot be called."""
    wanted = sorted(set(events))
    if unknown := [name for name in wanted if name not in KINDS]:
        raise Invalid({"events": _("There is no event %(names)s.", names=", ".join(unknown))})
    try:
        egress.check(url)
    except egress.Blocked as error:
        raise Invalid({"url": _("This address cannot be called: %(why)s.", why=error)}) from error
    hook = Webhook(
        url=url, sealed_secret=seal(_new_secret()), previous_secret="", events=wanted, made_by_id=by.id,
        made_at=clock.now(),
    )  # fmt: skip
    db.session.add(hook)
    db.session.flush()
    audit.log("crm.webhook_added", hook.target, by=by, after={"events": wanted})
    return hook


def rotate_secret(hook: Webhook, *, by: Person) -> None:
    """Another secret; the one before signs as well for a day, so that a receiver can change over without a gap."""
    hook.previous_secret, hook.previous_until = hook.sealed_secret, clock.now() + OVERLAP
    hook.sealed_secret = seal(_new_secret())
    audit.log("crm.webhook_secret_rotated", hook.target, by=by)


def remove_webhook(hook: Webhook, *, by: Actor | None, reason: str = "") -> None:
    """Stop telling an address, on somebody's word or the receiver's own; then its maker hears of it."""
    hook.active, hook.ended_at, hook.ended_reason = False, clock.now(), reason[:200]
    audit.log("crm.webhook_removed", hook.target, by=by, reason=reason)
    if by is None:
        tell_maker(hook, reason)


def pause_webhook(hook: Webhook, *, by: Person) -> None:
    """Tell it nothing until it is resumed; what happens meanwhile waits."""
    dispatch.pause(hook.target)
    audit.log("crm.webhook_paused", hook.target, by=by)


def resume_webhook(hook: Webhook, *, by: Person) -> None:
    """Tell it again, from where it was left."""
    dispatch.resume(hook.target)
    audit.log("crm.webhook_resumed", hook.target, by=by)


def send_again(hook: Webhook, row: Dispatch, *, by: Person) -> None:
    """Send a delivery again under its own id, whether it was given up or arrived."""
    dispatch.again(row)
    audit.log("crm.webhook_resent", hook.target, by=by, after={"delivery": row.key})


def tell_maker(hook: Webhook, reason: str) -> None:
    """Say that nothing gets there any more."""
    record(DeliveryPaused(owner_id=hook.made_by_id, title=hook.host, path=hook.page, reason=reason[:200]), by=None)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()

"""How a webhook is carried out: signed, once per event and address, retried by dispatch."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook as Signer

from app.core import audit, clock, dispatch, egress
from app.core.at_hand import once
from app.core.seal import Unreadable
from app.core.transaction import reading, unit
from app.crm import commands
from app.crm.models import Webhook
from app.extensions import db

GONE = 410
NO_MORE = "The receiver wants to hear nothing more (410 Gone)"
FIRST_REDIRECT, FIRST_REFUSAL = 300, 400
MOVED = "it leads elsewhere: add the address it leads to in place of this one"


@dispatch.carrier("webhook")
def deliver(payload: dict[str, Any], key: str) -> None:
    """Post one event; any answer but 2xx is a failure, and 410 ends the webhook, as Standard Webhooks asks."""
    url, signers = once(("webhook", payload["webhook"]), lambda: _place(payload["webhook"]))
    body = json.dumps(payload["event"], separators=(",", ":"))
    signed_at = datetime.fromtimestamp(int(clock.now().timestamp()), UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(signed_at.timestamp())),
        "webhook-signature": " ".join(signer.sign(key, signed_at, body) for signer in signers),
    }
    try:
        answer = egress.post(url, body.encode(), headers)
    except egress.Blocked as error:
        raise dispatch.NeverRetry(str(error)) from error
    if answer.status == GONE:
        with unit():
            commands.remove_webhook(db.session.get_one(Webhook, payload["webhook"]), by=None, reason=NO_MORE)
        raise dispatch.NeverRetry("the receiver said 410 Gone")
    if answer.status >= FIRST_REDIRECT:
        words = f"the receiver answered {answer.status}" + (f" ({MOVED})" if answer.status < FIRST_REFUSAL else "")
        if answer.retry_after is not None:
            raise dispatch.RetryLater(words, answer.retry_after)
        raise ConnectionError(words)


@dispatch.watch("webhook")
def down(target: str, reason: str) -> None:
    """Nothing could be delivered for over an hour: whoever made it hears of it."""
    hook = db.session.get(Webhook, int(target.partition(":")[2]))
    if hook is not None and hook.active:
        audit.log("crm.webhook_paused", target, by=None, reason=reason)
        commands.tell_maker(hook, reason)


def _place(webhook_id: int) -> tuple[str, list[Signer]]:
    """Where it goes, and who signs."""
    with reading():
        hook = db.session.get(Webhook, webhook_id)
        if hook is None or not hook.active:
            raise dispatch.NeverRetry("the webhook was removed")
        return hook.url, [Signer(each) for each in _secrets(hook)]


def _secrets(hook: Webhook) -> list[str]:
    try:
        return hook.secrets
    except Unreadable as error:
        raise dispatch.NeverRetry("the secret was sealed under another key: make a new one") from error

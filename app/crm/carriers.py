"""How a webhook is carried out: signed, once per event and address, retried by dispatch."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook as Signer

from app.core import clock, dispatch, egress
from app.core.transaction import reading, unit
from app.crm import commands
from app.crm.models import Webhook
from app.extensions import db

GONE = 410
TOO_MANY = 429
FIRST_REDIRECT = 300


@dispatch.carrier("webhook")
def deliver(payload: dict[str, Any], key: str) -> None:
    """Post one event; any answer but 2xx is a failure, and 410 ends the webhook, as Standard Webhooks asks."""
    with reading():
        hook = db.session.get(Webhook, payload["webhook"])
        if hook is None or not hook.active:
            raise dispatch.NeverRetry("the webhook was removed")
        url, secret = hook.url, hook.secret
    body = json.dumps(payload["event"], separators=(",", ":"))
    moment = clock.now()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Signer(secret).sign(key, datetime.fromtimestamp(int(moment.timestamp()), UTC), body),
    }
    try:
        answer = egress.post(url, body.encode(), headers)
    except egress.Blocked as error:
        raise dispatch.NeverRetry(str(error)) from error
    if answer.status == GONE:
        with unit():
            commands.remove_webhook(db.session.get_one(Webhook, payload["webhook"]), by=None, reason="410 Gone")
        raise dispatch.NeverRetry("the receiver said 410 Gone")
    if answer.status >= FIRST_REDIRECT:
        if answer.retry_after is not None:
            raise dispatch.RetryLater(f"the receiver answered {answer.status}", answer.retry_after)
        raise ConnectionError(f"the receiver answered {answer.status}")

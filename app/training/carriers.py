"""How a training record is carried out: posted to the learning record store, retried by dispatch."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import unquote, urlsplit

from app.core import dispatch, egress
from app.core.settings import settings

CONFLICT, FIRST_FAILURE = 409, 300
REFUSED = frozenset({400, 401, 403, 404, 405, 413, 415})


@dispatch.carrier("xapi")
def deliver(payload: dict[str, Any], _key: str) -> None:
    """Post one statement; a store that has another under its id, or refuses it, is not asked again."""
    if not settings().lrs_url:
        raise dispatch.NeverRetry("no learning record store is set any more")
    url, headers = _door()
    try:
        answer = egress.post(url, json.dumps(payload["statement"]).encode(), headers)
    except egress.Blocked as error:
        raise dispatch.NeverRetry(str(error)) from error
    if answer.status == CONFLICT or answer.status in REFUSED:
        raise dispatch.NeverRetry(f"the record store answered {answer.status}")
    if answer.status >= FIRST_FAILURE:
        if answer.retry_after is not None:
            raise dispatch.RetryLater(f"the record store answered {answer.status}", answer.retry_after)
        raise ConnectionError(f"the record store answered {answer.status}")


def _door() -> tuple[str, dict[str, str]]:
    """Where statements go, and what opens the door; the key and secret of the setting come in no address."""
    parts = urlsplit(settings().lrs_url)
    secret = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    headers = {
        "Content-Type": "application/json",
        "X-Experience-API-Version": "1.0.3",
        "Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}",
    }
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return f"{bare.geturl()}/statements", headers

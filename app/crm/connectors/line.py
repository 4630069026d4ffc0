"""The line to a CRM over HTTP: through core/egress, with what each answer means for another try."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.core import dispatch, egress
from app.crm.connectors.port import Ended, Missing

FIRST_REDIRECT, FIRST_REFUSAL = 300, 400
GONE, NOT_FOUND = 410, 404
# What asks for the same again cannot help with: the CRM does not take what it was sent.
REFUSED = frozenset({400, 404, 405, 406, 411, 413, 414, 415, 422})
SHOWN = 300
# A page of contacts is larger than any other answer.
MOST_CONTACTS = 8_000_000
MISFIT = "correct the mapping, or the contact there"
ADVICE = {
    400: MISFIT, 401: "enter its secret anew", 403: "give its account there the right to do this",
    404: "correct its address", 405: "correct its method", 422: MISFIT,
}  # fmt: skip
MOVED = "it leads elsewhere: enter the address it leads to"


def ask(
    method: str,
    url: str,
    document: Any = None,
    headers: Mapping[str, str] | None = None,
    *,
    most: int = egress.MOST_BYTES,
    changes: bool = False,
) -> egress.Answer:
    """Call and return an answer below 300.

    Raises Missing for a 404 where something was to be changed, Ended for a 410, NeverRetry for what was refused,
    RetryLater where a time to wait is named, ConnectionError or urllib3's error for all else.
    """
    dispatch.renew()
    body = None if document is None else json.dumps(document, ensure_ascii=False).encode()
    told = {"Accept": "application/json", **({"Content-Type": "application/json"} if body is not None else {})}
    try:
        answer = egress.call(method, url, body, {**told, **(headers or {})}, most=most)
    except egress.Blocked as error:
        raise dispatch.NeverRetry(f"this address cannot be called: {error}") from error
    if answer.status >= FIRST_REDIRECT:
        fail(answer.status, answer.body, answer.retry_after, changes=changes)
    return answer


def fail(status: int, body: bytes, retry_after: float | None, *, changes: bool = False) -> None:
    """Raise what a status means."""
    said = " ".join(body[: SHOWN * 4].decode("utf-8", errors="replace").split())[:SHOWN]
    advice = MOVED if status < FIRST_REFUSAL else ADVICE.get(status, "")
    words = f"the CRM answered {status}" + (f" ({advice})" if advice else "") + (f": {said}" if said else "")
    if status == GONE:
        raise Ended(words)
    if status == NOT_FOUND and changes:
        raise Missing(words)
    if status in REFUSED:
        raise dispatch.NeverRetry(words)
    if retry_after is not None:
        raise dispatch.RetryLater(words, retry_after)
    raise ConnectionError(words)


def read(answer: egress.Answer) -> Any:
    """What an answer says in JSON; raises ConnectionError where it is none."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ConnectionError(f"the CRM answered {answer.status} with what is no JSON") from error

"""A sign-on that is under way: kept in the browser that began it, signed, for ten minutes and for one answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask import session

from app.core import clock

PLACE = "sign_on"
MOST = 3  # as many tabs
LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Passage:
    """What must come back with the answer. `person_id` is whose account is to be connected or shown anew, 0 for nobody.

    `fresh` asks the provider to make sure anew who is there.
    """

    provider: str
    state: str
    nonce: str
    verifier: str
    back: str
    person_id: int
    fresh: bool
    begun: int

    @property
    def challenge(self) -> str:
        """What the provider is shown of the verifier beforehand (RFC 7636, S256)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")


def begin(provider: str, *, back: str = "", person_id: int = 0, fresh: bool = False) -> Passage:
    """Begin one, and keep it in this browser."""
    made = Passage(
        provider=provider, state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48), back=back, person_id=person_id, fresh=fresh,
        begun=int(clock.now().timestamp()),
    )  # fmt: skip
    session[PLACE] = [*_kept(), asdict(made)][-MOST:]
    return made


def take(provider: str, state: str) -> Passage | None:
    """The one that an answer names, if it began in this browser lately; it is kept no more."""
    kept = _kept()
    found = next((each for each in kept if hmac.compare_digest(str(each.get("state")).encode(), state.encode())), None)
    if found is None:
        return None
    session[PLACE] = [each for each in kept if each is not found]
    taken = Passage(**found)
    is_late = clock.now().timestamp() - taken.begun > LASTS.total_seconds()
    return None if is_late or taken.provider != provider else taken


def _kept() -> list[dict[str, Any]]:
    return list(session.get(PLACE, []))

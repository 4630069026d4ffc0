"""What lets a guest back in from their mail: a signed word for who they are, good for a while."""

from __future__ import annotations

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.core.settings import settings

LASTS = timedelta(days=30)


def word_for(person_id: int) -> str:
    """A signed word for a guest, to go into a mail to them."""
    return str(_signer().dumps(person_id))


def id_of(word: str) -> int | None:
    """Whose word it is; None for one that we did not sign, or that is too old."""
    try:
        number = _signer().loads(word, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return None
    return number if isinstance(number, int) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(settings().secret_keys)), salt="guest")

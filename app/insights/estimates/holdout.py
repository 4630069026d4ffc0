"""Who is held out: journeys that get no suggestions, so that the effect of suggestions can be measured."""

from hashlib import sha256
from hmac import digest

DEFAULT_SHARE = 0.05
# Keeps the draw apart from anything else that is keyed with the same secret.
_PURPOSE = b"waggle holdout 1\0"
_SPACE = 2**64


def assigned(journey_key: str, secret: bytes, share: float = DEFAULT_SHARE) -> bool:
    """Whether a journey is held out: the same answer for the same key and secret, for as long as they last.

    A keyed hash, so that nobody outside can tell or choose their group and an auditor with the secret can check each.
    Raising the share keeps all who were held out. Raises ValueError unless 0 <= share <= 1 and there is a secret.
    """
    if not 0.0 <= share <= 1.0 or not secret:
        raise ValueError("a holdout needs a share between 0 and 1 and a secret")
    drawn = int.from_bytes(digest(secret, _PURPOSE + journey_key.encode(), sha256)[:8], "big")
    return drawn < share * _SPACE

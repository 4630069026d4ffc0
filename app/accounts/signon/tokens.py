"""Whether an ID token is what it must be (OpenID Connect Core 3.1.3.7); pure, but for the clock."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import KeySet

from app.accounts.signon.failing import Failed
from app.core import clock

# Signed with a key of the provider's own; none, and what is signed with a secret that both know, is not.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
SKEW = timedelta(minutes=1)
OLDEST = timedelta(minutes=10)
FRESH = timedelta(minutes=5)
LONGEST_SUBJECT = 255


class NoSuchKey(Exception):
    """None of these keys has signed it: perhaps one that the provider has taken since."""


def read(token: str, keys: KeySet) -> dict[str, Any]:
    """What a token says, if one of these keys has signed it; raises NoSuchKey, or Failed where nothing can help."""
    try:
        return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
    except UnsupportedAlgorithmError as error:
        raise Failed("bad_token", "bad_algorithm") from error
    except (JoseError, ValueError, TypeError) as error:
        raise NoSuchKey from error


def check(claims: Mapping[str, Any], *, issuer: str, client: str, nonce: str, fresh: bool = False) -> None:
    """Raise Failed where a signed token is not from this issuer, to this client, of this moment, for this sign-on.

    `fresh` is whether the provider had to make sure just now who is there.
    """
    fault = (
        _of_parties(claims, issuer, client)
        or _of_times(claims, fresh)
        or ("" if _same(claims.get("nonce"), nonce) else "wrong_nonce")
        or ("" if _is_subject(claims.get("sub")) else "no_subject")
    )
    if fault:
        raise Failed("bad_token", fault)


def _of_parties(claims: Mapping[str, Any], issuer: str, client: str) -> str:
    if claims.get("iss") != issuer:
        return "wrong_issuer"
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client not in audiences:
        return "wrong_audience"
    party = claims.get("azp")
    if (len(audiences) > 1 and party is None) or party not in {None, client}:
        return "wrong_party"
    return ""


def _of_times(claims: Mapping[str, Any], fresh: bool) -> str:
    now, skew = clock.now().timestamp(), SKEW.total_seconds()
    ends, made, begins = (_moment(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if ends is None or made is None:
        return "no_times"
    if ends <= now - skew:
        return "expired"
    if made > now + skew or (begins is not None and begins > now + skew):
        return "not_yet"
    if made < now - OLDEST.total_seconds() - skew:
        return "too_old"
    if fresh and (_moment(claims.get("auth_time")) or 0.0) < now - FRESH.total_seconds() - skew:
        return "not_fresh"
    return ""


def _moment(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _same(said: Any, wanted: str) -> bool:
    return isinstance(said, str) and hmac.compare_digest(said.encode(), wanted.encode())


def _is_subject(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and value.isprintable()

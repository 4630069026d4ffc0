"""What a provider says of itself, and its keys: fetched through core/egress, checked, and kept for an hour."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import urllib3
from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.accounts.signon.failing import Failed
from app.core import clock, egress
from app.core.settings import settings
from config import SignOnProvider

LASTS = timedelta(hours=1)
PAUSE = timedelta(seconds=10)  # a provider that is away is not asked again by everybody who comes
WELL_KNOWN = "/.well-known/openid-configuration"
JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class Document:
    """Where a provider is asked what; `names_itself` is whether its answers say who they are from (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    names_itself: bool
    posts_secret: bool
    has_pkce: bool
    algorithms: tuple[str, ...]


@dataclass
class Kept:
    """What is kept of one issuer in this process."""

    document: Document | None = None
    document_at: datetime | None = None
    keys: KeySet | None = None
    keys_at: datetime | None = None
    failed: Failed | None = None
    failed_at: datetime | None = None


def document(provider: SignOnProvider, *, anew: bool = False) -> Document:
    """What the provider says of itself; raises Failed where it does not answer, or says what cannot be used."""
    kept = _kept(provider)
    if not anew and kept.document is not None and _is_young(kept.document_at, LASTS):
        return kept.document
    if not anew and kept.failed is not None and _is_young(kept.failed_at, PAUSE):
        raise kept.failed
    try:
        kept.document = _checked(provider, fetch(provider.issuer.rstrip("/") + WELL_KNOWN))
    except Failed as failure:
        kept.failed, kept.failed_at = failure, clock.now()
        raise
    kept.document_at, kept.failed = clock.now(), None
    return kept.document


def keys(provider: SignOnProvider, place: str, *, anew: bool = False) -> KeySet:
    """The keys that the provider signs with; raises Failed. `anew` where a key is not among those kept."""
    kept = _kept(provider)
    if anew or kept.keys is None or not _is_young(kept.keys_at, LASTS):
        try:
            kept.keys = KeySet.import_key_set(fetch(place))  # type: ignore[arg-type]  # whatever it is, it is checked
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Failed("misconfigured", f"no usable keys at {place}") from error
        kept.keys_at = clock.now()
    return kept.keys


def fetch(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """A JSON object from an address; raises Failed."""
    status, said = ask("GET", url, None, headers or {})
    if status != 200:
        raise Failed("unreachable", f"{url} answers {status}")
    return said


def ask(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object that an address answers with; raises Failed."""
    try:
        answer = egress.call(method, url, body, {**JSON, **headers})
    except egress.Blocked as error:
        raise Failed("misconfigured", f"{url} may not be called: {error}") from error
    except (egress.Unfinished, urllib3.exceptions.HTTPError, OSError) as error:
        raise Failed("unreachable", f"{url} does not answer") from error
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Failed("unreachable", f"{url} answers {answer.status}, and no JSON object")
    return answer.status, said


def is_safe(url: object) -> bool:
    """Whether a secret may travel there: over TLS, or to a host within the house that the operator named."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or _is_within(parts.scheme, parts.hostname or ""))


def _is_within(scheme: str, host: str) -> bool:
    return scheme == "http" and host in settings().egress_allowed


def _checked(provider: SignOnProvider, said: dict[str, Any]) -> Document:
    if said.get("issuer") != provider.issuer:
        raise Failed("misconfigured", f"it calls itself {str(said.get('issuer'))[:200]}, not {provider.issuer}")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(said.get(name)):
            raise Failed("misconfigured", f"its {name} is not an https address")
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    userinfo = str(said.get("userinfo_endpoint") or "")
    return Document(
        authorization=said["authorization_endpoint"], token=said["token_endpoint"], keys=said["jwks_uri"],
        userinfo=userinfo if is_safe(userinfo) else "",
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        posts_secret="client_secret_basic" not in ways and "client_secret_post" in ways,
        has_pkce="S256" in (said.get("code_challenge_methods_supported") or ()),
        algorithms=tuple(map(str, said.get("id_token_signing_alg_values_supported") or ())),
    )  # fmt: skip


def _kept(provider: SignOnProvider) -> Kept:
    places: dict[str, Kept] = current_app.extensions.setdefault("sign_on", {})
    return places.setdefault(provider.issuer, Kept())


def _is_young(at: datetime | None, lasts: timedelta) -> bool:
    return at is not None and clock.now() - at < lasts

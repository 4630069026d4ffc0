"""The conversation with a provider: the address that somebody is sent to, and what the answer is worth."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from app.accounts.signon import discovery, tokens
from app.accounts.signon.failing import Failed
from app.accounts.signon.passage import Passage
from app.core import text
from app.core.settings import settings
from config import SignOnProvider

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LONGEST_CODE = 4096


@dataclass(frozen=True)
class Claims:
    """What a provider says of somebody, once it is proved that it says so."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    groups: frozenset[str]
    all: Mapping[str, Any]


def address_of_answers(provider: SignOnProvider) -> str:
    """Where a provider sends people back to: what it must be told when it is set up."""
    return f"{settings().base_url}/sign-in/with/{provider.name}/answer"


def address(provider: SignOnProvider, passage: Passage) -> str:
    """Where to send somebody who wants to sign on; raises Failed."""
    place = discovery.document(provider).authorization
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": address_of_answers(provider),
        "scope": provider.scopes, "state": passage.state, "nonce": passage.nonce,
        "code_challenge": passage.challenge, "code_challenge_method": "S256",
        **({"max_age": "0", "prompt": "login"} if passage.fresh else {}),
    }  # fmt: skip
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"


def claims(provider: SignOnProvider, passage: Passage, answer: Mapping[str, str]) -> Claims:
    """What the provider says of whoever came back with this answer; raises Failed."""
    document = discovery.document(provider)
    _check_sender(provider, document, answer)
    if "error" in answer:
        raise Failed("declined", _plain(answer["error"]))
    code = answer.get("code", "")
    if not code or len(code) > LONGEST_CODE:
        raise Failed("declined", "no_code")
    given = exchange(provider, document, passage, code)
    said = _proved(provider, document, str(given.get("id_token") or ""))
    tokens.check(
        said, issuer=provider.issuer, client=provider.client_id, nonce=passage.nonce, fresh=passage.fresh
    )  # fmt: skip
    return _claims(provider, _with_userinfo(provider, document, said, given))


def _check_sender(provider: SignOnProvider, document: discovery.Document, answer: Mapping[str, str]) -> None:
    """An answer that one provider gives must not be taken for another's (RFC 9207)."""
    named = answer.get("iss")
    if (named is None and document.names_itself) or named not in {None, provider.issuer}:
        raise Failed("bad_token", "wrong_issuer")


def exchange(provider: SignOnProvider, document: discovery.Document, passage: Passage, code: str) -> dict[str, Any]:
    """What a provider gives for a code; raises Failed, with its own word for why as the detail."""
    asked = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": address_of_answers(provider),
        "code_verifier": passage.verifier,
    }  # fmt: skip
    headers = dict(FORM)
    if provider.client_secret and not document.posts_secret:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        asked["client_id"] = provider.client_id
        if provider.client_secret:
            asked["client_secret"] = provider.client_secret
    status, given = discovery.ask("POST", document.token, urlencode(asked).encode(), headers)
    if status == 200:
        return given
    fault = _plain(given.get("error"))
    raise Failed("misconfigured" if fault in {"invalid_client", "unauthorized_client"} else "declined", fault)


def _proved(provider: SignOnProvider, document: discovery.Document, token: str) -> dict[str, Any]:
    """What the token says; where no key fits, the keys are fetched once more, since providers change them."""
    try:
        return tokens.read(token, discovery.keys(provider, document.keys))
    except tokens.NoSuchKey:
        pass
    try:
        return tokens.read(token, discovery.keys(provider, document.keys, anew=True))
    except tokens.NoSuchKey as error:
        raise Failed("bad_token", "bad_signature") from error


def _with_userinfo(
    provider: SignOnProvider, document: discovery.Document, said: dict[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Some keep the token small and tell the rest when asked; only of the same subject, and never against the token."""
    wanted = {"email", *([provider.groups_claim] if provider.roles else []), *provider.required}
    access = given.get("access_token")
    if wanted <= set(said) or not document.userinfo or not isinstance(access, str) or not access.isprintable():
        return said
    more = discovery.fetch(document.userinfo, {"Authorization": f"Bearer {access}"})
    if more.get("sub") != said["sub"]:
        raise Failed("bad_token", "other_subject")
    if "email" in said and more.get("email") != said["email"]:
        more.pop("email_verified", None)  # it is of another address
    return {**more, **said}


def _claims(provider: SignOnProvider, said: dict[str, Any]) -> Claims:
    parts = [_text(said.get(name)) for name in ("given_name", "family_name")]
    name = _text(said.get("name")) or " ".join(filter(None, parts)) or _text(said.get("preferred_username"))
    email = _text(said.get("email")).casefold()
    return Claims(
        issuer=provider.issuer, subject=said["sub"], email=email if text.is_address(email) else "",
        email_verified=said.get("email_verified") is True, name=name,
        groups=_groups(said.get(provider.groups_claim)), all=said,
    )  # fmt: skip


def _groups(value: Any) -> frozenset[str]:
    told = value if isinstance(value, list) else [value]
    return frozenset(each for each in told if isinstance(each, str))


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _plain(fault: Any) -> str:
    """A provider's error as a word that can stand on the audit log."""
    return "".join(letter for letter in str(fault) if letter.isalnum() or letter == "_")[:40] or "unknown"

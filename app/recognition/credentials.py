"""Open Badges 3.0: what the installation says of a badge, as verifiable credentials that others read."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from app.core import clock
from app.core.settings import settings

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
LIST_SIZE = 131_072  # the least that the recommendation allows, so that nobody is found out by their place
LIST_HOLDS = timedelta(days=1)


@dataclass(frozen=True)
class Claim:
    """What a credential says: who holds which badge since when, until when, and for what."""

    serial: str
    number: int
    holder: str
    email: str
    achievement: dict[str, Any]
    at: datetime
    until: datetime | None
    evidence: list[dict[str, Any]] = field(default_factory=list)


def address(path: str) -> str:
    """An address of this installation in full."""
    return f"{settings().base_url}{path}"


def issuer_id() -> str:
    """The issuer's identifier, did:web of this installation's host; its document stands under /.well-known/did.json."""
    return f"did:web:{quote(urlsplit(settings().base_url).netloc, safe='')}"


def issuer() -> dict[str, Any]:
    """The issuer's profile."""
    return {"id": issuer_id(), "type": ["Profile"], "name": settings().site_name, "url": address("/")}


def achievement(key: str, version: int, topic_id: int | None, name: str, about: str) -> dict[str, Any]:
    """What a badge stands for, in this version of its rule."""
    path = f"/badges/achievements/{key}/{version}" + (f"/{topic_id}" if topic_id is not None else "")
    return {
        "id": address(path), "type": ["Achievement"], "achievementType": "Badge", "name": name, "description": about,
        "criteria": {"narrative": about}, "creator": issuer(), "version": str(version),
    }  # fmt: skip


def payload(claim: Claim) -> dict[str, Any]:
    """The credential, with the claims that a JWT repeats; the holder's address stands in it as a salted hash only."""
    number = claim.number % LIST_SIZE
    listed = status_address(claim.number // LIST_SIZE)
    said: dict[str, Any] = {
        "@context": CONTEXT, "id": address(f"/badges/{claim.serial}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": claim.achievement["name"], "issuer": issuer(),
        "validFrom": clock.rfc3339(claim.at),
        "credentialSubject": {
            "id": claim.holder, "type": ["AchievementSubject"], "achievement": claim.achievement,
            "identifier": _identity(claim),
        },
        "credentialStatus": {
            "id": f"{listed}#{number}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(number), "statusListCredential": listed,
        },
        "iss": issuer_id(), "sub": claim.holder, "jti": address(f"/badges/{claim.serial}"),
        "nbf": int(claim.at.timestamp()),
    }  # fmt: skip
    if claim.evidence:
        said["evidence"] = claim.evidence
    if claim.until is not None:
        said |= {"validUntil": clock.rfc3339(claim.until), "exp": int(claim.until.timestamp())}
    return said


def status_address(number: int) -> str:
    """Where the list stands that says which credentials hold no more."""
    return address(f"/badges/status/{number}")


def status_list(number: int, holding: Iterable[int]) -> dict[str, Any]:
    """That list: every place is marked as revoked but those of credentials that hold."""
    bits = bytearray(b"\xff" * (LIST_SIZE // 8))
    for place in holding:
        bits[place // 8] &= ~(0x80 >> place % 8) & 0xFF
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    now = clock.now()
    return {
        "@context": CONTEXT[:1], "id": status_address(number),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": issuer_id(),
        "validFrom": clock.rfc3339(now), "validUntil": clock.rfc3339(now + LIST_HOLDS),
        "credentialSubject": {
            "id": f"{status_address(number)}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
        "iss": issuer_id(), "jti": status_address(number), "nbf": int(now.timestamp()),
        "exp": int((now + LIST_HOLDS).timestamp()),
    }  # fmt: skip


def _identity(claim: Claim) -> list[dict[str, Any]]:
    if not claim.email:
        return []
    hashed = hashlib.sha256((claim.email + claim.serial).encode()).hexdigest()
    return [{
        "type": "IdentityObject", "hashed": True, "identityHash": f"sha256${hashed}",
        "identityType": "emailAddress", "salt": claim.serial,
    }]  # fmt: skip

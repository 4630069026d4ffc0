"""The installation's key for badges: made once, kept in the data directory beside the secret key, and what it signs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from app.core.settings import settings
from app.recognition.credentials import issuer_id

ALGORITHM, BITS = "RS256", 2048  # the one algorithm that every reader of Open Badges has to know


def sign(said: Mapping[str, Any]) -> str:
    """A compact JWT of what is said, whose header names the key in the issuer's document."""
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": key_id()}
    signed = f"{_packed(header)}.{_packed(said)}"
    signature = _key(_path()).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{_base64(signature)}"


def public_key() -> dict[str, str]:
    """The public half, as a JSON Web Key."""
    numbers = _key(_path()).public_key().public_numbers()
    return {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}


def key_id() -> str:
    """The key's name in the issuer's document, its RFC 7638 thumbprint after the issuer's identifier."""
    plain = json.dumps(public_key(), sort_keys=True, separators=(",", ":"))
    return f"{issuer_id()}#{_base64(hashlib.sha256(plain.encode()).digest())}"


def document() -> dict[str, Any]:
    """The issuer's document, by which anybody finds the key."""
    method = {
        "id": key_id(), "type": "JsonWebKey2020", "controller": issuer_id(),
        "publicKeyJwk": public_key() | {"alg": ALGORITHM, "use": "sig"},
    }  # fmt: skip
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": issuer_id(), "verificationMethod": [method], "assertionMethod": [method["id"]],
    }  # fmt: skip


def _path() -> Path:
    return settings().data_dir / "badge-key.pem"


@lru_cache(maxsize=8)
def _key(path: Path) -> rsa.RSAPrivateKey:
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    return key


def _make(path: Path) -> None:
    """Write a new key; of two processes that do so at once, the first one's stays, and is whole when it is seen."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".badge-key-")  # readable by its owner only
    with os.fdopen(descriptor, "wb") as file:
        file.write(plain)
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()


def _packed(said: Mapping[str, Any]) -> str:
    return _base64(json.dumps(said, separators=(",", ":")).encode())


def _number(value: int) -> str:
    return _base64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")

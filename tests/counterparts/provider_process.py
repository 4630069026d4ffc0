"""A small OpenID Connect provider in a process of its own, two issuers on one port, which errs as it is told to.

What it says of whoever signs on is set by `/control`, as are its faults; else it does what a provider does: it checks
the client, the code (once), the address and the verifier, and signs with a key of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

PORT = int(sys.argv[1])
ORIGIN = f"http://127.0.0.1:{PORT}"
CLIENT, SECRET = "waggle", "a secret: 100% sure"
STATE: dict[str, Any] = {}
CODES: dict[str, dict[str, str]] = {}
KEYS: list[ECKey] = []


def reset() -> None:
    STATE.clear()
    STATE.update(
        who={"sub": "4711", "email": "nia@example.org", "email_verified": True, "name": "Nia North"},
        claims={}, left_out=[], document={}, userinfo=None, alg="ES256", stranger=False, error="", status=200,
        asks=False, calls=[],
    )  # fmt: skip
    CODES.clear()
    if not KEYS:
        rotate()


def rotate() -> None:
    KEYS[:] = [ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"})]
    KEYS[0].ensure_kid()


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signed(claims: dict[str, Any]) -> str:
    alg, key = STATE["alg"], KEYS[0]
    header = {"alg": alg, "kid": key.kid}
    if alg in {"none", "HS256"}:  # not signed, or with what everybody knows, the public key, as the secret
        parts = ".".join(packed(json.dumps(part).encode()) for part in (header, claims))
        seal = hmac.new(key.as_pem(private=False), parts.encode(), "sha256").digest() if alg == "HS256" else b""
        return f"{parts}.{packed(seal)}"
    if STATE["stranger"]:
        key = ECKey.generate_key("P-256")
    return jwt.encode(header, claims, key, algorithms=["ES256"])


class Door(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.act()

    def do_POST(self) -> None:
        self.act()

    def act(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        parts = urlsplit(self.path)
        _, realm, *rest = parts.path.split("/")
        place = "/".join(rest)
        if realm == "control":
            return self.control(json.loads(body))
        STATE["calls"].append(f"{self.command} {parts.path}")
        if STATE["status"] != 200 and place != "authorize":
            return self.answer(STATE["status"], {"error": "out_of_order"})
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if place == "authorize":
            return self.authorize(realm, asked)
        if place == "token":
            given = {name: values[0] for name, values in parse_qs(body).items()}
            return self.answer(*self.token(given))
        documents = {
            ".well-known/openid-configuration": self.document(realm),
            "keys": KeySet(list(KEYS)).as_dict(private=False),
            "userinfo": STATE["userinfo"] or {"sub": STATE["who"]["sub"]},
        }
        return self.answer(200, documents[place])

    def control(self, changes: dict[str, Any]) -> None:
        if changes.pop("reset", False):
            reset()
        if changes.pop("rotate", False):
            rotate()
        STATE.update(changes)
        self.answer(200, STATE)

    def document(self, realm: str) -> dict[str, Any]:
        issuer = f"{ORIGIN}/{realm}"
        return {
            "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys", "userinfo_endpoint": f"{issuer}/userinfo",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"], "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True, **STATE["document"],
        }  # fmt: skip

    def authorize(self, realm: str, asked: dict[str, str]) -> None:
        if STATE["asks"] and self.command == "GET":
            name = escape(STATE["who"].get("name", ""))
            page = f"<!doctype html><title>Provider</title><form method=post><button>I am {name}</button></form>"
            return self.answer(200, None, page.encode())
        answer = {"state": asked["state"], "iss": f"{ORIGIN}/{realm}"}
        if STATE["error"]:
            answer["error"] = STATE["error"]
        else:
            answer["code"] = secrets.token_urlsafe(16)
            CODES[answer["code"]] = {**asked, "realm": realm}
        return self.answer(303, {}, location=f"{asked['redirect_uri']}?{urlencode(answer)}")

    def token(self, given: dict[str, str]) -> tuple[int, Any]:
        pair = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode().partition(":")
        if (unquote(pair[0]), unquote(pair[2])) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        asked = CODES.pop(given["code"], None)
        hashed = packed(hashlib.sha256(given["code_verifier"].encode()).digest())
        if asked is None or (asked["redirect_uri"], asked["code_challenge"]) != (given["redirect_uri"], hashed):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": f"{ORIGIN}/{asked['realm']}", "aud": CLIENT, "exp": now + 300, "iat": now, "auth_time": now,
            "nonce": asked["nonce"], **STATE["who"], **STATE["claims"],
        }  # fmt: skip
        told = {name: value for name, value in claims.items() if name not in STATE["left_out"]}
        return 200, {"access_token": "good-for-userinfo", "token_type": "Bearer", "id_token": signed(told)}

    def answer(self, status: int, document: Any, raw: bytes = b"", location: str = "") -> None:
        body = raw or json.dumps(document).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "text/html" if raw else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


reset()
ThreadingHTTPServer.daemon_threads = True
ThreadingHTTPServer(("127.0.0.1", PORT), Door).serve_forever(poll_interval=0.05)

"""The one way out: HTTP to addresses that people configured, safe from server-side request forgery."""

from app.core.egress.addresses import PORTS, USUAL, WEB, Blocked, check, is_public, pinned
from app.core.egress.bounds import READ_SECONDS, Unfinished, within
from app.core.egress.calling import CONNECT_SECONDS, MOST_BYTES, Answer, Manager, call, kept, post, retry_after

__all__ = [
    "CONNECT_SECONDS",
    "MOST_BYTES",
    "PORTS",
    "READ_SECONDS",
    "USUAL",
    "WEB",
    "Answer",
    "Blocked",
    "Manager",
    "Unfinished",
    "call",
    "check",
    "is_public",
    "kept",
    "pinned",
    "post",
    "retry_after",
    "within",
]

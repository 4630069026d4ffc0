"""From the bytes of a mail to what its writer wrote: without quotes and signature, and whether it is to be dropped."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import getaddresses
from html import unescape

import nh3
from flask_babel import gettext as _
from mailparser_reply import EmailReplyParser

from app.core.text import tidy

LANGUAGES = ["en", "de", "fr", "it", "es", "nl", "pl"]
LONGEST = 20_000
LONGEST_ID = 400
SPECIAL_SENDERS = ("mailer-daemon@", "postmaster@", "noreply@", "no-reply@", "donotreply@", "bounce")
AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
BREAKS = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote)>")
QUOTED = re.compile(r"(?is)<blockquote.*?</blockquote>|<div class=.?gmail_quote.*")
ANSWERED = re.compile(r"(?i)^\s*(?:re|aw|fwd?|wg|sv|tr|antw)\s*:\s*")
# RFC 3676, 4.3; the library would take every list for a signature as well.
SIGNATURE = re.compile(r"(?m)^-- ?$")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail as it matters here; `dropped` says why nothing is done with it."""

    external_id: str
    sender: str
    subject: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    dropped: str = ""
    attachments: int = 0


def read(raw: bytes) -> Letter:
    """Read a mail; raises what Python's parser raises for what is none."""
    message = message_from_bytes(raw, policy=SMTP)
    addresses = getaddresses([str(message.get("From", ""))])
    sender = addresses[0][1].casefold() if len(addresses) == 1 else ""
    ids = MESSAGE_ID.findall(f"{message.get('In-Reply-To', '')} {message.get('References', '')}")
    return Letter(
        external_id=_id(message, raw),
        sender=sender[:254],
        subject=_subject(message),
        text=_written(message)[:LONGEST],
        references=tuple(dict.fromkeys([*ids[:1], *reversed(ids)]))[:20],
        dropped=_why_dropped(message, sender),
        attachments=sum(1 for _part in message.iter_attachments()),
    )


def unreadable(raw: bytes, why: str) -> Letter:
    """What stands for a mail that cannot be read."""
    return Letter(external_id=_digest(raw), sender="", dropped=_("It cannot be read: %(why)s.", why=why[:200]))


def _why_dropped(message: EmailMessage, sender: str) -> str:
    """RFC 3834, and what other mail programs write of themselves: nobody is answered who would answer by himself."""
    automatic = str(message.get("Auto-Submitted", "no")).strip().casefold() != "no"
    bulk = str(message.get("Precedence", "")).strip().casefold() in {"bulk", "junk", "list", "auto_reply"}
    if automatic or bulk or any(name in message for name in AUTOMATIC):
        return str(_("An automatic mail."))
    if any(name.casefold().startswith("list-") for name in message):
        return str(_("From a mailing list."))
    if str(message.get("Return-Path", "-")).strip() == "<>" or message.get_content_type() == "multipart/report":
        return str(_("A report of a mail server."))
    if not sender or "@" not in sender or sender.startswith(SPECIAL_SENDERS):
        return str(_("Nobody to answer to."))
    return ""


def _id(message: EmailMessage, raw: bytes) -> str:
    given = MESSAGE_ID.search(str(message.get("Message-ID", "")))
    return given[0][:LONGEST_ID] if given else _digest(raw)


def _digest(raw: bytes) -> str:
    return f"<{hashlib.sha256(raw).hexdigest()}@digest>"


def _subject(message: EmailMessage) -> str:
    words: str = tidy(str(message.get("Subject", "")))
    while ANSWERED.match(words):
        words = ANSWERED.sub("", words)
    return words


def _written(message: EmailMessage) -> str:
    """What was written in this mail; a signature is cut, and what is quoted beneath or between."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    words = _decoded(part)
    if part.get_content_subtype() == "html":
        words = unescape(nh3.clean(BREAKS.sub("\n", QUOTED.sub("", words)), tags=set()))
    reply = EmailReplyParser(languages=LANGUAGES).parse_reply(words.replace("\r\n", "\n").replace("\0", ""))
    return SIGNATURE.split(f"{reply or ''}\n", maxsplit=1)[0].strip()


def _decoded(part: MIMEPart) -> str:
    """In the charset it names, or in the likeliest; a mail with a wrong one is read all the same."""
    held = part.get_payload(decode=True)
    raw = held if isinstance(held, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        return raw.decode("utf-8", errors="replace")

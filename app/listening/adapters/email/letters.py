"""From the bytes of a mail to what its writer wrote: without quotes and signature, and whether it is to be dropped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import getaddresses
from html import unescape
from typing import cast

import nh3
from flask_babel import gettext as _
from mailparser_reply import EmailReplyParser

from app.core.text import tidy
from app.listening.port import Enclosed

LANGUAGES = ["en", "de", "fr", "it", "es", "nl", "pl"]
LONGEST = 20_000
LONGEST_READ = 60_000
LONGEST_ID = 400
# Python takes apart what is said of addresses and parts in a time that grows with its square: 60 kB took a minute.
LONGEST_HEADER = 1_000
LONGEST_FREE = 20_000
FREE = frozenset({"subject", "references", "in-reply-to"})
MOST_PARTS = 60
MOST_BOUNDARIES = 2_000
# Quotes' headers stand on short lines; on a long one, or many blank ones, the library would take minutes.
LONGEST_LINE = 300
LINE = re.compile("\ue000(\\d+)\ue000")
BLANK = re.compile(r"\n{3,}")
UNKEPT = re.compile("[\0\ud800-\udfff\ue000]")
SPECIAL_SENDERS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?(?:[+-][^@]*)?)@")
AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
BREAKS = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote)>")
QUOTED = re.compile(r"(?is)<blockquote.*?</blockquote>")
QUOTED_END = re.compile(r"(?i)</blockquote>")
QUOTED_REST = re.compile(r"(?is)<div class=.?gmail_quote.*")
ANSWERED = re.compile(r"(?i)^\s*(?:re|aw|fwd?|wg|sv|tr|antw)\s*:\s*")
# RFC 3676, 4.3; the library would take every list for a signature as well.
SIGNATURE = re.compile(r"(?m)^-- ?$")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")


class TooManyParts(ValueError):
    """A mail of more parts than anybody would read."""


class Bounded(EmailPolicy):
    """The ways of mails, with headers that are cut where no honest one is as long."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of one header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[: LONGEST_FREE if name.casefold() in FREE else LONGEST_HEADER]


BOUNDED: EmailPolicy = Bounded(linesep="\r\n")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail as it matters here; `dropped` says why nothing is done with it."""

    external_id: str
    sender: str
    subject: str = ""
    text: str = ""
    whole: str = ""
    references: tuple[str, ...] = ()
    dropped: str = ""
    files: tuple[Enclosed, ...] = ()


def read(raw: bytes) -> Letter:
    """Read a mail; raises what Python's parser raises for what is none, and TooManyParts."""
    if raw.lower().count(b"\ncontent-type") > MOST_PARTS or raw.count(b"\n--") > MOST_BOUNDARIES:
        raise TooManyParts
    message = cast(EmailMessage, message_from_bytes(raw, policy=BOUNDED))
    addresses = getaddresses([_header(message, "From")])
    sender = addresses[0][1].casefold() if len(addresses) == 1 else ""
    ids = MESSAGE_ID.findall(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}")
    whole = _plain(message)
    return Letter(
        external_id=_id(message, raw),
        sender=sender[:254],
        subject=_subject(message),
        text=SIGNATURE.split(f"{_reply(whole)}\n", maxsplit=1)[0].strip()[:LONGEST],
        whole=whole[:LONGEST],
        references=tuple(dict.fromkeys([*ids[:1], *reversed(ids)]))[:20],
        dropped=_why_dropped(message, sender),
        files=tuple(_enclosed(message)),
    )


def _enclosed(message: EmailMessage) -> Iterator[Enclosed]:
    """What was attached; not the pictures that the text itself shows, which are mostly a signature's."""
    for part in message.walk():
        name = part.get_filename()
        shown = part.get_content_disposition() != "attachment" and "Content-ID" in part
        if name and not shown and not part.is_multipart():
            held = part.get_payload(decode=True)
            yield Enclosed(UNKEPT.sub("", name), part.get_content_type(), held if isinstance(held, bytes) else b"")


def unreadable(raw: bytes, why: str) -> Letter:
    """What stands for a mail that cannot be read."""
    return Letter(external_id=_digest(raw), sender="", dropped=_("It cannot be read: %(why)s.", why=why[:200]))


def _header(message: EmailMessage, name: str, otherwise: str = "") -> str:
    """One header as it can be kept; bytes that stand for no letter are left out."""
    return UNKEPT.sub("", str(message.get(name, otherwise)))


def _why_dropped(message: EmailMessage, sender: str) -> str:
    """RFC 3834, and what other mail programs write of themselves: nobody is answered who would answer by himself."""
    automatic = _header(message, "Auto-Submitted", "no").strip().casefold() != "no"
    bulk = _header(message, "Precedence").strip().casefold() in {"bulk", "junk", "list", "auto_reply"}
    if automatic or bulk or any(name in message for name in AUTOMATIC):
        return str(_("An automatic mail."))
    if any(name.casefold().startswith("list-") for name in message):
        return str(_("From a mailing list."))
    if _header(message, "Return-Path", "-").strip() == "<>" or message.get_content_type() == "multipart/report":
        return str(_("A report of a mail server."))
    if not sender or "@" not in sender or SPECIAL_SENDERS.match(sender):
        return str(_("Nobody to answer to."))
    return ""


def _id(message: EmailMessage, raw: bytes) -> str:
    given = MESSAGE_ID.search(_header(message, "Message-ID"))
    return given[0][:LONGEST_ID] if given else _digest(raw)


def _digest(raw: bytes) -> str:
    return f"<{hashlib.sha256(raw).hexdigest()}@digest>"


def _subject(message: EmailMessage) -> str:
    words: str = tidy(_header(message, "Subject"))
    while ANSWERED.match(words):
        words = ANSWERED.sub("", words)
    return words


def _plain(message: EmailMessage) -> str:
    """What stands in this mail as plain text; of one in HTML alone what is quoted is cut."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    words = UNKEPT.sub("", _decoded(part))[:LONGEST_READ]
    if part.get_content_subtype() == "html":
        words = unescape(nh3.clean(BREAKS.sub("\n", _unquoted(words)), tags=set()))
    return UNKEPT.sub("", words)


def _unquoted(html: str) -> str:
    """Only up to the last quote's end is looked for quotes, so that many that never end take no time."""
    ends = [end.end() for end in QUOTED_END.finditer(html)]
    last = ends[-1] if ends else 0
    return QUOTED_REST.sub("", QUOTED.sub("", html[:last]) + html[last:])


def _reply(words: str) -> str:
    """What is not quoted, by the library, which is shown a mark for each line that is too long for a header."""
    kept: list[str] = []

    def shown(line: str) -> str:
        if len(line) <= LONGEST_LINE:
            return line
        if line.startswith(">"):
            return line[:LONGEST_LINE]
        kept.append(line)
        return f"\ue000{len(kept) - 1}\ue000"

    lines = [line if line.strip() else "" for line in words.replace("\r\n", "\n").split("\n")]
    short = BLANK.sub("\n\n", "\n".join(shown(line) for line in lines))
    reply = EmailReplyParser(languages=LANGUAGES).parse_reply(short) or ""
    return LINE.sub(lambda mark: kept[int(mark[1])], reply)


def _decoded(part: MIMEPart) -> str:
    """In the charset it names, or in the likeliest; a mail with a wrong one is read all the same."""
    held = part.get_payload(decode=True)
    raw = held if isinstance(held, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        return raw.decode("utf-8", errors="replace")

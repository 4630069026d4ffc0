"""What may be said of an interaction or a case: the names that a mapping can use, and whose lane it travels in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.board import queries as board
from app.board.models import SHOWN, Question
from app.core import clock
from app.core.settings import settings
from app.crm import queries
from app.crm.connectors.port import CASE, INTERACTION
from app.crm.models import Contact, Identity, Interaction, SupportCase
from app.extensions import db

SHARED = ("id", "at", "date", "url", "handle", "contact", "contact_name", "contact_email", "site")
NAMES = {
    INTERACTION: (*SHARED, "kind", "channel", "subject", "summary"),
    CASE: (*SHARED, "kind", "title", "reason", "question", "body", "read"),
}
OF_MESSAGES = ("body", "read")  # of a case that is a message: its words, and what its writer had read
CASES, QUESTIONS = "case:", "question:"
WITH_TITLE = re.compile(r"^(/(?:questions|ideas)/\d+)/[^?#]*")


@dataclass(frozen=True)
class Thing:
    """An interaction or a case as it stands now: its fields, and the contact whose lane it travels in (0: nobody's)."""

    key: str
    kind: str
    fields: dict[str, Any]
    contact_id: int

    @property
    def digest(self) -> str:
        """By which two states of it are told apart."""
        return hashlib.sha256(json.dumps(self.fields, sort_keys=True).encode()).hexdigest()


def kind_of(key: str) -> str:
    """Whether a key is an interaction's or a case's."""
    return CASE if key.startswith(CASES) else INTERACTION


def thing_of(key: str) -> Thing | None:
    """What a CRM should have under this key now; None where it should have nothing."""
    if kind_of(key) == CASE:
        return _case(int(key.removeprefix(CASES)))
    row = queries.interaction(key)
    return None if row is None else thing(row, queries.owners([row])[row.id])


def thing(row: Interaction, contact: Contact | None) -> Thing | None:
    """An interaction; None where it was taken back, or nobody knows whose it is: a CRM keeps what is somebody's."""
    if contact is None or row.withdrawn_at is not None:
        return None
    summary, url = ("", _untitled(row.url)) if queries.is_taken_out(row) else (row.summary, row.url)
    fields = {**_shared(row.key, row.identity, contact, url, clock.rfc3339(row.at)), "kind": row.kind}
    fields |= {"channel": row.channel, "subject": row.subject, "summary": summary}
    return Thing(row.key, INTERACTION, fields, contact.id)


def _case(case_id: int) -> Thing | None:
    row = db.session.get(SupportCase, case_id)
    told = _told(row) if row is not None else None
    if row is None or told is None:
        return None
    identity = db.session.get(Identity, row.identity_id) if row.identity_id else None
    contact = identity.contact if identity is not None else None
    key = f"{CASES}{row.id}"
    fields = _shared(key, identity, contact, told.pop("url"), clock.rfc3339(row.opened_at))
    fields |= {"reason": row.reason, "question": row.question_id, **told}
    return Thing(key, CASE, fields, contact.id if contact else 0)


def _told(case: SupportCase) -> dict[str, Any] | None:
    """What a case is about; of a message also its words, and what its writer had read already."""
    if case.question_id is not None:
        question = board.by_id(case.question_id)
        if question is None:
            return None
        title, url = _named(question)
        return {"kind": "escalated", "title": title, "url": url, "body": "", "read": ""}
    message = queries.message(case.message or "")
    if message is None:
        return None
    read = "\n".join(_read(message.read))
    return {"kind": "opened_case", "title": message.title, "url": message.url, "body": message.body, "read": read}


def _read(subjects: Sequence[str]) -> Iterator[str]:
    """Questions, one a line."""
    numbers = [int(subject.removeprefix(QUESTIONS)) for subject in subjects if subject.startswith(QUESTIONS)]
    for question in filter(None, map(board.by_id, numbers)):
        title, url = _named(question)
        yield f"{title} {settings().base_url}{url}".strip()


def _named(question: Question) -> tuple[str, str]:
    """A question's title and address; without its words where it is shown to nobody."""
    return (question.title, question.url) if question.hold == SHOWN else ("", _untitled(question.url))


def _untitled(url: str) -> str:
    """An address of a question or an idea without its title, which it says as well."""
    return WITH_TITLE.sub(r"\1", url)


def _shared(key: str, identity: Identity | None, contact: Contact | None, url: str, at: str) -> dict[str, Any]:
    return {
        "id": key,
        "at": at,
        "date": at[:10],
        "url": f"{settings().base_url}{url}" if url else "",
        "handle": identity.value if identity else None,
        "contact": contact.external_id if contact else None,
        "contact_name": contact.name if contact else None,
        "contact_email": contact.email if contact else None,
        "site": settings().site_name,
    }

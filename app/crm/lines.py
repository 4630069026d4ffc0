"""How a deed becomes a line of the log: under whose handle, by which channel, in whose words."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board.models import Question
from app.core.events import Entry
from app.crm import commands
from app.crm.commands.log import OWN
from app.crm.models import Identity


def identity_of(person: Person) -> Identity:
    """Under which handle somebody acts, made when it is first seen."""
    if person.outside:
        return commands.ensure_identity("handle", person.name)
    return commands.ensure_identity("person", person.handle, person=person)


def asker_of(question: Question) -> Identity | None:
    """Whose question it is; employees' own questions are no business of the CRM."""
    if question.handle:
        return commands.ensure_identity("handle", question.handle)
    return None if question.author.is_employee else identity_of(question.author)


def log_customer(
    person_id: int,
    entry: Entry,
    kind: str,
    thing: Any,
    summary: str = "",
    channel: str = "site",
    *,
    at: Any = None,
    of: str = "",
    subject: str = "",
    said: str | None = None,
) -> None:
    """A deed of a member; employees' are no business of the CRM."""
    person = accounts.by_id(person_id)
    if person is not None and not person.is_employee:
        channel = person.outside or channel
        more = {"summary": summary, "channel": channel, "subject": subject}
        log_deed(identity_of(person), entry, kind, thing, at=at, of=of, said=said, **more)


def log_deed(
    identity: Identity,
    entry: Entry,
    kind: str,
    thing: Any,
    *,
    channel: str = "site",
    at: Any = None,
    summary: str = "",
    of: str = "",
    subject: str = "",
    said: str | None = None,
) -> None:
    """One line about a question or an idea (or the `subject` named), once an event, kind and `of`."""
    subject = subject or f"{'question' if isinstance(thing, Question) else 'idea'}:{thing.id}"
    commands.log_interaction(
        f"{OWN}e{entry.id}-{kind}{of}", identity, kind, at=at or entry.at, subject=subject,
        summary=summary or thing.title, url=thing.url, channel=channel, said=said,
    )  # fmt: skip


def take_back(person_id: int, entry: Entry, kind: str, subject: str) -> None:
    """A deed of a member that they undid."""
    person = accounts.by_id(person_id)
    if person is not None and not person.is_employee:
        commands.withdraw_interaction(identity_of(person), kind, subject, at=entry.at)

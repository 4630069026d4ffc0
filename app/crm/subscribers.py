"""Everything a customer does becomes one line of the interaction log, at the time they did it."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.accounts.events import EmailConfirmed, PersonJoined
from app.accounts.models import Person
from app.board import events as board
from app.board import queries as board_queries
from app.board.models import Question
from app.core import dispatch
from app.core.events import Entry, Event
from app.core.subscriptions import Subscriber
from app.core.text import excerpt
from app.crm import commands, queries
from app.crm.commands.log import OWN
from app.crm.events import ContactImported, SupportContactImported
from app.crm.models import Identity
from app.discussion import queries as discussion
from app.discussion.events import CommentPosted
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.panels import events as panels
from app.voting import queries as voting

CALLED = {"call": "called", "chat": "chatted", "email": "wrote", "case": "opened_case"}
crm = Subscriber("crm", reset=commands.forget_log)


@crm.on(PersonJoined)
def joined(event: PersonJoined, entry: Entry) -> None:
    """Every member has an identity from the start, known to the CRM or not."""
    if (person := accounts.by_id(event.person_id)) is not None:
        _identity_of(person)


@crm.on(EmailConfirmed)
def confirmed(event: EmailConfirmed, entry: Entry) -> None:
    """A confirmed address that exactly one contact has is evidence enough, unless a person undid that tie before."""
    if (person := accounts.by_id(event.person_id)) is not None:
        _link_by_email(person)


@crm.on(ContactImported)
def imported(event: ContactImported, entry: Entry) -> None:
    """A contact may come after the member whose address it has."""
    contact = queries.contact(event.contact_id)
    person = accounts.by_email(contact.email) if contact and contact.email else None
    if person is not None:
        _link_by_email(person)


@crm.on(board.QuestionAsked)
def asked(event: board.QuestionAsked, entry: Entry) -> None:
    """A question belongs to whoever asked it: a member, or a handle from outside."""
    question = board_queries.by_id(event.question_id)
    if question is not None and (identity := _asker(question)) is not None:
        _log(identity, entry, "asked", question, channel=question.channel, at=question.asked_at)


@crm.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """An answer is a deed of its author, and something that happened to the asker."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    author = accounts.by_id(event.author_id)
    if author is not None and not author.is_employee:
        _log(_identity_of(author), entry, "answered", question)
    asker = _asker(question)
    if asker is not None and (question.handle or question.author_id != event.author_id):
        _log(asker, entry, "was_answered", question, channel=question.channel)


@crm.on(board.AnswerAccepted)
def accepted(event: board.AnswerAccepted, entry: Entry) -> None:
    """The asker says that it is solved."""
    question = board_queries.by_id(event.question_id)
    if question is not None and (asker := _asker(question)) is not None:
        _log(asker, entry, "accepted", question)


@crm.on(board.QuestionEscalated)
def escalated(event: board.QuestionEscalated, entry: Entry) -> None:
    """An escalated question is a case of the care team."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    asker = _asker(question)
    commands.open_case(question.id, event.reason, asker, at=entry.at)
    if asker is not None:
        _log(asker, entry, "escalated", question)


@crm.on(board.QuestionVoted)
def voted_question(event: board.QuestionVoted, entry: Entry) -> None:
    """The same question, had by another."""
    question = board_queries.by_id(event.question_id)
    if question is not None and event.value > 0:
        _log_customer(event.person_id, entry, "has_same_question", question)


@crm.on(ideas.IdeaSubmitted, ideas.VoteCast)
def idea_deed(event: Any, entry: Entry) -> None:
    """Ideas and votes of customers; an anonymous idea is nobody's until its author is named."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None or entry.actor_id is None or getattr(event, "value", 1) <= 0:
        return
    kind = "submitted_idea" if isinstance(event, ideas.IdeaSubmitted) else "voted"
    person_id = idea.author_id if kind == "submitted_idea" else event.person_id
    _log_customer(person_id, entry, kind, idea)


@crm.on(ideas.IdeaRevealed)
def revealed(event: ideas.IdeaRevealed, entry: Entry) -> None:
    """What was logged of nobody, when it was done, is logged of its author once they are named."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None or idea.private:
        return  # what only the team reads is logged of nobody
    _log_customer(event.author_id, entry, "submitted_idea", idea, at=idea.submitted_at)
    for said in discussion.beneath("idea", [idea.id], None).get(idea.id, []):
        if said.posted_at < entry.at and idea_queries.wrote(idea, said.author_id, said.posted_at):
            words = excerpt(said.body, 200)
            _log_customer(said.author_id, entry, "commented", idea, words, at=said.posted_at, of=f"-{said.id}")


@crm.on(ideas.IdeaMoved, ideas.ResponseGiven)
def idea_answered(event: Any, entry: Entry) -> None:
    """A decision or an official response answers the customers who took part, each once."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    if isinstance(event, ideas.IdeaMoved) and not idea_queries.decides(idea.space_id, event.stage):
        return
    took_part = {
        *([] if idea.anonymous else idea_queries.author_ids(idea)),
        *voting.voters("idea", idea.id),
        *discussion.commenters("idea", idea.id),
    }
    for person in accounts.by_ids(idea_queries.readers(idea, took_part)).values():
        if not person.is_employee and not (idea.anonymous and person.id in idea_queries.author_ids(idea)):
            commands.log_interaction(
                f"{OWN}e{entry.id}-was_answered-{person.id}", _identity_of(person), "was_answered", at=entry.at,
                subject=f"idea:{idea.id}", summary=idea.title, url=idea.url, channel=person.outside or "site",
            )  # fmt: skip


@crm.on(CommentPosted)
def commented(event: CommentPosted, entry: Entry) -> None:
    """Comments of customers."""
    comment = discussion.by_id(event.comment_id)
    kind, _, number = event.page.partition(":")
    thing: Any = board_queries.by_id(int(number)) if kind == "question" else idea_queries.idea_by_id(int(number))
    if entry.actor_id is None or (kind == "idea" and thing is not None and thing.private):
        return  # it stands beneath what is nobody's yet, or what only the team reads
    if comment is not None and thing is not None:
        words = excerpt(comment.body, 200)
        _log_customer(comment.author_id, entry, "commented", thing, summary=words, channel=event.channel)


@crm.on(SupportContactImported)
def called(event: SupportContactImported, entry: Entry) -> None:
    """Calls, chats, mails and cases stand on the same log."""
    row = queries.support_contact(event.support_contact_id)
    if row is not None:
        commands.log_interaction(
            f"{OWN}s{row.id}", row.identity, CALLED[row.channel], at=row.at, subject=f"support:{row.id}",
            summary=row.reason or row.channel, url="", channel=row.channel,
        )  # fmt: skip


webhooks = Subscriber("webhooks", reset=lambda: None)


@webhooks.on_every
def tell_webhooks(event: Event, entry: Entry) -> None:
    """Tell the addresses that asked for events of this name, once each; what stays among colleagues stays inside."""
    if isinstance(event, (*board.INTERNAL, *ideas.INTERNAL, *panels.INTERNAL)) or _is_private(event):
        return
    for hook in queries.webhooks_for(entry.name):
        if entry.at >= hook.made_at:
            payload = {"webhook": hook.id, "event": _told(entry)}
            dispatch.enqueue(
                "webhook",
                f"hook{hook.id}-event{entry.id}",
                payload,
                lane=f"webhook:{hook.id}",
                target=f"webhook:{hook.id}",
            )


def _is_private(event: Event) -> bool:
    """Whether it happened on an idea that only the team reads."""
    kind, _, number = getattr(event, "page", "").partition(":")
    idea_id = getattr(event, "idea_id", None) or (int(number) if kind == "idea" else None)
    idea = idea_queries.idea_by_id(idea_id) if idea_id else None
    return idea is not None and idea.private


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "type": entry.name,
        "timestamp": entry.at.isoformat(),
        "data": {"id": entry.id, "actor": entry.actor_id, **entry.payload},
    }


def _identity_of(person: Person) -> Identity:
    if person.outside:
        return commands.ensure_identity("handle", person.name)
    return commands.ensure_identity("person", person.handle, person=person)


def _asker(question: Question) -> Identity | None:
    """Whose question it is; employees' own questions are no business of the CRM."""
    if question.handle:
        return commands.ensure_identity("handle", question.handle)
    return None if question.author.is_employee else _identity_of(question.author)


def _log_customer(
    person_id: int,
    entry: Entry,
    kind: str,
    thing: Any,
    summary: str = "",
    channel: str = "site",
    *,
    at: Any = None,
    of: str = "",
) -> None:
    person = accounts.by_id(person_id)
    if person is not None and not person.is_employee:
        channel = person.outside or channel
        _log(_identity_of(person), entry, kind, thing, summary=summary, channel=channel, at=at, of=of)


def _log(
    identity: Identity,
    entry: Entry,
    kind: str,
    thing: Any,
    *,
    channel: str = "site",
    at: Any = None,
    summary: str = "",
    of: str = "",
) -> None:
    subject = f"{'question' if isinstance(thing, Question) else 'idea'}:{thing.id}"
    commands.log_interaction(
        f"{OWN}e{entry.id}-{kind}{of}", identity, kind, at=at or entry.at, subject=subject,
        summary=summary or thing.title, url=thing.url, channel=channel,
    )  # fmt: skip


def _link_by_email(person: Person) -> None:
    if person.is_employee or person.email is None or person.email_confirmed_at is None:
        return
    identity = _identity_of(person)
    contact = queries.sole_contact_with_email(person.email)
    if contact is None or identity.contact_id is not None or queries.was_linked(identity.id, contact.id):
        return
    evidence = f"verified e-mail: the address that {person.handle} confirmed is this contact's, and no other's"
    commands.link_identity(identity, contact, evidence=evidence, confidence=1.0, by=None)

"""What the CRM feed holds of a person. The company's own contact is not ours to erase: the tie to it ends."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.accounts import queries as accounts
from app.board.models import Question
from app.core.personal import Held, before_erasing, holds, refers
from app.crm import commands, queries
from app.crm.connectors import feeding
from app.crm.connectors.fields import WITH_TITLE
from app.crm.connectors.models import Connector
from app.crm.models import (
    Identity,
    IdentityLink,
    IdentityProposal,
    Interaction,
    SupportCase,
    SupportContact,
    Webhook,
)
from app.crm.subjects import subject_value
from app.extensions import db

REASON = "They had their account erased."


def _identities(person: Any) -> ColumnElement[bool]:
    """Theirs, and those of an address or a sign-on that is theirs; of an outsider, who has nothing else, the handle.

    A stranger elsewhere who has a member's handle is somebody else, whose deeds that member neither gets nor erases.
    """
    names = [name for name in (person.proven_email, person.name.casefold() if person.outside else "") if name]
    subjects = [subject_value(each.provider, each.subject) for each in accounts.sign_on_subjects_of(person)]
    elsewhere = (Identity.kind == "sso") & Identity.value.in_(subjects)
    return or_(Identity.person_id == person.id, (Identity.person_id.is_(None)) & Identity.value.in_(names), elsewhere)


def _interactions(person: Any) -> ColumnElement[bool]:
    return Interaction.identity_id.in_(select(Identity.id).where(_identities(person)))


def _links(person: Any) -> ColumnElement[bool]:
    return IdentityLink.identity_id.in_(select(Identity.id).where(_identities(person)))


def _proposals(person: Any) -> ColumnElement[bool]:
    return IdentityProposal.identity_id.in_(select(Identity.id).where(_identities(person)))


def _contacts(person: Any) -> ColumnElement[bool]:
    return SupportContact.identity_id.in_(select(Identity.id).where(_identities(person)))


def _cases(person: Any) -> ColumnElement[bool]:
    return SupportCase.question_id.in_(select(Question.id).where(Question.author_id == person.id))


def _title_alone(row: Interaction) -> str:
    """The titles of what they wrote stay while that stays; what was said to support goes."""
    return row.summary if WITH_TITLE.match(row.url) else ""


@before_erasing
def untie(person: Any, _words: bool) -> None:
    """End the ties of their handles to contacts, so that the CRM hears of it."""
    for identity in db.session.scalars(select(Identity).where(_identities(person))).unique():
        for link in reversed(queries.standing_links([identity.id]).get(identity.id, [])):
            commands.unlink_identity(identity, link=link, reason=REASON, by=person)
        feeding.note_identity(identity.id)  # cases that are nobody's contact's are told without their words too


holds(
    Held(Interaction, "", "blanked", "interactions", ("kind", "at", "channel", "subject", "summary", "url"),
         {"url": lambda row: WITH_TITLE.sub(r"\1", row.url), "summary": _title_alone}, whose=_interactions),
    Held(Interaction, "", "words", "", (), {"summary": ""}, whose=_interactions),
    Held(SupportContact, "", "blanked", "calls, chats, mails and cases", ("channel", "reason", "summary", "at"),
         {"reason": "", "summary": ""},
         whose=_contacts),
    Held(SupportCase, "", "words", "", (), {"reason": ""}, whose=_cases),
    Held(IdentityLink, "", "blanked", "ties to contacts", ("evidence", "confidence", "linked_at", "unlinked_at"),
         {"evidence": ""}, whose=_links),
    # Without the reasons, which name whom they may be, and so perhaps somebody else.
    Held(IdentityProposal, "", "blanked", "proposed ties to contacts", ("confidence", "state", "made_at"),
         {"reasons": []}, whose=_proposals),
    Held(Identity, "", "blanked", "handles", ("kind", "value", "seen_at"),
         {"value": lambda row: f"erased-{row.id}"}, about="identity", whose=_identities),
)  # fmt: skip
refers(IdentityProposal, "decided_by_id")
refers(IdentityLink, "linked_by_id", "unlinked_by_id")
refers(Webhook, "made_by_id")
refers(Connector, "owner_id")
refers(Identity, "person_id")

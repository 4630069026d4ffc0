"""What is held of who is known by a handle in another channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.board.models import Question
from app.core.events import Entry
from app.core.personal import Held, before_erasing, holds, refers
from app.extensions import db
from app.listening.models import ChannelAccount, ChannelHandle, ChannelMessage
from app.listening.monitoring.events import LeadHandedOver, Scored
from app.listening.monitoring.models import Alert, AlertRule, Lead, Mention, MentionTerm, Monitor

NAMING = (Scored.name, LeadHandedOver.name)
AT_ONCE = 500


def _messages(person: Any) -> ColumnElement[bool]:
    asked = select(Question.id).where(Question.author_id == person.id)
    heard = select(Mention.subject).where(_mentions(person))
    theirs = or_(ChannelMessage.question_id.in_(asked), ChannelMessage.subject.in_(heard))
    return (ChannelMessage.direction == "in") & theirs


def _mentions(person: Any) -> ColumnElement[bool]:
    """What they said here, and elsewhere from their own address; of an outsider what was said under that handle.

    A handle elsewhere that is spelt as a member's may be anybody's.
    """
    written = func.lower(Mention.author) == person.proven_email
    under = and_(Mention.author == person.name, Mention.channel == person.outside, Mention.channel != "")
    strangers = and_(Mention.person_id.is_(None), Mention.author != "", or_(written, under))
    return or_(Mention.person_id == person.id, strangers)


def _terms(person: Any) -> ColumnElement[bool]:
    return MentionTerm.mention_id.in_(select(Mention.id).where(_mentions(person)))


def _leads(person: Any) -> ColumnElement[bool]:
    return Lead.mention_id.in_(select(Mention.id).where(_mentions(person)))


@before_erasing
def forget_who_said_it(person: Any, _words: bool) -> None:
    """The event book names by address or handle who has no account here; of somebody erased it does so no more."""
    ids = db.session.scalars(select(Mention.id).where(_mentions(person), Mention.person_id.is_(None))).all()
    for start in range(0, len(ids), AT_ONCE):
        theirs = Entry.payload["mention_id"].as_integer().in_(ids[start : start + AT_ONCE])
        for entry in db.session.scalars(select(Entry).where(Entry.name.in_(NAMING), theirs)):
            entry.payload = {**entry.payload, "identity": ""}


holds(
    Held(Alert, "answered_by_id", "words", "replies to what was said", ("reply", "reply_url", "answered_at"),
         {"reply": "", "reply_url": ""}),
    Held(Lead, "", "blanked", "leads", ("state", "consent", "grounds", "note", "found_at"),
         {"grounds": "", "note": ""}, whose=_leads),
    Held(MentionTerm, "", "goes", whose=_terms),
    # Before the mentions, by whose author they are found.
    Held(ChannelMessage, "", "blanked", "messages in other channels", ("handle", "url", "said_at"),
         {"handle": "", "url": "", "subject": "", "refs": {}}, whose=_messages),
    Held(Mention, "", "words", "", (), {"text": ""}, whose=_mentions),
    Held(Mention, "", "blanked", "mentions", ("subject", "channel", "author", "text", "url", "said_at", "sentiment",
         "urgency"), {"author": "", "url": ""}, whose=_mentions),
    Held(ChannelHandle, "person_id", "goes", "handles in other channels", ("channel", "handle", "tied_at")),
)  # fmt: skip
refers(ChannelAccount, "connected_by_id")
refers(Mention, "person_id", "heard_by_id")
refers(Monitor, "owner_id")
refers(AlertRule, "owner_id", "escalate_to_id", "made_by_id")
refers(Alert, "owner_id", "closed_by_id")
refers(Lead, "to_id", "by_id")

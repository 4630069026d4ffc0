"""What is held of who is known by a handle in another channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.board.models import Question
from app.core.personal import Held, holds, refers
from app.listening.models import ChannelAccount, ChannelHandle, ChannelMessage
from app.listening.monitoring.models import Alert, AlertRule, Lead, Mention, MentionTerm, Monitor


def _messages(person: Any) -> ColumnElement[bool]:
    asked = select(Question.id).where(Question.author_id == person.id)
    return (ChannelMessage.direction == "in") & ChannelMessage.question_id.in_(asked)


def _mentions(person: Any) -> ColumnElement[bool]:
    """What they said here, and what was said elsewhere under their address or handle."""
    names = [name for name in (person.email, person.handle) if name]
    return or_(Mention.person_id == person.id, and_(Mention.person_id.is_(None), Mention.author.in_(names)))


def _terms(person: Any) -> ColumnElement[bool]:
    return MentionTerm.mention_id.in_(select(Mention.id).where(_mentions(person)))


def _leads(person: Any) -> ColumnElement[bool]:
    return Lead.mention_id.in_(select(Mention.id).where(_mentions(person)))


holds(
    Held(Alert, "answered_by_id", "words", "replies to what was said", ("reply", "reply_url", "answered_at"),
         {"reply": "", "reply_url": ""}),
    Held(Lead, "", "blanked", "leads", ("state", "consent", "grounds", "note", "found_at"),
         {"grounds": "", "note": ""}, whose=_leads),
    Held(MentionTerm, "", "goes", whose=_terms),
    Held(Mention, "", "words", "", (), {"text": ""}, whose=_mentions),
    Held(Mention, "", "blanked", "mentions", ("subject", "channel", "author", "text", "url", "said_at", "sentiment",
         "urgency"), {"author": "", "url": ""}, whose=_mentions),
    Held(ChannelMessage, "", "blanked", "messages in other channels", ("handle", "url", "said_at"),
         {"handle": "", "url": "", "subject": ""}, whose=_messages),
    Held(ChannelHandle, "person_id", "goes", "handles in other channels", ("channel", "handle", "tied_at")),
)  # fmt: skip
refers(ChannelAccount, "connected_by_id")
refers(Mention, "person_id", "heard_by_id")
refers(Monitor, "owner_id")
refers(AlertRule, "owner_id", "escalate_to_id", "made_by_id")
refers(Alert, "owner_id", "closed_by_id")
refers(Lead, "to_id", "by_id")

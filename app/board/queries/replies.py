"""Reading saved replies, and what is known for their blanks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Person
from app.board.models import Question, SavedReply
from app.core import blanks
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.models import Space

MOST = 100


def saved_replies(person: Person, space: Space | None = None) -> Sequence[SavedReply]:
    """Somebody's own replies and, where a space is given, those it shares; the most used first."""
    mine = SavedReply.space_id.is_(None) & (SavedReply.person_id == person.id)
    wanted = mine if space is None else or_(mine, SavedReply.space_id == space.id)
    query = select(SavedReply).where(wanted)
    return db.session.scalars(
        query.order_by(SavedReply.use_count.desc(), SavedReply.title, SavedReply.id).limit(MOST)
    ).all()


def saved_reply(person: Person, reply_id: int) -> SavedReply | None:
    """One reply that is somebody's own, or shared by a space they see."""
    return db.session.scalar(select(SavedReply).where(SavedReply.id == reply_id, _usable(person)))


def filled_reply(reply: SavedReply, question: Question, person: Person) -> str:
    """Its text with every blank filled that can be known here; the rest stays open."""
    return blanks.fill(reply.body, known_blanks(question, person))


def known_blanks(question: Question, person: Person) -> dict[str, str]:
    """What is known of a question and of whoever answers it."""
    topic = question.topics[0].name if question.topics else ""
    return {
        "customer": _first_name(question.asker_name), "question": question.title, "space": question.space.name,
        "topic": topic, "me": person.name, "function": person.function or "",
    }  # fmt: skip


def _first_name(name: str) -> str:
    return name if name.startswith("@") else next(iter(name.split()), "")


def _usable(person: Person) -> ColumnElement[bool]:
    mine = SavedReply.space_id.is_(None) & (SavedReply.person_id == person.id)
    return or_(mine, SavedReply.space_id.in_(spaces.visible_ids(person)))

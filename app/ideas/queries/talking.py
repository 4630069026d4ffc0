"""Reading questions to authors, and endorsements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.discussion.models import SHOWN as READABLE
from app.discussion.models import Comment
from app.extensions import db
from app.ideas.models import SHOWN, AuthorQuestion, Endorsement, Idea
from app.ideas.queries.authors import own


def question_at(comment_id: int) -> AuthorQuestion | None:
    """The question to the author that a comment asks."""
    return db.session.scalar(select(AuthorQuestion).where(AuthorQuestion.comment_id == comment_id))


def questions_at(comment_ids: Iterable[int]) -> dict[int, AuthorQuestion]:
    """Those of these comments that ask the author something, in one query."""
    wanted = list(comment_ids)
    query = select(AuthorQuestion).where(AuthorQuestion.comment_id.in_(wanted))
    return {asked.comment_id: asked for asked in db.session.scalars(query)} if wanted else {}


def questions_waiting(person: Person, *, after: str | None = None, limit: int = 30) -> Page[AuthorQuestion]:
    """The questions that wait for somebody as an author, newest first."""
    query = select(AuthorQuestion).join(Idea, Idea.id == AuthorQuestion.idea_id)
    query = query.join(Comment, Comment.id == AuthorQuestion.comment_id).where(_waits_for(person))
    return page(query, AuthorQuestion.id, after=after, limit=limit)


def asked_by(person: Person, idea_ids: Iterable[int]) -> dict[int, list[AuthorQuestion]]:
    """What somebody asked the authors of these ideas, first to last, by idea, in one query."""
    wanted, found = list(idea_ids), defaultdict[int, list[AuthorQuestion]](list)
    mine = select(AuthorQuestion).join(Comment, Comment.id == AuthorQuestion.comment_id)
    mine = mine.where(Comment.author_id == person.id, Comment.state == READABLE)
    query = mine.where(AuthorQuestion.idea_id.in_(wanted)).order_by(AuthorQuestion.id)
    for asked in db.session.scalars(query) if wanted else ():
        found[asked.idea_id].append(asked)
    return found


def waiting_question_count(person: Person) -> int:
    """How many questions wait for somebody as an author."""
    query = select(func.coalesce(func.sum(Idea.open_question_count), 0)).where(own(person), Idea.hold == SHOWN)
    return int(db.session.scalar(query) or 0)


def endorsements(idea: Idea) -> Sequence[Endorsement]:
    """Who endorsed an idea, first to last."""
    return db.session.scalars(
        select(Endorsement).where(Endorsement.idea_id == idea.id).order_by(Endorsement.id).limit(100)
    ).all()


def endorsement_of(idea: Idea, person: Person) -> Endorsement | None:
    """Somebody's endorsement of an idea."""
    mine = (Endorsement.idea_id == idea.id, Endorsement.person_id == person.id)
    return db.session.scalar(select(Endorsement).where(*mine))


def endorsement_by_id(number: int) -> Endorsement | None:
    """One endorsement."""
    return db.session.get(Endorsement, number)


def _waits_for(person: Person) -> ColumnElement[bool]:
    open_ones = and_(AuthorQuestion.answered_at.is_(None), Comment.state == READABLE)
    return and_(open_ones, own(person), Idea.hold == SHOWN)

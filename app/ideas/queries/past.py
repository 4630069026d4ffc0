"""Ideas and the comments beneath them, as screening tries a rule on them: what a person may see, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, true

from app.accounts.models import Person
from app.discussion.models import SHOWN as POSTED
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import fields
from app.ideas.fields import Definition
from app.ideas.models import SHOWN, Idea
from app.ideas.queries.fields import forms_of
from app.ideas.queries.ideas import may_see
from app.screening.queries import Past


def past_ideas(person: Person, space_id: int | None, last: int) -> Sequence[Past]:
    """Ideas with their titles and what they answer in words; of anonymous ones nothing about who wrote them."""
    query = select(Idea).where(may_see(person), Idea.hold == SHOWN, _in(Idea.space_id, space_id))
    rows = list(db.session.scalars(query.order_by(Idea.submitted_at.desc(), Idea.id.desc()).limit(last)).unique())
    forms = forms_of(rows)
    return [
        Past("idea", row.title, _words(row, forms.get(row.id, Definition())), row.url, row.space_id, _author(row),
             row.submitted_at)
        for row in rows
    ]  # fmt: skip


def past_comments(person: Person, space_id: int | None, last: int) -> Sequence[Past]:
    """Comments beneath ideas."""
    query = select(Comment, Idea).join(Idea, Idea.id == Comment.subject_id)
    query = query.where(
        Comment.kind == "idea", Comment.state == POSTED, may_see(person), _in(Comment.space_id, space_id)
    )
    rows = db.session.execute(query.order_by(Comment.id.desc()).limit(last)).unique()
    return [
        Past("comment", idea.title, row.body, f"{idea.url}#comment-{row.id}", row.space_id,
             None if idea.anonymous else row.author, row.posted_at)
        for row, idea in rows
    ]  # fmt: skip


def _words(idea: Idea, form: Definition) -> str:
    """What everybody who sees the idea reads in it."""
    answered = [
        idea.answers[f.key] for f in form.fields if f.kind in fields.WORDS and not f.team and f.key in idea.answers
    ]
    return "\n\n".join([idea.title, idea.body, *map(str, answered)])


def _author(idea: Idea) -> Person | None:
    return None if idea.anonymous else idea.author


def _in(column: Any, space_id: int | None) -> ColumnElement[bool]:
    return true() if space_id is None else column == space_id

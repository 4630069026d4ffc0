"""Posting an answer from a form that may have been open for a while, sent twice, or begun from a saved reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.board import queries
from app.board.commands.answering import answer
from app.board.commands.holding import hold_row
from app.board.models import Answer, AnswerCite, Question, SavedReply
from app.core import blanks
from app.core.access import Conflict, Invalid
from app.extensions import db

LINK = re.compile(r"/questions/\d{1,18}(?:/[\w-]*)?#answer-(\d{1,18})")
MOST_CITED = 20


@dataclass(frozen=True)
class Composed:
    """What a form knows beside the words.

    `once` names the form, so that sending it twice posts once; `seen` is the mark of the newest answer that the writer
    had before them; `replies` and `cited` are the saved replies and answers whose text went into it.
    """

    once: str = ""
    seen: str = ""
    replies: Sequence[int] = field(default=())
    cited: Sequence[int] = field(default=())


class Overtaken(Conflict):
    """A colleague answered while this one was being written; `answers` are theirs."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        names = ", ".join(dict.fromkeys(given.author.name for given in answers))
        super().__init__(_("%(names)s answered while you wrote.", names=names), answers=str(len(answers)))
        self.answers = answers


def post_answer(
    question: Question, body: str, *, by: Person, composed: Composed | None = None, attachments: Iterable[str] = ()
) -> Answer:
    """Answer, once for each form.

    Raises Overtaken where others answered meanwhile, and Invalid for open blanks and for what `answer` refuses.
    """
    with_it = composed or Composed()
    check_blanks(body)
    hold_row(question)
    once = f"{by.id}:{with_it.once}" if with_it.once else None
    if once and (posted := queries.answer_posted_with(once)) is not None:
        return posted
    if with_it.seen and (newer := queries.answers_since(question, with_it.seen, but=by)):
        raise Overtaken(newer)
    made = answer(question, body, by=by, attachments=attachments)
    made.once = once
    cite(made, with_it.cited, by=by)
    _count_use(queries.saved_replies(by, question.space), with_it.replies)
    return made


def check_blanks(body: str) -> None:
    """Raise Invalid while a blank is open."""
    if names := blanks.unfilled(body):
        told = ", ".join("{{" + name + "}}" for name in names)
        raise Invalid({"body": _("Fill in what is still blank: %(names)s.", names=told)})


def cite(given: Answer, cited: Iterable[int], *, by: Person) -> None:
    """Remember which answers it rests on: those named, and those it links to, as far as the writer may read them."""
    linked = [int(number) for number in LINK.findall(given.body)]
    readable = queries.readable_answers(by, [*cited, *linked][:MOST_CITED])
    wanted = {known.id for known in readable} - {given.id}
    before = set(db.session.scalars(select(AnswerCite.cited_id).where(AnswerCite.answer_id == given.id)))
    for number in sorted(wanted - before):
        db.session.add(AnswerCite(answer_id=given.id, cited_id=number))
    reused = update(Answer).where(Answer.id.in_(wanted - before)).values(reuse_count=Answer.reuse_count + 1)
    db.session.execute(reused)
    db.session.flush()


def _count_use(known: Sequence[SavedReply], chosen: Sequence[int]) -> None:
    used = {reply.id for reply in known} & set(chosen)
    if used:
        counted = update(SavedReply).where(SavedReply.id.in_(used)).values(use_count=SavedReply.use_count + 1)
        db.session.execute(counted)

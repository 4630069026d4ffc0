"""Writing answers: posting one, and changing one that somebody else may be changing too."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.board import commands, policy, queries
from app.board.forms import AnswerForm, EditAnswerForm
from app.board.models import Answer, Question
from app.board.views.desk import desk_page
from app.board.views.frame import Page, answer_of, at_desk, back_to, blueprint, question_of
from app.board.views.question import question_page
from app.core.access import Invalid, ensure
from app.core.uploads import takes_files
from app.core.words import Piece
from app.discussion import commands as drafts
from app.files.forms import MOST_IN_ONE_REQUEST, take_files

MOST_NUMBERS = 20


@blueprint.post("/questions/<id:question_id>/answers")
@takes_files(MOST_IN_ONE_REQUEST)
def post_answer(question_id: int) -> Page:
    """Answer; a refused text stays in the form, and so does one that a colleague's answer has overtaken."""
    person, question, form = somebody(), question_of(question_id), AnswerForm()
    ensure(policy.may_answer(person, question))
    take_files(form, by=person)
    try:
        if form.validate_on_submit():
            made = commands.post_answer(
                question, form.body.data or "", by=person, composed=_composed(form), attachments=form.tokens
            )
            drafts.end_draft(f"answer:{question.id}", by=person)
            flash(_posted(made.state))
            return back_to(question, f"answer-{made.id}")
    except commands.Overtaken as overtaken:
        return _page(question, form, overtaken.answers), 409
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(question, form), 422


@blueprint.get("/answers/<id:answer_id>/edit")
def edit_answer(answer_id: int) -> Page:
    """The form to change an answer."""
    answer = answer_of(answer_id)
    ensure(policy.may_edit_answer(somebody(), answer))
    form = EditAnswerForm(formdata=None, body=answer.body, version=answer.version)
    return _edit_page(answer, form)


@blueprint.post("/answers/<id:answer_id>/edit")
@takes_files(MOST_IN_ONE_REQUEST)
def save_answer(answer_id: int) -> Page:
    """Change an answer's text; where somebody else changed it meanwhile, what differs is shown and nothing is saved."""
    person, answer, form = somebody(), answer_of(answer_id), EditAnswerForm()
    ensure(policy.may_edit_answer(person, answer))
    take_files(form, by=person)
    try:
        if form.validate_on_submit():
            commands.edit_answer(
                answer, form.body.data or "", by=person, version=form.version.data, attachments=form.tokens,
                without=form.without.data or (),
            )  # fmt: skip
            drafts.end_draft(f"edit:answer:{answer.id}", by=person)
            return redirect(answer.url, 303)
    except commands.Stale:
        form.version.data = answer.version
        return _edit_page(answer, form, form.apart_from({"body": answer.body})), 409
    except Invalid as refusal:
        form.refuse(refusal)
    return _edit_page(answer, form), 422


def _edit_page(
    answer: Answer, form: EditAnswerForm, differs: Sequence[tuple[str, Sequence[Piece]]] | None = None
) -> str:
    present = queries.attachments([], [answer.id]).get(f"answer:{answer.id}", [])
    return render_template("board/edit_answer.html", answer=answer, form=form, present=present, differs=differs)


def _page(question: Question, form: AnswerForm, newer: Sequence[Answer] = ()) -> str:
    """The page that the answer was written on, with what was written."""
    if at_desk():
        return desk_page(question, form=form, newer=newer)
    return question_page(question, form=form, newer=newer)


def _composed(form: AnswerForm) -> commands.Composed:
    return commands.Composed(
        once=form.once.data or "", seen=form.seen.data or "", replies=_numbers(form.replies.data),
        cited=_numbers(form.cited.data),
    )  # fmt: skip


def _numbers(typed: str | None) -> list[int]:
    """Ids from a hidden field; whatever is none is left out."""
    words = (typed or "").split()[:MOST_NUMBERS]
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]


def _posted(state: str) -> str:
    told: dict[str, str] = {
        "published": _("Your answer is posted."),
        "waiting": _("Your answer waits for your mentor. You will be told."),
        "held": _("A moderator will look at your answer before others see it."),
    }
    return told[state]

"""Thanking for an answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import queries as board
from app.board.models import Answer
from app.core.access import Invalid, ensure, found, public
from app.recognition import commands, policy, queries
from app.recognition.views.frame import Page, blueprint


@blueprint.get("/answers/<id:answer_id>/thanks")
def thanks(answer_id: int) -> Page:
    """Who thanked for an answer, and the form to do so."""
    answer = _answer(answer_id)
    public()
    return _page(answer)


@blueprint.put("/answers/<id:answer_id>/thanks")
def thank(answer_id: int) -> Page:
    """Thank for it, with a word or without."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_thank(person, answer))
    try:
        commands.thank(answer, request.form.get("word", ""), by=person)
    except Invalid as refusal:
        return _page(answer, refusal.errors["word"]), 422
    flash(_("%(name)s reads your thanks.", name=answer.author.name))
    return redirect(f"/answers/{answer.id}/thanks", 303)


@blueprint.delete("/answers/<id:answer_id>/thanks")
def take_back(answer_id: int) -> Page:
    """Take it back."""
    person, answer = somebody(), _answer(answer_id)
    ensure(True)
    commands.take_thanks_back(answer, by=person)
    return redirect(f"/answers/{answer.id}/thanks", 303)


def _answer(answer_id: int) -> Answer:
    return found(board.visible_answer(me(), answer_id))


def _page(answer: Answer, error: str = "") -> str:
    person = me()
    return render_template(
        "recognition/thanks.html", answer=answer, error=error, word=request.form.get("word", ""),
        page=queries.thanks_for(answer.id, after=request.args.get("after")), may=policy.may_thank(person, answer),
        mine=person is not None and queries.thanked(answer.id, person), thanks_count=queries.thanks_count(answer.id),
    )  # fmt: skip

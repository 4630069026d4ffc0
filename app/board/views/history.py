"""The words that questions and answers had before."""

from __future__ import annotations

from flask import render_template, request

from app.accounts.current import me
from app.board import queries
from app.board.views.frame import Page, answer_of, blueprint, question_of
from app.core.access import public


@blueprint.get("/questions/<id:question_id>/history")
def question_history(question_id: int) -> Page:
    """What was changed in a question, word by word."""
    question = question_of(question_id)
    public()
    page = queries.changes(me(), question, after=request.args.get("after"))
    return render_template("board/history.html", question=question, answer=None, page=page)


@blueprint.get("/answers/<id:answer_id>/history")
def answer_history(answer_id: int) -> Page:
    """What was changed in an answer, word by word."""
    answer = answer_of(answer_id)
    public()
    page = queries.changes(me(), answer, after=request.args.get("after"))
    return render_template("board/history.html", question=answer.question, answer=answer, page=page)

"""The quiz and its explained result."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.accounts.current import somebody
from app.core import returning
from app.core.access import ensure, found
from app.training import commands, policy, queries, results
from app.training.forms import answers_of, quiz_form
from app.training.models import Attempt, QuizItem
from app.training.views.path import blueprint


@blueprint.get("/learn/attempts/<id:attempt_id>")
def attempt(attempt_id: int) -> str:
    """One's own attempt: the quiz, and after submission its result."""
    person = somebody()
    shown = found(queries.own_attempt(person, attempt_id))
    ensure(policy.may_learn(person))
    items = queries.items_of(shown)
    if shown.submitted_at is None:
        return _quiz(shown, items, quiz_form(shown, items))
    return render_template(
        "training/result.html",
        attempt=shown,
        results=results.explained(shown, items),
        certificate=queries.certificate_for_attempt(shown),
        may_attempt=policy.may_attempt(person, shown.course) if shown.passed is False else None,
        exercises=queries.exercises_of(person, shown.course) if shown.passed else [],
        back=returning.wanted(),
    )


@blueprint.post("/learn/attempts/<id:attempt_id>")
def submit_attempt(attempt_id: int) -> Response | tuple[str, int]:
    """Hand in an attempt."""
    person = somebody()
    shown = found(queries.own_attempt(person, attempt_id))
    ensure(policy.may_learn(person))
    items = queries.items_of(shown)
    form = quiz_form(shown, items)
    if shown.submitted_at is None and not form.validate():
        return _quiz(shown, items, form), 422
    commands.submit_attempt(shown, answers_of(form, items), by=person)
    return redirect(returning.keep_way_back(shown.url), 303)


def _quiz(shown: Attempt, items: Sequence[QuizItem], form: FlaskForm) -> str:
    fields = [form[f"item-{item.id}"] for item in items]
    return render_template("training/quiz.html", attempt=shown, form=form, fields=fields)

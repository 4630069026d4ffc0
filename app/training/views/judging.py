"""What was written in quizzes, judged by a person."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found
from app.core.forms import RefusableForm
from app.training import commands, policy, queries
from app.training.forms import judging_form, verdicts_of
from app.training.models import Attempt, QuizItem
from app.training.views.path import blueprint


@blueprint.get("/learn/judging")
def judging() -> str:
    """What waits, the longest waiting first."""
    person = somebody()
    ensure(policy.may_judge(person))
    waiting = queries.waiting_attempts(person, after=request.args.get("after"))
    writers = accounts.by_ids(attempt.person_id for attempt in waiting.items)
    return render_template("training/judging.html", waiting=waiting, writers=writers)


@blueprint.get("/learn/judging/<id:attempt_id>")
def written(attempt_id: int) -> str:
    """One attempt with what was written in it."""
    ensure(policy.may_judge(me()))
    shown = found(queries.waiting_attempt(somebody(), attempt_id))
    items = _written(shown)
    return _page(shown, items, judging_form(items))


@blueprint.post("/learn/judging/<id:attempt_id>")
def judge(attempt_id: int) -> Response | tuple[str, int]:
    """Judge it."""
    person = somebody()
    ensure(policy.may_judge(person))
    shown = found(queries.handed_in(attempt_id))
    ensure(policy.may_judge(person, shown))
    items = _written(shown)
    form = judging_form(items)
    if not form.validate():
        return _page(shown, items, form), 422
    try:
        commands.judge_attempt(shown, verdicts_of(form, items), by=person)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(shown, items, form), 422
    flash(_("Judged, and told to whoever wrote it."))
    return redirect("/learn/judging", 303)


def _written(attempt: Attempt) -> list[QuizItem]:
    return [item for item in queries.items_of(attempt) if item.kind == "text"]


def _page(shown: Attempt, items: Sequence[QuizItem], form: RefusableForm) -> str:
    return render_template(
        "training/judge.html",
        attempt=shown,
        writer=accounts.by_id(shown.person_id),
        written=[
            (item, shown.answers[str(item.id)], form[f"right-{item.id}"], form[f"remark-{item.id}"]) for item in items
        ],
        form=form,
    )

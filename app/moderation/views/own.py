"""What an author sees: what was held or decided about what they posted, why, and how to appeal."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Conflict, Invalid, ensure, found, public
from app.moderation import commands, policy, queries, subjects
from app.moderation.forms import ACTION_WORDS, CODE_WORDS, OUTCOME_WORDS, AppealForm
from app.moderation.models import Case
from app.moderation.views.frame import Answer, blueprint


@blueprint.get("/cases")
def own_cases() -> Answer:
    """One's own cases, newest first."""
    person = somebody()
    public()
    page = queries.own_cases(person, after=request.args.get("after"))
    shown = subjects.find_all(case.subject for case in page.items)
    return render_template("moderation/own_cases.html", page=page, subjects=shown)


@blueprint.get("/cases/<id:case_id>")
def own_case(case_id: int) -> Answer:
    """One of them: the text, what was decided and why, and the appeal."""
    person = somebody()
    case = found(queries.own_case(person, case_id))
    public()
    return _page(person, case, AppealForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/appeal")
def appeal(case_id: int) -> Answer:
    """Ask that somebody else looks."""
    person = somebody()
    case = found(queries.own_case(person, case_id))
    ensure(policy.may_appeal(person, case))
    form = AppealForm()
    if not form.validate_on_submit():
        return _page(person, case, form), 422
    try:
        commands.appeal(case, form.body.data or "", by=person)
    except Invalid as error:
        form.refuse(error)
        return _page(person, case, form), 422
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("Somebody else than who decided will look, and you will be told."))
    return redirect(f"/cases/{case_id}", 303)


def _page(person: Person, case: Case, form: AppealForm) -> str:
    subject = subjects.find(case.subject)
    return render_template(
        "moderation/own_case.html", case=case, subject=subject, form=form, decisions=queries.decisions_of(case),
        appeal=queries.appeal_of(case), may_appeal=policy.may_appeal(person, case),
        answered=subjects.answered_words(subject), is_there=subjects.find_visible(person, case.subject) is not None,
        actions=ACTION_WORDS, codes=CODE_WORDS, outcomes=OUTCOME_WORDS,
    )  # fmt: skip

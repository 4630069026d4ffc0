"""The page for who looks every day: what can be said so far, what it still takes, and trials with half held out."""

from __future__ import annotations

from flask import flash, redirect
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found
from app.insights import commands, policy, queries, words
from app.insights.forms import TrialForm
from app.insights.queries.running import running
from app.insights.views.frame import Page, blueprint, drawn, window

PAGE = "/insights/trial"


@blueprint.get(PAGE)
def trial_page() -> Page:
    """The comparison under way."""
    ensure(policy.may_see_deflection(me()))
    return _page(TrialForm(formdata=None, days=28))


@blueprint.post(PAGE)
def begin_trial() -> Page:
    """Hold out half for some days."""
    person, form = somebody(), TrialForm()
    ensure(policy.may_run_trials(person))
    try:
        if form.validate_on_submit():
            commands.begin_trial(form.days.data or 0, form.reason.data or "", by=person)
            flash(_("The trial has begun. Of the journeys that open from now on, half are shown no suggestions."))
            return redirect(PAGE, 303)
    except Invalid as refusal:
        form.days.errors = [*form.days.errors, *refusal.errors.values()]
    return _page(form), 422


@blueprint.delete(PAGE)
def end_trial() -> Page:
    """End the one under way."""
    person = somebody()
    ensure(policy.may_run_trials(person))
    commands.end_trial(found(queries.running_trial()), by=person)
    flash(_("The trial has ended. Journeys that open from now on go by the usual share."))
    return redirect(PAGE, 303)


def _page(form: TrialForm) -> str:
    now = running(window())
    return drawn(
        "trial.html", found=now, verdict=words.running_verdict(now), form=form, trials=queries.trials(),
        may_run=bool(policy.may_run_trials(me())), even=commands.HALF, days_each=window().days,
    )  # fmt: skip

"""Challenges: the list, the page of each, and the form that opens one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found, public
from app.ideas import commands, policy, queries
from app.ideas.forms import ChallengeForm
from app.ideas.models import DEFAULT_RUBRIC
from app.ideas.panel import weights_of
from app.ideas.views.frame import Page, blueprint, challenge_of
from app.ideas.views.lists import listing
from app.ideas.views.standing import standing
from app.spaces import queries as spaces


@blueprint.get("/challenges")
def challenges() -> Page:
    """All challenges, those that close last first."""
    public()
    page = queries.visible_challenges(me(), after=request.args.get("after"))
    return render_template("ideas/challenges.html", page=page, runs=policy.may_run_challenges(me()))


@blueprint.get("/challenges/<name>")
def challenge(name: str) -> Page:
    """A challenge: its brief, what it has brought so far, how it is judged."""
    shown = challenge_of(name)
    public()
    weights = weights_of(shown.rubric)
    rubric = [(each["name"], round(100 * weights[each["key"]] / sum(weights.values()))) for each in shown.rubric]
    hidden = shown.hides_votes and not policy.may_run_challenges(me())
    told = {**listing(shown), **standing(shown, me()), "rounds": queries.rounds_of(shown)}
    told["sums"] = queries.sums_of(queries.entries(me(), challenge_id=shown.id))
    return render_template("ideas/challenge.html", **told, rubric=rubric, hidden=hidden)


@blueprint.get("/challenges/new")
def new_challenge() -> Page:
    """The form that opens a challenge."""
    ensure(policy.may_run_challenges(somebody()))
    return _page(_form(fresh=True))


@blueprint.post("/challenges/new")
def open_challenge() -> Page:
    """Open a challenge with the usual rubric."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    space = found(spaces.visible_space(person, form.space.data))
    try:
        made = commands.open_challenge(space, by=person, **form.words)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("The challenge is open.") if made.is_open else _("The challenge opens on its date."))
    return redirect(made.url, 303)


def _form(*, fresh: bool = False) -> ChallengeForm:
    form = ChallengeForm(formdata=None) if fresh else ChallengeForm()
    form.offer(spaces.visible(me()))
    return form


def _page(form: ChallengeForm) -> str:
    return render_template("ideas/challenge_new.html", form=form, rubric=DEFAULT_RUBRIC)

"""Challenges: the list and the page of each."""

from __future__ import annotations

from flask import render_template, request

from app.accounts.current import me
from app.core.access import public
from app.ideas import commands, policy, queries
from app.ideas.forms import TemplateForm
from app.ideas.panel import weights_of
from app.ideas.queries.promises import record_kept
from app.ideas.views.frame import Page, blueprint, challenge_of
from app.ideas.views.lists import listing
from app.ideas.views.standing import standing


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
    told["asks"] = queries.form_of(shown).asked if shown.allows("submit") else []
    told["kept"] = record_kept(me(), challenge_id=shown.id)
    return render_template(
        "ideas/challenge.html", **told, rubric=rubric, hidden=hidden, template=TemplateForm(formdata=None),
        planned=queries.planned_opening(shown), open_to_customers=commands.is_open_to_customers(shown),
    )  # fmt: skip

"""Submitting ideas."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.policy import may_write
from app.core import signals
from app.core.access import Invalid, ensure, found, public
from app.ideas import commands, policy, queries
from app.ideas.forms import IdeaForm
from app.ideas.views.frame import Page, blueprint


@blueprint.get("/ideas/new")
def new_idea() -> Page:
    """The form, with similar ideas beside it; a visitor may write, and signs in to submit."""
    public()
    form = IdeaForm(formdata=None, title=request.args.get("title"), challenge=request.args.get("challenge"))
    return _page(form)


@blueprint.post("/ideas/new")
def submit_idea() -> Page:
    """Submit an idea; what must change is said on its field, with the text kept."""
    ensure(may_write(me()))
    person, form = somebody(), IdeaForm()
    form.offer(queries.taking_ideas(person))
    if not form.validate_on_submit():
        return _page(form), 422
    challenge = found(queries.visible_challenge(person, form.challenge.data))
    ensure(policy.may_submit(person, challenge))
    try:
        made = commands.submit(
            challenge, title=form.title.data or "", body=form.body.data or "", by=person,
            anonymous=form.anonymous.data, private=form.private.data,
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    signals.sought.send(made.title)
    held = made.hold == "held"
    flash(_("A moderator will look at your idea before others see it.") if held else _("Your idea is in."))
    return redirect(made.url, 303)


def _page(form: IdeaForm) -> str:
    offered = queries.taking_ideas(me())
    form.offer(offered)
    chosen = next((challenge for challenge in offered if challenge.slug == form.challenge.data), None)
    return render_template(
        "ideas/new.html", form=form, gate=may_write(me()), offered=offered, chosen=chosen,
        planned=queries.planned_opening(chosen) if chosen else None,
    )  # fmt: skip

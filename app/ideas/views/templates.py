"""The templates of challenges."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.ideas import commands, policy, queries, starters
from app.ideas.forms import TemplateForm
from app.ideas.models import Template
from app.ideas.views.frame import Page, blueprint, challenge_of


@blueprint.get("/challenges/templates")
def templates() -> Page:
    """What challenges may begin from: what the product brings along, and the team's own."""
    ensure(policy.may_run_challenges(somebody()))
    return _page()


@blueprint.post("/challenges/<name>/template")
def save_template(name: str) -> Page:
    """Keep what a challenge says as a template."""
    person, challenge = somebody(), challenge_of(name)
    ensure(policy.may_run_challenges(person))
    form = TemplateForm()
    try:
        if form.validate_on_submit():
            commands.save_template(challenge, form.name.data or "", by=person)
            flash(_("Saved. New challenges may begin from it."))
            return redirect("/challenges/templates", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(form, f"{challenge.url}/template"), 422


@blueprint.put("/challenges/templates/<id:template_id>")
def rename_template(template_id: int) -> Page:
    """Give a template another name."""
    person, template = _own(template_id)
    form = TemplateForm()
    try:
        if form.validate_on_submit():
            commands.rename_template(template, form.name.data or "", by=person)
            return redirect("/challenges/templates", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(form, f"/challenges/templates/{template.id}?_method=PUT"), 422


@blueprint.delete("/challenges/templates/<id:template_id>")
def remove_template(template_id: int) -> Page:
    """Take a template away; challenges that began from it stay as they are."""
    person, template = _own(template_id)
    commands.remove_template(template, by=person)
    flash(_("The template is gone. Challenges that began from it stay as they are."))
    return redirect("/challenges/templates", 303)


def _own(template_id: int) -> tuple[Person, Template]:
    person = somebody()
    ensure(policy.may_run_challenges(person))
    return person, found(queries.template_by_id(template_id))


def _page(form: TemplateForm | None = None, action: str = "") -> str:
    own = [starters.of(template) for template in queries.templates()]
    return render_template("ideas/templates.html", built_in=starters.built_in(), own=own, form=form, action=action)

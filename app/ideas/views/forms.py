"""The page on which the team says what a challenge asks for."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.core.access import Conflict, Invalid
from app.ideas import commands, queries, words
from app.ideas.fields import Definition
from app.ideas.forms import FormForm, IdeaForm, guided
from app.ideas.models import Challenge
from app.ideas.views.frame import Page, blueprint, run_challenge


@blueprint.get("/challenges/<name>/form")
def form(name: str) -> Page:
    """The fields of a challenge, to change them, and how they look."""
    _person, challenge = run_challenge(name)
    now = queries.form_of(challenge)
    return _page(challenge, FormForm.of(now), now)


@blueprint.put("/challenges/<name>/form")
def change_form(name: str) -> Page:
    """Change the fields, or their order in the page alone; what was typed stays where it cannot be taken."""
    person, challenge = run_challenge(name)
    asked, typed, now = request.form.get("row", ""), FormForm(), queries.form_of(challenge)
    if asked == "preview":
        return _preview(challenge, typed, now), 422
    if asked:
        return _page(challenge, typed.rearranged(asked), now), 422
    try:
        if typed.validate_on_submit():
            commands.change_form(challenge, typed.given, guides=typed.guides, version=typed.known_version, by=person)
            flash(_("The form is saved. Ideas that are there keep the one they were written to."))
            return redirect(f"{challenge.url}/form", 303)
    except Invalid as refusal:
        typed.refuse(refusal)
    except Conflict:
        now = queries.form_of(challenge)
        typed = typed.overtaken_by(now)
        said = _("Somebody changed the form meanwhile. What they added stands at the end; look it over and save again.")
        typed.form_errors.append(said)
    return _page(challenge, typed, now), 422


def _preview(challenge: Challenge, typed: FormForm, now: Definition) -> str:
    """The page with what was typed drawn as its writers would see it."""
    try:
        shown = commands.tidy_form(typed.given, typed.guides, now)
    except Invalid as refusal:
        typed.refuse(refusal)
        return _page(challenge, typed, now)
    return _page(challenge, typed, shown, previewed=True)


def _page(challenge: Challenge, form: FormForm, shown: Definition, *, previewed: bool = False) -> str:
    preview = guided(IdeaForm, shown)(formdata=None)
    return render_template(
        "ideas/form.html", challenge=challenge, form=form, kinds=words.field_kinds(), preview=preview,
        previewed=previewed,
    )  # fmt: skip

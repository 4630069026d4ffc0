"""Panels: the list, the page of each, making and ending one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.panels import commands, policy, queries
from app.panels.forms import PanelForm
from app.panels.models import Panel
from app.panels.views.frame import Page, blueprint, panel_of
from app.spaces import queries as spaces


@blueprint.get("/panels")
def panels() -> Page:
    """The panels I am in, am invited to, or run."""
    person = somebody()
    ensure(True)
    page = queries.visible_panels(person, after=request.args.get("after"))
    mine = queries.memberships(person, page.items)
    return render_template("panels/panels.html", page=page, mine=mine, may_make=policy.may_make(person))


@blueprint.get("/panels/new")
def new_panel() -> Page:
    """The form that makes a panel."""
    ensure(policy.may_make(somebody()))
    return _form_page(_form(fresh=True))


@blueprint.post("/panels/new")
def make_panel() -> Page:
    """Make a panel; people are invited next."""
    person = somebody()
    ensure(policy.may_make(person))
    form = _form()
    if not form.validate_on_submit():
        return _form_page(form), 422
    space = found(next((s for s in queries.spaces_to_run(person) if s.slug == form.space.data), None))
    try:
        made = commands.make_panel(space, by=person, **form.words)
    except Invalid as refusal:
        form.refuse(refusal)
        return _form_page(form), 422
    flash(_("The panel is made. Invite people next."))
    return redirect(f"{made.url}/invite", 303)


@blueprint.get("/panels/<id:panel_id>")
def panel(panel_id: int) -> Page:
    """A panel: the invitation, or what is asked and what became of it; for those who run it also who is in it."""
    person, shown = panel_of(panel_id)
    ensure(True)
    return render_template("panels/panel.html", **panel_context(person, shown))


@blueprint.put("/panels/<id:panel_id>/closing")
def close_panel(panel_id: int) -> Page:
    """End a panel."""
    person, shown = panel_of(panel_id)
    ensure(policy.may_run(person, shown))
    commands.close_panel(shown, by=person)
    flash(_("The panel is closed. What it found stays."))
    return redirect(shown.url, 303)


@blueprint.get("/panels/<id:panel_id>/members")
def members(panel_id: int) -> Page:
    """Who was invited, in which draw and cell, and what became of it; never what they answered."""
    person, shown = panel_of(panel_id)
    ensure(policy.may_run(person, shown))
    page = queries.members(shown, after=request.args.get("after"))
    return render_template("panels/members.html", panel=shown, page=page, draws=queries.draws(shown))


def panel_context(person: Person, shown: Panel) -> dict[str, Any]:
    """What the page of a panel shows to this person."""
    runs, member = queries.runs_panel(person, shown), queries.member_of(person, shown)
    inside = runs or (member is not None and member.state == "accepted")
    page = queries.studies(person, shown, after=request.args.get("after")) if inside else None
    return {
        "panel": shown, "runs": runs, "member": member, "page": page,
        "sheets": queries.sheets_of(person, page.items) if page else {},
        "outcomes": queries.outcomes(person, shown) if inside else [],
        "may_join": policy.may_join(person, shown, member),
        "sees_space": runs or spaces.visible_space(person, shown.space.slug) is not None,
    }  # fmt: skip


def _form(*, fresh: bool = False) -> PanelForm:
    form = PanelForm(formdata=None) if fresh else PanelForm()
    form.offer(queries.spaces_to_run(me()))
    return form


def _form_page(form: PanelForm) -> str:
    return render_template("panels/panel_new.html", form=form)

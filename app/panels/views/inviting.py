"""Choosing whom to invite: a look first, with what each cell would give; then the invitation."""

from __future__ import annotations

import secrets

from flask import flash, redirect, render_template, request
from flask_babel import ngettext

from app.accounts import queries as accounts
from app.core.access import Conflict, Invalid, ensure
from app.panels import commands, policy, queries
from app.panels.commands.inviting import SEED
from app.panels.forms import InviteForm, SelectionForm
from app.panels.models import Panel
from app.panels.queries import Plan
from app.panels.views.frame import Page, blueprint, panel_of


@blueprint.get("/panels/<id:panel_id>/invite")
def invite_page(panel_id: int) -> Page:
    """The selection, and a preview of what it gives; nobody is invited by looking."""
    person, shown = panel_of(panel_id)
    ensure(policy.may_invite(person, shown))
    form = _selection()
    plan = _plan(shown, form) if "each" in request.args and form.validate() else None
    return _page(shown, form, plan, InviteForm(formdata=None))


@blueprint.post("/panels/<id:panel_id>/invitations")
def invite(panel_id: int) -> Page:
    """Invite those whom the preview counted."""
    person, shown = panel_of(panel_id)
    ensure(policy.may_invite(person, shown))
    form, letter = _selection(), InviteForm()
    if not (form.validate() and letter.validate_on_submit()):
        return _page(shown, form, _plan(shown, form) if not form.errors else None, letter), 422
    try:
        drawn = commands.invite(
            shown, form.wanted, each=form.each.data or 0, quotas=form.quotas, seed=form.seed.data or "",
            expected=letter.expected.data or "", days=letter.lasts.data or 14, message=letter.message.data or "",
            by=person,
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        letter.refuse(refusal if isinstance(refusal, Invalid) else Invalid({"": str(refusal)}))
        return _page(shown, form, _plan(shown, form), letter), 422
    count = sum(cell["drawn"] for cell in drawn.cells)
    flash(ngettext("%(num)d person is invited.", "%(num)d people are invited.", count))
    return redirect(shown.url, 303)


def _selection() -> SelectionForm:
    form = SelectionForm(formdata=request.values, meta={"csrf": False})
    form.offer(accounts.segments(), queries.functions())
    if not SEED.fullmatch(form.seed.data or ""):
        form.seed.data = secrets.token_hex(8)
    return form


def _plan(shown: Panel, form: SelectionForm) -> Plan:
    return queries.plan(shown, form.wanted, each=form.each.data or 0, quotas=form.quotas, seed=form.seed.data or "")


def _page(shown: Panel, form: SelectionForm, plan: Plan | None, letter: InviteForm) -> str:
    if plan is not None:
        letter.expected.data = plan.digest
    kept = [(name, value) for name, value in request.values.items(multi=True) if name in form.data and name != "seed"]
    return render_template("panels/invite.html", panel=shown, form=form, plan=plan, letter=letter, kept=kept)

"""How a space is run, for its owners to set."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import ensure
from app.spaces import commands, policy
from app.spaces.forms import ArchiveForm, RunningForm
from app.spaces.models import PREMODERATED, Space
from app.spaces.policy.premoderation import levels
from app.spaces.views.frame import Page, blueprint, space_of


@blueprint.get("/admin/spaces/<slug>/running")
def running(slug: str) -> Page:
    """How a space is run."""
    space = space_of(slug)
    ensure(policy.may_archive(me(), space))
    return _page(space, _fresh(space))


@blueprint.put("/admin/spaces/<slug>/running")
def run_as(slug: str) -> Page:
    """Set how a space is run."""
    by, space = somebody(), space_of(slug)
    ensure(policy.may_run(by, space))
    form = RunningForm()
    if not form.validate():
        return _page(space, form), 422
    waits = {kind: form[kind].data for kind in PREMODERATED}
    commands.run_as(
        space, answered_by=form.answered_by.data, premoderation=waits, trusted_after=form.trusted_after.data, by=by
    )
    flash(_("Saved. It holds from now on."))
    return redirect(f"/admin/spaces/{space.slug}/running", 303)


@blueprint.put("/admin/spaces/<slug>/archive")
def archive(slug: str) -> Page:
    """Archive a space."""
    by, space = somebody(), space_of(slug)
    ensure(policy.may_archive(by, space))
    form = ArchiveForm()
    if not form.validate():
        return _page(space, _fresh(space), form), 422
    commands.archive(space, form.reason.data or "", by=by)
    flash(_("The space is archived. Links to it go on working."))
    return redirect(f"/admin/spaces/{space.slug}/running", 303)


@blueprint.delete("/admin/spaces/<slug>/archive")
def bring_back(slug: str) -> Page:
    """Bring an archived space back."""
    by, space = somebody(), space_of(slug)
    ensure(policy.may_archive(by, space))
    commands.bring_back(space, by=by)
    flash(_("The space is open again, as it was."))
    return redirect(f"/admin/spaces/{space.slug}/running", 303)


def _fresh(space: Space) -> RunningForm:
    return RunningForm(formdata=None, obj=space, data=levels(space))


def _page(space: Space, form: RunningForm, ending: ArchiveForm | None = None) -> str:
    return render_template("spaces/running.html", space=space, form=form, ending=ending or ArchiveForm(formdata=None))

"""The page on which a space's owner says which sites may show it, and takes the lines to put there."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import somebody
from app.core.access import Invalid, ensure, found
from app.listening.widget import commands, queries
from app.listening.widget.forms import SitesForm
from app.spaces import policy
from app.spaces import queries as spaces
from app.spaces.models import Space

blueprint = Blueprint("widget_admin", __name__)
Page = str | Response | BaseResponse | tuple[str, int]


@blueprint.get("/admin/spaces/<slug>/widget")
def sites(slug: str) -> Page:
    """The sites, and what to put on them."""
    space = _space(slug)
    return _page(space, SitesForm(formdata=None, sites="\n".join(queries.sites_of(space))))


@blueprint.put("/admin/spaces/<slug>/widget")
def set_sites(slug: str) -> Page:
    """Change the sites."""
    space, form = _space(slug), SitesForm()
    try:
        if not form.validate():
            return _page(space, form), 422
        kept = commands.set_sites(space, (form.sites.data or "").splitlines(), by=somebody())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(space, form), 422
    flash(_("The widget is on for these sites.") if kept else _("The widget is off."))
    return redirect(f"/admin/spaces/{space.slug}/widget", 303)


def _space(slug: str) -> Space:
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_run(person, space))
    return space


def _page(space: Space, form: SitesForm) -> str:
    return render_template("listening/sites.html", space=space, form=form, sites=queries.sites_of(space))

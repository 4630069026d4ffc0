"""What challenges of a space usually begin from, for its owners and the innovation team to set."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.ideas import commands, policy, queries, starters
from app.ideas.forms import SpaceStartForm
from app.ideas.forms.rubrics import MOST, SPARE
from app.ideas.models import DEFAULT_RUBRIC
from app.ideas.views.frame import Page, blueprint
from app.spaces import queries as spaces
from app.spaces.models import Space


@blueprint.get("/admin/spaces/<slug>/challenges")
def space_start(slug: str) -> Page:
    """The usual template and rubric of a space."""
    _person, space = _setter(slug)
    start = queries.start_of(space.id)
    return _page(space, _form(queries.usual_rubric(space.id), start.template if start else ""))


@blueprint.put("/admin/spaces/<slug>/challenges")
def set_space_start(slug: str) -> Page:
    """Set them; challenges that are there stay as they are."""
    person, space = _setter(slug)
    form = _offered(SpaceStartForm())
    if not form.validate_on_submit():
        return _page(space, form), 422
    rubric = [] if request.form.get("usual") else form.rows
    try:
        commands.set_start(space, template=form.template.data or "", rubric=rubric, by=person)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(space, form), 422
    flash(_("Saved. Challenges that are made here from now on begin so."))
    return redirect(f"/admin/spaces/{space.slug}/challenges", 303)


def _setter(slug: str) -> tuple[Person, Space]:
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_set_stages(person, space))
    return person, space


def _form(rubric: list[dict[str, Any]], template: str) -> SpaceStartForm:
    spare = [{"weight": 1}] * min(SPARE, MOST - len(rubric))
    return _offered(SpaceStartForm(formdata=None, template=template, criteria=[*rubric, *spare]))


def _offered(form: SpaceStartForm) -> SpaceStartForm:
    every = [*starters.built_in(), *map(starters.of, queries.templates())]
    form.offer([(each.key, each.name) for each in every])
    return form


def _page(space: Space, form: SpaceStartForm) -> str:
    is_usual = queries.usual_rubric(space.id) is DEFAULT_RUBRIC
    return render_template("ideas/space_start.html", space=space, form=form, is_usual=is_usual)

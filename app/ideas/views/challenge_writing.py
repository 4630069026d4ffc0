"""The forms that open and change a challenge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core import clock
from app.core.access import Invalid, ensure, found
from app.core.versions import Stale
from app.core.words import Piece
from app.ideas import commands, policy, queries, starters
from app.ideas.forms import ChallengeForm, said_of
from app.ideas.models import DEFAULT_RUBRIC, Challenge
from app.ideas.starters import Starter
from app.ideas.views.frame import Page, blueprint, run_challenge
from app.spaces import queries as spaces
from app.spaces.models import Space

FIRST_HOUR = 8


@blueprint.get("/challenges/new")
def new_challenge() -> Page:
    """The form that opens a challenge, from a template or as the space in the address usually begins."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    slug = request.args.get("space", "")
    space = found(spaces.visible_space(person, slug)) if slug else None
    start = queries.start_of(space.id) if space else None
    key = request.args.get("template", start.template if start else "")
    starter = _starter(key) if key else None
    said = starters.laid_out(starter.content, _tomorrow()) if starter else {"opens_at": _this_minute()}
    return _page(_form({**said, "template": key, **({"space": slug} if space else {})}))


@blueprint.post("/challenges/new")
def open_challenge() -> Page:
    """Open a challenge, with the rubric of its template or the usual one."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    form = _form()
    if form.rows_changed(request.form.get("row", "")) or not form.validate_on_submit():
        return _page(form), 422
    space = found(spaces.visible_space(person, form.space.data))
    starter = _starter(form.template.data) if form.template.data else None
    rubric, asks = (starter.content.get("rubric", ()), starter.content.get("form")) if starter else ((), None)
    try:
        made = commands.open_challenge(space, slug=form.address, rubric=rubric, form=asks, by=person, **form.words)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("The challenge is open.") if made.is_running else _("The challenge opens on its date."))
    return redirect(made.url, 303)


@blueprint.get("/challenges/<name>/edit")
def edit_challenge(name: str) -> Page:
    """The form that changes a challenge."""
    _person, challenge = run_challenge(name)
    return _page(_form(said_of(challenge)), challenge)


@blueprint.put("/challenges/<name>")
def change_challenge(name: str) -> Page:
    """Change what is said of a challenge; what was typed stays in the form where it cannot be taken."""
    person, challenge = run_challenge(name)
    form = _form(challenge=challenge)
    if form.rows_changed(request.form.get("row", "")) or not form.validate_on_submit():
        return _page(form, challenge), 422
    try:
        commands.edit_challenge(challenge, by=person, version=form.version.data, **form.words)
    except Stale:
        now = said_of(challenge)
        form.version.data = now["version"]
        return _page(form, challenge, form.apart_from(now)), 409
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form, challenge), 422
    flash(_("The challenge is changed."))
    return redirect(challenge.url, 303)


def _form(said: dict[str, Any] | None = None, challenge: Challenge | None = None) -> ChallengeForm:
    """The form as it was sent, or as a challenge or a template says it; an edited challenge stays in its space."""
    form = ChallengeForm() if said is None else ChallengeForm(formdata=None, data=said)
    form.offer(spaces.visible(me()), accounts.segments())
    if challenge is not None:
        form.space.data = challenge.space.slug
    return form


def _page(
    form: ChallengeForm,
    challenge: Challenge | None = None,
    differs: Sequence[tuple[str, Sequence[Piece]]] | None = None,
) -> str:
    own = [starters.of(template) for template in queries.templates()]
    space = None if challenge else spaces.visible_space(me(), form.space.data or "")
    rubric = challenge.rubric if challenge else _rubric(form.template.data or "", space)
    return render_template(
        "ideas/challenge_new.html", form=form, challenge=challenge, differs=differs, rubric=rubric,
        asks=_asked(form, challenge), starters=[*starters.built_in(), *own], space=space,
        start=queries.start_of(space.id) if space else None,
    )  # fmt: skip


def _rubric(key: str, space: Space | None) -> list[dict[str, Any]]:
    """How ideas of a new challenge will be judged: by its template's rubric, else its space's, else the usual one."""
    said = _starter(key).content.get("rubric") if key else None
    return said or (queries.usual_rubric(space.id) if space else DEFAULT_RUBRIC)


def _this_minute() -> datetime:
    """As a field for a date and a time shows it."""
    return clock.now().replace(tzinfo=None, second=0, microsecond=0)


def _asked(form: ChallengeForm, challenge: Challenge | None) -> list[str]:
    """What ideas are asked beside a title and a text, now or by the template."""
    if challenge is not None:
        return [field.label for field in queries.form_of(challenge).asked]
    starter = _starter(form.template.data) if form.template.data else None
    return [row["label"] for row in starter.content.get("form", {}).get("fields", ())] if starter else []


def _tomorrow() -> datetime:
    """The next morning in UTC, as fields for times show it."""
    next_day = clock.now() + timedelta(days=1)
    return datetime(next_day.year, next_day.month, next_day.day, FIRST_HOUR)  # noqa: DTZ001 - fields have no zone


def _starter(key: str) -> Starter:
    """One of the templates, or 404."""
    if key.isascii() and key.isdigit() and len(key) < 10:
        return starters.of(found(queries.template_by_id(int(key))))
    return found(next((starter for starter in starters.built_in() if starter.key == key), None))

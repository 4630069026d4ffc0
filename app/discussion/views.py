"""One's drafts as a list, and what forms without scripts do with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.discussion import commands, queries

blueprint = Blueprint("discussion", __name__)
Page = str | Response | BaseResponse
NOT_WORDS = frozenset({"csrf_token", "once", "seen", "draft_version", "form_version"})
SHOWN_WORDS = 160
LAST_VERSION = 2**31 - 2


@dataclass(frozen=True)
class Kept:
    """What a page tells its form of a draft: its version, whether it holds anything, what was put back from it."""

    version: int = 0
    holds: bool = False
    restored: bool = False
    saved_at: Any = None
    fields: dict[str, Any] = field(default_factory=dict)
    on_server: bool = False
    key: str = ""
    posted: bool = False


@blueprint.get("/drafts")
def drafts() -> Page:
    """One's drafts, newest first; those of pages that one may see no more are still one's own."""
    person = somebody()
    ensure(True)
    page = queries.drafts_of(person, after=request.args.get("after"))
    places = queries.places_of([draft.place for draft in page.items], person)
    return render_template("discussion/drafts.html", page=page, places=places, most=SHOWN_WORDS)


@blueprint.post("/drafts/<place>")
def keep(place: str) -> Page:
    """Keep a form as it was sent, where no script does it."""
    person = somebody()
    ensure(True)
    found(queries.places_of([place], person).get(place))
    names = [name for name in request.form if name not in NOT_WORDS]
    fields = {name: said if len(said := request.form.getlist(name)) > 1 else said[0] for name in names}
    version = min(max(0, request.form.get("draft_version", 0, type=int)), LAST_VERSION)
    commands.save_draft(place, fields, version=version, by=person)
    flash(_("Kept as a draft."))
    return redirect("/drafts", 303)


@blueprint.delete("/drafts/<place>")
def discard(place: str) -> Page:
    """Let a draft go."""
    person = somebody()
    ensure(True)
    found(queries.draft_at(person, place))
    commands.end_draft(place, by=person)
    flash(_("Discarded."))
    return redirect("/drafts", 303)


def draft_for(form: FlaskForm | None, place: str) -> Kept:
    """Put somebody's draft back into a form that nothing was written in yet, and say what there is of it."""
    person = me()
    if person is None or place.partition(":")[0] not in queries.PLACES:
        return Kept(key=f"{person.id}/{place}" if person else place)
    if "draft_versions" not in g:
        g.draft_versions = queries.draft_versions(person)
    version, holds = g.draft_versions.get(place, (0, False))
    draft = queries.draft_at(person, place) if holds else None
    there: dict[str, Any] = {"on_server": True, "key": f"{person.id}/{place}", "posted": request.method == "POST"}
    if draft is None:
        return Kept(version, **there)
    restored = form is not None and (_is_blank(form) or _begins_as(form, draft.fields)) and _fill(form, draft.fields)
    return Kept(version, True, restored, draft.saved_at, draft.fields, **there)


def _is_blank(form: FlaskForm) -> bool:
    texts = [one for one in form if isinstance(one, StringField | TextAreaField) and one.name not in NOT_WORDS]
    return not any((one.data or "").strip() for one in texts) and not form.errors


def _begins_as(form: FlaskForm, fields: dict[str, Any]) -> bool:
    """Whether a form to change something holds the words that the draft was a change of."""
    version = getattr(form, "version", None)
    return request.method == "GET" and version is not None and version.data == fields.get("version")


def _fill(form: FlaskForm, fields: dict[str, Any]) -> bool:
    for one in form:
        said = fields.get(one.name)
        if said is None or one.name in NOT_WORDS:
            continue
        if isinstance(one, BooleanField):
            one.data = bool(said)
        elif isinstance(one, SelectMultipleField):
            one.data = said if isinstance(said, list) else [said]
        elif isinstance(said, str) and isinstance(one, StringField | TextAreaField | SelectField | RadioField):
            one.data = said
    return True

"""Submitting ideas."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.policy import may_write
from app.core import signals
from app.core.access import Invalid, ensure, found, public
from app.core.uploads import takes_files
from app.discussion import commands as drafts
from app.discussion import queries as discussion
from app.files.forms import MOST_IN_ONE_REQUEST, take_files
from app.ideas import commands, policy, queries
from app.ideas.fields import PREFIX, Definition
from app.ideas.forms import IdeaForm, guided
from app.ideas.models import Challenge
from app.ideas.views.frame import Page, blueprint

DRAFT = "idea:new"
MOST_CARRIED = 60


@blueprint.get("/ideas/new")
def new_idea() -> Page:
    """The form, with similar ideas beside it; a visitor may write, and signs in to submit."""
    public()
    offered = queries.taking_ideas(me())
    chosen = _chosen(offered, request.args.get("challenge") or _drafted())
    form = _form(offered, chosen, typed=False)
    form.title.data = request.args.get("title")
    return _page(form, offered, chosen)


@blueprint.post("/ideas/new")
@takes_files(MOST_IN_ONE_REQUEST)
def submit_idea() -> Page:
    """Submit an idea, or show the fields of the challenge just chosen; what was typed stays where that is refused."""
    if "choose" in request.form:
        # The browser puts a form that was sent in place of the page only where it was not taken.
        return _choose(), 200 if request.form["choose"] == "fetched" else 422
    ensure(may_write(me()))
    person = somebody()
    offered = queries.taking_ideas(person)
    chosen = _chosen(offered, request.form.get("challenge"))
    form = _form(offered, chosen)
    take_files(form, by=person)
    if chosen is not None and form.is_outdated:
        form.form_errors.append(_("The form changed while you wrote. Look it over, then submit again."))
        return _page(form, offered, chosen), 422
    if not form.validate_on_submit():
        return _page(form, offered, chosen), 422
    challenge = found(queries.visible_challenge(person, form.challenge.data))
    ensure(policy.may_submit(person, challenge))
    try:
        made = commands.submit(
            challenge, title=form.title.data or "", body=form.body.data or "", fields=form.answers, by=person,
            anonymous=form.anonymous.data, private=form.private.data, attachments=form.tokens,
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form, offered, chosen), 422
    drafts.end_draft(DRAFT, by=person)
    signals.sought.send(made.title)
    held = made.hold == "held"
    flash(_("A moderator will look at your idea before others see it.") if held else _("Your idea is in."))
    return redirect(made.url, 303)


def _drafted() -> str | None:
    """The challenge that one's draft is for, so that its fields are there to be put back."""
    person = me()
    draft = discussion.draft_at(person, DRAFT) if person is not None else None
    chosen = draft.fields.get("challenge") if draft is not None and draft.ended_at is None else None
    return chosen if isinstance(chosen, str) else None


def _choose() -> str:
    """What was typed, in the form of the challenge that was chosen; files that were sent along stay as well."""
    public()
    person, offered = me(), queries.taking_ideas(me())
    chosen = _chosen(offered, request.form.get("challenge"))
    form = _form(offered, chosen)
    if person is not None and may_write(person):
        take_files(form, by=person)
    return _page(form, offered, chosen)


def _chosen(offered: Sequence[Challenge], slug: str | None) -> Challenge | None:
    """The challenge that is asked for, or the only one there is."""
    known = {challenge.slug: challenge for challenge in offered}
    return known.get(slug or "") or (offered[0] if len(offered) == 1 else None)


def _form(offered: Sequence[Challenge], chosen: Challenge | None, *, typed: bool = True) -> IdeaForm:
    """The form of a challenge, with what was typed in, if that is what it is for."""
    kind = guided(IdeaForm, queries.form_of(chosen) if chosen else Definition())
    form = kind() if typed else kind(formdata=None, challenge=chosen.slug if chosen else "")
    form.offer(offered)
    return form


def _page(form: IdeaForm, offered: Sequence[Challenge], chosen: Challenge | None) -> str:
    form.show_version()
    return render_template(
        "ideas/new.html", form=form, gate=may_write(me()), offered=offered, chosen=chosen,
        planned=queries.planned_opening(chosen) if chosen else None, carried=_carried(form),
    )  # fmt: skip


def _carried(form: IdeaForm) -> list[tuple[str, str]]:
    """What was typed for another challenge, so that it is there again where somebody goes back to that one."""
    others = {name: values for name, values in request.form.lists() if name.startswith(PREFIX) and name not in form}
    return [(name, value) for name, values in list(others.items())[:MOST_CARRIED] for value in values]

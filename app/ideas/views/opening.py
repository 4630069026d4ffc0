"""The page of the switch: what becomes visible when a challenge opens to customers, for the team and who took part."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found
from app.discussion import queries as discussion
from app.ideas import commands, policy, queries
from app.ideas.commands.opening import OUTSIDE
from app.ideas.forms import OpeningForm
from app.ideas.models import Challenge
from app.ideas.views.frame import Page, blueprint, challenge_of, idea_of
from app.spaces import queries as spaces


@blueprint.get("/challenges/<name>/opening")
def opening(name: str) -> Page:
    """What becomes visible, when, and what is one's own of it."""
    challenge = challenge_of(name)
    ensure(policy.may_see_opening(somebody(), challenge))
    return _page(challenge, OpeningForm(formdata=None, space=challenge.space.slug))


@blueprint.put("/challenges/<name>/opening")
def plan_opening(name: str) -> Page:
    """Decide that it opens to customers."""
    person, challenge = somebody(), challenge_of(name)
    ensure(policy.may_run_challenges(person))
    form = _offered(OpeningForm())
    if not form.validate_on_submit():
        return _page(challenge, form), 422
    space = found(spaces.visible_space(person, form.space.data))
    words = {"audience": form.audience.data, "segments": form.segments.data or []}
    try:
        made = commands.plan_opening(challenge, **words, space=space, notice=form.lead_time, by=person)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(challenge, form), 422
    flash(_("It is open to customers.") if made.ended_at else _("It is planned, and those who took part are told."))
    return redirect(challenge.url if made.ended_at else f"{challenge.url}/opening", 303)


@blueprint.delete("/challenges/<name>/opening")
def call_off_opening(name: str) -> Page:
    """Do not open it after all."""
    person, challenge = somebody(), challenge_of(name)
    ensure(policy.may_run_challenges(person))
    commands.call_off_opening(challenge, by=person)
    flash(_("Called off. It stays as it is, and those who took part are told."))
    return redirect(challenge.url, 303)


@blueprint.delete("/challenges/<name>/opening/ideas/<id:idea_id>")
def withdraw_idea(name: str, idea_id: int) -> Page:
    """Take one's own idea back before customers see it."""
    person, challenge, idea = somebody(), challenge_of(name), idea_of(idea_id)
    found(idea if idea.challenge_id == challenge.id else None)
    ensure(policy.may_withdraw(person, challenge, idea.author_id))
    commands.withdraw_idea(idea, by=person)
    return _back(challenge)


@blueprint.delete("/challenges/<name>/opening/comments/<id:comment_id>")
def withdraw_comment(name: str, comment_id: int) -> Page:
    """Take one's own comment back before customers see it."""
    person, challenge, comment = somebody(), challenge_of(name), found(discussion.by_id(comment_id))
    idea = idea_of(comment.subject_id) if comment.kind == "idea" else None
    found(idea if idea and idea.challenge_id == challenge.id else None)
    ensure(policy.may_withdraw(person, challenge, comment.author_id))
    commands.withdraw_comment(comment, by=person)
    return _back(challenge)


def _back(challenge: Challenge) -> Page:
    flash(_("Taken back. Nobody sees it any more."))
    return redirect(f"{challenge.url}/opening", 303)


def _offered(form: OpeningForm) -> OpeningForm:
    form.offer([space for space in spaces.visible(me()) if space.visibility in OUTSIDE], accounts.segments())
    return form


def _page(challenge: Challenge, form: OpeningForm) -> str:
    person = somebody()
    ideas, comments = queries.written_by(person, challenge)
    return render_template(
        "ideas/opening.html", challenge=challenge, form=_offered(form), exposure=queries.exposure(challenge),
        planned=queries.planned_opening(challenge), runs=policy.may_run_challenges(person), ideas=ideas,
        comments=comments, others=len(queries.others(challenge)), open_already=commands.is_open_to_customers(challenge),
        space=_space(challenge),
    )  # fmt: skip


def _space(challenge: Challenge) -> str:
    """Where a planned opening takes it."""
    planned = queries.planned_opening(challenge)
    return spaces.by_id(planned.space_id).name if planned else ""

"""The words that moderators have ready, and those that are usual."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core.access import Invalid, ensure, found
from app.moderation import commands, policy, queries, wording
from app.moderation.forms import ACTION_WORDS, NoticeForm
from app.moderation.models import ACTIONS, Notice
from app.moderation.views.frame import Answer, blueprint


@blueprint.get("/moderation/notices")
def notices() -> Answer:
    """All of them, and a form for a new one."""
    ensure(policy.may_moderate(somebody()))
    return _page(NoticeForm(formdata=None))


@blueprint.post("/moderation/notices")
def add_notice() -> Answer:
    """Keep new words."""
    person = somebody()
    ensure(policy.may_write_notices(person))
    return _kept(NoticeForm(), None)


@blueprint.get("/moderation/notices/<id:notice_id>")
def notice(notice_id: int) -> Answer:
    """One of them, to change it."""
    ensure(policy.may_write_notices(somebody()))
    kept = found(queries.notice(notice_id))
    return _page(NoticeForm(formdata=None, obj=kept), kept)


@blueprint.put("/moderation/notices/<id:notice_id>")
def change_notice(notice_id: int) -> Answer:
    """Keep other words instead."""
    ensure(policy.may_write_notices(somebody()))
    return _kept(NoticeForm(), found(queries.notice(notice_id)))


@blueprint.delete("/moderation/notices/<id:notice_id>")
def retire_notice(notice_id: int) -> Answer:
    """Offer it no more."""
    person = somebody()
    ensure(policy.may_write_notices(person))
    commands.retire_notice(found(queries.notice(notice_id)), by=person)
    flash(_("It is offered no more. What was sent stays."))
    return redirect("/moderation/notices", 303)


def _kept(form: NoticeForm, notice: Notice | None) -> Answer:
    if not form.validate():
        return _page(form, notice), 422
    try:
        commands.write_notice(form.name.data or "", form.body.data or "", by=somebody(), notice=notice)
    except Invalid as error:
        form.refuse(error)
        return _page(form, notice), 422
    flash(_("Kept. Every moderator can use it."))
    return redirect("/moderation/notices", 303)


def _page(form: NoticeForm, notice: Notice | None = None) -> str:
    usual = [(ACTION_WORDS[action], wording.usual(action, "", ends=action != "ban")) for action in ACTIONS]
    return render_template(
        "moderation/notices.html", form=form, notice=notice, usual=usual, blanks=wording.BLANKS,
        page=queries.notice_page(after=request.args.get("after")), may_write=policy.may_write_notices(somebody()),
    )  # fmt: skip

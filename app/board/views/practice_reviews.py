"""What mentors see of practice: what waits for their remark, and the remark."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import somebody
from app.board import commands, policy, queries
from app.board.forms import RemarkForm
from app.board.views.frame import Page, blueprint
from app.board.views.practice import practice_of, practice_page
from app.core import realtime
from app.core.access import Conflict, Invalid, ensure, found
from app.training import queries as training


@realtime.topic("practices")
def may_watch_practices(_identifier: str, person: Any) -> bool:
    """Those who remark; the topic says only that something changed."""
    return person is not None and queries.reviews_practice(person)


@blueprint.get("/practice/reviews")
def practice_reviews() -> Page:
    """What waits for one's remark."""
    person = somebody()
    ensure(policy.may_review_practice(person))
    page = queries.reviews_waiting(person, after=request.args.get("after"))
    writers = [each.person_id for each in page.items]
    return render_template(
        "board/practice_reviews.html", page=page, asked=queries.still_public(each.question_id for each in page.items),
        mentors=training.mentors_of(writers), progress=queries.progress_of(writers),
    )  # fmt: skip


@blueprint.get("/practice/alone")
def practice_alone() -> Page:
    """What waits of those who have no mentor: a part of the page where mentors are paired."""
    ensure(policy.may_see_alone(somebody()))
    return render_template("board/practice_alone.html", waiting=queries.alone_waiting())


@blueprint.put("/practice/<id:practice_id>/remark")
def remark_practice(practice_id: int) -> Page:
    """Remark on it, or say it better; the one before is kept."""
    person, shown, form = somebody(), practice_of(practice_id), RemarkForm()
    ensure(policy.may_remark(person, shown))
    try:
        if form.validate_on_submit():
            commands.remark(shown, form.verdict.data or "", form.body.data or "", by=person, version=form.version.data)
            flash(_("Sent. %(name)s is told.", name=shown.person.name))
            return redirect(shown.url, 303)
    except commands.Stale:
        form.version.data = shown.version
        return practice_page(shown, remark_form=form, overtaken=True), 409
    except Conflict as conflict:  # a colleague was faster; what was typed stays
        form.refuse(Invalid({"body": str(conflict)}))
        return practice_page(shown, remark_form=form, may_remark=True), 409
    except Invalid as refusal:
        form.refuse(refusal)
    return practice_page(shown, remark_form=form), 422


@blueprint.delete("/practice/<id:practice_id>/remark")
def withdraw_remark(practice_id: int) -> Response:
    """Take one's remark back; the answer waits again."""
    person, shown = somebody(), practice_of(practice_id)
    ensure(policy.may_withdraw_remark(person, shown, found(queries.remark_on(shown))))
    commands.withdraw_remark(shown, by=person)
    flash(_("Taken back. It waits for a remark again."))
    return redirect(shown.url, 303)

"""Asking without an account."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts import policy as doors
from app.accounts import queries as people
from app.accounts.current import let_in, me
from app.board import commands, queries
from app.board.forms import AskForm
from app.board.views.frame import Page, blueprint
from app.core import signals, transaction
from app.core.access import Conflict, Invalid, found, public
from app.core.places import place
from app.core.text import render
from app.spaces import queries as spaces

GONE = 410
TOO_MANY = 429


def propose(form: AskForm) -> Page | None:
    """Keep a visitor's question until their mail confirms it; None where the form must be shown again."""
    keys = (f"guest:{(form.email.data or '').strip().casefold()}", f"guest@{place()}")
    if not (decision := doors.may_try(*keys)):
        form.form_errors.append(decision.reason)
        return None
    space = found(spaces.visible_space(None, form.space.data))
    try:
        commands.propose(
            space=space, title=form.title.data or "", body=form.body.data or "", topics=form.topic_names,
            email=form.email.data or "", private=bool(form.private.data),
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return None
    accounts.count_attempt(*keys)
    transaction.keep()
    signals.sought.send(form.title.data)
    return redirect("/questions/proposed", 303)


@blueprint.get("/questions/proposed")
def proposed() -> Page:
    """Look into your mail."""
    public()
    return render_template("board/proposed.html")


@blueprint.get("/questions/proposed/<secret>")
def proposal(secret: str) -> Page:
    """What will be published, and a button: what only fetches links, as mail scanners do, publishes nothing."""
    public()
    shown = queries.proposal(secret)
    if shown is None:
        return render_template("board/lost_proposal.html"), GONE
    if shown.question_id is not None:
        return redirect(f"/questions/{shown.question_id}", 303)
    member = people.by_email(shown.email)
    wrong = member is not None and not member.is_guest and (me() is None or me() != member)
    return render_template("board/proposal.html", proposal=shown, secret=secret, body=render(shown.body), sign_in=wrong)


@blueprint.post("/questions/proposed/<secret>")
def publish(secret: str) -> Page:
    """Publish it, and let the asker go on as the one who asked."""
    public()
    shown = queries.proposal(secret)
    if shown is None:
        return render_template("board/lost_proposal.html"), GONE
    try:
        question = commands.publish_proposal(shown, by=me())
    except Conflict:
        return redirect(f"/questions/{shown.question_id}", 303)
    except Invalid as refusal:
        flash(" ".join(refusal.errors.values()))
        return redirect(f"/questions/proposed/{secret}", 303)
    if question.author.is_guest:
        let_in(question.author)
    held = question.hold == "held"
    flash(_("A moderator will look at your question before others see it.") if held else _("Your question is posted."))
    return redirect(question.url, 303)

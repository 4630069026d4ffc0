"""The form with which readers report."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.moderation import commands, policy, subjects
from app.moderation.forms import FlagForm
from app.moderation.views.frame import Answer, blueprint


@blueprint.route("/flags/new", methods=["GET", "POST"])
def flag() -> Answer:
    """Report something."""
    person = somebody()
    subject = found(subjects.find_visible(person, request.args.get("subject", "")))
    ensure(policy.may_flag(person, subject.author.id))
    form = FlagForm()
    if form.validate_on_submit():
        commands.flag(subject, form.reason.data, form.note.data or "", by=person)
        flash(_("Thank you. A moderator will look at it."))
        return redirect(subject.url, 303)
    return render_template("moderation/flag.html", form=form, subject=subject), 422 if form.errors else 200

"""The guidelines: reading, accepting, publishing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import returning
from app.core.access import Invalid, ensure, found, public
from app.core.versions import Stale
from app.training import changes, commands, policy, queries
from app.training.forms import AcceptanceForm, GuidelineForm
from app.training.models import Guideline
from app.training.views.path import blueprint

Answer = Response | tuple[str, int] | str


@blueprint.get("/learn/guidelines")
def guidelines() -> str:
    """The guidelines in force, with what changed since one accepted."""
    public()
    current = queries.current_guideline()
    if current is None:
        return render_template("training/no_guidelines.html", owns=policy.may_own_training(me()))
    return _reader(current, AcceptanceForm(version=current.version, next=returning.wanted()))


@blueprint.get("/learn/guidelines/<id:version>")
def guidelines_version(version: int) -> str:
    """One version as it was."""
    public()
    guideline, before = found(queries.guideline_of(version)), queries.guideline_of(version - 1)
    changed = changes.paragraphs(before.body, guideline.body) if before else []
    return render_template("training/guideline_version.html", guideline=guideline, changed=changed)


@blueprint.post("/learn/guidelines/acceptance")
def accept_guidelines() -> Answer:
    """Accept, then go on to the next gate or back to where one was stopped."""
    person = somebody()
    ensure(policy.may_accept_guidelines(person))
    form = AcceptanceForm()
    if not form.validate_on_submit():
        return _reader(found(queries.current_guideline()), form), 422
    accepted = commands.accept_guidelines(form.version.data or 0, by=person)
    flash(_("You accepted version %(version)d of the guidelines.", version=accepted.version))
    return redirect(_onward(person), 303)


@blueprint.route("/learn/guidelines/new", methods=["GET", "POST"])
def publish_guideline() -> Answer:
    """Bring a new version into force."""
    person = somebody()
    ensure(policy.may_own_training(person))
    current = queries.current_guideline()
    form = GuidelineForm(body=current.body if current else "", after=str(current.version) if current else "")
    if not form.is_submitted():
        return _editor(form, current)
    if not form.validate():
        return _editor(form, current), 422
    try:
        made = commands.publish_guideline(
            form.body.data or "", summary=form.summary.data or "", major=form.major.data,
            grace_days=form.grace_days.data or 0, recertify=form.recertify.data, after=form.after.data, by=person,
        )  # fmt: skip
    except Stale:
        return _overtaken(form, current), 409
    except Invalid as refusal:
        form.refuse(refusal)
        return _editor(form, current), 422
    flash(_("Version %(version)d is in force.", version=made.version))
    return redirect(policy.GUIDELINES_URL, 303)


def _editor(form: GuidelineForm, current: Guideline | None, **more: Any) -> str:
    return render_template("training/guideline_new.html", form=form, current=current, **more)


def _overtaken(form: GuidelineForm, current: Guideline | None) -> str:
    """A colleague published meanwhile: what they changed stands above what was typed, which comes after theirs now."""
    assert current is not None  # noqa: S101 - it is what stood in the way
    known = form.after.data or ""
    base = queries.guideline_of(int(known)) if known.isdecimal() and len(known) < 9 else None
    form.after.data = str(current.version)
    return _editor(form, current, theirs=changes.paragraphs(base.body if base else "", current.body))


def _reader(current: Guideline, form: AcceptanceForm) -> str:
    person = me()
    news = queries.what_changed_since(person) if person else None
    return render_template(
        "training/guidelines.html",
        guideline=current,
        form=form,
        acceptance=queries.acceptance(person, current.version) if person else None,
        news=news,
        changed=changes.paragraphs(news.accepted.body, current.body) if news else [],
        coming=queries.next_to_bind(queries.accepted_version(person)) if person else None,
        history=queries.guideline_history(),
        owns=policy.may_own_training(person),
    )


def _onward(person: Person) -> str:
    """The next gate, when one is left; else the way back; else the path."""
    back, decision = returning.wanted(), policy.clearance(person, "answer")
    if decision.gate == "training" and back:
        return returning.with_way_back(decision.remedy, back)
    return back or "/learn"

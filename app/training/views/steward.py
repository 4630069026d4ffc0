"""What the owners of training do: pair novices with mentors, take certificates back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.training import commands, policy, queries
from app.training.forms import PairForm, RevocationForm
from app.training.views.path import blueprint, certificate_page

STATES = ("ending", "force", "ended")


@blueprint.get("/learn/mentors")
def mentors() -> str:
    """Who mentors whom, and who waits for a mentor."""
    ensure(policy.may_own_training(me()))
    return _mentors(_pair_form())


@blueprint.post("/learn/mentors")
def pair() -> Response | tuple[str, int]:
    """Give a novice a mentor."""
    person = somebody()
    ensure(policy.may_own_training(person))
    form = _pair_form()
    if not form.validate_on_submit():
        return _mentors(form), 422
    mentor, novice = found(accounts.by_handle(form.mentor.data)), found(accounts.by_handle(form.novice.data))
    commands.pair(mentor, novice, by=person)
    flash(_("%(mentor)s now mentors %(novice)s.", mentor=mentor.name, novice=novice.name))
    return redirect("/learn/mentors", 303)


@blueprint.get("/learn/novices")
def novices() -> str:
    """How far those are whom one mentors."""
    person = somebody()
    ensure(policy.may_mentor(person))
    return render_template(
        "training/novices.html", novices=queries.progress_of_novices(person), needed=queries.APPROVALS_NEEDED
    )


@blueprint.get("/learn/certificates")
def certificates() -> str:
    """Who holds what, and what ends soon."""
    ensure(policy.may_own_training(me()))
    asked = request.args.get("state", "")
    state = asked if asked in STATES else STATES[0]
    shown = queries.certificates_page(state, after=request.args.get("after"))
    return render_template("training/certificates.html", certificates=shown, state=state)


@blueprint.post("/learn/certificates/<id:certificate_id>/revocation")
def revoke(certificate_id: int) -> Response | tuple[str, int]:
    """Take a certificate back, with the reason."""
    person = somebody()
    certificate = found(queries.certificate_by_id(certificate_id))
    ensure(policy.may_own_training(person))
    form = RevocationForm()
    if not form.validate_on_submit():
        return certificate_page(certificate, form), 422
    wait_days = commands.RETAKE_AFTER_DAYS if form.wait_days.data is None else form.wait_days.data
    commands.revoke(certificate, by=person, reason=form.reason.data or "", wait_days=wait_days)
    flash(_("The certificate was taken back."))
    return redirect(certificate.url, 303)


@blueprint.delete("/learn/certificates/<id:certificate_id>/waiting")
def release(certificate_id: int) -> Response:
    """Let whoever it was taken back from take the quiz again at once."""
    person = somebody()
    certificate = found(queries.certificate_by_id(certificate_id))
    ensure(policy.may_release(person, certificate))
    commands.release(certificate, by=person)
    flash(_("They may take the quiz again now."))
    return redirect(certificate.url, 303)


def _pair_form() -> PairForm:
    return PairForm().offer(queries.novices_alone(), accounts.with_role("mentor"))


def _mentors(form: PairForm) -> str:
    pairs = queries.running_pairs(after=request.args.get("after"))
    waiting, mentors = queries.novices_alone(), accounts.with_role("mentor")
    return render_template(
        "training/mentors.html",
        pairs=pairs,
        form=form,
        waiting=waiting,
        mentors={mentor.id: mentor for mentor in mentors},
        proposals=queries.proposals(waiting, mentors),
    )

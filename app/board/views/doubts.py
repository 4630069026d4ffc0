"""Saying that an answer is no longer true, and the experts' list of what may be out of date."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import DoubtForm, ResolutionForm
from app.board.models import Doubt
from app.board.views.frame import Page, answer_of, back_to, blueprint
from app.core.access import Conflict, Invalid, ensure, found


@blueprint.get("/answers/<id:answer_id>/doubts/new")
def new_doubt(answer_id: int) -> Page:
    """The form to say what is no longer true."""
    answer = answer_of(answer_id)
    ensure(policy.may_doubt(somebody(), answer))
    return render_template("board/doubt.html", answer=answer, form=DoubtForm(formdata=None))


@blueprint.post("/answers/<id:answer_id>/doubts")
def doubt(answer_id: int) -> Page:
    """Say what is no longer true."""
    person, answer, form = somebody(), answer_of(answer_id), DoubtForm()
    ensure(policy.may_doubt(person, answer))
    try:
        if form.validate_on_submit():
            commands.doubt(answer, form.reason.data or "", by=person)
            flash(_("Thank you. An expert looks at it, and you are told."))
            return back_to(answer.question, f"answer-{answer.id}")
    except Invalid as refusal:
        form.refuse(refusal)
    return render_template("board/doubt.html", answer=answer, form=form), 422


@blueprint.put("/answers/<id:answer_id>/review")
def confirm(answer_id: int) -> Page:
    """Say as an expert that it is still true."""
    person, answer = somebody(), answer_of(answer_id)
    ensure(policy.may_judge(person, answer))
    commands.confirm(answer, by=person)
    flash(_("Confirmed. It comes up again in a year."))
    return redirect("/desk/reviews", 303) if request.args.get("at") == "reviews" else back_to(answer.question)


@blueprint.get("/desk/reviews")
def reviews() -> Page:
    """What readers hold to be out of date, and what is due for another look."""
    ensure(policy.may_work(somebody()))
    return _page()


@blueprint.post("/doubts/<id:doubt_id>/resolution")
def resolve(doubt_id: int) -> Page:
    """Uphold or dismiss it, and say why."""
    person, form = somebody(), ResolutionForm()
    held: Doubt = found(queries.visible_doubt(me(), doubt_id))
    ensure(policy.may_judge(person, held.answer))
    try:
        if form.validate_on_submit():
            commands.resolve(held, form.outcome.data or "", form.note.data or "", by=person)
            flash(_("Decided. Whoever said so is told why."))
            return redirect("/desk/reviews", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as conflict:
        flash(str(conflict))
        return redirect("/desk/reviews", 303)
    return _page(form, held), 422


def _page(form: ResolutionForm | None = None, held: Doubt | None = None) -> str:
    person = somebody()
    return render_template(
        "board/reviews.html", doubts=queries.open_doubts(person, after=request.args.get("doubted")),
        due=queries.due_reviews(person, after=request.args.get("due")), form=form, refused=held and held.id,
    )  # fmt: skip

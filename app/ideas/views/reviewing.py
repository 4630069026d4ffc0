"""Reviewing: the expert's list, and the form for each idea."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure
from app.core.forms import RefusableForm
from app.ideas import commands, policy, queries
from app.ideas.forms import ConflictForm, review_form, reviewed
from app.ideas.models import Idea, Review
from app.ideas.views.frame import Page, blueprint, idea_of


@blueprint.get("/reviews")
def reviews() -> Page:
    """What waits for one's review, and what is done."""
    person = somebody()
    ensure(policy.may_see_reviews(person))
    work = queries.to_review(person)
    return render_template("ideas/reviews.html", work=work, done=_done(work))


@blueprint.get("/ideas/<id:idea_id>/review")
def review(idea_id: int) -> Page:
    """The form for one idea, filled with what one filed before."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_review(person, idea))
    mine = queries.review_of(person, idea)
    conflict = ConflictForm(formdata=None, conflict=mine.conflict if mine else None)
    return _page(person, idea, review_form(idea.challenge, mine), conflict)


@blueprint.put("/ideas/<id:idea_id>/review")
def file_review(idea_id: int) -> Page:
    """File or revise one's review."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_review(person, idea))
    form = review_form(idea.challenge)
    try:
        if form.validate_on_submit():
            scores, reasons = reviewed(form, "scores"), reviewed(form, "reasons")
            commands.file_review(idea, scores=scores, reasons=reasons, by=person)
            flash(_("Your review is filed. You can revise it."))
            return redirect("/reviews", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(person, idea, form, ConflictForm(formdata=None)), 422


@blueprint.put("/ideas/<id:idea_id>/conflict")
def declare_conflict(idea_id: int) -> Page:
    """Declare a conflict of interest: it is shown, and one's scores do not count."""
    person, idea, form = somebody(), idea_of(idea_id), ConflictForm()
    ensure(policy.may_review(person, idea))
    if form.validate_on_submit():
        commands.file_review(idea, scores={}, reasons={}, conflict=form.conflict.data, by=person)
        flash(_("Your conflict of interest is on record. Your scores do not count."))
        return redirect("/reviews", 303)
    fresh = review_form(idea.challenge, queries.review_of(person, idea))
    return _page(person, idea, fresh, form), 422


def _page(person: Person, idea: Idea, form: RefusableForm, conflict: ConflictForm) -> str:
    work = queries.to_review(person)
    mine = queries.review_of(person, idea)
    return render_template(
        "ideas/review.html", idea=idea, form=form, conflict=conflict, work=work, done=_done(work), mine=mine
    )


def _done(work: Sequence[tuple[Idea, Review | None]]) -> int:
    """How many of one's list are filed."""
    return sum(review is not None for _idea, review in work)

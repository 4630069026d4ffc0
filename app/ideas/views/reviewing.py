"""Reviewing: the expert's list first, and the form for each idea."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import signals
from app.core.access import Conflict, Invalid, ensure
from app.core.forms import RefusableForm
from app.discussion import commands as drafts
from app.ideas import answers, commands, panel, policy, queries, words
from app.ideas.forms import AskAuthorForm, ConflictForm, review_form, reviewed
from app.ideas.models import Idea, ReviewAssignment
from app.ideas.views.frame import Page, blueprint, idea_of

FEW_WAITING = 12
ALIKE, LOOKED_AT = 3, 12


@blueprint.get("/reviews")
def reviews() -> Page:
    """What one was asked to review, what is due first first; then what one filed, and what is open to everybody."""
    person = somebody()
    ensure(policy.may_see_reviews(person))
    done, asked = queries.progress(person)
    filed = queries.filed_by(person, after=request.args.get("filed"))
    ideas = queries.ideas_by_ids(person, [review.idea_id for review in filed.items])
    waiting = queries.assigned_to(person, after=request.args.get("after"))
    return render_template(
        "ideas/reviews.html", waiting=waiting, done=done, asked=asked, filed=filed, ideas=ideas,
        news=queries.news_since(filed.items, ideas, person),
        questions=queries.asked_by(person, [each.idea_id for each in waiting.items]),
        others=queries.volunteers_list(person, after=request.args.get("open")),
    )  # fmt: skip


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
    """File or revise one's review, and go on with the next."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_review(person, idea))
    form = review_form(idea.challenge)
    try:
        if form.validate_on_submit():
            _check_version(form, idea)
            commands.file_review(
                idea, scores=reviewed(form, "scores"), reasons=reviewed(form, "reasons"),
                statement=form["statement"].data, by=person,
            )  # fmt: skip
            drafts.end_draft(f"review:{idea.id}", by=person)
            flash(_("Your review is filed. You can revise it."))
            return _next(person)
    except Conflict as overtaken:
        form.form_errors.append(str(overtaken))
        return _page(person, idea, form, ConflictForm(formdata=None)), 409
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(person, idea, form, ConflictForm(formdata=None)), 422


@blueprint.post("/ideas/<id:idea_id>/review/questions")
def ask_author(idea_id: int) -> Page:
    """Ask the author something before one judges; it stands beneath the idea, and the review stays open."""
    person, idea, form = somebody(), idea_of(idea_id), AskAuthorForm()
    ensure(policy.may_review(person, idea))
    ensure(policy.may_comment(person, idea))
    try:
        if form.validate_on_submit():
            commands.comment(idea, form.question.data or "", by=person, asks_author=True)
            flash(_("Your question stands beneath the idea. Your list says when the author answers."))
            return redirect(f"/ideas/{idea.id}/review", 303)
    except Invalid as refusal:
        form.refuse(Invalid({"question": " ".join(refusal.errors.values())}))
    fresh = review_form(idea.challenge, queries.review_of(person, idea))
    return _page(person, idea, fresh, ConflictForm(formdata=None), form), 422


@blueprint.put("/ideas/<id:idea_id>/conflict")
def declare_conflict(idea_id: int) -> Page:
    """Declare a conflict of interest: it is shown, one's scores do not count, and the next expert is asked."""
    person, idea, form = somebody(), idea_of(idea_id), ConflictForm()
    ensure(policy.may_review(person, idea))
    try:
        if form.validate_on_submit():
            commands.file_review(idea, scores={}, reasons={}, conflict=form.conflict.data, by=person)
            flash(_("Your conflict of interest is on record. Your scores do not count."))
            return _next(person)
    except Invalid as refusal:
        form.refuse(refusal)
    fresh = review_form(idea.challenge, queries.review_of(person, idea))
    return _page(person, idea, fresh, form), 422


@blueprint.get("/ideas/<id:idea_id>/alike")
def alike(idea_id: int) -> Page:
    """Up to three similar ideas whose reviews one may read, beside each other, as a part of a page."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_see_reviews(person) if not policy.may_run_challenges(person) else True)
    ids = signals.similar_ideas(person, f"{idea.title}\n{idea.body}", without=idea.id, limit=LOOKED_AT)
    ideas = queries.ideas_by_ids(person, ids)
    near = [ideas[each] for each in ids if each in ideas]
    filed = queries.reviews_of(near, person)
    panels = [(each, panel.convene(each, filed.get(each.id, []))) for each in near]
    judged = [(each, judged) for each, judged in panels if judged.summary.review_count][:ALIKE]
    return render_template("ideas/_alike.html", idea=idea, judged=judged)


def _check_version(form: RefusableForm, idea: Idea) -> None:
    """What was scored by criteria that have changed since is not filed by the new ones unseen."""
    if form["version"].data != str(idea.challenge.rubric_version):
        form["version"].data = str(idea.challenge.rubric_version)
        raise Invalid({"rubric": _("The rubric changed while you wrote. Look it over, then file again.")})


def _next(person: Person) -> Response:
    """The form of what is due next, else the list."""
    waiting = _waiting(person)
    return redirect(f"/ideas/{waiting[0].idea_id}/review" if waiting else "/reviews", 303)


def _waiting(person: Person) -> list[ReviewAssignment]:
    """What one was asked for and may review now, the first few."""
    asked = queries.assigned_to(person, limit=FEW_WAITING).items
    return [task for task in asked if task.idea.challenge.allows("review")]


def _page(
    person: Person, idea: Idea, form: RefusableForm, conflict: ConflictForm, asking: AskAuthorForm | None = None
) -> str:
    done, asked = queries.progress(person)
    waiting = _waiting(person)
    ties = queries.ties_of(person, idea)
    return render_template(
        "ideas/review.html", idea=idea, form=form, conflict=conflict, waiting=waiting, done=done, asked=asked,
        mine=queries.review_of(person, idea), assignment=queries.assignment_of(person, idea), my_ties=ties,
        ties=words.ties(),
        tie_words=words.own_ties(), binding=sorted(queries.BINDING & set(ties)), next=_after(waiting, idea),
        answers=answers.told([idea], person).get(idea.id, ()), asking=asking or AskAuthorForm(formdata=None),
        may_ask=policy.may_comment(person, idea), questions=queries.asked_by(person, [idea.id]).get(idea.id, ()),
        **_others(idea),
    )  # fmt: skip


def _after(waiting: Any, idea: Idea) -> Idea | None:
    """Where `n` leads: the next idea of one's list."""
    return next((each.idea for each in waiting if each.idea_id != idea.id), None)


def _others(idea: Idea) -> dict[str, Any]:
    """The others' reviews, once one may read them."""
    hidden = queries.hidden_from(me(), [idea]).get(idea.id, "")
    return {
        "kept_back": hidden,
        "panel": panel.convene(idea, queries.reviews(idea, me())),
        "verdicts": words.verdicts(),
    }

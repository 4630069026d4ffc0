"""Practising: the list, writing without the answers in sight, and comparing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import PracticeForm, RemarkForm
from app.board.models import Practice, Question
from app.board.views.frame import Page, blueprint, question_of
from app.core import realtime, words
from app.core.access import Conflict, Invalid, ensure, found, public
from app.discussion import commands as drafts
from app.training import queries as training

AT_ONCE, AT_ONCE_MINE = 12, 5


@realtime.topic("practice")
def may_watch_practice(identifier: str, person: Any) -> bool:
    """Whoever may see it."""
    known = identifier.isascii() and identifier.isdigit() and len(identifier) < 19
    return known and queries.visible_practice(person, int(identifier)) is not None


@blueprint.get("/practice")
def practice() -> Page:
    """Old questions to practise on, and what one has handed in; who only remarks on it goes there."""
    person = somebody()
    ensure(policy.may_list_practice(person))
    if not policy.may_practise(person):
        return redirect("/practice/reviews", 303)
    wanted = request.args.get("topic")
    topic = found(queries.visible_topic(None, wanted)) if wanted else None
    fit = queries.practice_page(person, topic=topic, after=request.args.get("after"), limit=AT_ONCE)
    mine = queries.practices_of(person, after=request.args.get("mine"), limit=AT_ONCE_MINE)
    return render_template(
        "board/practice.html", page=fit, topic=topic,
        topics=queries.practice_topics(person), mine=mine, mentor=training.mentor_of(person),
        asked=queries.still_public(each.question_id for each in mine.items), sandboxes=queries.sandboxes(),
        progress=queries.progress_of([person.id]).get(person.id, queries.Progress()),
    )  # fmt: skip


@blueprint.get("/practice/progress")
def practice_progress() -> Page:
    """How far one is, and those whom one mentors: a part of the page on learning."""
    public()
    person = me()
    novices = training.novices_of(person) if person is not None else []
    return render_template(
        "board/practice_progress.html", practises=person is not None and policy.may_practise(person),
        reviews=person is not None and queries.reviews_practice(person), novices=novices,
        progress=queries.progress_of([*([person.id] if person else []), *(novice.id for novice in novices)]),
        none_yet=queries.Progress(),
    )  # fmt: skip


@blueprint.get("/questions/<id:question_id>/practice")
def write_practice(question_id: int) -> Page:
    """A question as it was asked, without what was answered, and a place to write."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_practise_on(person, question))
    if (handed_in := queries.practice_on(person, question)) is not None:
        return redirect(handed_in.url, 303)
    return _writing(question, PracticeForm(formdata=None))


@blueprint.post("/questions/<id:question_id>/practice")
def hand_in_practice(question_id: int) -> Page:
    """Hand it in, or write it again; a refused text stays in the form."""
    person, question, form = somebody(), question_of(question_id), PracticeForm()
    ensure(policy.may_practise_on(person, question))
    before = queries.practice_on(person, question)
    try:
        if form.validate_on_submit():
            made = commands.practise(question, form.body.data or "", by=person)
            drafts.end_draft(f"practice:{question.id}", by=person)
            flash(_("Saved.") if before else _("Handed in. Compare it, and your mentor is told."))
            return redirect(made.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as conflict:  # the mentor was faster; what was typed stays
        form.refuse(Invalid({"body": str(conflict)}))
        return (practice_page(before, form=form, may_revise=True) if before else _writing(question, form)), 409
    return (practice_page(before, form=form) if before else _writing(question, form)), 422


@blueprint.get("/practice/<id:practice_id>")
def show_practice(practice_id: int) -> Page:
    """A practice answer beside the one that was accepted or verified, with the mentor's remark."""
    shown = practice_of(practice_id)
    ensure(policy.may_see_practice(me(), shown))
    return practice_page(shown)


@blueprint.put("/practice/<id:practice_id>/points")
def tick_points(practice_id: int) -> Page:
    """Say which points of the guidelines it keeps."""
    person, shown = somebody(), practice_of(practice_id)
    ensure(policy.may_check(person, shown))
    commands.check_points(shown, request.form.getlist("point"), by=person)
    flash(_("Saved. Your mentor sees it too."))
    return redirect(f"{shown.url}#points", 303)


def practice_of(practice_id: int) -> Practice:
    """The practice answer, or 404: to all but its writer and their mentors there is none."""
    return found(queries.visible_practice(me(), practice_id))


def practice_page(shown: Practice, **forms: Any) -> str:
    """Draw the comparison, with forms that were refused in place of fresh ones."""
    person, own = somebody(), shown.person_id == somebody().id
    question = queries.still_public([shown.question_id]).get(shown.question_id)
    settled = queries.settled_answer(shown.question_id) if question else None
    standing = queries.remark_on(shown)
    fresh: dict[str, Any] = {
        "form": PracticeForm(formdata=None, body=shown.body),
        "remark_form": _remark_form(shown, standing and standing.mentor_id == person.id and standing),
    }  # fmt: skip
    return render_template(
        "board/practice_compared.html", practice=shown, own=own, question=question, settled=settled,
        changed=queries.what_changed(shown, settled) if question else "", remark=standing,
        pieces=words.between(shown.first_body, shown.body) if shown.is_revised else [],
        attachments=queries.attachments([question.id], [settled.id] if settled else []) if question else {},
        points=list(dict.fromkeys([*training.guideline_points(), *shown.points])),
        mentor=training.mentor_of(shown.person), **{**_may(shown, question, standing), **fresh, **forms},
    )  # fmt: skip


def _may(shown: Practice, question: Question | None, standing: Any) -> dict[str, Any]:
    person = somebody()
    may_remark = policy.may_remark(person, shown)
    mine = standing is None or standing.mentor_id == person.id
    return {
        "may_revise": question is not None
        and bool(policy.may_revise(person, shown) and policy.may_practise_on(person, question)),
        "may_check": policy.may_check(person, shown),
        "may_remark": may_remark and mine,
        "may_withdraw": standing is not None and policy.may_withdraw_remark(person, shown, standing),
        "ended": queries.ended_remarks(shown) if may_remark else [],
    }


def _remark_form(shown: Practice, standing: Any) -> RemarkForm:
    if standing:
        return RemarkForm(formdata=None, body=standing.body, verdict=standing.verdict, version=shown.version)
    return RemarkForm(formdata=None, version=shown.version)


def _writing(question: Question, form: PracticeForm) -> str:
    hung = queries.attachments([question.id], [])
    return render_template("board/practice_write.html", question=question, form=form, attachments=hung)

"""The desk: what waits, the question at hand, and saved replies."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import AnswerForm, ReplyForm
from app.board.models import Question
from app.board.views.frame import Page, blueprint, question_of
from app.core.access import Invalid, ensure, found
from app.topics import queries as topics


@blueprint.get("/desk")
def desk() -> Page:
    """One's queue, beside the question chosen from it."""
    ensure(policy.may_work(somebody()))
    chosen = request.args.get("question", type=int)
    return desk_page(question_of(chosen) if chosen else None)


def desk_page(question: Question | None, form: AnswerForm | None = None, reply: ReplyForm | None = None) -> str:
    """Draw the desk; without a choice it shows the first question of the queue on wide screens."""
    person = somebody()
    for_me = request.args.get("show") == "mine"
    queue = queries.desk_queue(person, for_me=for_me)
    shown = question or next(iter(queue), None)
    return render_template(
        "board/desk.html", queue=queue, for_me=for_me, waiting_count=queries.desk_count(person),
        chosen=question is not None, question=shown, claim=shown and shown.live_claim,
        answers=queries.answers_for(person, shown) if shown else [],
        may_answer=policy.may_answer(person, shown) if shown else None,
        may_claim=policy.may_claim(person, shown) if shown else None,
        approvals=queries.approvals_waiting(person), replies=queries.saved_replies(person),
        experts=_colleagues(shown), form=form or _answer_form(), reply=reply or ReplyForm(formdata=None),
    )  # fmt: skip


@blueprint.post("/desk/replies")
def save_reply() -> Page:
    """Keep a text to answer with again."""
    person, form = somebody(), ReplyForm()
    ensure(policy.may_work(person))
    chosen = request.args.get("question", type=int)
    try:
        if form.validate_on_submit():
            commands.save_reply(form.title.data or "", form.body.data or "", by=person)
            flash(_("Kept among your saved replies."))
            return redirect(f"/desk?question={chosen}" if chosen else "/desk", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return desk_page(question_of(chosen) if chosen else None, reply=form), 422


@blueprint.delete("/desk/replies/<id:reply_id>")
def forget_reply(reply_id: int) -> Page:
    """Drop a saved reply."""
    person = somebody()
    ensure(policy.may_work(person))
    commands.forget_reply(found(queries.saved_reply(person, reply_id)))
    chosen = request.args.get("question", type=int)
    return redirect(f"/desk?question={chosen}" if chosen else "/desk", 303)


def _answer_form() -> AnswerForm:
    """An empty answer, or one that begins with the saved reply that was chosen."""
    person, chosen = me(), request.args.get("reply", type=int)
    reply = queries.saved_reply(person, chosen) if person and chosen else None
    return AnswerForm(formdata=None, body=reply.body if reply else "")


def _colleagues(shown: Question | None) -> list[object]:
    """Experts of the question's first topics, for whoever wants to ask one of them."""
    if shown is None:
        return []
    return [(topic, person) for topic in shown.topics[:2] for _shown, person in topics.experts(topic, limit=3)]

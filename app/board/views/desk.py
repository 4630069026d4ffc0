"""The desk: what waits, the question at hand, and what helps to answer it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.board import policy, queries
from app.board.forms import AnswerForm, DeskViewForm, QuestionNoteForm, ReplyForm
from app.board.models import Question
from app.board.views.clocks import clocks_for
from app.board.views.frame import Page, blueprint, question_of
from app.board.views.queue import choice
from app.core.access import ensure
from app.spaces import queries as spaces
from app.spaces.policy import may_moderate
from app.topics import queries as topics

MOST = 200


@blueprint.get("/desk")
def desk() -> Page:
    """One's queue, beside the question chosen from it."""
    ensure(policy.may_work(somebody()))
    chosen = request.args.get("question", type=int)
    return desk_page(question_of(chosen) if chosen else None)


def desk_page(question: Question | None, form: AnswerForm | None = None, **forms: Any) -> str:
    """Draw the desk; without a choice it shows the first question of the queue on wide screens."""
    person = somebody()
    chosen_queue = choice(person)
    queue = queries.desk_queue(person, chosen_queue.wanted, after=chosen_queue.after)
    shown = question or next(iter(queue.items), None)
    return render_template(
        "board/desk.html", queue=queue, choice=chosen_queue, wanted=chosen_queue.wanted, filters=filter_words(),
        most_shown=queries.MOST_SHOWN,
        waiting_count=queries.desk_count(person),
        chosen=question is not None, question=shown, claim=shown and shown.live_claim,
        may_answer=policy.may_answer(person, shown) if shown else None,
        may_claim=policy.may_claim(person, shown) if shown else None,
        spaces=spaces.visible(person), snoozed=queries.snoozed_until(person, shown) if shown else None,
        colleagues=topics.known_for_something(MOST),
        doubts=bool(queries.open_doubts(person, limit=1).items or queries.due_reviews(person, limit=1).items),
        approvals=queries.approvals_waiting(person), experts=_colleagues(shown), **_at_hand(person, shown, form),
        **{**_empty_forms(), "newer": (), **forms},
    )  # fmt: skip


def _empty_forms() -> dict[str, Any]:
    forms = {"reply": ReplyForm, "note_form": QuestionNoteForm, "view_form": DeskViewForm}
    return {name: form(formdata=None) for name, form in forms.items()}


def filter_words() -> dict[str, str]:
    """What each choice is called."""
    return {
        "all": _("All"), "mine": _("Mine"), "known": _("What I know"), "free": _("Nobody on it"),
        "due": _("Due soon or late"), "private": _("Private"), "snoozed": _("Put aside"),
    }  # fmt: skip


def _at_hand(person: Person, shown: Question | None, form: AnswerForm | None) -> dict[str, Any]:
    """What one writes an answer with."""
    if shown is None:
        return {"answers": [], "replies": [], "notes": None, "clocks_shown": None}
    answers, filled = queries.answers_for(person, shown), form or _answer_form(person, shown)
    filled.ready(queries.seen_mark(answers))
    return {
        "answers": answers, "attachments": queries.attachments([shown.id], [each.id for each in answers]),
        "form": filled, "replies": queries.saved_replies(person, shown.space),
        "may_share": policy.may_share_reply(person, shown.space), "blanks": queries.known_blanks(shown, person),
        "notes": queries.notes_on(shown) if policy.may_read_notes(person, shown) else None,
        "may_moderate": may_moderate(person, shown.space), "clocks_shown": clocks_for(person, shown),
    }  # fmt: skip


def _answer_form(person: Person, question: Question) -> AnswerForm:
    """An empty answer, or one that begins with the saved reply that was chosen."""
    chosen = request.args.get("reply", type=int)
    reply = queries.saved_reply(person, chosen) if chosen else None
    if reply is None:
        return AnswerForm(formdata=None)
    return AnswerForm(formdata=None, body=queries.filled_reply(reply, question, person), replies=str(reply.id))


def _colleagues(shown: Question | None) -> list[object]:
    """Experts of the question's first topics, for whoever wants to ask one of them."""
    if shown is None:
        return []
    return [(topic, person) for topic in shown.topics[:2] for _shown, person in topics.experts(topic, limit=3)]

"""The desk: what waits, the question at hand, and what helps to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.board import policy, queries
from app.board.forms import AnswerForm, DeskViewForm, QuestionNoteForm, ReplyForm
from app.board.models import Answer, Question
from app.board.views.clocks import clocks_for
from app.board.views.frame import Page, blueprint, question_of
from app.board.views.queue import Choice, choice
from app.core.access import ensure
from app.core.pages import row_id
from app.spaces import queries as spaces
from app.spaces.policy import may_moderate
from app.topics import queries as topics

MOST = 200


@blueprint.get("/desk")
def desk() -> Page:
    """One's queue, beside the question chosen from it; `part` asks for one live region of it alone."""
    ensure(policy.may_work(somebody()))
    part, chosen = request.args.get("part"), request.args.get("question", type=row_id)
    if part == "queue":
        return render_template("board/_queue.html", **_queue(choice(somebody()), _known(chosen)))
    question = question_of(chosen) if chosen else None
    if part == "question" and question:
        return render_template("board/_question_at_hand.html", **_question(choice(somebody()), question))
    return desk_page(question)


def desk_page(question: Question | None, form: AnswerForm | None = None, **forms: Any) -> str:
    """Draw the desk; without a choice it shows the first question of the queue on wide screens."""
    person, chosen_queue = somebody(), choice(somebody())
    waiting = _queue(chosen_queue, question)
    shown = question or next(iter(waiting["queue"].items), None)
    at_hand = _question(chosen_queue, shown) if shown else {}
    return render_template(
        "board/desk.html", **{
            **waiting, **at_hand, "question": shown, "chosen": question is not None, "experts": _colleagues(shown),
            **_beside(person, shown, form, at_hand.get("answers", [])), **_empty_forms(), "newer": (), **forms,
        },
    )  # fmt: skip


def _known(question_id: int | None) -> Question | None:
    """A question that this person sees, if it is there: the queue is drawn beside one that just went, too."""
    return queries.visible_question(somebody(), question_id) if question_id else None


def _queue(chosen: Choice, question: Question | None) -> dict[str, Any]:
    """What the queue is drawn from, beside the question at hand."""
    person = somebody()
    return {
        **_place(chosen), "question": question, "filters": filter_words(), "most_shown": queries.MOST_SHOWN,
        "queue": queries.desk_queue(person, chosen.wanted, after=chosen.after),
        "waiting_count": queries.desk_count(person), "spaces": spaces.visible(person),
        "doubts": bool(queries.open_doubts(person, limit=1).items or queries.due_reviews(person, limit=1).items),
        "approvals": queries.approvals_waiting(person), "view_form": DeskViewForm(formdata=None),
    }  # fmt: skip


def _question(chosen: Choice, question: Question) -> dict[str, Any]:
    """What the question at hand and its answers are drawn from."""
    person, claim = somebody(), question.live_claim
    answers = queries.answers_for(person, question)
    return {
        **_place(chosen), "question": question, "answers": answers, "claim": claim,
        "mine": claim is not None and claim.person_id == person.id,
        "may_claim": policy.may_claim(person, question), "snoozed": queries.snoozed_until(person, question),
        "colleagues": topics.known_for_something(MOST), "handing": None,
        "attachments": queries.attachments([question.id], [each.id for each in answers]),
    }  # fmt: skip


def _place(chosen: Choice) -> dict[str, Any]:
    """What of the queue is shown, and how addresses and deeds lead back to it."""
    return {
        "choice": chosen, "wanted": chosen.wanted, "kept": chosen.kept, "shown": chosen.page,
        "at": f"?at=desk{chosen.page}",
    }  # fmt: skip


def _empty_forms() -> dict[str, Any]:
    forms = {"reply": ReplyForm, "note_form": QuestionNoteForm}
    return {name: form(formdata=None) for name, form in forms.items()}


def filter_words() -> dict[str, str]:
    """What each choice is called."""
    return {
        "all": _("All"), "mine": _("Mine"), "known": _("What I know"), "free": _("Nobody on it"),
        "due": _("Due soon or late"), "private": _("Private"), "snoozed": _("Put aside"),
    }  # fmt: skip


def _beside(
    person: Person, shown: Question | None, form: AnswerForm | None, answers: Sequence[Answer]
) -> dict[str, Any]:
    """What one writes an answer with."""
    if shown is None:
        return {"replies": [], "notes": None, "clocks_shown": None}
    filled = form or _answer_form(person, shown)
    filled.ready(queries.seen_mark(answers))
    return {
        "form": filled, "may_answer": policy.may_answer(person, shown),
        "replies": queries.saved_replies(person, shown.space),
        "may_share": policy.may_share_reply(person, shown.space), "blanks": queries.known_blanks(shown, person),
        "notes": queries.notes_on(shown) if policy.may_read_notes(person, shown) else None,
        "may_moderate": may_moderate(person, shown.space), "clocks_shown": clocks_for(person, shown),
    }  # fmt: skip


def _answer_form(person: Person, question: Question) -> AnswerForm:
    """An empty answer, or one that begins with the saved reply that was chosen."""
    chosen = request.args.get("reply", type=row_id)
    reply = queries.saved_reply(person, chosen) if chosen else None
    if reply is None:
        return AnswerForm(formdata=None)
    return AnswerForm(formdata=None, body=queries.filled_reply(reply, question, person), replies=str(reply.id))


def _colleagues(shown: Question | None) -> list[object]:
    """Experts of the question's first topics, for whoever wants to ask one of them."""
    if shown is None:
        return []
    return [(topic, person) for topic in shown.topics[:2] for _shown, person in topics.experts(topic, limit=3)]

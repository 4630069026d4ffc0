"""The page of one question."""

from __future__ import annotations

from itertools import chain
from typing import Any

from flask import redirect, render_template, request

from app.accounts.current import me
from app.board import policy, queries
from app.board.forms import AnswerForm, CommentForm, NoteForm, QuestionNoteForm, ReasonForm
from app.board.models import Answer, Question
from app.board.views.clocks import clocks_for
from app.board.views.frame import Page, blueprint, question_of
from app.board.views.merging import went_into
from app.core import clock
from app.core.access import public
from app.core.pages import row_id
from app.core.settings import settings
from app.core.signals import opened
from app.core.text import excerpt, slug
from app.discussion import queries as discussion
from app.spaces.policy import may_moderate
from app.topics import queries as topics
from app.voting import queries as voting


@blueprint.get("/questions/<id:question_id>", defaults={"name": ""})
@blueprint.get("/questions/<id:question_id>/<name>")
def question(question_id: int, name: str) -> Page:
    """A question with its answers; an old or missing name in the address leads to the current one."""
    shown = question_of(question_id)
    public()
    if (into := went_into(shown)) is not None:
        return redirect(f"{into.url}?from={shown.id}", 302)
    if name != slug(shown.title):
        return redirect(shown.url, 301)
    opened.send(f"question:{shown.id}", answered=shown.answer_count > 0)
    return question_page(shown)


def question_page(shown: Question, **forms: Any) -> str:
    """Draw the page, with forms that were refused in place of fresh ones."""
    person = me()
    answers = queries.answers_for(person, shown)
    fresh: dict[str, Any] = {
        "form": AnswerForm(formdata=None), "comment": CommentForm(formdata=None), "note": NoteForm(formdata=None),
        "reason": ReasonForm(formdata=None), "at_answer": None, "newer": (), "asking_back": None,
        "note_form": QuestionNoteForm(formdata=None),
    }  # fmt: skip
    fresh.update(forms)
    fresh["form"].ready(queries.seen_mark(answers))
    return render_template(
        "board/question.html", question=shown, answers=answers, claim=shown.live_claim, **_may(shown, answers),
        **_around(shown, answers), structured=structured(shown, answers), **fresh,
    )  # fmt: skip


def structured(shown: Question, answers: Any) -> dict[str, Any]:
    """The question as schema.org's QAPage, so that search engines show its answer."""
    published = [answer for answer in answers if answer.is_published]
    asked: dict[str, Any] = {
        "@type": "Question", "name": shown.title, "text": excerpt(shown.body, 1000) or shown.title,
        "answerCount": shown.answer_count, "upvoteCount": shown.vote_count,
        "datePublished": clock.rfc3339(shown.asked_at), "author": {"@type": "Person", "name": shown.asker_name},
    }  # fmt: skip
    accepted = [answer for answer in published if answer.is_accepted and answer.question_id == shown.id]
    if accepted:
        asked["acceptedAnswer"] = _structured_answer(accepted[0])
    suggested = [_structured_answer(answer) for answer in published if answer not in accepted[:1]]
    return {
        "@context": "https://schema.org", "@type": "QAPage",
        "mainEntity": {**asked, **({"suggestedAnswer": suggested} if suggested else {})},
    }  # fmt: skip


def _structured_answer(answer: Answer) -> dict[str, Any]:
    return {
        "@type": "Answer", "text": excerpt(answer.body, 1000), "upvoteCount": answer.vote_count,
        "datePublished": clock.rfc3339(answer.posted_at), "url": settings().base_url + answer.url,
        "author": {"@type": "Person", "name": answer.author.name},
    }  # fmt: skip


def _may(shown: Question, answers: Any) -> dict[str, Any]:
    """What this person may do here, asked once for the page rather than once for each answer."""
    person = me()
    waiting = [answer for answer in answers if answer.state == "waiting"]
    approvable = [answer for answer in waiting if policy.may_approve(person, answer)]
    return {
        "may_answer": policy.may_answer(person, shown),
        "may_claim": policy.may_claim(person, shown),
        "may_verify": policy.may_verify_here(person, shown),
        "may_comment": policy.may_comment(person, shown),
        "may_edit": policy.may_edit_question(person, shown),
        "may_moderate": may_moderate(person, shown.space),
        "may_escalate": policy.may_escalate(person, shown),
        "may_merge": policy.may_merge(person, shown),
        "may_open_up": policy.may_open_up(person, shown),
        "approvable": {answer.id for answer in approvable},
        "practised": queries.progress_of({answer.author_id for answer in approvable}),
    }


def _around(shown: Question, answers: Any) -> dict[str, Any]:
    person, ids = me(), [answer.id for answer in answers]
    merges = queries.merged_into(person, shown)
    comments = discussion.beneath("question", [shown.id, *(each.question_id for each in merges)], person)
    beneath = discussion.beneath("answer", ids, person)
    said = chain.from_iterable([*comments.values(), *beneath.values()])
    return {
        "is_public": bool(queries.visible_ids(None, [shown.id])),
        "clocks_shown": clocks_for(person, shown),
        "canonical": queries.canonical_topics(shown),
        "may_choose_canonical": policy.may_choose_canonical(person, shown),
        "attachments": queries.attachments([shown.id, *(each.question_id for each in merges)], ids, said),
        "merges": merges,
        "came_from": request.args.get("from", type=row_id),
        "merged_comments": comments,
        "comments": comments.get(shown.id, []),
        "answer_comments": beneath,
        "my_vote": voting.votes_of(person, "question", [shown.id]).get(shown.id, 0),
        "my_votes": voting.votes_of(person, "answer", ids),
        "based_on": queries.based_on(person, ids),
        "notes": queries.notes_on(shown) if policy.may_read_notes(person, shown) else None,
        "experts": topics.expert_topics([answer.author_id for answer in answers], shown.topic_ids),
    }

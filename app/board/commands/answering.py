"""Answering, and what mentors and moderators do with answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.commands.claims import drop_claim
from app.board.commands.holding import hold_all, hold_row
from app.board.commands.settling import settle, settle_all, touch
from app.board.commands.standing import place
from app.board.commands.waiting import end_waiting
from app.board.commands.wording import screened_answer
from app.board.commands.wordings import keep_words
from app.board.events import (
    AnswerApproved,
    AnswerEdited,
    AnswerHeld,
    AnswerPosted,
    AnswerSentBack,
    AnswerStateChanged,
    AnswerUnverified,
    AnswerWaiting,
)
from app.board.models import ANSWER_STATES, PUBLISHED, Answer, Question
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.core.versions import check_version
from app.extensions import db
from app.files import commands as files
from app.spaces.policy.premoderation import holds
from app.training import commands as training
from app.training import queries as trained


def answer(
    question: Question, body: str, *, by: Person, external_id: str | None = None, attachments: Iterable[str] = ()
) -> Answer:
    """Answer: published, `waiting` for a mentor when `by` is a novice, or `held` by a rule; see the answer's state.

    Raises Invalid when the text is empty, too long or refused. Ends the writer's own claim.
    """
    chosen = files.choose(attachments, by=by, scope="answer")
    rules = [*screened_answer(body, space_id=question.space_id, by=by), *chosen.rules]
    rules += [] if external_id else holds(question.space, "answer", by)
    hold_row(question)
    made = Answer(
        question_id=question.id, question=question, author_id=by.id, author=by, body=body,
        body_html=text.render(body), state=_first_state(question, by, rules), basis=trained.basis(by), note="",
        external_id=external_id, posted_at=clock.now(), vote_count=0, comment_count=0, reader_count=0,
    )  # fmt: skip
    place(made)
    db.session.add(made)
    db.session.flush()
    files.hang(chosen, f"answer:{made.id}", by=by)
    drop_claim(question, by)
    _announce(made, rules)
    return made


def edit_answer(
    given: Answer,
    body: str,
    *,
    by: Person,
    reason: str = "",
    version: str | None = None,
    attachments: Iterable[str] = (),
    without: Iterable[str] = (),
) -> None:
    """Change its text and what hangs on it; a verification falls with what it was for.

    What a novice changes in an answer waits for their mentor again, whether it was sent back or let through.
    Raises Stale when a `version` is given and the text has changed since.
    """
    subject = f"answer:{given.id}"
    chosen = files.choose(attachments, by=by, scope="answer", on=subject, without=without)
    rules = [*screened_answer(body, space_id=given.question.space_id, by=by, posts=False), *chosen.rules]
    hold_row(given.question, given)
    check_version(given, version)
    says_more = body != given.body or bool(chosen.files)
    if body != given.body:
        keep_words(given, by=by)
    if says_more:
        rules += holds(given.question.space, "answer", by)
    before, given.body, given.body_html = given.body, body, text.render(body)
    given.edited_at = clock.now()
    files.hang(chosen, subject, by=by)
    went = files.take_away(without, subject, by=by)
    audit.log("board.answer_edited", subject, by=by, reason=reason, before={"body": before}, after={"body": body})
    _tell(AnswerEdited, given, by)
    if says_more or went:
        _end_verification(given, by)
    _look_again(given, rules, says_more=says_more, by=by)
    settle(given.question, by=by)


def _look_again(given: Answer, rules: list[str], *, says_more: bool, by: Person) -> None:
    """Let a moderator, or a novice's mentor, see what was changed before others do."""
    own = by.id == given.author_id
    if given.state == "sent_back" and own:
        given.state, given.note = "held" if rules else "waiting", ""
        _announce(given, rules)
    elif rules and given.state in {PUBLISHED, "waiting"}:
        given.state = "held"
        _announce(given, rules)
    elif given.is_published and own and says_more and _first_state(given.question, by, []) == "waiting":
        given.state = "waiting"
        _tell_state(given, by)
        _announce(given, [])


def _end_verification(given: Answer, by: Person) -> None:
    if given.is_verified:
        given.verified_at = given.verified_by_id = given.verified_by = given.review_at = None
        place(given)
        _tell(AnswerUnverified, given, by)


def approve(given: Answer, *, by: Person) -> None:
    """Let a novice's answer through and count it towards the end of their probation, once however often it changes."""
    _check_waiting(given)
    given.state, given.note = PUBLISHED, ""
    given.approved_by_id, given.approved_by, given.approved_at = by.id, by, clock.now()
    _tell(AnswerApproved, given, by)
    if given.published_at is None:
        training.count_decision(given.author, approved=True, by=by)
        _publish(given)
    else:
        _tell_state(given, by)
        settle(given.question, by=by)


def send_back(given: Answer, note: str, *, by: Person) -> None:
    """Ask a novice to write it again, and say how."""
    if not note.strip():
        raise Invalid({"note": _("Say what should change.")})
    _check_waiting(given)
    given.state, given.note = "sent_back", note.strip()
    if given.published_at is None:
        training.count_decision(given.author, approved=False, by=by)
    sent = AnswerSentBack(question_id=given.question_id, answer_id=given.id, author_id=given.author_id, note=given.note)
    record(sent, by=by, space_id=given.question.space_id)


def set_answer_state(given: Answer, state: str, *, by: Actor, reason: str = "") -> None:
    """Publish, hold, hide or remove it, as a moderator decides; the exact opposite call restores what was."""
    set_answer_states([given], state, by=by, reasons={given.id: reason})


def set_answer_states(given: Iterable[Answer], state: str, *, by: Actor, reasons: Mapping[int, str]) -> None:
    """The same for many, with a reason for each by its id; but for a first publication, statements do not grow."""
    if state not in ANSWER_STATES:
        raise Invalid({"state": _("Choose one of %(all)s.", all=", ".join(ANSWER_STATES))})
    answers = list(given)
    hold_all({each.question for each in answers}, answers)
    changing = [each for each in answers if each.state != state]
    before = {each.id: each.state for each in changing}
    for each in changing:
        each.state = state
    lines = [
        audit.Line(f"answer:{each.id}", reasons.get(each.id, ""), {"state": before[each.id]}, {"state": state})
        for each in changing
    ]
    audit.log_all("board.answer_state_changed", lines, by=by)
    settled: dict[Question, Actor | None] = {}
    for each in changing:
        settled[each.question] = _told_of(each, by)
    settle_all(settled)


def _told_of(given: Answer, by: Actor) -> Actor:
    """Tell of a new state; a first publication is its author's deed. Returns whose deed it is to the question."""
    _tell_state(given, by)
    if given.state != PUBLISHED or given.published_at is not None:
        return by
    if trained.is_on_probation(given.author):
        given.approved_by_id, given.approved_at = by.id, clock.now()
        training.count_decision(given.author, approved=True, by=by)
    _appear(given)
    return given.author


def _tell_state(given: Answer, by: Actor) -> None:
    changed = AnswerStateChanged(
        question_id=given.question_id, answer_id=given.id, author_id=given.author_id, state=given.state
    )
    record(changed, by=by, space_id=given.question.space_id)


def _first_state(question: Question, by: Person, rules: list[str]) -> str:
    if rules:
        return "held"
    practising = question.space.visibility == "sandbox"
    return "waiting" if not practising and trained.is_on_probation(by) else PUBLISHED


def _announce(given: Answer, rules: list[str]) -> None:
    if given.state == PUBLISHED:
        _publish(given)
    elif given.state == "waiting":
        _tell(AnswerWaiting, given, given.author)
    else:
        held = AnswerHeld(question_id=given.question_id, answer_id=given.id, author_id=given.author_id, rules=rules)
        record(held, by=given.author, space_id=given.question.space_id)


def _publish(given: Answer) -> None:
    """Let people read it for the first time, as its author's deed."""
    _appear(given)
    settle(given.question, by=given.author)


def _appear(given: Answer) -> None:
    given.published_at = clock.now()
    touch(given.question)
    _tell(AnswerPosted, given, given.author)
    end_waiting(given.question, "answer", by=given.author)


def _check_waiting(given: Answer) -> None:
    hold_row(given.question, given)
    if given.state != "waiting":
        raise Conflict(_("This answer does not wait for approval any more."), state=given.state)


def _tell(
    kind: type[AnswerPosted | AnswerWaiting | AnswerApproved | AnswerEdited | AnswerUnverified],
    given: Answer,
    by: Actor | None,
) -> None:
    happened = kind(question_id=given.question_id, answer_id=given.id, author_id=given.author_id)
    record(happened, by=by, space_id=given.question.space_id)

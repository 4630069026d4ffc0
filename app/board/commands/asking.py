"""Asking, editing, closing and escalating questions."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.commands.audience import check_asked_of
from app.board.commands.holding import hold_row
from app.board.commands.holds import publish, put
from app.board.commands.settling import settle, touch
from app.board.commands.targets import first_severity
from app.board.commands.timing import keep_time
from app.board.commands.waiting import heard_from
from app.board.commands.wording import screened_question, topics_named
from app.board.commands.wordings import keep_words
from app.board.events import QuestionEdited, QuestionEscalated, QuestionHeld
from app.board.models import OPEN, PRIVATE, SHOWN, Question
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.core.versions import check_version
from app.extensions import db
from app.files import commands as files
from app.spaces.models import Space
from app.spaces.policy.premoderation import holds

LONGEST_REASON = 2000


def ask(
    *,
    space: Space,
    title: str,
    body: str = "",
    topics: Iterable[str] = (),
    by: Person,
    channel: str = "site",
    handle: str | None = None,
    external_id: str | None = None,
    attachments: Iterable[str] = (),
    private: bool = False,
    asked_of: Person | None = None,
) -> Question:
    """Ask; `topics` are names or slugs, `handle` an asker from outside for whom `by` asks, `attachments`
    the tokens of files that `by` sent in, `asked_of` a colleague to ask by name. In a one-way space all is private.

    Raises Invalid with a sentence for each field that must change; a question that a rule holds waits for a moderator.
    """
    title, names = text.tidy(title), list(topics)
    check_asked_of(asked_of, space)
    chosen = files.choose(attachments, by=by, scope="question")
    rules = [*screened_question(title, body, names, space=space, by=by), *chosen.rules]
    rules += [] if external_id else holds(space, "question", by)
    moment = clock.now()
    question = Question(
        space_id=space.id, space=space, author_id=by.id, author=by, channel=channel, handle=handle or None,
        title=title, body=body, body_html=text.render(body), hold="held" if rules else SHOWN, state="open",
        severity=first_severity(space.id, channel), audience=PRIVATE if private or space.one_way else OPEN,
        asked_of_id=asked_of.id if asked_of else None, asked_of=asked_of,
        external_id=external_id, asked_at=moment, active_at=moment, topics=list(topics_named(names)),
        vote_count=0, answer_count=0, comment_count=0, verified_count=0,
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    files.hang(chosen, f"question:{question.id}", by=by)
    if rules:
        record(QuestionHeld(question_id=question.id, rules=rules), by=by, space_id=space.id)
    else:
        publish([question])
    return question


def edit(
    question: Question,
    *,
    title: str,
    body: str,
    topics: Iterable[str],
    by: Person,
    reason: str = "",
    version: str | None = None,
    attachments: Iterable[str] = (),
    without: Iterable[str] = (),
) -> None:
    """Change the words, hang more files on it and take some away; what the words were stays on the audit log.

    Raises Invalid like `ask`, and Stale when a `version` is given and the words have changed since.
    """
    title, names = text.tidy(title), list(topics)
    subject = f"question:{question.id}"
    chosen = files.choose(attachments, by=by, scope="question", on=subject, without=without)
    rules = [*screened_question(title, body, names, space=question.space, by=by, posts=False), *chosen.rules]
    hold_row(question)
    check_version(question, version)
    before = {"title": question.title, "body": question.body}
    if before != {"title": title, "body": body}:
        keep_words(question, by=by)
    if before != {"title": title, "body": body} or chosen.files:
        rules += holds(question.space, "question", by)
    question.title, question.body, question.body_html = title, body, text.render(body)
    question.topics = list(topics_named(names))
    question.edited_at = clock.now()
    files.hang(chosen, subject, by=by)
    files.take_away(without, subject, by=by)
    touch(question)
    after = {"title": title, "body": body}
    audit.log("board.question_edited", subject, by=by, reason=reason, before=before, after=after)
    if rules and question.hold == SHOWN:
        put([question], "held")
        keep_time(question)
        record(QuestionHeld(question_id=question.id, rules=rules), by=by, space_id=question.space_id)
    record(QuestionEdited(question_id=question.id), by=by, space_id=question.space_id)
    heard_from(question, by)


def escalate(question: Question, reason: str, *, by: Actor | None) -> None:
    """Say that it needs a case outside the board; escalating again changes nothing."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say in a few words why this needs a case.")})
    hold_row(question)
    if question.escalated_at:
        return
    question.escalated_at, question.escalation_reason = clock.now(), reason
    touch(question)
    audit.log("board.question_escalated", f"question:{question.id}", by=by, reason=reason)
    record(QuestionEscalated(question_id=question.id, reason=reason), by=by, space_id=question.space_id)
    settle(question, by=by)


def close(question: Question, *, by: Actor | None, reason: str = "") -> None:
    """End it without a solution; nobody can answer until it is opened again."""
    hold_row(question)
    question.closed_at = question.closed_at or clock.now()
    audit.log("board.question_closed", f"question:{question.id}", by=by, reason=reason)
    settle(question, by=by)


def reopen(question: Question, *, by: Person) -> None:
    """Undo `close`."""
    hold_row(question)
    question.closed_at = None
    audit.log("board.question_reopened", f"question:{question.id}", by=by)
    settle(question, by=by)

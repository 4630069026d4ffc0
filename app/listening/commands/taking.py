"""Taking what was said to the company: through the same gate, screening and commands as what is typed on the site."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board import policy
from app.board import queries as questions
from app.board.models import Question
from app.core import clock, text
from app.core.access import Decision, Invalid
from app.core.plain import literal
from app.extensions import db
from app.listening import queries
from app.listening.models import IN, ChannelAccount, ChannelMessage
from app.listening.port import Inbound

LONGEST_TITLE = 200
SHORTEST_TITLE = 3
SENTENCE = re.compile(r"(.{3,}?[.?!…])(?:\s|$)")


def take(said: Inbound, account: ChannelAccount) -> ChannelMessage | None:
    """Take one message, once: it begins a question, or continues one as a comment or a colleague's answer.

    None where it does neither. What may not be taken leaves the reason on the message, and never its words.
    """
    known = queries.message(account, said.external_id)
    if known is not None:
        return known
    thread = queries.thread_of(account, said.parents)
    if thread is None and not said.opens:
        return None
    message = ChannelMessage(
        account_id=account.id, account=account, external_id=said.external_id, direction=IN, handle=said.handle[:254],
        url=said.url, refs=said.refs, question_id=thread.question_id if thread else None, subject="",
        said_at=said.at, taken_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            message.question_id, message.subject = _placed(said, account, thread)
    except Invalid as error:
        message.refused = str(error)[:300]
    db.session.add(message)
    account.message_count += 1
    return message


def _placed(said: Inbound, account: ChannelAccount, thread: ChannelMessage | None) -> tuple[int, str]:
    """Where it went: the question's id, and what became of it."""
    person = _speaker(said, account)
    if thread is None or thread.question_id is None:
        question = _asked(said, account, person)
        return question.id, f"question:{question.id}"
    continued = questions.visible_question(person, thread.question_id)
    if continued is not None and continued.merged_into_id is not None:
        continued = questions.visible_question(person, continued.merged_into_id)
    if continued is None:
        raise Invalid({"question": _("The question cannot be seen by whoever said this.")})
    return continued.id, _continued(said, continued, person)


def _speaker(said: Inbound, account: ChannelAccount) -> Person:
    """A member whose handle it is known to be; else whoever is known by nothing but that handle."""
    tied = queries.tie_of(account.channel, said.key)
    return tied.person if tied is not None else accounts.welcome_outsider(account.channel, said.key, said.handle)


def _asked(said: Inbound, account: ChannelAccount, person: Person) -> Question:
    _pass(policy.may_ask(person, account.space))
    title = _title(said.text)
    body = literal(said.text) if text.tidy(said.text) != title else ""
    with clock.at(min(said.at, clock.now())):
        return board.ask(
            space=account.space, title=title, body=body, by=person, channel=account.channel, handle=said.handle[:120]
        )


def _continued(said: Inbound, question: Question, person: Person) -> str:
    """An answer where a colleague may give one; else a comment."""
    body = literal(said.text)
    answers = person.is_employee and person.id != question.author_id and bool(policy.may_answer(person, question))
    if answers:
        with clock.at(min(said.at, clock.now())):
            return f"answer:{board.answer(question, body, by=person).id}"
    _pass(policy.may_comment(person, question))
    with clock.at(min(said.at, clock.now())):
        return f"comment:{board.comment_on_question(question, body, by=person).id}"


def _pass(decision: Decision) -> None:
    if not decision:
        raise Invalid({"gate": decision.reason})


def _title(words: str) -> str:
    """A short message whole; of a longer one its first sentence, or as much of it as fits a title."""
    line = text.tidy(words)
    if len(line) < SHORTEST_TITLE:
        raise Invalid({"title": _("Nothing was asked.")})
    if len(line) <= LONGEST_TITLE // 2:
        return line
    sentence = SENTENCE.match(line)
    first = sentence.group(1) if sentence else line
    return first if len(first) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"

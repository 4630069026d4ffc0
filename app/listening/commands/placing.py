"""Where what was said goes, whichever channel it came by: an answer or a comment, and what a question is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board import commands as board
from app.board import policy
from app.board.models import Question
from app.core import clock, text
from app.core.access import Decision, Invalid
from app.core.plain import literal
from app.listening.port import Inbound

LONGEST_TITLE = 200
SHORTEST_TITLE = 3
SENTENCE = re.compile(r"(.{3,}?[.?!…])(?:\s|$)")


@dataclass(frozen=True)
class Placed:
    """Where something went: its question, if one can be named, what became of it, and why nothing did."""

    question_id: int | None = None
    subject: str = ""
    refused: str = ""


def go_on(said: Inbound, question: Question, person: Person, channel: str, files: Sequence[str] = ()) -> str:
    """An answer where a colleague may give one; else a comment. `files` are the tokens of what hangs on it."""
    body = literal(said.text or (", ".join(each.name for each in said.files) if files else ""))
    answers = person.is_employee and person.id != question.author_id and bool(policy.may_answer(person, question))
    if answers:
        with clock.at(min(said.at, clock.now())):
            return f"answer:{board.answer(question, body, by=person, attachments=files).id}"
    passing(policy.may_comment(person, question))
    with clock.at(min(said.at, clock.now())):
        made = board.comment_on_question(question, body, by=person, channel=channel, attachments=files)
        return f"comment:{made.id}"


def passing(decision: Decision) -> None:
    """Go on where a policy allows; raises Invalid with its reason."""
    if not decision:
        raise Invalid({"gate": decision.reason})


def title_of(words: str) -> str:
    """A short message whole; of a longer one its first sentence, or as much of it as fits a title."""
    line = text.tidy(words)
    if len(line) < SHORTEST_TITLE:
        raise Invalid({"title": _("Nothing was asked.")})
    if len(line) <= LONGEST_TITLE // 2:
        return line
    sentence = SENTENCE.match(line)
    first = sentence.group(1) if sentence else line
    return first if len(first) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"

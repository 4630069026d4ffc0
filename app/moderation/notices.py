"""What rules notice while the text is seen at once is put before the moderators.

So is what they warn of where nobody sat there who could have been asked: in mails, from channels, in imports.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.board.events import AnswerEdited, AnswerPosted, QuestionAsked, QuestionEdited
from app.board.models import Question
from app.core import clock
from app.core.events import Entry
from app.discussion.events import CommentEdited, CommentPosted
from app.discussion.models import Comment
from app.ideas.events import IdeaEdited, IdeaSubmitted
from app.moderation import commands, queries, subjects
from app.moderation.models import HELD_SEVERITY
from app.moderation.subjects import Subject
from app.moderation.subscribers import moderation
from app.screening import queries as screening
from app.screening.queries import Finding, Rule

# Ways on which a form or a program is there to be asked.
ASKED = {"site", "api", "widget"}
MILD = 1
EDITS = {"board.question_edited", "board.answer_edited", "discussion.comment_edited", "ideas.idea_edited"}
# What comes first in each event's fields is not always what it is about.
ABOUT = {
    "board.question_asked": "question", "board.question_edited": "question", "board.answer_posted": "answer",
    "board.answer_edited": "answer", "ideas.idea_submitted": "idea", "ideas.idea_edited": "idea",
}  # fmt: skip


@moderation.on(
    QuestionAsked, QuestionEdited, AnswerPosted, AnswerEdited, IdeaSubmitted, IdeaEdited, CommentPosted, CommentEdited
)
def noticed(event: Any, entry: Entry) -> None:
    """Open a case where a rule in force then asks to tell moderators; what one of them let through is known to them."""
    kind = ABOUT.get(event.name, "comment")
    subject = subjects.find(f"{kind}:{getattr(event, f'{kind}_id')}")
    if subject is None or subject.state != subject.shown_state:
        return
    if event.name not in EDITS and queries.has_case(subject.name):
        return
    wanted = _wanted(subject, entry)
    found = _found(subject, wanted, entry, posts=event.name not in EDITS) if wanted else []
    if found:
        rules = dict.fromkeys(each.rule for each in found)
        told = any(each.action == "notify" for each in found)
        with clock.at(entry.at):
            commands.open_case(subject, source="notice", rules=rules, severity=HELD_SEVERITY if told else MILD)


def _wanted(subject: Subject, entry: Entry) -> list[Rule]:
    """Rules that tell moderators, and those that warn where nobody could be asked."""
    warning = screening.warning_rules(entry.at) if _was_asked_nothing(subject) else []
    return [*screening.notify_rules(entry.at), *warning]


def _was_asked_nothing(subject: Subject) -> bool:
    """Whether a text came by a way on which no warning can be shown to who wrote it."""
    thing = subject.thing
    came_by = thing.channel if isinstance(thing, Question | Comment) else "site"
    return came_by not in ASKED or thing.external_id is not None


def _found(subject: Subject, wanted: Sequence[Rule], entry: Entry, *, posts: bool) -> list[Finding]:
    """What these rules notice, asked as they would have been just before it was posted."""
    with clock.at(entry.at - timedelta(microseconds=1)):
        found = screening.find(
            _words(subject), wanted, subject.kind, by=subject.author, space_id=subject.space_id, posts=posts
        )
    return list(found)


def _words(subject: Subject) -> str:
    if subject.kind not in {"question", "idea"}:
        return subject.body
    answered = (words.striptags() for _label, words in subjects.answered_words(subject))
    return "\n\n".join([subject.title, subject.body, *answered])

"""What rules notice while the text is seen at once is put before the moderators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.board.events import AnswerEdited, AnswerPosted, QuestionAsked, QuestionEdited
from app.core import clock
from app.core.events import Entry
from app.discussion.events import CommentEdited, CommentPosted
from app.ideas.events import IdeaEdited, IdeaSubmitted
from app.moderation import commands, queries, subjects
from app.moderation.subjects import Subject
from app.moderation.subscribers import moderation
from app.screening import queries as screening

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
    if not screening.notify_rules(entry.at):
        return
    kind = ABOUT.get(event.name, "comment")
    subject = subjects.find(f"{kind}:{getattr(event, f'{kind}_id')}")
    if subject is None or subject.state != subject.shown_state:
        return
    if event.name not in EDITS and queries.has_case(subject.name):
        return
    rules = _rules(subject, entry, posts=event.name not in EDITS)
    if rules:
        with clock.at(entry.at):
            commands.open_case(subject, source="notice", rules=rules)


def _rules(subject: Subject, entry: Entry, *, posts: bool) -> list[str]:
    """The names of the rules that notice something, asked as they would have been just before it was posted."""
    with clock.at(entry.at - timedelta(microseconds=1)):
        found = screening.find(
            _words(subject), screening.notify_rules(entry.at), subject.kind, by=subject.author,
            space_id=subject.space_id, posts=posts,
        )  # fmt: skip
    return list(dict.fromkeys(each.rule for each in found))


def _words(subject: Subject) -> str:
    if subject.kind not in {"question", "idea"}:
        return subject.body
    answered = (words.striptags() for _label, words in subjects.answered_words(subject))
    return "\n\n".join([subject.title, subject.body, *answered])

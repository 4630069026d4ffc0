"""What the board's operations take."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.core.api import Cursor, In
from app.core.api.operations import Text
from app.core.text import LONGEST
from app.files.commands import MOST_ON_ONE

State = Literal["open", "answered", "solved", "escalated", "closed"]
Sort = Literal["newest", "active", "needs-answer", "votes"]


class QuestionsQuery(Cursor):
    """Which questions, in which order; `space` and `topic` are slugs."""

    space: Text | None = Field(None, max_length=60)
    topic: Text | None = Field(None, max_length=60)
    state: State | None = None
    sort: Sort = "newest"


class QuestionIn(In):
    """A question; `handle` names an asker from outside, for connectors with the scope `channels`.

    A private one is read by its asker and those who are cleared to answer; `asked_of` is a colleague's handle.
    """

    space: Text = Field(min_length=1, max_length=60)
    title: Text = Field(min_length=3, max_length=200)
    body: Text = Field("", max_length=LONGEST)
    topics: list[Text] = Field(default_factory=list, max_length=5)
    channel: Text = Field("site", min_length=1, max_length=40)
    handle: Text | None = Field(None, min_length=1, max_length=120)
    private: bool = False
    asked_of: Text | None = Field(None, min_length=1, max_length=40)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class EditIn(In):
    """A question's new words; with `version` they are refused when the words have changed since."""

    title: Text = Field(min_length=3, max_length=200)
    body: Text = Field("", max_length=LONGEST)
    topics: list[Text] = Field(default_factory=list, max_length=5)
    version: Text | None = Field(None, max_length=20)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class BodyIn(In):
    """An answer's text, in Markdown."""

    body: Text = Field(min_length=1, max_length=LONGEST)


class AnswerIn(BodyIn):
    """An answer; with `seen` (the question's `answers_mark` when it was read) newer answers of others refuse it."""

    seen: Text | None = Field(None, max_length=20)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class AnswerEditIn(BodyIn):
    """An answer's new text; with `version` it is refused when the text has changed since."""

    version: Text | None = Field(None, max_length=20)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class CommentIn(In):
    """A comment, perhaps in reply to another one."""

    body: Text = Field(min_length=1, max_length=4000)
    reply_to: int | None = Field(None, ge=1, lt=2**63)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class MergeIn(In):
    """The question that a duplicate goes into."""

    into: int = Field(ge=1, lt=2**63)


class VoteIn(In):
    """1, 0 to take it back, or -1."""

    value: Literal[1, 0, -1]


class ReasonIn(In):
    """Why."""

    reason: Text = Field(min_length=1, max_length=2000)


class NoteIn(In):
    """What a mentor asks a novice to change."""

    note: Text = Field(min_length=1, max_length=2000)

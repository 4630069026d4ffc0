"""What the board's operations take and give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from app.accounts.api import PersonOut
from app.board.api.clocks import ClockOut, TargetOut, for_colleagues, targets_for_colleagues
from app.board.models import Answer, Claim, Question
from app.core.api import Cursor, In, Out
from app.core.api.operations import Moment, Text
from app.core.text import LONGEST
from app.discussion.models import Comment
from app.files.api import FileOut
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
    """A question; `handle` names an asker from outside, for connectors with the scope `channels`."""

    space: Text = Field(min_length=1, max_length=60)
    title: Text = Field(min_length=3, max_length=200)
    body: Text = Field("", max_length=LONGEST)
    topics: list[Text] = Field(default_factory=list, max_length=5)
    channel: Text = Field("site", min_length=1, max_length=40)
    handle: Text | None = Field(None, min_length=1, max_length=120)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class EditIn(In):
    """A question's new words; with `version` they are refused when the words have changed since."""

    title: Text = Field(min_length=3, max_length=200)
    body: Text = Field("", max_length=LONGEST)
    topics: list[Text] = Field(default_factory=list, max_length=5)
    version: Text | None = Field(None, max_length=20)


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


class ClaimOut(Out):
    """Who is answering, until when."""

    holder: str
    name: str
    expires_at: Moment

    @classmethod
    def of(cls, claim: Claim) -> ClaimOut:
        """From a row."""
        return cls(holder=claim.person.handle, name=claim.person.name, expires_at=claim.until)


class VoteOut(Out):
    """One's vote as it stands, and the count."""

    value: int
    count: int


class CommentOut(Out):
    """A comment; `state` is published, or held while a moderator looks at it."""

    id: int
    author: PersonOut
    body: str
    body_html: str
    reply_to: int | None
    state: str
    posted_at: Moment
    attachments: list[FileOut] = Field(default_factory=list)

    @classmethod
    def of(cls, comment: Comment) -> CommentOut:
        """From a row."""
        return cls(
            id=comment.id, author=PersonOut.of(comment.author), body=comment.body, body_html=comment.body_html,
            reply_to=comment.reply_to_id, state=comment.state, posted_at=comment.posted_at,
        )  # fmt: skip


class AnswerOut(Out):
    """An answer; `basis` says under which guidelines and certificate it was given."""

    id: int
    question_id: int
    author: PersonOut
    body: str
    body_html: str
    state: str
    note: str
    vote_count: int
    comment_count: int
    accepted: bool
    verified: bool
    verified_by: PersonOut | None
    reuse_count: int
    basis: dict[str, Any]
    version: str
    url: str
    posted_at: Moment
    accepted_at: Moment | None
    verified_at: Moment | None
    attachments: list[FileOut] = Field(default_factory=list)

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        """From a row."""
        verified_by = PersonOut.of(answer.verified_by) if answer.verified_by else None
        return cls(
            author=PersonOut.of(answer.author), accepted=answer.is_accepted, verified=answer.is_verified,
            verified_by=verified_by, **{name: getattr(answer, name) for name in _ANSWER_PLAIN},
        )  # fmt: skip


class QuestionOut(Out):
    """A question as lists show it; `claim` is there while somebody is answering, the last three for employees."""

    id: int
    title: str
    space: str
    author: PersonOut
    channel: str
    handle: str | None
    topics: list[str]
    state: str
    hold: str
    vote_count: int
    answer_count: int
    comment_count: int
    verified: bool
    accepted_answer_id: int | None
    merged_into_id: int | None
    claim: ClaimOut | None
    url: str
    external_id: str | None
    asked_at: Moment
    active_at: Moment
    solved_at: Moment | None
    severity: str | None
    due_at: Moment | None
    clock: ClockOut | None

    @classmethod
    def of(cls, question: Question) -> QuestionOut:
        """From a row."""
        return cls(**_plain(question))


class QuestionPageOut(QuestionOut):
    """A question with all its page shows; `answers_mark` is the newest answer's, `targets` are for employees."""

    body: str
    body_html: str
    version: str
    answers_mark: str
    comments: list[CommentOut]
    answers: list[AnswerOut]
    targets: list[TargetOut] | None
    attachments: list[FileOut] = Field(default_factory=list)

    def with_attachments(self, hung: Mapping[str, list[FileOut]]) -> QuestionPageOut:
        """The same page with what hangs on its things, by subject such as `answer:7`."""
        self.attachments = hung.get(f"question:{self.id}", [])
        for answer in self.answers:
            answer.attachments = hung.get(f"answer:{answer.id}", [])
        for comment in self.comments:
            comment.attachments = hung.get(f"comment:{comment.id}", [])
        return self


def question_page(
    question: Question, answers: list[AnswerOut], comments: list[CommentOut], answers_mark: str
) -> QuestionPageOut:
    """A question beside its answers and comments."""
    words = {
        "body": question.body, "body_html": question.body_html, "version": question.version,
        "answers_mark": answers_mark, "targets": targets_for_colleagues(question),
    }  # fmt: skip
    return QuestionPageOut(**_plain(question), **words, answers=answers, comments=comments)


def _plain(question: Question) -> dict[str, Any]:
    claim = question.live_claim
    return {
        **{name: getattr(question, name) for name in _QUESTION_PLAIN},
        "space": question.space.slug,
        "author": PersonOut.of(question.author),
        "topics": [topic.slug for topic in question.topics],
        "verified": question.verified_count > 0,
        "claim": ClaimOut.of(claim) if claim else None,
        **for_colleagues(question),
    }


_QUESTION_PLAIN = [
    "id",
    "title",
    "channel",
    "handle",
    "state",
    "hold",
    "vote_count",
    "answer_count",
    "comment_count",
    "accepted_answer_id",
    "merged_into_id",
    "url",
    "external_id",
    "asked_at",
    "active_at",
    "solved_at",
]
_ANSWER_PLAIN = [
    "id",
    "question_id",
    "body",
    "body_html",
    "state",
    "note",
    "vote_count",
    "comment_count",
    "reuse_count",
    "basis",
    "version",
    "url",
    "posted_at",
    "accepted_at",
    "verified_at",
]

"""What the board's operations give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from app.accounts.api import PersonOut
from app.board.api.clocks import ClockOut, TargetOut, for_colleagues, targets_for_colleagues
from app.board.models import Answer, Claim, Question
from app.core.api import Out
from app.core.api.operations import Moment
from app.discussion.models import Comment
from app.files.api import FileOut

State = Literal["open", "answered", "solved", "escalated", "closed"]
Sort = Literal["newest", "active", "needs-answer", "votes"]


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
    approved_by: PersonOut | None
    stale: bool
    questioned: bool
    review_at: Moment | None
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
            verified_by=verified_by, stale=answer.is_stale, questioned=answer.is_questioned,
            approved_by=PersonOut.of(answer.approved_by) if answer.approved_by else None,
            **{name: getattr(answer, name) for name in _ANSWER_PLAIN},
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
    private: bool
    asked_of: PersonOut | None
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
        "private": question.is_private,
        "asked_of": PersonOut.of(question.asked_of) if question.asked_of else None,
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
    "review_at",
]

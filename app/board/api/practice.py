"""The API's operations on practice."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import AnswerOut
from app.board.api.taken import BodyIn
from app.board.models import Practice, Question, Remark
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text


class PracticeQuery(Cursor):
    """Of which topic, by its slug."""

    topic: Text | None = Field(None, max_length=60)


class OldQuestionOut(Out):
    """A question as it was asked: nothing of what was answered, how often or by whom."""

    id: int
    title: str
    body: str
    space: str
    topics: list[str]
    asked_at: Moment

    @classmethod
    def of(cls, question: Question) -> OldQuestionOut:
        """From a row."""
        return cls(
            id=question.id, title=question.title, body=question.body, space=question.space.slug,
            topics=[topic.slug for topic in question.topics], asked_at=question.asked_at,
        )  # fmt: skip


class RemarkOut(Out):
    """A mentor's remark."""

    id: int
    mentor: PersonOut
    verdict: str
    body: str
    body_html: str
    made_at: Moment

    @classmethod
    def of(cls, made: Remark) -> RemarkOut:
        """From a row."""
        return cls(mentor=PersonOut.of(made.mentor), **{name: getattr(made, name) for name in _REMARK_PLAIN})


class PracticeOut(Out):
    """What somebody handed in; `verdict` is empty while it waits for a remark, `rules` would have held it in public."""

    id: int
    question_id: int
    person: PersonOut
    body: str
    body_html: str
    first_body: str
    rules: list[str]
    points: list[str]
    verdict: str
    version: str
    url: str
    handed_in_at: Moment

    @classmethod
    def of(cls, practice: Practice) -> PracticeOut:
        """From a row."""
        return cls(person=PersonOut.of(practice.person), **{name: getattr(practice, name) for name in _PLAIN})


class ComparedOut(PracticeOut):
    """The same beside its question and the settled answer of today, both null once not everybody may read them."""

    question: OldQuestionOut | None
    answer: AnswerOut | None
    answer_changed: bool
    remark: RemarkOut | None


class RemarkIn(In):
    """A remark; with the `version` it is about, a newer text refuses it."""

    verdict: Literal["ready", "not_yet"]
    body: Text = Field(min_length=1, max_length=4000)
    version: Text | None = Field(None, max_length=20)


@operation("listPractice", "GET /practice", query=PracticeQuery, returns=Listing[OldQuestionOut])
def list_practice(query: PracticeQuery) -> Listing[OldQuestionOut]:
    """Old questions that you can practise on, newest first."""
    person = somebody()
    ensure(policy.may_list_practice(person))
    topic = found(queries.visible_topic(None, query.topic)) if query.topic else None
    page = queries.practice_page(person, topic=topic, after=query.after, limit=query.limit)
    return Listing(items=[OldQuestionOut.of(question) for question in page.items], next=page.next)


@operation("listMyPractice", "GET /practice/mine", query=Cursor, returns=Listing[PracticeOut])
def list_my_practice(query: Cursor) -> Listing[PracticeOut]:
    """What you have handed in, newest first."""
    person = somebody()
    ensure(policy.may_work(person))
    page = queries.practices_of(person, after=query.after, limit=query.limit)
    return Listing(items=[PracticeOut.of(each) for each in page.items], next=page.next)


@operation("listPracticeReviews", "GET /practice/reviews", query=Cursor, returns=Listing[PracticeOut])
def list_practice_reviews(query: Cursor) -> Listing[PracticeOut]:
    """What waits for your remark, those who wait longest first."""
    person = somebody()
    ensure(policy.may_review_practice(person))
    page = queries.reviews_waiting(person, after=query.after, limit=query.limit)
    return Listing(items=[PracticeOut.of(each) for each in page.items], next=page.next)


@operation("practise", "PUT /questions/<id:question_id>/practice", body=BodyIn, returns=ComparedOut)
def practise(question_id: int, body: BodyIn) -> ComparedOut:
    """Hand in what you would have answered, or write it again; 409 once a mentor has remarked on it."""
    person, question = somebody(), found(queries.visible_question(me(), question_id))
    ensure(policy.may_practise_on(person, question))
    return _compared(commands.practise(question, body.body, by=person))


@operation("getPractice", "GET /practice/<id:practice_id>", returns=ComparedOut)
def get_practice(practice_id: int) -> ComparedOut:
    """A practice answer beside the settled one: for who wrote it, and for who may remark on it."""
    shown = _practice(practice_id)
    ensure(policy.may_see_practice(me(), shown))
    return _compared(shown)


@operation("remarkPractice", "PUT /practice/<id:practice_id>/remark", body=RemarkIn, returns=RemarkOut)
def remark_practice(practice_id: int, body: RemarkIn) -> RemarkOut:
    """Remark on it as a mentor, or replace your remark; 409 when it was written again, or a colleague was faster."""
    person, shown = somebody(), _practice(practice_id)
    ensure(policy.may_remark(person, shown))
    return RemarkOut.of(commands.remark(shown, body.verdict, body.body, by=person, version=body.version))


@operation("withdrawRemark", "DELETE /practice/<id:practice_id>/remark")
def withdraw_remark(practice_id: int) -> None:
    """Take your remark back, so that the answer waits again."""
    person, shown = somebody(), _practice(practice_id)
    ensure(policy.may_withdraw_remark(person, shown, found(queries.remark_on(shown))))
    commands.withdraw_remark(shown, by=person)


def _practice(practice_id: int) -> Practice:
    return found(queries.visible_practice(me(), practice_id))


def _compared(practice: Practice) -> ComparedOut:
    question = queries.still_public([practice.question_id]).get(practice.question_id)
    settled = queries.settled_answer(practice.question_id) if question else None
    standing = queries.remark_on(practice)
    return ComparedOut(
        **PracticeOut.of(practice).model_dump(), question=OldQuestionOut.of(question) if question else None,
        answer=AnswerOut.of(settled) if settled else None,
        answer_changed=bool(question and queries.what_changed(practice, settled)),
        remark=RemarkOut.of(standing) if standing else None,
    )  # fmt: skip


_REMARK_PLAIN = ["id", "verdict", "body", "body_html", "made_at"]
_PLAIN = [
    "id",
    "question_id",
    "body",
    "body_html",
    "first_body",
    "rules",
    "points",
    "verdict",
    "version",
    "url",
    "handed_in_at",
]

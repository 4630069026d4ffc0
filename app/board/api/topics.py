"""The API's operations on what is known of topics."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import QuestionOut
from app.board.models import Question
from app.core.access import ensure, found, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Text
from app.topics import queries as known
from app.topics.models import Topic


class TopicOut(Out):
    """A topic by its slug."""

    slug: str
    name: str
    about: str
    url: str

    @classmethod
    def of(cls, topic: Topic) -> TopicOut:
        """From a row."""
        return cls(slug=topic.slug, name=topic.name, about=topic.about, url=topic.url)


class TopicPageOut(TopicOut):
    """A topic with its experts, its canonical questions, and what most people ask without a verified answer."""

    experts: list[PersonOut]
    canonical: list[QuestionOut]
    asked_often: list[QuestionOut]


class GapOut(Out):
    """What a topic is missing; `people` asked in the last 90 days without a verified answer."""

    topic: str
    people: int
    questions: int
    has_expert: bool
    asked_often: bool


class AboutIn(In):
    """What a topic is about, in a line or two."""

    about: Text = Field("", max_length=300)


@operation("listTopics", "GET /topics", query=Cursor, returns=Listing[TopicOut])
def list_topics(query: Cursor) -> Listing[TopicOut]:
    """The topics of questions you may see, by name."""
    public()
    page = queries.topic_page(me(), after=query.after, limit=query.limit)
    return Listing(items=[TopicOut.of(topic) for topic in page.items], next=page.next)


@operation("listGaps", "GET /gaps", query=Cursor, returns=Listing[GapOut])
def list_gaps(query: Cursor) -> Listing[GapOut]:
    """What is asked often without a verified answer, and topics without an expert."""
    ensure(policy.may_see_gaps(somebody()))
    page = queries.gaps(me(), after=query.after, limit=query.limit)
    gaps = [
        GapOut(
            topic=gap.topic.slug, people=gap.people, questions=gap.questions, has_expert=gap.has_expert,
            asked_often=gap.is_asked_often,
        )
        for gap in page.items
    ]  # fmt: skip
    return Listing(items=gaps, next=page.next)


@operation("getTopic", "GET /topics/<slug>", returns=TopicPageOut)
def get_topic(slug: str) -> TopicPageOut:
    """A topic with its experts, canonical questions and gaps."""
    public()
    topic = _topic(slug)
    return TopicPageOut(
        **TopicOut.of(topic).model_dump(), experts=[PersonOut.of(person) for _shown, person in known.experts(topic)],
        canonical=_questions(queries.canonical_of(me(), topic)),
        asked_often=_questions(queries.asked_often(me(), topic)),
    )  # fmt: skip


@operation("describeTopic", "PUT /topics/<slug>", body=AboutIn, returns=TopicOut)
def describe_topic(slug: str, body: AboutIn) -> TopicOut:
    """Say what a topic is about."""
    person, topic = somebody(), _topic(slug)
    ensure(policy.may_describe_topic(person, topic))
    commands.describe_topic(topic, body.about, by=person)
    return TopicOut.of(topic)


@operation("chooseCanonical", "PUT /topics/<slug>/canonical/<id:question_id>", returns=QuestionOut)
def choose_canonical(slug: str, question_id: int) -> QuestionOut:
    """Point to a question's answers first for a topic; 409 says why it cannot be canonical."""
    person, question = somebody(), found(queries.visible_question(me(), question_id))
    ensure(policy.may_choose_canonical(person, question))
    commands.choose_canonical(question, _topic(slug), by=person)
    return QuestionOut.of(question)


@operation("dropCanonical", "DELETE /topics/<slug>/canonical/<id:question_id>")
def drop_canonical(slug: str, question_id: int) -> None:
    """No longer point to it first."""
    person, question = somebody(), found(queries.visible_question(me(), question_id))
    ensure(policy.may_choose_canonical(person, question))
    commands.drop_canonical(question, _topic(slug), by=person)


def _topic(slug: str) -> Topic:
    return found(queries.visible_topic(me(), slug))


def _questions(rows: Sequence[Question]) -> list[QuestionOut]:
    return [QuestionOut.of(question) for question in rows]

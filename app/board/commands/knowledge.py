"""What is done with the knowledge of a topic."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.board.events import CanonicalChosen, CanonicalDropped, TopicDescribed
from app.board.models import Canonical, Question
from app.board.queries import MOST_CANONICAL, canonical_topics
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.screening import commands as screening
from app.topics import commands as topics
from app.topics.models import Topic

LONGEST_ABOUT = 300


def choose_canonical(question: Question, topic: Topic, *, by: Person) -> None:
    """Point to a question's answers first for a topic it is about; idempotent.

    Raises Conflict where it has no answer that somebody accepted or verified, or the topic has enough of them.
    """
    if problem := _canonical_problem(question, topic):
        raise Conflict(problem)
    made = Canonical(topic_id=topic.id, question_id=question.id, chosen_by_id=by.id, chosen_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return
    audit.log("board.canonical_chosen", f"question:{question.id}", by=by, after={"topic": topic.slug})
    record(CanonicalChosen(topic_id=topic.id, question_id=question.id), by=by, space_id=question.space_id)


def drop_canonical(question: Question, topic: Topic, *, by: Person) -> None:
    """No longer point to it first; idempotent."""
    held = (Canonical.topic_id == topic.id, Canonical.question_id == question.id)
    if (made := db.session.scalar(select(Canonical).where(*held))) is None:
        return
    db.session.delete(made)
    audit.log("board.canonical_dropped", f"question:{question.id}", by=by, before={"topic": topic.slug})
    record(CanonicalDropped(topic_id=topic.id, question_id=question.id), by=by, space_id=question.space_id)


def describe_topic(topic: Topic, about: str, *, by: Person) -> None:
    """Say what a topic is about; raises Invalid for a text that is too long or refused."""
    about = text.tidy(about)
    if len(about) > LONGEST_ABOUT:
        raise Invalid({"about": _("At most %(most)d characters.", most=LONGEST_ABOUT)})
    if screening.pass_or_raise(about, "about", scope="question", by=by, posts=False):
        raise Invalid({"about": _("A rule of the house holds this text. Put it differently.")})
    topics.describe(topic, about, by=by)
    record(TopicDescribed(topic_id=topic.id), by=by)


def _canonical_problem(question: Question, topic: Topic) -> str:
    problem: str = ""
    number = select(func.count()).select_from(Canonical).where(Canonical.topic_id == topic.id)
    if topic.id not in question.topic_ids:
        problem = _("This question is not about %(topic)s.", topic=topic.name)
    elif not (question.verified_count or question.accepted_answer_id):
        problem = _("Only a question with an accepted or a verified answer can be canonical.")
    elif (db.session.scalar(number) or 0) >= MOST_CANONICAL and topic.id not in canonical_topics(question):
        problem = _("A topic has at most %(most)d canonical answers. Drop one first.", most=MOST_CANONICAL)
    return problem

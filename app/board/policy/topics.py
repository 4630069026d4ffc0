"""Who may look after what is known of a topic."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board.models import Question
from app.board.policy.grounds import standing
from app.core.access import ALLOWED, Decision, refused
from app.spaces.policy import may_moderate
from app.topics import queries as topics
from app.topics.models import Topic
from app.training import policy as training


def may_choose_canonical(person: Person | None, question: Question) -> Decision:
    """Experts of the question's topics who are cleared to verify, and moderators of its space."""
    if not (decision := standing(question)):
        return decision
    if may_moderate(person, question.space):
        return ALLOWED
    if not (decision := training.clearance(person, "verify", question.space)):
        return decision
    if not topics.is_expert(person, question.topic_ids):
        return refused(_("Canonical answers are chosen by experts of the topic."), gate="expertise")
    return ALLOWED


def may_describe_topic(person: Person | None, topic: Topic) -> Decision:
    """Experts of the topic, moderators and stewards."""
    if not (decision := may_write(person)):
        return decision
    assert person is not None  # noqa: S101 - may_write refuses visitors
    if person.has_role("steward", "moderator") or topics.is_expert(person, [topic.id]):
        return ALLOWED
    return refused(_("A topic is described by its experts."), gate="expertise")


def may_see_gaps(person: Person | None) -> Decision:
    """Employees: what customers ask in vain is for those who can answer it."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and not person.is_employee:
        return refused(_("Gaps are for those who answer."), gate="role", remedy="/topics")
    return ALLOWED

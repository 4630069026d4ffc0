"""Loads the demo community: collects the story, tells it in order, lets the subscribers catch up."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, subscriptions, transaction, worker
from app.demo import (
    company,
    connected,
    conversations,
    customers,
    exchange,
    heard,
    judged,
    knowledge,
    learning,
    moderation,
    panels,
    practice,
    programmes,
    projects,
    reviews,
    rewards,
    together,
    visits,
)
from app.demo.story import Story
from app.extensions import db

# Known to everybody: it opens the demo's invented people only, and `flask demo load` refuses a database in use.
PASSWORD = "three bees make honey"  # noqa: S105


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def load(seed: int) -> int:
    """Tell the story into an empty database; returns how many deeds were done. Deterministic for a seed."""
    story = Story(now=clock.now())
    company.tell_company(story, PASSWORD)
    programmes.tell_programmes(story)
    conversations.tell_conversations(story)
    knowledge.tell_knowledge(story)
    exchange.tell_exchange(story)
    reviews.tell_reviews(story)
    judged.tell_judged(story)
    projects.tell_projects(story)
    customers.tell_customers(story)
    moderation.tell_moderation(story)
    together.tell_together(story)
    practice.tell_practice(story)
    learning.tell_learning(story, seed)
    with connected.receiving() as place:
        connected.tell_program(story, place)
        deeds = story.tell()
        with transaction.unit():
            company.appoint_experts(story)
            exchange.refit_all(story)
            rewards.tell_rewards(story)
            heard.tell_heard(story)
        subscriptions.run_all()
        moderation.tell_decisions(story)
        connected.tell_crm(story, place)
        panels.tell_panels(story)
        deeds += story.tell()
        subscriptions.run_all()
        worker.drain()
        with transaction.unit():
            connected.pause_both(story)
    with transaction.unit():
        rewards.tell_earnings(story)
        heard.tell_answers(story)
    with transaction.unit():
        visits.tell_visits(story, Random(seed))  # noqa: S311 - the same seed makes the same journeys
    return deeds

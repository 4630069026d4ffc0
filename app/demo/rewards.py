"""Rewards and badges that there are, thanks from those who were helped, and what is made of all that."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import Answer
from app.demo.story import Story, content
from app.extensions import db
from app.recognition import commands as recognition
from app.recognition import policy, queries
from app.recognition.commands.defining import Wording
from app.recognition.commands.rewarding import Offer
from app.recognition.models import Reward, Tally
from app.topics import queries as topics

STEWARD = "rosalind"
EVERY = 9
SIGNED = 3


def tell_rewards(story: Story) -> None:
    """Define rewards and badges, and let askers thank for some of the answers they accepted."""
    told, steward = content("rewards"), story.people[STEWARD]
    for offer in told["rewards"]:
        recognition.make_reward(Offer(**offer), by=steward)
    for badge in told["badges"]:
        words = {**badge, "topic": topics.by_slug(badge["topic"]) if "topic" in badge else None}
        is_draft = words.pop("draft", False)
        rule = recognition.define_badge(Wording(**words), by=steward)
        if not is_draft:
            recognition.switch_on(rule, by=steward)
    accepted = select(Answer).where(Answer.accepted_at.is_not(None), Answer.state == "published").order_by(Answer.id)
    for number, answer in enumerate(db.session.scalars(accepted).unique().all()[::EVERY]):
        if answer.question.author_id != answer.author_id:
            words = told["thanks"]
            recognition.thank(answer, words[number % len(words)], by=answer.question.author)


def tell_earnings(story: Story) -> None:
    """Let those who earned most ask for something and have a badge signed, once points and badges are counted."""
    told, people = content("rewards"), _leading()
    steward = story.people[STEWARD]
    for person, wish in zip(people, told["orders"], strict=False):
        reward = db.session.scalars(select(Reward).where(Reward.name == wish["reward"])).one()
        if policy.may_order(person, reward) and queries.spendable(person) >= reward.cost:
            made = recognition.order(reward, by=person)
            if wish["note"]:
                recognition.decide(made, hand_out=True, note=wish["note"], by=steward)
    for person in people[:SIGNED]:
        award = next((each for each in queries.awards_of(person) if policy.may_credit(person, each)), None)
        if award is not None:
            recognition.issue(award, by=person)


def _leading() -> Sequence[Person]:
    most = select(Person).join(Tally, Tally.person_id == Person.id).where(Person.state == "active")
    return db.session.scalars(most.order_by(Tally.points.desc(), Person.id).limit(6)).all()

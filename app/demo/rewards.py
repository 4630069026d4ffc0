"""Rewards that there are, and thanks from those who were helped."""

from __future__ import annotations

from sqlalchemy import select

from app.board.models import Answer
from app.demo.story import Story, content
from app.extensions import db
from app.recognition import commands as recognition
from app.recognition.commands.rewarding import Offer

STEWARD = "rosalind"
EVERY = 9


def tell_rewards(story: Story) -> None:
    """Define the rewards, and let askers thank for some of the answers they accepted."""
    told = content("rewards")
    for offer in told["rewards"]:
        recognition.make_reward(Offer(**offer), by=story.people[STEWARD])
    accepted = select(Answer).where(Answer.accepted_at.is_not(None), Answer.state == "published").order_by(Answer.id)
    for number, answer in enumerate(db.session.scalars(accepted).unique().all()[::EVERY]):
        if answer.question.author_id != answer.author_id:
            words = told["thanks"]
            recognition.thank(answer, words[number % len(words)], by=answer.question.author)

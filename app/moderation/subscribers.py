"""What rules held is put before the moderators."""

from __future__ import annotations

from typing import Any

from app.board.events import AnswerHeld, QuestionHeld
from app.core import clock
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.discussion.events import CommentHeld
from app.ideas.events import IdeaHeld
from app.moderation import commands, subjects

KINDS = {"board.question_held": "question", "board.answer_held": "answer", "ideas.idea_held": "idea"}


def _keep() -> None:
    """Cases carry people's decisions, so a rebuild adds what is missing and takes nothing away."""


moderation = Subscriber("moderation", reset=_keep)


@moderation.on(QuestionHeld, AnswerHeld, IdeaHeld, CommentHeld)
def held(event: Any, entry: Entry) -> None:
    """Open a case, unless what was held has been decided since."""
    kind = KINDS.get(event.name, "comment")
    subject = subjects.find(f"{kind}:{getattr(event, f'{kind}_id')}")
    if subject is not None and subject.state == "held":
        with clock.at(entry.at):
            commands.open_case(subject, source="rule", rules=event.rules)

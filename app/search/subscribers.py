"""What changes a document of the index."""

from __future__ import annotations

from typing import Any

from app.board import events as board
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.search import commands

search = Subscriber(commands.SUBSCRIBER, reset=commands.forget, then=commands.catch_up)


@search.on(
    board.QuestionAsked, board.QuestionAudienceChanged, board.QuestionEdited, board.QuestionHoldChanged,
    board.AnswerPosted, board.AnswerEdited,
    board.AnswerStateChanged, board.AnswerAccepted, board.AnswerUnaccepted, board.AnswerVerified,
    board.AnswerUnverified,
)  # fmt: skip
def question_changed(event: Any, entry: Entry) -> None:
    """A question's words, answers or their order changed, or whether it may be found."""
    commands.mark(f"question:{event.question_id}", entry.id)


@search.on(board.QuestionMerged, board.QuestionUnmerged)
def question_merged(event: Any, entry: Entry) -> None:
    """A duplicate is found by the question it went into."""
    other = event.into_id if isinstance(event, board.QuestionMerged) else event.from_id
    commands.mark(f"question:{event.question_id}", entry.id)
    commands.mark(f"question:{other}", entry.id)


@search.on(
    ideas.IdeaSubmitted, ideas.IdeaSentToTeam, ideas.IdeaEdited, ideas.IdeaHoldChanged, ideas.IdeaMerged,
    ideas.IdeaUnmerged,
)  # fmt: skip
def idea_changed(event: Any, entry: Entry) -> None:
    """An idea can be found for the first time, or its words or whether it may be found changed."""
    commands.mark(f"idea:{event.idea_id}", entry.id)


@search.on(ideas.AudienceWidened)
def audience_widened(event: ideas.AudienceWidened, entry: Entry) -> None:
    """The ideas of a challenge may stand in another space now."""
    for idea_id in idea_queries.ids_in(event.challenge_id):
        commands.mark(f"idea:{idea_id}", entry.id)

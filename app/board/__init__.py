"""The response board: questions, answers, claims, verification, escalation."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.board import api, cli, jobs, policy, queries, subscribers, views
from app.board.queries.past import past_answers, past_comments, past_questions
from app.core import rail
from app.screening.queries import past

SCREENED = (
    past.Source("board.questions", ("board.question_asked", "board.question_held"), past_questions),
    past.Source(
        "board.answers", ("board.answer_posted", "board.answer_waiting", "board.answer_held"), past_answers
    ),
    past.Source("board.comments", ("discussion.comment_posted", "discussion.comment_held"), past_comments),
)  # fmt: skip


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    rail.add(rail.Entry(label=lambda: _("Questions"), url="/questions", icon="question", order=20))
    rail.add(
        rail.Entry(
            label=lambda: _("Desk"), url="/desk", icon="desk", order=10, work=True, act=True,
            shown=lambda person: bool(policy.may_work(person)), count=_waiting_for,
        )
    )  # fmt: skip
    for source in SCREENED:
        past.add(source)
    assert all((api, cli, jobs, subscribers))  # noqa: S101 - imported for what they declare


def _waiting_for(person: Any) -> int:
    return queries.desk_count(person)

"""The idea exchange: challenges, ideas, votes, reviews, stages, ledger."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.core import rail
from app.ideas import api, cli, jobs, policy, queries, views
from app.ideas.queries.past import past_comments, past_ideas
from app.ideas.queries.promises import count_due
from app.ideas.queries.watching import watched
from app.screening.queries import past
from app.voting import queries as voting


def register(app: Flask) -> None:
    """Hang the feature on the application."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals |= views.WORDS_OF_AUTHORS
    also = ("/challenges", "/rounds")
    rail.add(rail.Entry(label=lambda: _("Ideas"), url="/ideas", icon="idea", order=30, also=also))
    rail.add(
        rail.Entry(
            label=lambda: _("Reviews"), url="/reviews", icon="review", order=30, work=True, act=True,
            shown=lambda person: bool(policy.may_see_reviews(person)), count=_waiting_for,
        )
    )  # fmt: skip
    rail.add(
        rail.Entry(
            label=lambda: _("Shortlist"), url="/shortlist", icon="board", order=40, work=True,
            shown=lambda person: bool(policy.may_run_challenges(person)), count=_answers_due,
        )
    )  # fmt: skip
    rail.add(
        rail.Entry(
            label=lambda: _("Vote watch"), url="/ideas/votes/findings", icon="eye", order=45, work=True, act=True,
            shown=lambda person: bool(policy.may_judge_votes(person)), count=_open_findings,
        )
    )  # fmt: skip
    past.add(past.Source("ideas.ideas", ("ideas.idea_submitted", "ideas.idea_held"), past_ideas))
    past.add(past.Source("ideas.comments", ("discussion.comment_posted", "discussion.comment_held"), past_comments))
    assert all((api, cli, jobs))  # noqa: S101 - imported for what they declare


def _open_findings(person: Any) -> int:
    return voting.open_count(watched(person))


def _answers_due(person: Any) -> int:
    return count_due(person)


def _waiting_for(person: Any) -> int:
    return queries.waiting_reviews(person)

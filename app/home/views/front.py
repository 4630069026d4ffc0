"""The front page."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from app.accounts.current import me
from app.board import queries as board
from app.core import clock
from app.core.access import public
from app.home import queries
from app.ideas import queries as ideas

blueprint = Blueprint("home", __name__)
A_DAY = timedelta(days=1)


@blueprint.get("/")
def front() -> str:
    """Ask, and what is rising, solved, open and done."""
    public()
    person = me()
    solved, decided = board.solved_recently(person), ideas.outcomes(person)
    return render_template(
        "home/front.html",
        rising=board.rising(person),
        rising_ideas=ideas.rising(person),
        solved=solved,
        solved_today=any(question.solved_at and question.solved_at > clock.now() - A_DAY for question in solved),
        outcomes=decided,
        moves=queries.last_moves(decided),
        challenges=ideas.open_challenges(person),
        week=queries.week(person),
        claims=board.claims_now(person),
    )

"""What the idea exchange does by itself."""

from __future__ import annotations

from datetime import timedelta

from app.core import transaction
from app.core.worker import periodic
from app.ideas import commands, queries
from app.voting import commands as voting


@periodic("fit what votes given exposure mean", timedelta(days=1))
def refit_challenges() -> None:
    """Fit each running challenge's prior anew, and rank its ideas by it."""
    for challenge in queries.to_refit():
        commands.refit(challenge, rest=transaction.settle)


@periodic("count who took part", timedelta(hours=1))
def count_people() -> None:
    """Count who took part in challenges with many ideas, each in a transaction of its own."""
    for challenge in queries.to_count():
        commands.count_people(challenge)
        transaction.settle()


@periodic("watch over votes", timedelta(days=1))
def watch_votes() -> None:
    """Look at the votes of running challenges for what looks arranged, and forget from where older ones came."""
    for challenge in queries.to_refit():
        commands.watch(challenge)
    voting.forget_traces()


@periodic("say which phases began or ended", timedelta(seconds=5))
def turn_phases() -> None:
    """Announce openings, closings and changes of phase at their time."""
    commands.open_due()
    commands.turn_phases()


@periodic("keep review assignments", timedelta(minutes=1))
def keep_assignments() -> None:
    """Remind of reviews that are due, end those that make no sense any more, release what was held."""
    commands.keep_assignments(rest=transaction.settle)


@periodic("owe answers", timedelta(minutes=10))
def owe_answers() -> None:
    """Start the clocks that no vote starts."""
    commands.owe_all()


@periodic("remind of answers", timedelta(minutes=5))
def remind_of_answers() -> None:
    """Tell who is to answer of dates that are near, and the owners of the space of those that passed."""
    commands.remind()

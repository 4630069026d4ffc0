"""How many took part: from the rows where there are few, as counted last where there are many."""

from __future__ import annotations

import pytest

from app.core import transaction
from app.ideas import commands, jobs, queries
from app.ideas.models import Idea
from app.ideas.queries import participation
from tests.cast import Cast


def test_many_ideas_are_counted_by_the_worker(cast: Cast, idea: Idea, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, colin, emma = idea.challenge, cast.colin, cast.emma
    with transaction.unit():
        commands.vote(idea, 1, by=colin)
    assert queries.participant_count(challenge, with_votes=True) == 2
    assert queries.participant_count(challenge, with_votes=False) == 1
    monkeypatch.setattr(participation, "COUNTED_AT_ONCE", 0)
    assert queries.participant_count(challenge, with_votes=True) == 2
    with transaction.unit():
        jobs.count_people()
    with transaction.unit():
        commands.vote(idea, 1, by=emma)
    assert queries.participant_count(challenge, with_votes=True) == 2
    assert queries.participant_count(challenge, with_votes=False) == 1
    with transaction.unit():
        jobs.count_people()
    assert queries.participant_count(challenge, with_votes=True) == 3

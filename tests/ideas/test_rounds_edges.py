"""Rounds at their edges: numbers that no database holds, and counts that are hidden elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, transaction
from app.ideas import commands, queries
from app.ideas.models import Round
from app.ideas.views.rounds import may_watch_round
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]


@pytest.fixture
def round_(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> Round:
    """Five points over two ideas of a challenge that hides its votes."""
    blind = challenge_of(blind=True, blind_rule="whole")
    ideas = [idea_of(blind, f"Lend a spare hub {n}") for n in range(2)]
    with transaction.unit():
        return commands.open_round(
            blind, kind="budget", title="Which?", idea_ids=[i.id for i in ideas], points=5, by=cast.ines,
            closes_at=clock.now() + timedelta(days=1),
        )  # fmt: skip


def test_who_voted_is_not_counted_while_votes_are_hidden(cast: Cast, round_: Round, signed_in: Browser) -> None:
    ideas = queries.round_ideas(round_, cast.ines)
    with transaction.unit():
        commands.vote(ideas[0], 1, by=cast.colin)
        commands.vote(ideas[1], 1, by=cast.erik)
        commands.close_round(round_, by=cast.ines)
    assert "1 person takes part in the challenge" in signed_in(cast.emma).get(round_.url).text
    assert "3 people take part in the challenge" in signed_in(cast.ines).get(round_.url).text


@pytest.mark.parametrize(
    "words",
    [{"ideas": [1, 2**63]}, {"ideas": [1, 2**200]}, {"closes_at": "2999-01-01T00:00:00"},
     {"closes_at": "9999-12-31T23:00:00-12:00"}, {"opens_at": "0001-01-01T00:00:00+12:00"}],
)  # fmt: skip
def test_a_round_by_api_of_what_no_database_holds(api: Api, cast: Cast, round_: Round, words: dict[str, Any]) -> None:
    plain = {"kind": "pairs", "title": "Which?", "ideas": [1, 2], "closes_at": "2999-01-01T00:00:00Z"}
    refused = api(cast.ines).post(f"/api/v1/challenges/{round_.challenge.slug}/rounds", json={**plain, **words})
    assert refused.status_code == 422


@pytest.mark.parametrize("name", [str(2**63), "9" * 5000, "-1", "²"])
def test_ideas_that_cannot_be_get_no_points(api: Api, cast: Cast, round_: Round, name: str) -> None:
    assert api(cast.emma).put(f"/api/v1/rounds/{round_.id}/points", json={"points": {name: 1}}).status_code == 422


def test_a_round_without_a_number_is_watched_by_nobody(cast: Cast, round_: Round) -> None:
    assert may_watch_round(str(round_.id), cast.emma)
    assert not may_watch_round(str(2**63), cast.emma)
    assert not may_watch_round("9" * 5000, cast.emma)


def test_whoever_becomes_a_co_author_has_no_say_in_its_rounds(cast: Cast, round_: Round) -> None:
    ines, emma = cast.ines, cast.emma
    (idea, other, *_rest) = queries.round_ideas(round_, ines)
    author = idea.author
    with transaction.unit():
        pairs = commands.open_round(
            round_.challenge, kind="pairs", title="Which of two?", idea_ids=[idea.id, other.id], by=ines,
            closes_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        commands.spread(round_, {idea.id: 3, other.id: 1}, by=emma)
        commands.compare(pairs, idea.id, other.id, idea.id, by=emma)
        commands.endorse(idea, "It would save us calls.", standing="Care", by=emma)
        commands.invite(idea, "@emma", by=author)
        commands.agree(idea, by=emma)
    assert queries.points_of(round_, emma) == {other.id: 1}
    assert queries.last_comparison(pairs, emma) is None
    assert (round_.part_count, pairs.part_count) == (1, 0)
    assert queries.endorsements(idea) == []

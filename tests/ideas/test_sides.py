"""Votes side by side: raw, adjusted, by customer and by what customers are worth; for the team alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.accounts.models import CustomerFacts, Person
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.models import Idea
from app.ideas.queries import Sides
from app.voting import queries as voting
from app.voting.models import VoteFinding
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, counted

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def voted(cast: Cast, idea: Idea) -> Idea:
    """An idea that two members of one customer, one stranger, and two employees voted for."""
    other = cast.cleo
    with transaction.unit():
        for person, customer, value in (
            (cast.colin, "acme", "1200.50"),
            (other, "acme", "1200.50"),
            (cast.emma, "us", "9"),
        ):
            db.session.add(CustomerFacts(person_id=person.id, customer=customer, segment="", value=Decimal(value)))
        for person in (cast.colin, other, cast.emma, cast.erik):
            commands.vote(idea, 1, by=person)
    return idea


def test_a_customer_counts_once_and_employees_apart(cast: Cast, voted: Idea) -> None:
    assert queries.sides_of([voted.id])[voted.id] == Sides(4, 4, 2, 0, 1, Decimal("1200.50"))


def test_what_is_set_aside_counts_raw_only(cast: Cast, voted: Idea) -> None:
    votes = [
        vote for vote in voting.casts("idea", db.select(Idea.id), {}) if vote.person in {cast.colin.id, cast.cleo.id}
    ]
    with transaction.unit():
        found = VoteFinding(scope_id=voted.challenge_id, kind="ring", state="open", evidence={}, reason="")
        found.people, found.vote_ids = [vote.person for vote in votes], [vote.vote_id for vote in votes]
        found.found_at = clock.now()
        db.session.add(found)
        db.session.flush()
        commands.set_votes_aside(found, "A ring.", by=cast.ines)
    assert queries.sides_of([voted.id])[voted.id] == Sides(4, 2, 2, 0, 0, None)


def test_who_the_crm_does_not_know(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
    assert queries.sides_of([idea.id, 999]) == {idea.id: Sides(1, 1, 0, 1, 0, None), 999: Sides()}
    assert queries.sides_of([]) == {}


def test_the_team_alone_sees_them(signed_in: Browser, cast: Cast, client: FlaskClient, voted: Idea) -> None:
    page = signed_in(cast.ines).get(voted.url).text
    assert "Votes side by side" in page
    assert "1,200.5" in page
    assert "worth 1,20" in signed_in(cast.ines).get("/shortlist").text
    for reader in (client, signed_in(cast.carla), signed_in(cast.sam)):
        assert "Votes side by side" not in reader.get(voted.url).text


def test_many_ideas_cost_two_statements(
    cast: Cast, voted: Idea, idea_of: MakeIdea, challenge_of: MakeChallenge
) -> None:
    more = [idea_of(voted.challenge, f"Lend a spare hub {n}").id for n in range(5)]
    with counted() as statements:
        queries.sides_of([voted.id, *more])
    assert len([each for each in statements if each.startswith("SELECT")]) == 2

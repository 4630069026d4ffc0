"""Who may do what on the idea exchange, as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import commands as accounts
from app.core import clock, transaction
from app.ideas import commands, policy
from app.ideas.models import Idea
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea

EVERYBODY = ("carla", "colin", "emma", "sam", "max", "ines", "stella", "ada")


@pytest.mark.parametrize("name", EVERYBODY)
def test_roles(cast: Cast, idea: Idea, name: str) -> None:
    person = getattr(cast, name)
    assert bool(policy.may_run_challenges(person)) is (name in {"ines", "ada"})
    assert bool(policy.may_review(person, idea)) is (name in {"sam", "ada"})
    assert bool(policy.may_vote(person, idea)) is (name != "carla")
    assert policy.may_submit(person, idea.challenge)
    assert policy.may_comment(person, idea)


def test_visitors_sign_in_first(idea: Idea) -> None:
    decisions = [
        policy.may_run_challenges(None), policy.may_review(None, idea), policy.may_vote(None, idea),
        policy.may_submit(None, idea.challenge), policy.may_comment(None, idea),
    ]  # fmt: skip
    assert {decision.gate for decision in decisions} == {"sign-in"}


def test_nobody_judges_their_own_idea(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    mine = idea_of(challenge_of(), by=cast.sam)
    assert policy.may_review(cast.sam, mine).gate == "own"
    assert policy.may_vote(cast.sam, mine).gate == "own"
    assert policy.may_review(cast.sue, mine)
    team = idea_of(mine.challenge, "One shelf for all", by=cast.ines)
    assert policy.may_choose_reviewers(cast.ines, mine)
    assert policy.may_choose_reviewers(cast.ines, mine, team).gate == "own"
    assert policy.may_vote_for_others(cast.ines, team).gate == "own"
    assert policy.may_vote_for_others(cast.ines, mine)


def test_a_closed_challenge_takes_neither_ideas_nor_votes(cast: Cast, idea: Idea) -> None:
    with clock.at(clock.now() + timedelta(days=11)):
        assert policy.may_submit(cast.colin, idea.challenge).gate == "dates"
        assert policy.may_vote(cast.colin, idea).gate == "dates"
        assert policy.may_comment(cast.colin, idea)
        assert policy.may_review(cast.sam, idea)


def test_what_others_cannot_see_takes_nothing(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        commands.set_idea_hold(idea, "hidden", by=cast.max)
    assert policy.may_vote(cast.colin, idea).gate == policy.may_comment(cast.colin, idea).gate == "state"


def test_unconfirmed_people_only_read(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        newcomer = accounts.add_person(name="New Comer", email="new@example.com", kind="customer")
    assert policy.may_vote(newcomer, idea).gate == policy.may_submit(newcomer, idea.challenge).gate == "email"


def test_who_sees_counts_of_a_blind_challenge(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    idea = idea_of(challenge_of(blind=True))
    seen = [policy.sees_votes(p, idea, 0) for p in (None, cast.carla, cast.emma, cast.sam, cast.ines)]
    assert seen == [False, False, False, False, True]
    assert policy.sees_votes(cast.colin, idea, 1)
    with clock.at(idea.challenge.closes_at):
        assert policy.sees_votes(None, idea, 0)

"""Merges, votes and votes on behalf, in any order: counters equal their rows, nobody counts twice, undoing is exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.models import Challenge, Idea
from app.spaces.models import Space
from app.voting import queries as voting
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea

FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
IDEAS, PEOPLE = 4, 4
an_idea, somebody = st.integers(0, IDEAS - 1), st.integers(0, PEOPLE - 1)
deeds = st.one_of(
    st.tuples(st.sampled_from(["vote", "vote", "retract", "proxy", "take_back"]), an_idea, somebody),
    st.tuples(st.just("merge"), an_idea, an_idea),
    st.tuples(st.just("unmerge"), an_idea, st.just(0)),
    st.tuples(st.sampled_from(["hide", "show"]), an_idea, st.just(0)),
)
numbers = count()
Story = list[tuple[str, int, int]]


@dataclass
class Hive:
    """A challenge with four ideas, and four customers; the first of them wrote the first idea."""

    challenge: Challenge
    ideas: list[Idea]
    people: list[Person]
    team: Person

    def do(self, deed: str, idea: int, other: int) -> None:
        """One deed as the pages would do it: what makes no sense is refused and changes nothing."""
        at = self.ideas[idea]
        acts: dict[str, Callable[[], Any]] = {
            "vote": lambda: commands.vote(at, 1, by=self.people[other]),
            "retract": lambda: commands.vote(at, 0, by=self.people[other]),
            "proxy": lambda: commands.vote_for(at, self.people[other].handle, source="call", note="", by=self.team),
            "take_back": lambda: self.take_back(at, self.people[other]),
            "merge": lambda: commands.merge(at, self.ideas[other], by=self.team),
            "unmerge": lambda: commands.unmerge(at, by=self.team),
            "hide": lambda: commands.set_idea_hold(at, "hidden", by=self.team),
            "show": lambda: commands.set_idea_hold(at, "shown", by=self.team),
        }
        if deed in {"vote", "proxy"} and (at.author_id == self.people[other].id or at.hold != "shown"):
            return  # the policy's part
        try:
            with db.session.begin_nested():
                acts[deed]()
        except (Conflict, Invalid):
            db.session.expire_all()

    def take_back(self, idea: Idea, person: Person) -> None:
        vote = queries.proxy_vote(idea, person.id)
        if vote is not None:
            commands.take_back(vote, by=self.team)

    def state(self) -> Any:
        """Every count and key, and who stands where."""
        db.session.expire_all()
        rows = [
            (i.vote_count, i.top_key, i.hot_key, i.discover_key, i.merged_into_id, sorted(voting.voters("idea", i.id)))
            for i in self.ideas
        ]
        return rows, self.challenge.idea_count, self.challenge.vote_count

    def check(self) -> None:
        """The counters on the rows equal a count of rows."""
        db.session.expire_all()
        for idea in self.ideas:
            assert idea.vote_count == voting.recount("idea", idea.id) == len(set(voting.voters("idea", idea.id)))
            assert queries.on_behalf_count(idea) <= idea.vote_count
        standing = [idea for idea in self.ideas if idea.merged_into_id is None and idea.hold == "shown"]
        assert self.challenge.idea_count == len(standing)
        assert self.challenge.vote_count == sum(idea.vote_count for idea in standing)
        in_space = select(func.count()).select_from(Idea).where(Idea.merged_into_id.is_(None), Idea.hold == "shown")
        assert db.session.get_one(Space, self.challenge.space_id).idea_count == db.session.scalar(in_space)

    def check_everybody_counts_once(self) -> None:
        """Where nobody took a vote back: whoever voted anywhere in a group counts in it, and none but its author."""
        for idea in (each for each in self.ideas if each.merged_into_id is None):
            group = [each for each in self.ideas if idea in queries.way_of(each)]
            wanted = {voter for each in group for voter in voting.voters("idea", each.id)}
            assert set(voting.voters("idea", idea.id)) == wanted - {idea.author_id}


@pytest.fixture
def hive(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> Callable[[], Hive]:
    team = cast.ines

    def make() -> Hive:
        number = next(numbers)
        with transaction.unit():
            people = [
                accounts.add_person(name=f"Voter {number} {n}", kind="customer", email=f"v{number}-{n}@example.org")
                for n in range(PEOPLE)
            ]
        challenge = challenge_of(f"hive-{number}")
        authors = [people[0], cast.emma, cast.emma, cast.erik]
        return Hive(
            challenge, [idea_of(challenge, f"Idea {n} of it", by=authors[n]) for n in range(IDEAS)], people, team
        )

    return make


@FEW
@given(story=st.lists(deeds, max_size=16))
def test_counters_equal_their_rows_whatever_happens(
    hive: Callable[[], Hive], story: list[tuple[str, int, int]]
) -> None:
    made = hive()
    with transaction.unit():
        for deed in story:
            made.do(*deed)
            made.check()
        if not {"retract", "take_back"} & {deed for deed, *_rest in story}:
            made.check_everybody_counts_once()


@FEW
@given(
    story=st.lists(deeds, max_size=10),
    merges=st.lists(st.tuples(an_idea, an_idea), min_size=1, max_size=4),
    turns=st.randoms(use_true_random=False),
)
def test_undoing_merges_restores_every_count_and_key(
    hive: Callable[[], Hive], story: Story, merges: list[tuple[int, int]], turns: Any
) -> None:
    """Merges in any order, undone in any order in which they can be."""
    made = hive()
    with transaction.unit():
        for deed in story:
            made.do(*deed)
        before, merged = made.state(), [idea.merged_into_id for idea in made.ideas]
        for pair in merges:
            made.do("merge", *pair)
        made.check()
        new = [n for n, idea in enumerate(made.ideas) if idea.merged_into_id != merged[n]]
        for _round in range(IDEAS):
            turns.shuffle(new)
            for n in new:
                made.do("unmerge", n, 0)
                made.check()
            new = [n for n in new if made.ideas[n].merged_into_id is not None]
        assert made.state() == before


def test_a_vote_stays_while_another_duplicate_brings_it(cast: Cast, hive: Callable[[], Hive]) -> None:
    made = hive()
    with transaction.unit():
        for idea in (1, 2):
            made.do("vote", idea, 1)
            made.do("merge", idea, 3)
        made.do("unmerge", 1, 0)
        assert voting.voters("idea", made.ideas[3].id) == [made.people[1].id]
        made.do("unmerge", 2, 0)
        assert made.ideas[3].vote_count == 0


def test_chains_come_along_and_are_undone_from_the_end(cast: Cast, hive: Callable[[], Hive]) -> None:
    made, ines = hive(), cast.ines
    one, two, three, four = made.ideas
    with transaction.unit():
        made.do("vote", 0, 1)
        commands.merge(one, two, by=ines)
        commands.merge(two, three, by=ines)
        assert (three.vote_count, [idea.id for idea in queries.way_of(one)]) == (1, [one.id, two.id, three.id])
        with pytest.raises(Conflict, match="merged itself since"):
            commands.unmerge(one, by=ines)
        with pytest.raises(Conflict, match="Choose the one it went into"):
            commands.merge(four, two, by=ines)
        with pytest.raises(Conflict):
            commands.merge(three, one, by=ines)
        commands.unmerge(two, by=ines)
        commands.unmerge(one, by=ines)
    assert [idea.vote_count for idea in made.ideas] == [1, 0, 0, 0]


def test_a_preview_says_what_the_merge_then_does(cast: Cast, hive: Callable[[], Hive]) -> None:
    made = hive()
    with transaction.unit():
        for idea, person in ((0, 1), (0, 2), (1, 2), (1, 3), (1, 0)):
            made.do("vote", idea, person)
        told = queries.preview(made.ideas[1], made.ideas[0])
        assert (told.in_both, told.carried, told.count) == (
            1,
            1,
            3,
        )  # the author's vote for the duplicate is not carried
        commands.merge(made.ideas[1], made.ideas[0], by=cast.ines)
    assert made.ideas[0].vote_count == told.count


def test_a_blind_count_is_not_told_by_a_merge(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    blind, plain = idea_of(challenge_of("blind", blind=True)), idea_of(challenge_of("plain"))
    with pytest.raises(Conflict, match="hides its votes"):
        commands.merge(blind, plain, by=cast.ines)


def test_a_vote_for_what_was_merged_meanwhile_is_refused(cast: Cast, hive: Callable[[], Hive]) -> None:
    made = hive()
    with transaction.unit():
        commands.merge(made.ideas[1], made.ideas[2], by=cast.ines)
        with pytest.raises(Conflict):
            commands.vote(made.ideas[1], 1, by=made.people[2])


def test_a_duplicate_that_was_hidden_since_is_told_nowhere(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, client: FlaskClient
) -> None:
    challenge = challenge_of()
    one, other = idea_of(challenge, "Lend a spare hub"), idea_of(challenge, "Call me on 555 0142")
    with transaction.unit():
        commands.merge(other, one, by=cast.ines)
    assert "555 0142" in client.get(one.url).text
    assert client.get(f"/api/v1/ideas/{one.id}").json["merged_ids"] == [other.id]
    with transaction.unit():
        commands.set_idea_hold(other, "removed", by=cast.mona)
    assert "555 0142" not in client.get(one.url).text
    assert client.get(f"/api/v1/ideas/{one.id}").json["merged_ids"] == []

"""Rounds over a shortlist: points to spread, pairs to choose from, blind until they are over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Allocation, Challenge, Comparison, Idea, Round
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send, counted

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
MakeRound = Callable[..., Round]


@pytest.fixture
def challenge(challenge_of: MakeChallenge) -> Challenge:
    """An open challenge."""
    return challenge_of()


@pytest.fixture
def ideas(challenge: Challenge, idea_of: MakeIdea, cast: Cast) -> list[Idea]:
    """Three of Carla's and one of Colin's."""
    made = [idea_of(challenge, f"Lend a spare hub {n}") for n in range(3)]
    return [*made, idea_of(challenge, "Write bigger letters", by=cast.colin)]


@pytest.fixture
def round_of(challenge: Challenge, ideas: list[Idea], cast: Cast) -> MakeRound:
    """Makes rounds over all four: ten points, at most six on one."""

    def make(kind: str = "budget", **more: Any) -> Round:
        words = {"points": 10, "cap": 6, "closes_at": clock.now() + timedelta(days=2), "title": "Which first?", **more}
        with transaction.unit():
            return commands.open_round(
                challenge, kind=kind, idea_ids=[idea.id for idea in ideas], by=cast.ines, **words
            )

    return make


def given(round_: Round) -> dict[int, int]:
    """The points of all, row by row."""
    sums = select(Allocation.idea_id, func.sum(Allocation.points)).where(Allocation.round_id == round_.id)
    return {idea: int(points) for idea, points in db.session.execute(sums.group_by(Allocation.idea_id))}


def parts(round_: Round) -> int:
    """How many took part, by the counter."""
    return db.session.get_one(Round, round_.id, populate_existing=True).part_count


@pytest.mark.parametrize(
    "words",
    [{"kind": "poll"}, {"title": " "}, {"points": 0}, {"points": 1001}, {"cap": 11}, {"cap": 0}, {"idea_ids": [1]},
     {"idea_ids": [1, 999]}, {"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}],

)  # fmt: skip
def test_what_makes_no_round(cast: Cast, challenge: Challenge, ideas: list[Idea], words: dict[str, Any]) -> None:
    plain = {"kind": "budget", "title": "Which?", "points": 10, "cap": None, "idea_ids": [i.id for i in ideas]}
    with pytest.raises(Invalid):
        commands.open_round(challenge, by=cast.ines, **{**plain, "closes_at": clock.now() + timedelta(days=1), **words})


def test_points_are_spread_and_changed(cast: Cast, ideas: list[Idea], round_of: MakeRound) -> None:
    round_, (a, b, c, d) = round_of(), [idea.id for idea in ideas]
    with transaction.unit():
        commands.spread(round_, {a: 6, d: 4}, by=cast.emma)
        commands.spread(round_, {a: 5}, by=cast.erik)
        commands.spread(round_, {b: 5, c: 0}, by=cast.erik)
    assert given(round_) == {a: 6, b: 5, d: 4}
    assert parts(round_) == 2
    told = [(each.idea.id, each.points, each.people, each.rank) for each in queries.spread_of(round_, ideas)]
    assert told == [(a, 6, 1, 1), (b, 5, 1, 2), (d, 4, 1, 3), (c, 0, 0, 4)]
    with transaction.unit():
        commands.spread(round_, {}, by=cast.erik)
        commands.spread(round_, {b: 6}, by=cast.emma)
    assert (given(round_), parts(round_)) == ({b: 6}, 1)
    assert [each.rank for each in queries.spread_of(round_, ideas)] == [1, 2, 2, 2]


@pytest.mark.parametrize("points", [[7, 0, 0, 0], [6, 5, 0, 0], [-1, 3, 0, 0], [0, 0, 0, 1]])
def test_points_that_are_not_there(cast: Cast, ideas: list[Idea], round_of: MakeRound, points: list[int]) -> None:
    round_ = round_of()
    with pytest.raises(Invalid):
        commands.spread(round_, {i.id: n for i, n in zip(ideas, points, strict=True)}, by=cast.colin)
    assert (given(round_), parts(round_)) == ({}, 0)


def test_nothing_is_taken_after_the_end(cast: Cast, ideas: list[Idea], round_of: MakeRound) -> None:
    budget, pairs = round_of(), round_of("pairs")
    with transaction.unit():
        commands.close_round(budget, by=cast.ines)
    with pytest.raises(Conflict):
        commands.close_round(budget, by=cast.ines)
    with clock.at(pairs.closes_at):
        for deed in (lambda: commands.spread(budget, {ideas[0].id: 1}, by=cast.emma),
                     lambda: commands.compare(pairs, ideas[0].id, ideas[1].id, None, by=cast.emma),
                     lambda: commands.uncompare(pairs, by=cast.emma)):  # fmt: skip
            with pytest.raises(Conflict):
                deed()
        assert not policy.may_take_part(cast.emma, pairs)
        assert policy.sees_results(None, pairs)


def test_pairs_are_balanced_and_never_ones_own(cast: Cast, ideas: list[Idea], round_of: MakeRound) -> None:
    round_, seen = round_of("pairs"), Counter[tuple[int, ...]]()
    own = ideas[3].id
    for voter in (cast.colin, cast.emma, cast.erik):
        while (pair := queries.next_pair(round_, voter)) is not None:
            assert queries.next_pair(round_, voter) == pair
            assert voter is not cast.colin or own not in {idea.id for idea in pair}
            with transaction.unit():
                commands.compare(round_, pair[0].id, pair[1].id, pair[0].id, by=voter)
            if voter is not cast.colin:
                seen[tuple(sorted(idea.id for idea in pair))] += 1
    assert set(seen.values()) == {2}
    assert queries.pair_progress(round_, cast.colin) == (3, 3)
    assert queries.pair_progress(round_, cast.emma) == (6, 6)


def test_the_least_compared_come_first(cast: Cast, ideas: list[Idea], round_of: MakeRound) -> None:
    round_, ids = round_of("pairs"), [idea.id for idea in ideas]
    with transaction.unit():
        for one, other in list(combinations(ids, 2))[:-1]:
            commands.compare(round_, one, other, one, by=cast.emma)
    pair = queries.next_pair(round_, cast.erik)
    assert pair is not None
    assert {idea.id for idea in pair} == set(ids[2:])


def test_an_answer_is_replaced_skipped_and_taken_back(cast: Cast, ideas: list[Idea], round_of: MakeRound) -> None:
    round_, (a, b, c, _d) = round_of("pairs"), [idea.id for idea in ideas]
    with transaction.unit():
        commands.compare(round_, b, a, a, by=cast.emma)
        commands.compare(round_, a, b, b, by=cast.emma)
        commands.compare(round_, a, c, None, by=cast.emma)
    told = queries.duels_of(round_, ideas)
    assert (told.comparisons, told.skipped, told.islands) == (1, 1, 3)
    assert told.standings[0].idea.id == b
    with transaction.unit():
        commands.uncompare(round_, by=cast.emma)
        commands.uncompare(round_, by=cast.emma)
    assert db.session.scalar(select(func.count()).select_from(Comparison)) == 0
    assert parts(round_) == 0
    with pytest.raises(Conflict):
        commands.uncompare(round_, by=cast.emma)


@pytest.mark.parametrize(("one", "other", "winner"), [(0, 0, 0), (0, 1, 2), (0, 3, 0), (0, 9, 0)])
def test_pairs_that_are_none(
    cast: Cast, ideas: list[Idea], round_of: MakeRound, one: int, other: int, winner: int
) -> None:
    ids = [*(idea.id for idea in ideas), *[0] * 6]
    with pytest.raises(Invalid):
        commands.compare(round_of("pairs"), ids[one], ids[other], ids[winner], by=cast.colin)


def test_an_idea_written_together_is_nobodys_to_judge_of_its_authors(
    signed_in: Browser, cast: Cast, ideas: list[Idea], round_of: MakeRound
) -> None:
    budget, pairs, erik = round_of(), round_of("pairs"), cast.erik
    with transaction.unit():
        commands.invite(ideas[0], erik.handle, by=cast.carla)
        commands.agree(ideas[0], by=erik)
    with pytest.raises(Invalid):
        commands.spread(budget, {ideas[0].id: 3}, by=erik)
    with pytest.raises(Invalid):
        commands.compare(pairs, ideas[0].id, ideas[3].id, ideas[0].id, by=erik)
    assert queries.pair_progress(pairs, erik) == (0, 3)
    page = signed_in(erik).get(budget.url).text
    assert f'name="points-{ideas[0].id}"' not in page
    assert f'name="points-{ideas[3].id}"' in page


def test_a_round_is_blind_until_it_is_over(
    signed_in: Browser, api: Api, cast: Cast, client: FlaskClient, ideas: list[Idea], challenge: Challenge,
    round_of: MakeRound,
) -> None:  # fmt: skip
    budget, pairs = round_of(), round_of("pairs")
    with transaction.unit():
        commands.spread(budget, {ideas[0].id: 6, ideas[1].id: 3}, by=cast.emma)
        commands.compare(pairs, ideas[0].id, ideas[1].id, ideas[0].id, by=cast.emma)
    for shown in (budget, pairs):
        for reader in (client, signed_in(cast.carla), signed_in(cast.sam)):
            assert "What came of it" not in reader.get(shown.url).text
        told: Any = api(cast.carla).get(f"/api/v1/rounds/{shown.id}").json
        assert (told["results"], told["given"]) == (None, {})
        assert "What came of it" in signed_in(cast.ines).get(shown.url).text
    answered = db.session.scalars(select(Entry).where(Entry.name == "ideas.round_answered")).all()
    assert [entry.event.live_topics() for entry in answered] == [[], []]
    with clock.at(pairs.closes_at):
        page = client.get(budget.url).text
        assert "What came of it" in page
        results: Any = api(cast.carla).get(f"/api/v1/challenges/{challenge.slug}/rounds").json["items"]
        assert results[1]["results"][0] == {
            "idea_id": ideas[0].id, "points": 6, "people": 1, "strength": None, "low": None, "high": None,
            "compared": None,
        }  # fmt: skip
        assert results[0]["results"][0]["idea_id"] == ideas[0].id
        assert results[0]["results"][0]["low"] < results[0]["results"][0]["strength"]


def test_a_round_by_page(signed_in: Browser, send: Send, cast: Cast, ideas: list[Idea], challenge: Challenge) -> None:
    ines, emma, new = signed_in(cast.ines), signed_in(cast.emma), f"{challenge.url}/rounds/new"
    words = {"title": "Which first?", "kind": "budget", "points": "10", "closes_at": "2999-01-01T08:00"}
    assert send(ines, f"{challenge.url}/rounds", new, **words).status_code == 422
    made = send(ines, f"{challenge.url}/rounds", new, **words, ideas=[str(idea.id) for idea in ideas])
    assert made.status_code == 303
    assert "Which first?" in emma.get(challenge.url).text
    spread = f"{made.location}/points?_method=PUT"
    field = f"points-{ideas[0].id}"
    assert send(emma, spread, made.location, **{field: "11"}).status_code == 422
    assert send(emma, spread, made.location, **{field: "two"}).status_code == 422
    assert send(emma, spread, made.location, **{field: "7"}).status_code == 303
    assert 'value="7"' in emma.get(made.location).text
    assert send(emma, f"{made.location}/closing?_method=PUT", made.location).status_code == 403
    assert signed_in(cast.emma).get(new).status_code == 403
    assert send(ines, f"{made.location}/closing?_method=PUT", made.location).status_code == 303
    assert "7 points" in emma.get(made.location).text


def test_a_head_to_head_by_page(
    signed_in: Browser, send: Send, cast: Cast, ideas: list[Idea], round_of: MakeRound
) -> None:
    round_ = round_of("pairs")
    emma, deed = signed_in(cast.emma), f"{round_.url}/pairs?_method="
    assert 'data-shortcut="ArrowLeft"' in emma.get(round_.url).text
    ids = {"one": str(ideas[0].id), "other": str(ideas[1].id)}
    assert send(emma, f"{deed}PUT", round_.url, **ids).status_code == 422
    assert send(emma, f"{deed}PUT", round_.url, **ids, winner="skip").status_code == 303
    assert "1 of 6 pairs seen" in emma.get(round_.url).text
    assert send(emma, f"{deed}DELETE", round_.url).status_code == 303
    assert "0 of 6 pairs seen" in emma.get(round_.url).text


def test_a_round_by_api(api: Api, cast: Cast, ideas: list[Idea], challenge: Challenge) -> None:
    ines, emma = api(cast.ines), api(cast.emma)
    words = {"kind": "pairs", "title": "Which?", "ideas": [i.id for i in ideas], "closes_at": "2999-01-01T00:00:00Z"}
    address = f"/api/v1/challenges/{challenge.slug}/rounds"
    assert emma.post(address, json=words).status_code == 403
    made: Any = ines.post(address, json=words).json
    at = f"/api/v1/rounds/{made['id']}"
    pair: Any = emma.get(f"{at}/pairs/next").json
    asked: Any = emma.put(f"{at}/pairs", json={**{k: pair[k] for k in ("one", "other")}, "winner": pair["one"]}).json
    assert (asked["done"], asked["all"]) == (1, 6)
    assert emma.delete(f"{at}/pairs").status_code == 204
    assert emma.put(f"{at}/points", json={"points": {}}).status_code == 409
    assert ines.put(f"{at}/closing").json["is_open"] is False
    assert emma.get("/api/v1/rounds/999").status_code == 404


def test_a_round_of_a_hidden_challenge_is_not_there(
    client: FlaskClient, signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    inside = challenge_of("inside", audience="internal")
    ideas = [idea_of(inside, f"Lend a spare hub {n}", by=cast.emma) for n in range(2)]
    with transaction.unit():
        made = commands.open_round(
            inside, kind="pairs", title="Which?", idea_ids=[i.id for i in ideas], by=cast.ines,
            closes_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
    assert client.get(made.url).status_code == 404
    assert signed_in(cast.carla).get(made.url).status_code == 404
    assert signed_in(cast.erik).get(made.url).status_code == 200


def test_a_round_costs_the_same_however_many_took_part(
    signed_in: Browser, cast: Cast, ideas: list[Idea], round_of: MakeRound
) -> None:
    for kind in ("budget", "pairs"):
        round_, ines = round_of(kind), signed_in(cast.ines)
        ines.get(round_.url)
        with counted() as few:
            ines.get(round_.url)
        with transaction.unit():
            for voter in (cast.emma, cast.erik, cast.sam):
                if kind == "budget":
                    commands.spread(round_, {ideas[0].id: 2, ideas[1].id: 3}, by=voter)
                else:
                    commands.compare(round_, ideas[0].id, ideas[1].id, ideas[1].id, by=voter)
        with counted() as many:
            assert ines.get(round_.url).status_code == 200
        assert len(many) <= len(few) + 1

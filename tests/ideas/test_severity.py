"""How strict reviewers are, and who is asked: properties of the pure parts."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ideas.assigning import LOAD_COST, Candidate, propose
from app.ideas.severity import Score, apart, fit

VALUES = st.integers(4, 20).map(lambda quarter: quarter / 4)
SCORES = st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 5)), VALUES, max_size=30).map(
    lambda found: [Score(idea, reviewer, value) for (idea, reviewer), value in sorted(found.items())]
)


def simulated(strictness: list[float], ideas: int = 30, noise: float = 0.3) -> list[Score]:
    chance = Random(7)
    scores: list[Score] = []
    for idea in range(ideas):
        worth = chance.gauss(3.2, 0.7)
        judges = chance.sample(range(len(strictness)), 3)
        scores += [Score(idea, each, worth - strictness[each] + chance.gauss(0, noise)) for each in judges]
    return scores


def test_severity_is_found_again() -> None:
    strictness = [0.8, 0.3, 0.0, -0.2, -0.9]
    found = fit(simulated(strictness)).severities
    assert [found[each].points for each in range(5)] == pytest.approx(strictness, abs=0.25)
    covered = sum(found[each].low <= true <= found[each].high for each, true in enumerate(strictness))
    assert covered >= 4


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    chance, held, all_of_them = Random(3), 0, 0
    for _round in range(60):
        strictness = [chance.gauss(0, 0.5) for _each in range(5)]
        true = [each - sum(strictness) / 5 for each in strictness]
        scores: list[Score] = []
        for idea in range(12):
            worth = chance.gauss(3, 1)
            judges = chance.sample(range(5), 3)
            scores += [Score(idea, each, worth - strictness[each] + chance.gauss(0, 0.5)) for each in judges]
        found = fit(scores).severities
        held += sum(found[each].low <= true[each] <= found[each].high for each in found)
        all_of_them += len(found)
    assert 0.9 <= held / all_of_them <= 0.99


def test_adjusting_takes_the_luck_of_the_draw_out() -> None:
    # Two ideas worth the same; one met the strict pair, the other the lenient one.
    scores = [Score(1, 1, 2.0), Score(1, 2, 2.2), Score(2, 3, 4.0), Score(2, 4, 3.8)]
    # What ties them together: five ideas that all four judged.
    for idea in range(3, 13):
        scores += [Score(idea, 1, 2.0), Score(idea, 2, 2.0), Score(idea, 3, 4.0), Score(idea, 4, 4.0)]
    found = fit(scores)
    assert found.is_connected
    assert abs(found.adjusted[1] - found.adjusted[2]) < 0.5  # where as filed they are 1.8 apart


def test_what_does_not_hang_together_is_not_known() -> None:
    apart_ones = [Score(1, 1, 2), Score(1, 2, 3), Score(2, 1, 2), Score(2, 2, 3), Score(9, 8, 5), Score(9, 9, 1)]
    found = fit(apart_ones)
    assert not found.is_connected
    assert found.severities.keys() == {1, 2}
    assert 9 not in found.adjusted
    assert fit([Score(1, 1, 3), Score(2, 1, 4)]).severities == {}
    assert fit([]).severities == {}


@given(SCORES)
@settings(max_examples=60, deadline=None)
def test_severities_sum_to_nothing_and_do_not_mind_the_order(scores: list[Score]) -> None:
    found, again = fit(scores), fit(scores[::-1])
    assert found.severities.keys() == again.severities.keys()
    for key, one in found.severities.items():
        assert one.points == pytest.approx(again.severities[key].points, abs=1e-6)
        assert one.low <= one.points <= one.high
    assert set(found.adjusted) <= {score.idea for score in scores}
    assert all(0 <= distance <= 4 for distance in apart(scores).values())


@given(SCORES, VALUES)
@settings(max_examples=40, deadline=None)
def test_points_for_all_change_nobodys_severity(scores: list[Score], more: float) -> None:
    found = fit(scores)
    shifted = fit([Score(s.idea, s.reviewer, s.value + more) for s in scores])
    for key, one in found.severities.items():
        assert one.points == pytest.approx(shifted.severities[key].points, abs=1e-6)


def test_apart_is_the_distance_from_the_others() -> None:
    found = apart([Score(1, 1, 5), Score(1, 2, 3), Score(1, 3, 1), Score(2, 1, 4)])
    assert found == {1: 3, 2: 0, 3: 3}


@given(
    st.dictionaries(
        st.integers(1, 12),
        st.lists(
            st.builds(Candidate, st.integers(1, 9), st.floats(0, 1), st.integers(0, 9)),
            max_size=9,
            unique_by=lambda c: c.person_id,
        ),
        max_size=12,
    ),
    st.integers(1, 4),
)
@settings(max_examples=80, deadline=None)
def test_a_proposal_gives_each_idea_different_people_it_may_have(
    candidates: dict[int, list[Candidate]], each: int
) -> None:
    found = propose(candidates, each)
    assert found.keys() == candidates.keys()
    for idea, people in found.items():
        assert len(set(people)) == len(people) == min(each, len(candidates[idea]))
        assert set(people) <= {one.person_id for one in candidates[idea]}
    assert found == propose(dict(reversed(candidates.items())), each)


@given(st.integers(1, 40), st.integers(2, 8), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_those_who_know_alike_carry_alike(ideas: int, people: int, each: int) -> None:
    alike = [Candidate(person, 0.5, 0) for person in range(people)]
    loads = Counter(p for some in propose(dict.fromkeys(range(ideas), alike), min(each, people)).values() for p in some)
    counts = [loads[person] for person in range(people)]
    assert max(counts) - min(counts) <= 1


def test_who_knows_more_is_asked_more_but_not_for_all() -> None:
    expert, others = Candidate(1, 0.8, 0), [Candidate(person, 0.2, 0) for person in range(2, 6)]
    loads = Counter(p for some in propose({idea: [expert, *others] for idea in range(30)}, 2).values() for p in some)
    assert loads[1] == max(loads.values())
    assert max(loads.values()) - min(loads.values()) <= (0.8 - 0.2) / LOAD_COST + 1

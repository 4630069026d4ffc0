"""When somebody reaches a badge that a company defined: the pure reckoning, and its laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognition.rules import Deed, Terms, met

START, DAY = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=1)
deeds = st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(1, 4))), max_size=12)
terms = st.builds(
    Terms, st.integers(1, 5), st.integers(1, 3), st.one_of(st.none(), st.integers(1, 20).map(lambda n: n * DAY))
)


def some(*told: tuple[int, int | None]) -> list[Deed]:
    """Deeds of days and givers, in order, each about a thing of its own."""
    ordered = sorted(told, key=lambda each: each[0])
    return [Deed(START + day * DAY, f"answer:{number}", giver) for number, (day, giver) in enumerate(ordered)]


def plainly(given: list[Deed], asked: Terms) -> Deed | None:
    """The same by trying every deed as the last of its stretch."""
    for number, last in enumerate(given):
        held = [each for each in given[: number + 1] if asked.within is None or each.at > last.at - asked.within]
        people = {each.giver for each in held if each.giver is not None}
        if len(held) >= asked.least and (asked.people <= 1 or len(people) >= asked.people):
            return last
    return None


@pytest.mark.parametrize(
    ("told", "asked", "day"),
    [
        ([(0, 1), (1, 2), (2, 3)], Terms(3), 2),
        ([(0, 1), (1, 2)], Terms(3), None),
        ([(0, 1), (9, 2), (10, 3), (11, 4)], Terms(3, within=5 * DAY), 11),
        ([(0, 1), (5, 2)], Terms(2, within=5 * DAY), None),
        ([(0, 1), (1, 1), (2, 1), (3, 2)], Terms(3, people=2), 3),
        ([(0, 1), (1, 1), (2, 1)], Terms(3, people=2), None),
        ([(0, 2), (9, 1), (10, 1), (11, 1)], Terms(3, people=2, within=5 * DAY), None),
        ([(0, None), (1, None)], Terms(2), 1),
        ([], Terms(1), None),
    ],
)
def test_when_it_is_reached(told: list[tuple[int, int | None]], asked: Terms, day: int | None) -> None:
    deed = met(some(*told), asked)
    assert (deed and deed.at) == (None if day is None else START + day * DAY)


@given(deeds, terms)
def test_it_is_what_trying_everything_gives(told: list[tuple[int, int | None]], asked: Terms) -> None:
    assert met(some(*told), asked) == plainly(some(*told), asked)


@given(deeds, terms, st.tuples(st.integers(0, 30), st.integers(1, 4)))
def test_one_more_deed_never_delays_it(told: list[tuple[int, int | None]], asked: Terms, more: tuple[int, int]) -> None:
    before, after = met(some(*told), asked), met(some(*told, more), asked)
    assert before is None or (after is not None and after.at <= before.at)

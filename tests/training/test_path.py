"""Whose path leads through which courses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.training import commands, path, queries
from app.training.models import LEVELS
from tests.cast import Cast

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def courses(cast: Cast) -> None:
    """A course of each level, and one for a function."""
    bank = [{"prompt": f"{n}?", "choices": ["a", "b"], "right": [0]} for n in range(9)]

    def teach(slug: str, **more: Any) -> None:
        commands.add_course({"slug": slug, "title": slug.title(), "bank": bank, **more}, by=cast.stella)

    with transaction.unit():
        for level in reversed(LEVELS):
            teach(level, level=level)
        teach("money", functions=["Billing", "Finance"])


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize(
    ("who", "levels"),
    [
        ("nell", {"reader", "answerer"}),
        ("sam", {"reader", "answerer", "expert"}),
        ("mona", {"reader", "answerer", "mentor"}),
        ("max", {"reader", "answerer", "moderator"}),
        ("stella", {"reader", "answerer"}),
    ],
)
def test_the_path_of_each_role(cast: Cast, who: str, levels: set[str]) -> None:
    person = getattr(cast, who)
    steps = path.steps_of(person, queries.courses())
    assert {step.level for step in steps} == levels
    order = [LEVELS.index(step.level) for step in steps]
    assert order == sorted(order)
    assert {course.slug for course in path.others(person, queries.courses())} == ({*LEVELS} - levels) | {"money"}


@pytest.mark.usefixtures("courses")
def test_the_path_of_a_function(signed_in: Browser, cast: Cast) -> None:
    nell = cast.nell
    with transaction.unit():
        nell.function = "billing "
    assert "money" not in {course.slug for course in path.others(nell, queries.courses())}
    page = signed_in(nell).get("/learn").text
    assert page.index("Money") < page.index("Further courses") < page.index("Moderator")
    assert signed_in(nell).get("/learn/courses/moderator").status_code == 200
    assert "Money" not in signed_in(cast.carla).get("/learn").text


def test_what_only_experts_do_says_so(cast: Cast, signed_in: Browser) -> None:
    """No course clears verifying here: the gate is open, and yet a novice verifies nothing."""
    cast.course("answer")
    page = signed_in(cast.nell).get("/learn").text
    assert "Verify answers<small>where you are an expert</small>" in page
    assert "Answer questions<small>where you are an expert" not in page

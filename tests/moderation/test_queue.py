"""The queue: who sees which cases, in which order, filtered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.moderation import commands, queries
from app.moderation.models import Case
from app.moderation.queries import Choice
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.moderation.conftest import subject_of

Flagged = Callable[..., Case]
Browse = Callable[[Person], FlaskClient]
Writes = Callable[..., Answer]


@pytest.fixture
def cases(cast: Cast, asked: Question, answer: Writes, flagged: Flagged) -> list[Case]:
    """A slight one of two days ago, a serious one, another slight one, and a middling one in another space."""
    given, carla, lounge = answer(), cast.carla, cast.space("lounge")
    with transaction.unit():
        there = board.ask(space=lounge, title="Over there", topics=[], by=carla)
    with clock.at(clock.now() - timedelta(days=2)):
        old = flagged(f"question:{asked.id}")
    return [old, flagged(f"answer:{given.id}", "abuse"), flagged_comment(cast, given), flagged(
        f"question:{there.id}", "spam"
    )]  # fmt: skip


def flagged_comment(cast: Cast, given: Answer) -> Case:
    """A reported comment."""
    sue, erik = cast.sue, cast.erik
    with transaction.unit():
        said = board.comment_on_answer(given, "Thanks.", by=sue)
        return commands.flag(subject_of(f"comment:{said.id}"), "wrong", by=erik)


def listed(person: Person, choice: Choice | None = None) -> list[int]:
    """Ids in the queue."""
    return [case.id for case in queries.queue(person, choice=choice or Choice()).items]


def test_the_serious_come_first_then_who_waits_longest(cast: Cast, cases: list[Case]) -> None:
    old, serious, comment, elsewhere = (case.id for case in cases)
    assert listed(cast.max) == [serious, elsewhere, old, comment]


def test_pages_go_on_where_the_last_one_ended(cast: Cast, cases: list[Case]) -> None:
    first = queries.queue(cast.max, limit=3)
    second = queries.queue(cast.max, limit=3, after=first.next)
    assert [case.id for case in (*first.items, *second.items)] == listed(cast.max)


@pytest.mark.parametrize(
    ("said", "places"),
    [({"kind": "answer"}, [1]), ({"severity": "1"}, [0, 2]), ({"space": "lounge"}, [3]), ({"age": "old"}, [0]),
     ({"source": "rule"}, []), ({"source": "flag", "severity": "3"}, [1]), ({"kind": "poem"}, [1, 3, 0, 2]),
     ({"space": "nowhere"}, [])],
)  # fmt: skip
def test_filters(cast: Cast, cases: list[Case], said: dict[str, str], places: list[int]) -> None:
    choice = Choice.of(said)
    assert listed(cast.max, choice) == [cases[place].id for place in places]
    assert queries.waiting_count(cast.max, choice) == len(places)


def test_a_space_moderator_counts_and_sees_that_space_alone(cast: Cast, cases: list[Case], signed_in: Browse) -> None:
    emma, ada, lounge = cast.emma, cast.ada, cast.space("lounge")
    with transaction.unit():
        spaces.set_role(lounge, emma, "moderator", by=ada)
    assert listed(emma) == [cases[3].id]
    assert queries.waiting_count(emma) == 1
    assert [(space.slug, many) for space, many in queries.waiting_by_space(emma)] == [("lounge", 1)]
    assert queries.record_of(emma, cast.sam.id).decided == {}
    browser = signed_in(emma)
    page = browser.get("/moderation?space=help").text
    assert "Wi-Fi drops" not in page
    assert "Nothing like this" in page
    assert browser.get(f"/moderation/cases/{cases[0].id}").status_code == 404


def test_the_queue_keeps_what_was_chosen(cast: Cast, cases: list[Case], signed_in: Browse) -> None:
    page = signed_in(cast.max).get("/moderation?kind=answer&severity=3").text
    assert f"/moderation/cases/{cases[1].id}?kind=answer&amp;severity=3" in page
    assert f"/moderation/cases/{cases[1].id}/decision?kind=answer&amp;severity=3" in page


def test_a_suspended_moderator_moderates_nothing(cast: Cast, cases: list[Case], signed_in: Browse) -> None:
    max_, ada = cast.max, cast.ada
    browser = signed_in(max_)
    with transaction.unit():
        accounts.suspend(max_, None, by=ada, reason="For now.")
    for url in ("/moderation", f"/moderation/cases/{cases[0].id}", "/moderation?space=help"):
        assert browser.get(url).status_code == 403

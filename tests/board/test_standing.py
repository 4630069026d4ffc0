"""Where answers stand: marks while they are fresh, then what helped most of those who read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Person
from app.board import commands, queries, standing
from app.board.models import Answer, Question
from app.board.standing import FRESH, Record
from app.core import clock, transaction
from app.extensions import db
from tests.cast import Cast

Answered = Callable[..., Answer]
NOW = datetime(2026, 6, 1, tzinfo=UTC)
COUNTS = st.integers(0, 400)
LONG_AGO, LATELY = NOW - FRESH - timedelta(days=1), NOW - timedelta(days=3)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_fresh_acceptance_comes_before_any_number_of_votes(a: int, b: int, c: int, d: int) -> None:
    accepted = standing.rank(Record(a, a + b, accepted_at=LATELY), NOW)
    verified = standing.rank(Record(a, a + b, verified_at=LATELY), NOW)
    plain = standing.rank(Record(c, c + d), NOW)
    assert accepted > verified > plain or (verified > plain and accepted > plain and accepted - verified > 0.5)


@given(st.integers(20, 200), st.integers(0, 10), st.integers(0, 10))
def test_a_better_answer_overtakes_once_the_mark_is_no_longer_fresh(readers: int, worse: int, extra: int) -> None:
    old = Record(min(worse, readers), readers, accepted_at=LONG_AGO, verified_at=LONG_AGO)
    better = Record(min(readers, worse + 5 + extra), readers)
    assert standing.rank(better, NOW) > standing.rank(old, NOW)
    assert standing.rank(old, LONG_AGO + timedelta(days=1)) > standing.rank(better, LONG_AGO + timedelta(days=1))


@given(COUNTS, COUNTS)
def test_confirming_makes_fresh_and_stale_comes_last(helped: int, others: int) -> None:
    readers = helped + others
    lapsed = standing.rank(Record(helped, readers, verified_at=LONG_AGO), NOW)
    confirmed = standing.rank(Record(helped, readers, verified_at=LONG_AGO, confirmed_at=LATELY), NOW)
    stale = standing.rank(Record(helped, readers, accepted_at=LATELY, is_stale=True), NOW)
    assert confirmed >= 1 > lapsed >= 0 > stale


@given(st.integers(1, 200), st.integers(0, 200))
def test_more_readers_who_were_not_helped_lower_the_place(helped: int, others: int) -> None:
    assert standing.rank(Record(helped, helped + others), NOW) > standing.rank(Record(helped, helped + others + 5), NOW)


def order(question: Question) -> list[str]:
    db.session.expire_all()
    return [answer.body for answer in queries.answers_for(None, question)]


def help_with(answer: Answer, *people: Person) -> None:
    for person in people:
        with transaction.unit():
            commands.vote_answer(answer, 1, by=person)


def test_an_accepted_answer_never_hides_a_better_one_for_good(cast: Cast, asked: Question, answered: Answered) -> None:
    first, better = answered(cast.colin, "First"), answered(cast.carla, "Better")
    with transaction.unit():
        commands.accept(first, by=cast.carla)
    for _reader in range(12):
        with transaction.unit():
            commands.count_reader([asked.id], person_id=None)
    help_with(better, cast.emma, cast.erik, cast.nell, cast.sam, cast.sue)
    assert order(asked) == ["First", "Better"]
    assert queries.best_answers([asked.id])[asked.id].body == "First"
    with clock.at(clock.now() + FRESH + timedelta(hours=1)):
        with transaction.unit():
            assert commands.place_lapsed() == 1
        assert order(asked) == ["Better", "First"]
        assert queries.best_answers([asked.id])[asked.id].body == "Better"
        assert (queries.document(asked.id) or first).answers[0] == "Better"  # type: ignore[union-attr]
        assert first.is_accepted, "the mark stays"


def test_a_visit_counts_once_a_day_and_authors_do_not_read_themselves(
    cast: Cast, asked: Question, answered: Answered, client: FlaskClient, signed_in: Callable[[Person], FlaskClient]
) -> None:
    given = answered(cast.colin)
    for _again in range(3):
        client.get(asked.url)
    member = signed_in(cast.carla)
    member.get(asked.url)
    signed_in(cast.carla).get(asked.url)
    signed_in(cast.colin).get(asked.url)
    client.get(asked.url, headers={"User-Agent": "Googlebot/2.1"})
    db.session.expire_all()
    assert given.reader_count == 2

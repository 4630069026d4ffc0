"""To whom questions are offered: never to whoever may not answer, and never all to the same few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands, policy, queries, routing
from app.board.models import Question
from app.board.routing import Candidate, Waiting
from app.core import clock, transaction
from app.extensions import db
from app.spaces import commands as spaces
from app.spaces.models import Space
from app.spaces.queries import by_slug as space_by_slug
from app.topics import commands as topics
from app.topics.queries import by_slug
from app.training import commands as training
from app.training import queries as trained
from tests.board.test_views import cost, fill
from tests.cast import Cast

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE = st.lists(
    st.builds(
        Candidate, person_id=st.integers(1, 10_000), weight=st.floats(0.2, 1), is_here=st.booleans(),
        load=st.integers(0, 30),
    ),
    max_size=30, unique_by=lambda one: one.person_id,
)  # fmt: skip
WAITING = st.builds(
    Waiting, question_id=st.integers(1, 10_000), asked_at=st.just(NOW - timedelta(hours=3)),
    due_at=st.none() | st.integers(-100, 100).map(lambda hours: NOW + timedelta(hours=hours)),
    weight=st.floats(0, 1), offered=st.none() | st.integers(0, 5), is_own_claim=st.booleans(),
    is_claimed=st.booleans(), is_asked_of_me=st.booleans(),
)  # fmt: skip


@given(st.integers(1, 10_000), PEOPLE)
def test_ones_place_is_the_place_in_the_order(question_id: int, people: list[Candidate]) -> None:
    order = routing.offer_order(question_id, people)
    assert sorted(order) == sorted(one.person_id for one in people)
    assert [routing.offered_place(question_id, each, people) for each in order] == list(range(len(order)))
    assert routing.offered_place(question_id, -1, people) is None


@given(st.integers(1, 10_000), PEOPLE)
def test_who_is_here_comes_first_then_knowledge_less_load(question_id: int, people: list[Candidate]) -> None:
    by_id = {one.person_id: one for one in people}
    order = [by_id[each] for each in routing.offer_order(question_id, people)]
    keys = [(not one.is_here, -(one.weight - routing.LOAD_COST * one.load)) for one in order]
    assert all(a[0] <= b[0] and (a[0] < b[0] or a[1] <= b[1] + 1e-5) for a, b in pairwise(keys))


@settings(max_examples=40)
@given(st.integers(2, 12), st.integers(20, 200), st.randoms(use_true_random=False))
def test_equals_share_a_day_evenly(people: int, questions: int, random: object) -> None:
    """Each question goes to the first to whom it is offered; nobody gets more than one above the least."""
    load: Counter[int] = Counter()
    for number in range(questions):
        candidates = [Candidate(each, 0.5, True, load[each]) for each in range(people)]
        load[routing.offer_order(number + random.randrange(1000), candidates)[0]] += 1  # type: ignore[attr-defined]  # type: ignore[attr-defined]
    assert max(load.values()) - min(load[each] for each in range(people)) <= 1


@given(st.floats(0.2, 1), st.floats(0.2, 1), st.integers(1, 80))
def test_an_expert_is_asked_first_but_not_for_everything(expert: float, other: float, questions: int) -> None:
    load = {1: 0, 2: 0}
    for number in range(questions):
        both = [Candidate(1, expert, True, load[1]), Candidate(2, other, True, load[2])]
        load[routing.offer_order(number, both)[0]] += 1
    bound = abs(expert - other) / routing.LOAD_COST + 1.01
    assert abs(load[1] - load[2]) <= bound


@given(st.lists(WAITING, max_size=30, unique_by=lambda one: one.question_id))
def test_own_claims_first_colleagues_last_and_the_order_is_stable(waiting: list[Waiting]) -> None:
    ordered = routing.queue_order(waiting, NOW)
    assert list(routing.queue_order(reversed(list(waiting)), NOW)) == list(ordered)
    shelves = [0 if one.is_own_claim else 3 if one.is_claimed else 1 for one in ordered]
    assert shelves == sorted(shelves)


@given(WAITING, st.integers(1, 300))
def test_need_never_falls_while_one_waits(one: Waiting, hours: int) -> None:
    assert routing.need(one, NOW + timedelta(hours=hours)) >= routing.need(one, NOW)


def _employee(cast: Cast, number: int, **how: bool) -> Person:
    """A colleague who is cleared except in what `how` says."""
    with transaction.unit():
        person = accounts.add_person(
            name=f"Colleague {number}", kind="customer" if how.get("customer") else "employee",
            email=f"colleague{number}@example.com", confirmed=not how.get("unconfirmed"),
        )  # fmt: skip
    course, steward = cast.course(), cast.stella
    with transaction.unit():
        if trained.current_guideline() is None:
            training.publish_guideline("Be kind.", by=steward)
        if not how.get("unread"):
            training.accept_guidelines(trained.version_to_accept(), by=person)
        if not how.get("untrained") and person.is_employee:
            held = training.certify(person, course, by=steward, reason="for the test")
            if how.get("lapsed"):
                held.expires_at = clock.now() - timedelta(minutes=1)
            if how.get("revoked"):
                training.revoke(held, by=steward, reason="for the test")
        if how.get("suspended"):
            accounts.suspend(person, None, by=steward, reason="for the test")
    return person


WAYS = ("", "untrained", "unread", "lapsed", "revoked", "suspended", "unconfirmed", "customer")


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("slug", ["help", "staff", "practice", "closed"])
def test_nobody_uncleared_is_offered_a_question(cast: Cast, slug: str, private: bool) -> None:
    """The SQL that finds candidates says of everybody what the answering policy and the readers' rule say."""
    people = [_employee(cast, number, **{how: True}) for number, how in enumerate(WAYS)]
    with transaction.unit():
        if slug == "closed":
            space = spaces.open_space(slug="closed", name="Closed", visibility="invited", by=cast.stella)
            spaces.set_role(space, people[1], "member", by=cast.stella)
            spaces.set_role(space, cast.erik, "member", by=cast.stella)
    space = the_space(cast, slug)
    cast.certify(cast.erik)
    with transaction.unit():
        asked = commands.ask(space=space, title="Who answers this", topics=["Wi-Fi"], private=private, by=cast.stella)
    offered = set(queries.offered_to(asked))
    everybody = [*people, cast.erik, cast.nell, cast.carla, cast.max]
    able = {
        person.id for person in everybody
        if policy.may_claim(person, asked) and queries.visible_question(person, asked.id) is not None
    }  # fmt: skip
    assert offered == able
    assert able


def the_space(cast: Cast, slug: str) -> Space:
    return space_by_slug(slug) or cast.space(slug)


def test_who_was_asked_by_name_or_is_on_it_is_told(cast: Cast, asked: Question) -> None:
    cast.certify(cast.emma)
    cast.certify(cast.erik)
    with transaction.unit():
        commands.claim(asked, by=cast.erik)
    db.session.expire_all()
    assert queries.offered_to(asked) == [cast.erik.id]
    with transaction.unit():
        named = commands.ask(space=cast.space("help"), title="Emma, why?", asked_of=cast.emma, by=cast.carla)
    assert queries.offered_to(named) == [cast.emma.id]


def test_an_expert_is_offered_first_and_the_asker_never(cast: Cast, asked: Question, expert: Person) -> None:
    cast.certify(cast.emma)
    topic = by_slug("wi-fi")
    assert topic
    with transaction.unit():
        for _n in range(6):
            topics.add_evidence(expert.id, [topic.id], "answer")
            topics.add_evidence(expert.id, [topic.id], "accepted")
        own = commands.ask(space=cast.space("help"), title="I wonder", topics=["Wi-Fi"], by=cast.emma)
    assert queries.offered_to(asked)[0] == expert.id
    assert cast.emma.id not in queries.offered_to(own)


def test_the_number_of_queries_does_not_grow(cast: Cast, signed_in: Callable[[Person], FlaskClient]) -> None:
    cast.certify(cast.emma)
    browser = signed_in(cast.emma)
    fill(cast, 4)
    with transaction.unit():
        commands.ask(space=cast.space("help"), title="One more", topics=["Wi-Fi"], by=cast.colin)
    before = cost(browser, "/desk")
    with transaction.unit():
        for n in range(12):
            commands.ask(space=cast.space("help"), title=f"Another {n}", topics=["Wi-Fi"], by=cast.colin)
            _employee(cast, 100 + n)
    assert cost(browser, "/desk") == before


def test_in_a_large_company_who_knows_of_it_is_among_the_candidates(
    cast: Cast, asked: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, expert, topic = [cast.emma, cast.erik], cast.sam, by_slug("wi-fi")
    for person in (*others, expert):
        cast.certify(person)
    assert topic is not None
    assert expert.id > max(person.id for person in others)
    with transaction.unit():
        topics.appoint(expert, topic, by=cast.stella)
    monkeypatch.setattr(queries.routing, "MOST_CANDIDATES", 2)
    assert expert.id in [one.person_id for one in queries.candidates([asked])[asked.id]]
    assert queries.offered_to(asked)[0] == expert.id

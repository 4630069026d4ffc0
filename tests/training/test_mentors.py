"""Which mentor suits whom, and how far those are whom one mentors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Person
from app.core import transaction
from app.extensions import db
from app.topics import commands as topics
from app.training import commands, queries
from app.training.models import Probation
from app.training.pairing import FULL, Learner, Mentor, propose, share_out
from tests.cast import Cast
from tests.training.test_views import cost

Browser = Callable[[Person], FlaskClient]
names = st.lists(st.sampled_from(["Hubs", "Bills", "Mobile", "TV"]), unique=True)
functions = st.sampled_from(["", "Billing", "Shop"])
mentors_drawn = st.lists(
    st.builds(Mentor, st.integers(100, 120), names, functions, st.integers(0, FULL + 1)), unique_by=lambda m: m.id
)
novices_drawn = st.lists(st.builds(Learner, st.integers(1, 40), names, functions), unique_by=lambda n: n.id)


@pytest.mark.parametrize(
    ("mentors", "best"),
    [
        ([Mentor(1, [], "", 0), Mentor(2, ["Hubs"], "", 4)], 2),
        ([Mentor(1, ["Hubs"], "", 1), Mentor(2, ["Bills", "Hubs"], "", 4)], 2),
        ([Mentor(1, [], "", 0), Mentor(2, [], "billing", 3)], 2),
        ([Mentor(1, ["Hubs"], "", 2), Mentor(2, ["Hubs"], "", 1)], 2),
        ([Mentor(1, ["Hubs"], "", FULL), Mentor(2, [], "", 4)], 2),
        ([Mentor(9, ["Hubs"], "", 0)], None),
        ([], None),
    ],
)
def test_topics_then_function_then_load(mentors: list[Mentor], best: int | None) -> None:
    found = propose(Learner(9, ["Hubs", "Bills"], "Billing "), mentors)
    assert (found[0].mentor_id if found else None) == best


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(novices_drawn, mentors_drawn)
def test_nobody_is_given_more_than_they_can_lead(novices: list[Learner], mentors: list[Mentor]) -> None:
    found = share_out(novices, mentors)
    for mentor in mentors:
        given = sum(match.mentor_id == mentor.id for match in found.values())
        assert given == 0 or mentor.load + given <= FULL
    room = sum(max(0, FULL - mentor.load) for mentor in mentors)
    assert len(found) == min(len(novices), room)


def test_proposals_go_by_what_people_know(signed_in: Browser, cast: Cast) -> None:
    with transaction.unit():
        (hubs,) = topics.ensure_topics(["Hubs"])
        for person in (cast.mona, cast.nell):
            topics.appoint(person, hubs, by=cast.stella)
        commands.pair(cast.mona, cast.erik, by=cast.stella)
    match = queries.proposals([cast.nell], [cast.ada, cast.mona])[cast.nell.id]
    assert (match.mentor_id, match.shared, match.load) == (cast.mona.id, ("Hubs",), 1)
    page = signed_in(cast.stella).get("/learn/mentors").text
    assert "knows Hubs too, leads 1 novice" in page
    assert "Pair Nell Novice with Mona Mentor" in page


def test_a_mentor_sees_how_far_their_own_are(signed_in: Browser, cast: Cast) -> None:
    cast.certify(emma := cast.emma)
    with transaction.unit():
        for novice in (cast.nell, emma):
            commands.pair(cast.mona, novice, by=cast.stella)
        commands.count_decision(emma, approved=True, by=cast.mona)
    page = signed_in(cast.mona).get("/learn/novices").text
    assert page.index("Emma Employee") < page.index("1 of 3") < page.index("Nell Novice") < page.index("0 of 3")
    assert (page.count("To accept"), page.count("Missing")) == (1, 1)
    assert "Nobody yet" in signed_in(cast.ada).get("/learn/novices").text
    for who in (cast.nell, cast.stella, cast.carla):
        assert signed_in(who).get("/learn/novices").status_code == 403


@pytest.mark.parametrize(("who", "address"), [("mona", "/learn/novices"), ("stella", "/learn/mentors")])
def test_lists_cost_the_same_however_long(signed_in: Browser, cast: Cast, who: str, address: str) -> None:
    browser = signed_in(getattr(cast, who))
    with transaction.unit():
        commands.pair(cast.mona, cast.nell, by=cast.stella)
        assert cast.cara.is_employee
    waiting = cast.emma
    few = cost(browser, address)
    with transaction.unit():
        for each in (waiting, cast.cara):
            commands.pair(cast.mona, each, by=cast.stella)
    assert cast.erik.is_employee
    assert cost(browser, address) == few


def test_of_two_decisions_at_once_none_is_lost(cast: Cast) -> None:
    """The second counts on from what the first left, not from what its page had read."""
    nell = cast.nell
    with transaction.unit():
        commands.count_decision(nell, approved=True, by=cast.mona)
    held = db.session.get_one(Probation, nell.id)
    set_committed_value(held, "decided", "")
    with transaction.unit():
        commands.count_decision(nell, approved=True, by=cast.mona)
    assert held.approved_count == 2

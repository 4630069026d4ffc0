"""Who passes which gate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock, signals, transaction
from app.training import commands, policy, queries
from app.training.policy import clearance
from tests.cast import Cast

GUIDELINES = "guidelines"


def gate(person: Person | None, action: str, cast: Cast, space: str = "help") -> str:
    """The gate that stops somebody, or nothing."""
    return clearance(person, action, cast.space(space)).gate


@pytest.fixture
def rules(cast: Cast) -> None:
    """Guidelines in force and a course for each action."""
    for action in policy.ACTIONS:
        cast.course(action)
    with transaction.unit():
        commands.publish_guideline("Be kind.", by=cast.stella)


@pytest.mark.parametrize("action", policy.ACTIONS)
@pytest.mark.usefixtures("rules")
def test_an_employee_passes_the_gates_in_order(cast: Cast, action: str) -> None:
    nell = cast.nell
    assert gate(nell, action, cast) == GUIDELINES
    with transaction.unit():
        commands.accept_guidelines(1, by=nell)
    refusal = clearance(nell, action, cast.space())
    assert (refusal.gate, refusal.remedy) == ("training", cast.course(action).url)
    cast.certify(nell, action)
    assert clearance(nell, action, cast.space())


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("space", "action", "accepted", "stopped_by"),
    [
        ("help", "answer", False, GUIDELINES),
        ("help", "answer", True, ""),
        ("lounge", "answer", True, ""),
        ("staff", "answer", True, "space"),
        ("practice", "answer", True, "space"),
        ("help", "review", True, "space"),
        ("help", "verify", True, "space"),
    ],
)
def test_a_customer_needs_the_guidelines_and_an_open_space(
    cast: Cast, space: str, action: str, accepted: bool, stopped_by: str
) -> None:
    carla = cast.carla
    if accepted:
        with transaction.unit():
            commands.accept_guidelines(1, by=carla)
    assert gate(carla, action, cast, space) == stopped_by


@pytest.mark.usefixtures("rules")
def test_the_first_gates_are_those_of_the_account(cast: Cast) -> None:
    assert gate(None, "answer", cast) == "sign-in"
    cast.certify(erik := cast.erik)
    with transaction.unit():
        accounts.suspend(erik, None, by=cast.max, reason="for the test")
    assert gate(erik, "answer", cast) == "standing"
    cast.certify(emma := cast.emma)
    with transaction.unit():
        emma.email_confirmed_at = None
    assert gate(emma, "answer", cast) == "email"


@pytest.mark.usefixtures("rules")
def test_a_sandbox_needs_no_certificate(cast: Cast) -> None:
    with transaction.unit():
        commands.accept_guidelines(1, by=cast.nell)
    assert clearance(cast.nell, "answer", cast.space("practice"))
    assert gate(cast.nell, "answer", cast, "staff") == "training"


def test_gates_without_anything_published_stand_open(cast: Cast) -> None:
    assert clearance(cast.nell, "answer", cast.space())
    assert clearance(cast.carla, "answer", cast.space())


@pytest.mark.usefixtures("rules")
def test_a_major_version_closes_the_gate_and_a_minor_one_does_not(cast: Cast) -> None:
    cast.certify(emma := cast.emma)
    with transaction.unit():
        commands.publish_guideline("Be kinder.", major=False, by=cast.stella)
    assert clearance(emma, "answer", cast.space())
    with transaction.unit():
        commands.publish_guideline("Be kindest.", by=cast.stella)
    assert gate(emma, "answer", cast) == GUIDELINES


@pytest.mark.usefixtures("rules")
def test_a_certificate_clears_until_its_last_moment(cast: Cast) -> None:
    (certificate,) = cast.certify(emma := cast.emma)
    with clock.at(certificate.expires_at - timedelta(seconds=1)):
        assert clearance(emma, "answer", cast.space())
    with clock.at(certificate.expires_at):
        assert gate(emma, "answer", cast) == "training"


@pytest.mark.usefixtures("rules")
def test_a_certificate_taken_back_clears_no_more(cast: Cast) -> None:
    (certificate,) = cast.certify(emma := cast.emma)
    with transaction.unit():
        commands.revoke(certificate, by=cast.stella, reason="for the test")
    assert gate(emma, "answer", cast) == "training"
    assert queries.basis(emma) == {"guidelines": 1, "certificate": None}


@pytest.mark.usefixtures("rules")
def test_me_is_told_what_one_is_cleared_for(cast: Cast) -> None:
    cast.certify(cast.emma, "answer", "review")
    assert signals.clearances_of(cast.emma) == (["answer", "review"], ["answering", "reviewing"])
    assert signals.clearances_of(cast.nell) == ([], [])


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("who", ["nell", "emma", "erik", "carla"])
def test_all_clearances_are_what_each_is_by_itself(cast: Cast, who: str) -> None:
    cast.certify(cast.emma, "review")
    with transaction.unit():
        commands.accept_guidelines(1, by=cast.erik)
    person = getattr(cast, who)
    together = policy.clearances(person)
    assert together == {action: clearance(person, action) for action in together}
    assert set(together) == (set(policy.ACTIONS) if person.is_employee else {"answer"})


@pytest.mark.parametrize(
    ("who", "learns", "owns"),
    [
        ("carla", False, False),
        ("nell", True, False),
        ("mona", True, False),
        ("stella", True, True),
        ("ada", True, True),
    ],
)
def test_who_learns_and_who_owns(cast: Cast, who: str, learns: bool, owns: bool) -> None:
    person = getattr(cast, who)
    assert bool(policy.may_learn(person)) is learns
    assert bool(policy.may_own_training(person)) is owns
    assert bool(policy.may_accept_guidelines(person)) is True


def test_certificates_are_seen_by_their_holder_and_colleagues(cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    seen = {who: bool(policy.may_see_certificate(getattr(cast, who), certificate)) for who in ("emma", "nell", "carla")}
    assert seen == {"emma": True, "nell": True, "carla": False}
    assert not policy.may_see_certificate(None, certificate)


def test_visitors_may_do_nothing_in_training() -> None:
    assert policy.may_accept_guidelines(None).gate == "sign-in"
    assert policy.may_learn(None).gate == "sign-in"
    assert policy.may_own_training(None).gate == "sign-in"

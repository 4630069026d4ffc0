"""Who passes which gate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock, signals, transaction
from app.extensions import db
from app.spaces import commands as spaces
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


def write_addendum(cast: Cast, body: str, *, asked: bool = True, minor: bool = False) -> None:
    """Change the own rules of the space help."""
    space, by = cast.space(), cast.stella
    words = {"name": space.name, "purpose": space.purpose, "visibility": space.visibility, "addendum": body}
    with transaction.unit():
        spaces.change_space(space, **words, addendum_asked=asked, addendum_minor=minor, by=by)


def accept_addendum(cast: Cast, person: Person) -> None:
    """Accept the rules of help as they stand."""
    space = cast.space()
    with transaction.unit():
        commands.accept_addendum(space, space.addendum_version, by=person)


@pytest.mark.usefixtures("rules")
def test_a_grace_runs_out_by_the_clock(cast: Cast) -> None:
    cast.certify(emma := cast.emma)
    with transaction.unit():
        second = commands.publish_guideline("Be kinder.", grace_days=14, by=cast.stella)
    assert clearance(emma, "answer", cast.space())
    with clock.at(second.binding_at - timedelta(seconds=1)):
        assert clearance(emma, "answer", cast.space())
    with clock.at(second.binding_at):
        refusal = clearance(emma, "answer", cast.space())
        assert (refusal.gate, "version 2" in refusal.reason) == (GUIDELINES, True)
        assert not db.session.scalar(select(queries.has_accepted_guidelines(Person.id)).where(Person.id == emma.id))
    with transaction.unit():
        commands.accept_guidelines(2, by=emma)
    with clock.at(second.binding_at):
        assert clearance(emma, "answer", cast.space())


@pytest.mark.usefixtures("rules")
def test_whoever_never_accepted_has_no_grace(cast: Cast) -> None:
    with transaction.unit():
        commands.publish_guideline("Be kinder.", grace_days=14, by=cast.stella)
    assert gate(cast.carla, "answer", cast) == GUIDELINES
    with transaction.unit():
        commands.accept_guidelines(2, by=cast.carla)
    assert clearance(cast.carla, "answer", cast.space())


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("grace", [0, 14])
def test_certifying_everybody_anew_ends_certificates_when_the_grace_ends(cast: Cast, grace: int) -> None:
    cast.certify(emma := cast.emma, "answer", "review")
    with transaction.unit():
        second = commands.publish_guideline("Be kinder.", grace_days=grace, recertify=True, by=cast.stella)
        commands.accept_guidelines(2, by=emma)
    assert bool(clearance(emma, "answer", cast.space())) is bool(grace)
    with clock.at(second.binding_at):
        assert {gate(emma, action, cast) for action in ("answer", "review")} == {"training"}
        assert not db.session.scalar(select(queries.holds_certificate(Person.id, "answer")).where(Person.id == emma.id))
    cast.certify(emma)
    with clock.at(second.binding_at):
        assert clearance(emma, "answer", cast.space())


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("who", ["emma", "carla"])
def test_a_spaces_own_rules_are_accepted_too(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    cast.certify(person)
    write_addendum(cast, "Say which product.")
    refusal = clearance(person, "answer", cast.space())
    assert (refusal.gate, refusal.remedy) == ("addendum", "/learn/addenda/help")
    assert clearance(person, "answer", cast.space("lounge"))
    accept_addendum(cast, person)
    assert clearance(person, "answer", cast.space())
    write_addendum(cast, "Say which product, by its name.", minor=True)
    assert clearance(person, "answer", cast.space())
    write_addendum(cast, "Say which product and since when.")
    assert gate(person, "answer", cast) == "addendum"
    write_addendum(cast, "Say which product and since when.", asked=False)
    assert clearance(person, "answer", cast.space())


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("accepted", [False, True])
def test_what_the_addendum_asks_holds_in_sql_too(cast: Cast, accepted: bool) -> None:
    cast.certify(emma := cast.emma)
    write_addendum(cast, "Say which product.")
    if accepted:
        accept_addendum(cast, emma)
    said = db.session.scalar(select(queries.has_accepted_addendum(Person.id, cast.space())).where(Person.id == emma.id))
    assert bool(said) is accepted is bool(clearance(emma, "answer", cast.space()))

"""Who may do what, as tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Person
from app.board import commands, policy
from app.board.models import Answer, Question
from app.core import transaction
from app.training import commands as training
from tests.cast import Cast

Answered = Callable[..., Answer]


@pytest.mark.parametrize(
    ("who", "gate"),
    [(None, "sign-in"), ("carla", "guidelines"), ("nell", "guidelines"), ("emma", "")],
)
def test_answering_passes_the_gates_of_training(cast: Cast, asked: Question, who: str | None, gate: str) -> None:
    cast.certify(cast.emma)
    person = getattr(cast, who) if who else None
    assert policy.may_answer(person, asked).gate == gate


def test_the_course_is_the_gate_after_the_guidelines(cast: Cast, asked: Question) -> None:
    cast.certify(cast.emma)
    cast.certify(cast.carla)
    assert policy.may_answer(cast.carla, asked)
    with transaction.unit():
        training.accept_guidelines(1, by=cast.nell)
    decision = policy.may_answer(cast.nell, asked)
    assert (decision.gate, decision.remedy) == ("training", "/learn/courses/answering")


def test_a_claim_keeps_colleagues_out_but_no_customer(cast: Cast, asked: Question) -> None:
    for person in (cast.emma, cast.erik, cast.colin):
        cast.certify(person)
    with transaction.unit():
        commands.claim(asked, by=cast.emma)
    assert policy.may_answer(cast.emma, asked)
    assert policy.may_answer(cast.erik, asked).gate == "claim"
    assert policy.may_answer(cast.colin, asked)


def test_customers_do_not_claim(cast: Cast, asked: Question) -> None:
    cast.certify(cast.colin)
    assert policy.may_claim(cast.colin, asked).gate == "role"
    assert policy.may_work(None).gate == "sign-in"
    assert not policy.may_work(cast.colin)
    assert policy.may_work(cast.nell)


@pytest.mark.parametrize(("who", "may"), [("carla", True), ("colin", False), ("max", False)])
def test_only_the_asker_accepts(cast: Cast, answered: Answered, who: str, may: bool) -> None:
    assert bool(policy.may_accept(getattr(cast, who), answered(cast.sam))) is may


def test_an_unpublished_answer_cannot_be_accepted(cast: Cast, answered: Answered) -> None:
    assert policy.may_accept(cast.carla, answered(cast.nell)).gate == "state"


def test_experts_verify_what_others_wrote(cast: Cast, expert: Person, answered: Answered) -> None:
    cast.certify(cast.sue, "answer", "verify")
    given = answered(cast.max)
    assert policy.may_verify(expert, given)
    assert policy.may_verify(cast.sue, given).gate == "expertise"
    assert policy.may_verify(cast.carla, given).gate == "space"
    assert policy.may_verify(expert, answered(expert)).gate == "own"


def test_who_may_take_a_verification_back(cast: Cast, expert: Person, answered: Answered) -> None:
    given = answered(cast.mona)
    with transaction.unit():
        commands.verify(given, by=expert)
    assert policy.may_unverify(expert, given)
    assert policy.may_unverify(cast.max, given)
    assert not policy.may_unverify(cast.mona, given)


@pytest.mark.parametrize(
    ("who", "may"), [("mona", True), ("max", True), ("nell", False), ("emma", False), ("carla", False)]
)
def test_mentors_and_moderators_approve(cast: Cast, answered: Answered, who: str, may: bool) -> None:
    assert bool(policy.may_approve(getattr(cast, who), answered(cast.nell))) is may


def test_nobody_votes_for_their_own_words(cast: Cast, asked: Question, answered: Answered) -> None:
    given = answered(cast.sam)
    assert policy.may_vote_question(cast.carla, asked).gate == "own"
    assert policy.may_vote_answer(cast.sam, given).gate == "own"
    assert policy.may_vote_question(cast.colin, asked)
    assert policy.may_vote_answer(cast.colin, given)
    assert policy.may_vote_answer(None, given).gate == "sign-in"


@pytest.mark.parametrize(("who", "may"), [("carla", True), ("max", True), ("colin", False), ("emma", False)])
def test_askers_and_moderators_edit_and_close(cast: Cast, asked: Question, who: str, may: bool) -> None:
    person = getattr(cast, who)
    assert bool(policy.may_edit_question(person, asked)) is may
    assert bool(policy.may_close(person, asked)) is may


def test_nobody_answers_a_closed_question(cast: Cast, asked: Question) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        commands.close(asked, by=cast.carla)
    assert policy.may_answer(cast.emma, asked).gate == "state"

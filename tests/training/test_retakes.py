"""Whose certificate was taken back waits before taking the quiz again, or until a steward lets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.training import commands, policy, queries
from app.training.models import Attempt, Certificate
from tests.cast import Cast
from tests.parallel import at_once
from tests.training.test_commands import right_answers
from tests.training.test_teaching import delete
from tests.training.test_views import send

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def taken_back(cast: Cast) -> Certificate:
    """Emma's certificate, taken back for two weeks."""
    (certificate,) = cast.certify(cast.emma)
    with transaction.unit():
        commands.revoke(certificate, by=cast.stella, reason="A false claim.")
    return certificate


def test_one_waits_two_weeks_and_may_then_earn_it_anew(cast: Cast, taken_back: Certificate) -> None:
    course = cast.course()
    refused = policy.may_attempt(cast.emma, course)
    assert (bool(refused), refused.gate) == (False, "waiting")
    assert policy.may_attempt(cast.erik, course)
    with clock.at(clock.now() + timedelta(days=15)), transaction.unit():
        assert policy.may_attempt(cast.emma, course)
        attempt = commands.start_attempt(course, by=cast.emma)
        commands.submit_attempt(attempt, right_answers(attempt), by=cast.emma)
        assert queries.certificate_for_attempt(attempt) is not None


def test_what_was_begun_before_certifies_nobody(cast: Cast) -> None:
    """An open attempt ends with the certificate; one that waits for a judge is judged, and certifies nobody."""
    course = cast.course()
    with transaction.unit():
        begun = commands.start_attempt(course, by=cast.emma)
        answers = right_answers(begun)
        commands.submit_attempt(begun, answers, by=cast.emma)
        held = queries.certificate_for_attempt(begun)
        assert held is not None
        commands.start_attempt(course, by=cast.emma)
        commands.revoke(held, by=cast.stella, reason="A false claim.", wait_days=0)
    assert queries.open_attempt(cast.emma, course) is None
    assert policy.may_attempt(cast.emma, course)


def test_what_waits_for_a_judge_certifies_nobody_after_that(cast: Cast) -> None:
    bank = [{"kind": "text", "prompt": f"Say {n}."} for n in range(9)]
    with transaction.unit():
        course = commands.add_course({"slug": "words", "title": "Words", "bank": bank}, by=cast.stella)
        held = commands.certify(cast.emma, course, by=cast.stella, reason="Earned elsewhere.")
        begun = commands.start_attempt(course, by=cast.emma)
        commands.submit_attempt(begun, {item.id: "Kindly." for item in queries.items_of(begun)}, by=cast.emma)
    with clock.at(clock.now() + timedelta(minutes=1)), transaction.unit():
        commands.revoke(held, by=cast.stella, reason="A false claim.", wait_days=0)
        verdicts = {item.id: (True, "") for item in queries.items_of(begun)}
        assert commands.judge_attempt(begun, verdicts, by=cast.mona).passed
        assert queries.live_certificate_for(cast.emma, course) is None


def test_a_steward_lets_them_try_at_once(signed_in: Browser, cast: Cast, taken_back: Certificate) -> None:
    stella, emma = signed_in(cast.stella), signed_in(cast.emma)
    course = cast.course()
    assert "taken back" in emma.get(course.url).text
    assert "Take the quiz" not in emma.get(course.url).text
    assert send(emma, f"{course.url}/attempts", "/learn").status_code == 403
    assert delete(emma, f"{taken_back.url}/waiting", "/learn").status_code == 403
    assert "Let them try now" in stella.get(taken_back.url).text
    assert "Let them try now" not in emma.get(taken_back.url).text
    assert delete(stella, f"{taken_back.url}/waiting", taken_back.url).status_code == 303
    assert "Take the quiz" in emma.get(course.url).text
    assert delete(stella, f"{taken_back.url}/waiting", taken_back.url).status_code == 409


def test_why_it_was_taken_back_is_for_its_holder_and_the_owners(
    signed_in: Browser, cast: Cast, taken_back: Certificate
) -> None:
    """Colleagues see that it was; and no steward shortens their own wait."""
    for person, reads in ((cast.emma, True), (cast.stella, True), (cast.erik, False), (cast.mona, False)):
        page = signed_in(person).get(taken_back.url).text
        assert ("Taken back" in page, taken_back.revoked_because in page) == (True, reads)
    with transaction.unit():
        taken_back.person_id = cast.stella.id
    stella = signed_in(cast.stella)
    assert "Let them try now" not in stella.get(taken_back.url).text
    assert delete(stella, f"{taken_back.url}/waiting", "/learn").status_code == 403


def test_the_days_are_said_where_it_is_taken_back(signed_in: Browser, cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    stella, page = signed_in(cast.stella), f"{certificate.url}/revocation"
    refused = send(stella, page, certificate.url, reason="Kept words.", wait_days="999")
    assert (refused.status_code, "Kept words." in refused.text) == (422, True)
    with pytest.raises(Invalid):
        commands.revoke(certificate, by=cast.stella, reason="x", wait_days=-1)
    assert send(stella, page, certificate.url, reason="A false claim.", wait_days="0").status_code == 303
    assert policy.may_attempt(cast.emma, cast.course())
    with pytest.raises(Conflict):
        commands.release(certificate, by=cast.stella)


def test_tabs_that_begin_at_once_show_one_attempt(app: Flask, cast: Cast) -> None:
    nell_id, slug = cast.nell.id, cast.course().slug
    db.session.rollback()

    def begin(_number: int) -> int:
        course = queries.taught_course(slug)
        assert course is not None
        return commands.start_attempt(course, by=db.session.get_one(Person, nell_id)).id

    assert len(set(at_once(app, 10, begin))) == 1


def test_the_database_keeps_a_second_open_attempt_out(cast: Cast) -> None:
    with transaction.unit():
        begun = commands.start_attempt(cast.course(), by=cast.nell)
    same = {"person_id", "course_id", "drawn", "needed", "course_version", "started_at"}
    with pytest.raises(IntegrityError), transaction.unit():
        db.session.add(Attempt(**{name: getattr(begun, name) for name in same}, answers={}))

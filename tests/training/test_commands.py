"""What is done in training, and what the book says of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.training import commands, queries, results
from app.training.models import Attempt, Certificate, QuizItem
from tests.cast import Cast


def happened(name: str) -> list[dict[str, Any]]:
    """The payloads of every event of a name."""
    return list(db.session.scalars(select(Entry.payload).where(Entry.name == name).order_by(Entry.id)))


def right_answers(attempt: Attempt, wrong: int = 0) -> dict[int, list[int]]:
    """What to hand in: everything right but for so many questions."""
    answers = {}
    for place, item in enumerate(queries.items_of(attempt)):
        order = attempt.orders[item.id]
        right = [order.index(original) for original in item.right]
        answers[item.id] = [next(p for p in range(len(order)) if p not in right)] if place < wrong else right
    return answers


def taken(cast: Cast, wrong: int = 0) -> Attempt:
    """Nell's attempt, handed in."""
    with transaction.unit():
        attempt = commands.start_attempt(cast.course(), by=cast.nell)
        return commands.submit_attempt(attempt, right_answers(attempt, wrong), by=cast.nell)


@pytest.mark.parametrize(
    ("field", "value", "blamed"),
    [
        ("draw_count", 7, "draw_count"),
        ("draw_count", 12, "bank"),
        ("pass_share", 0, "pass_share"),
        ("valid_days", 0, "valid_days"),
        ("clears", "flying", "clears"),
        ("slug", "Not a slug", "slug"),
        ("slug", "answering", "slug"),
        ("bank", [{"prompt": "?", "choices": ["a", "b"], "right": [0, 1]}] * 9, "bank"),
        ("bank", [{"prompt": "?", "choices": ["a", "b"], "right": []}] * 9, "bank"),
        ("bank", [{"prompt": "?", "choices": ["a", "b"], "right": [2]}] * 9, "bank"),
    ],
)
def test_a_course_that_could_not_be_taken_is_refused(cast: Cast, field: str, value: object, blamed: str) -> None:
    cast.course()
    bank = [{"prompt": "?", "choices": ["a", "b"], "right": [0]}] * 12
    with pytest.raises(Invalid) as refusal:
        commands.add_course({"slug": "new", "title": "New", "bank": bank, field: value}, by=cast.stella)
    assert blamed in refusal.value.errors


def test_an_attempt_draws_some_of_the_bank_and_stays_until_handed_in(cast: Cast) -> None:
    course = cast.course()
    with transaction.unit():
        first = commands.start_attempt(course, by=cast.nell, chance=random.Random(1))
        again = commands.start_attempt(course, by=cast.nell, chance=random.Random(2))
        other = commands.start_attempt(course, by=cast.emma, chance=random.Random(3))
    assert again.id == first.id
    assert len(set(first.item_ids)) == course.draw_count == 8
    assert set(first.item_ids) != set(other.item_ids)
    assert any(order != sorted(order) for order in first.orders.values())


def test_passing_issues_a_certificate(cast: Cast) -> None:
    attempt = taken(cast, wrong=1)
    assert (attempt.score, attempt.passed) == (7, True)
    certificate = queries.live_certificate(cast.nell, "answer")
    assert certificate is not None
    assert certificate.expires_at - certificate.issued_at == timedelta(days=365)
    assert (certificate.source, certificate.attempt_id) == ("course", attempt.id)
    issued = {"certificate_id": certificate.id, "person_id": cast.nell.id, "course_id": cast.course().id}
    assert happened("training.certificate_issued") == [issued]
    assert [event["passed"] for event in happened("training.attempt_submitted")] == [True]


def test_failing_issues_none_and_may_be_tried_again(cast: Cast) -> None:
    attempt = taken(cast, wrong=2)
    assert (attempt.score, attempt.passed) == (6, False)
    assert queries.live_certificate(cast.nell, "answer") is None
    assert taken(cast).passed
    with pytest.raises(Conflict):
        commands.submit_attempt(attempt, right_answers(attempt), by=cast.nell)


def test_answers_must_be_among_those_offered(cast: Cast) -> None:
    with transaction.unit():
        attempt = commands.start_attempt(cast.course(), by=cast.nell)
    good = right_answers(attempt)
    item_id = attempt.item_ids[0]
    for broken in ({**good, item_id: []}, {**good, item_id: [3]}, {**good, item_id: [-1]}, {**good, item_id: [0, 1]}):
        with pytest.raises(Invalid) as refusal:
            commands.submit_attempt(attempt, broken, by=cast.nell)
        assert list(refusal.value.errors) == [f"answers.{item_id}"]
    with pytest.raises(Invalid):
        commands.submit_attempt(attempt, {**good, 10**12: [0]}, by=cast.nell)
    assert attempt.submitted_at is None


def test_several_right_choices_must_all_be_chosen(cast: Cast) -> None:
    course = cast.course()
    with transaction.unit():
        for item in db.session.scalars(select(QuizItem)):
            item.right, item.kind = [0, 1], "multiple"
        attempt = commands.start_attempt(course, by=cast.nell)
        answers = right_answers(attempt)
        one = attempt.item_ids[0]
        answers[one] = answers[one][:1]
        commands.submit_attempt(attempt, answers, by=cast.nell)
    assert attempt.score == 7
    explained = results.explained(attempt, queries.items_of(attempt))
    assert [result.correct for result in explained] == [False] + [True] * 7
    assert explained[0].places(right=False) == answers[one]


def test_an_open_attempt_explains_nothing(cast: Cast) -> None:
    with transaction.unit():
        attempt = commands.start_attempt(cast.course(), by=cast.nell)
    with pytest.raises(ValueError, match="no results"):
        results.explained(attempt, queries.items_of(attempt))


def test_renewing_replaces_and_the_old_one_never_lapses(cast: Cast, settle: Callable[[], None]) -> None:
    (old,) = cast.certify(cast.emma)
    with clock.at(clock.now() + timedelta(days=300)):
        (new,) = cast.certify(cast.emma)
    assert queries.certificates_of(cast.emma) == [new]
    with clock.at(old.expires_at + timedelta(days=1)):
        assert queries.live_certificate(cast.emma, "answer") == new
        settle()
    assert happened("training.certificate_lapsed") == []


def test_lapsing_is_told_once_at_its_moment(cast: Cast, settle: Callable[[], None]) -> None:
    (certificate,) = cast.certify(cast.emma)
    with clock.at(certificate.expires_at + timedelta(hours=3)):
        settle()
    with clock.at(certificate.expires_at + timedelta(days=3)):
        settle()
    lapsed = db.session.scalars(select(Entry).where(Entry.name == "training.certificate_lapsed")).one()
    assert lapsed.payload["certificate_id"] == certificate.id
    assert (lapsed.at, lapsed.actor_id) == (certificate.expires_at, None)


def test_granting_and_taking_back_are_on_the_record(cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    with transaction.unit():
        commands.revoke(certificate, by=cast.stella, reason="a false claim")
    about_emma = select(audit.AuditEntry.action).where(audit.AuditEntry.subject == f"person:{cast.emma.id}")
    assert list(db.session.scalars(about_emma)) == ["training.certificate_granted", "training.certificate_revoked"]
    assert len(happened("training.certificate_revoked")) == 1
    with pytest.raises(Conflict):
        commands.revoke(certificate, by=cast.stella, reason="again")


def test_certificates_need_a_reason_and_an_employee(cast: Cast) -> None:
    with pytest.raises(Invalid):
        commands.certify(cast.emma, cast.course(), by=cast.stella, reason=" ")
    with pytest.raises(Invalid):
        commands.certify(cast.carla, cast.course(), by=cast.stella, reason="no")
    assert db.session.scalars(select(Certificate)).all() == []


@pytest.mark.parametrize(
    ("decided", "ends_at"),
    [("AAA", 3), ("AASA", 4), ("ASSAA", None), ("ASSAAA", 6), ("SSSSAAA", 7), ("ASAS", None), ("AAAS", 3)],
)
def test_probation_ends_with_three_approved_of_the_last_four(cast: Cast, decided: str, ends_at: int | None) -> None:
    ended = []
    for letter in decided:
        with transaction.unit():
            ended.append(commands.count_decision(cast.nell, approved=letter == "A", by=cast.mona))
    assert [place for place, end in enumerate(ended, 1) if end] == ([ends_at] if ends_at else [])
    assert queries.is_on_probation(cast.nell) is (ends_at is None)
    assert happened("training.probation_ended") == ([{"person_id": cast.nell.id}] if ends_at else [])


def test_who_is_on_probation(cast: Cast) -> None:
    on = {who: queries.is_on_probation(getattr(cast, who)) for who in ("nell", "emma", "carla", "mona", "max", "sam")}
    assert on == {"nell": True, "emma": True, "carla": False, "mona": False, "max": False, "sam": False}
    cast.season(cast.emma)
    assert not queries.is_on_probation(cast.emma)


def test_a_novice_has_one_mentor_at_a_time(cast: Cast) -> None:
    with transaction.unit():
        commands.pair(cast.mona, cast.nell, by=cast.stella)
        commands.pair(cast.ada, cast.nell, by=cast.stella)
    assert queries.mentor_of(cast.nell) == cast.ada
    assert (queries.novices_of(cast.mona), queries.novices_of(cast.ada)) == ([], [cast.nell])
    assert [event["mentor_id"] for event in happened("training.pair_made")] == [cast.mona.id, cast.ada.id]
    assert cast.nell not in queries.novices_alone()


def test_people_who_cannot_be_paired(cast: Cast) -> None:
    for mentor, novice in ((cast.emma, cast.nell), (cast.mona, cast.carla), (cast.mona, cast.mona)):
        with pytest.raises(Invalid):
            commands.pair(mentor, novice, by=cast.stella)

"""Every kind of question: drawn, answered, judged, explained; and when one may try again."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.audit import AuditEntry
from app.extensions import db
from app.notifications.models import Notification
from app.training import commands, policy, queries, results
from app.training.models import Attempt, Course
from tests.cast import Cast
from tests.training.test_commands import happened
from tests.training.test_views import cost, send

Browser = Callable[[Person], FlaskClient]
ORDER = {"kind": "order", "prompt": "Sort.", "choices": ["one", "two", "three"], "right": [0, 1, 2]}
TEXT = {"kind": "text", "prompt": "Why?", "explanation": "Sesame, because it helps."}
SINGLE = {"prompt": "Which?", "choices": ["this", "that"], "right": [0]}


def teach(cast: Cast, *bank: dict[str, Any], **more: Any) -> Course:
    """A course with these questions and enough others."""
    others = [{**SINGLE, "prompt": f"Which {n}?"} for n in range(9 - len(bank))]
    content = {"slug": "kinds", "title": "Kinds", "clears": "review", "bank": [*bank, *others], **more}
    with transaction.unit():
        return commands.add_course(content, by=cast.stella)


def begin(course: Course, person: Person, *wanted: str) -> Attempt:
    """An attempt that drew these kinds of questions."""
    for seed in range(200):
        with transaction.unit():
            attempt = commands.start_attempt(course, by=person, chance=random.Random(seed))
            if set(wanted) <= {item.kind for item in queries.items_of(attempt)}:
                return attempt
            db.session.delete(attempt)
    raise AssertionError(wanted)


def answers(attempt: Attempt, right: bool = True, **written: str) -> dict[int, list[int] | str]:
    """Everything right, or everything wrong."""
    given: dict[int, list[int] | str] = {}
    for item in queries.items_of(attempt):
        order = attempt.orders[item.id]
        wanted = [order.index(original) for original in item.right]
        wrong = wanted[::-1] if item.kind == "order" else [place for place in range(len(order)) if place not in wanted]
        given[item.id] = written.get("text", "It helps.") if item.kind == "text" else (wanted if right else wrong[:2])
        if item.kind == "order" and not right:
            given[item.id] = wanted[::-1]
    return given


def hand_in(attempt: Attempt, person: Person, right: bool = True) -> Attempt:
    """Hand it in."""
    with transaction.unit():
        return commands.submit_attempt(attempt, answers(attempt, right), by=person)


@pytest.mark.parametrize(("right", "score"), [(True, 8), (False, 0)])
def test_an_order_is_right_as_a_whole(cast: Cast, right: bool, score: int) -> None:
    attempt = hand_in(begin(teach(cast, ORDER), cast.nell, "order"), cast.nell, right)
    assert attempt.score == score
    explained = next(r for r in results.explained(attempt, queries.items_of(attempt)) if r.item.kind == "order")
    assert explained.correct is right
    assert [choice.text for choice in explained.choices] == ["one", "two", "three"]
    assert [choice.given for choice in explained.choices] == ([0, 1, 2] if right else [2, 1, 0])
    assert (explained.places(right=True) == explained.places(right=False)) is right


@pytest.mark.parametrize("given", [[0, 1], [0, 1, 1], [0, 1, 3], "one, two, three", []])
def test_an_order_takes_all_of_its_choices_once(cast: Cast, given: Any) -> None:
    attempt = begin(teach(cast, ORDER), cast.nell, "order")
    item = next(item for item in queries.items_of(attempt) if item.kind == "order")
    with pytest.raises(Invalid) as refusal:
        commands.submit_attempt(attempt, {**answers(attempt), item.id: given}, by=cast.nell)
    assert list(refusal.value.errors) == [f"answers.{item.id}"]


@pytest.mark.parametrize(("verdict", "score"), [(True, 8), (False, 7)])
def test_what_was_written_waits_for_a_person(cast: Cast, settle: Callable[[], None], verdict: bool, score: int) -> None:
    course = teach(cast, TEXT, pass_share=1.0)
    attempt = hand_in(begin(course, cast.nell, "text"), cast.nell)
    item = next(item for item in queries.items_of(attempt) if item.kind == "text")
    assert (attempt.waits, attempt.passed, item.asked_count) == (True, None, 0)
    assert queries.live_certificate_for(cast.nell, course) is None
    assert policy.may_attempt(cast.nell, course).gate == "waiting"
    with transaction.unit():
        commands.judge_attempt(attempt, {item.id: (verdict, "Because.")}, by=cast.mona)
    db.session.refresh(item)
    assert (attempt.waits, attempt.passed, attempt.score) == (False, verdict, score)
    assert (item.asked_count, item.right_count, item.rest_sum) == (1, int(verdict), 7)
    assert (queries.live_certificate_for(cast.nell, course) is not None) is verdict
    assert [told["passed"] for told in happened("training.attempt_submitted")] == [verdict]
    judged = select(AuditEntry).where(AuditEntry.action == "training.attempt_judged")
    assert db.session.scalars(judged).one().actor_id == cast.mona.id
    settle()
    kinds = set(db.session.scalars(select(Notification.kind).where(Notification.person_id == cast.nell.id)))
    assert kinds == ({"judged", "certified"} if verdict else {"judged"})
    with pytest.raises(Conflict):
        commands.judge_attempt(attempt, {item.id: (True, "")}, by=cast.mona)


def test_a_wrong_answer_gets_a_word(cast: Cast) -> None:
    attempt = hand_in(begin(teach(cast, TEXT), cast.nell, "text"), cast.nell)
    item = next(item for item in queries.items_of(attempt) if item.kind == "text")
    for verdicts, blamed in (({}, f"right-{item.id}"), ({item.id: (False, " ")}, f"remark-{item.id}")):
        with pytest.raises(Invalid) as refusal:
            commands.judge_attempt(attempt, verdicts, by=cast.mona)
        assert list(refusal.value.errors) == [blamed]


def test_who_judges_and_never_their_own(signed_in: Browser, cast: Cast) -> None:
    course = teach(cast, TEXT)
    attempt = hand_in(begin(course, cast.mona, "text"), cast.mona)
    page = f"/learn/judging/{attempt.id}"
    for who, listed, shown in (("mona", False, 404), ("nell", None, 403), ("carla", None, 403), ("stella", True, 200)):
        browser = signed_in(getattr(cast, who))
        assert browser.get(page).status_code == shown
        answer = browser.get("/learn/judging")
        assert answer.status_code == (403 if listed is None else 200)
        assert (page in answer.text) is bool(listed)
    item = next(item for item in queries.items_of(attempt) if item.kind == "text")
    fields = {f"right-{item.id}": "1"}
    assert send(signed_in(cast.mona), page, "/learn/guidelines/new", **fields).status_code == 403
    stella = signed_in(cast.stella)
    wrong = {f"right-{item.id}": "0", f"remark-{item.id}": ""}
    refused = send(stella, page, page, **wrong)
    assert (refused.status_code, "Say what is missing." in refused.text) == (422, True)
    assert "It helps." in refused.text
    assert send(stella, page, page, **fields).status_code == 303
    assert stella.get(page).status_code == 404


def test_the_page_takes_orders_and_words_and_leaks_nothing(signed_in: Browser, cast: Cast) -> None:
    attempt = begin(teach(cast, ORDER, TEXT), cast.nell, "order", "text")
    nell, fields = signed_in(cast.nell), {}
    for item in queries.items_of(attempt):
        order = attempt.orders[item.id]
        ranks, words = [str(original + 1) for original in order], "It *helps*."
        fields[f"item-{item.id}"] = ranks if item.kind == "order" else words if item.kind == "text" else order.index(0)
    ordered = next(f"item-{item.id}" for item in queries.items_of(attempt) if item.kind == "order")
    refused = send(nell, attempt.url, attempt.url, **{**fields, ordered: ["1", "1", "3"]})
    assert (refused.status_code, "Give each its own place." in refused.text) == (422, True)
    assert "It *helps*." in refused.text
    for page in (refused.text, nell.get(attempt.url).text):
        assert "Sesame" not in page
    assert send(nell, attempt.url, attempt.url, **fields).status_code == 303
    result = nell.get(attempt.url).text
    assert "A person has yet to judge it" in result
    assert "Try again" not in result


def test_a_failed_attempt_is_followed_by_a_wait(
    signed_in: Browser, cast: Cast, api: Callable[..., FlaskClient]
) -> None:
    course = teach(cast, wait_minutes=60)
    attempt = hand_in(begin(course, cast.nell), cast.nell, right=False)
    until = (attempt.submitted_at or clock.now()) + timedelta(minutes=60)
    refusal = policy.may_attempt(cast.nell, course)
    assert (refusal.gate, refusal.remedy) == ("waiting", course.url)
    nell = signed_in(cast.nell)
    assert "You may try again from" in nell.get(course.url).text
    assert send(nell, f"{course.url}/attempts", "/settings").status_code == 403
    assert api(cast.nell).post("/api/v1/training/courses/kinds/attempts").json["gate"] == "waiting"
    with clock.at(until - timedelta(seconds=1)):
        assert not policy.may_attempt(cast.nell, course)
    with clock.at(until):
        assert policy.may_attempt(cast.nell, course)
    assert policy.may_attempt(cast.emma, course)


def test_so_many_attempts_a_week(cast: Cast) -> None:
    course = teach(cast, attempts_a_week=2)
    first = hand_in(begin(course, cast.nell), cast.nell, right=False)
    assert policy.may_attempt(cast.nell, course)
    with clock.at(clock.now() + timedelta(days=1)):
        hand_in(begin(course, cast.nell), cast.nell, right=False)
        assert not policy.may_attempt(cast.nell, course)
    with clock.at((first.submitted_at or clock.now()) + timedelta(days=7)):
        assert policy.may_attempt(cast.nell, course)


def test_an_open_attempt_goes_on_whatever_the_wait(cast: Cast) -> None:
    course = teach(cast, wait_minutes=60, attempts_a_week=1)
    begin(course, cast.nell)
    assert policy.may_attempt(cast.nell, course)


def test_the_queue_costs_the_same_however_long_it_is(signed_in: Browser, cast: Cast) -> None:
    course, mona = teach(cast, TEXT), signed_in(cast.mona)
    hand_in(begin(course, cast.nell, "text"), cast.nell)
    few = cost(mona, "/learn/judging")
    for who in ("emma", "erik", "sam"):
        hand_in(begin(course, getattr(cast, who), "text"), getattr(cast, who))
    assert cost(mona, "/learn/judging") == few

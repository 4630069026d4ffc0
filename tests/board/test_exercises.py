"""A course asks for practice: its certificate waits until a mentor finds it ready, or until it is handed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board import policy as practice
from app.board.models import Question
from app.core import clock, transaction
from app.core.subscriptions import replay
from app.training import commands, course_file, policy, queries
from app.training.models import Attempt, Course
from tests.board.practising import hand_in, remark
from tests.cast import Cast
from tests.training.test_commands import right_answers
from tests.training.test_teaching import COURSE
from tests.training.test_views import cost, send

Browser = Callable[[Person], FlaskClient]
LESSON = f"{COURSE}/lessons/1"


def ask_for(course: Course, cast: Cast, *asks: dict[str, Any]) -> None:
    """Let the lessons of a course ask for these."""
    with transaction.unit():
        for lesson, asked in zip(list(course.lessons), asks, strict=False):
            content = {"title": lesson.title, "body": lesson.body, "practice": asked}
            commands.write_lesson(course, lesson, content, by=cast.stella)


def passed(course: Course, by: Person) -> Attempt:
    """Their quiz, all right."""
    with transaction.unit():
        attempt = commands.start_attempt(course, by=by)
        return commands.submit_attempt(attempt, right_answers(attempt), by=by)


def another(cast: Cast, title: str = "The hub blinks blue") -> Question:
    """One more settled question of a month ago."""
    with clock.at(clock.now() - timedelta(days=30)), transaction.unit():
        question = board.ask(space=cast.space("help"), title=title, by=cast.carla)
        board.accept(board.answer(question, "Wait a minute.", by=cast.colin), by=cast.carla)
    return question


def holds(person: Person, course: Course) -> bool:
    """Whether they are certified."""
    return queries.live_certificate_for(person, course) is not None


def test_the_certificate_waits_for_the_mentor(
    cast: Cast, nell: Person, old: Question, signed_in: Browser, settle: Callable[[], None]
) -> None:
    course = cast.course()
    ask_for(course, cast, {"done": "ready", "question": old.id})
    novice = signed_in(nell)
    assert old.title in novice.get(f"{course.url}/lessons/1").text
    attempt = passed(course, nell)
    assert (attempt.passed, holds(nell, course)) == (True, False)
    page = novice.get(attempt.url).text
    assert "The certificate comes once the exercises are done" in page
    assert "one exercise is left" in novice.get("/learn").text
    assert policy.may_attempt(nell, course).gate == "exercise"
    handed_in = hand_in(old, nell)
    settle()
    assert not holds(nell, course)
    assert "Waits for a mentor" in novice.get(course.url).text
    remark(handed_in, cast.mona, "not_yet")
    settle()
    assert not holds(nell, course)
    remark(handed_in, cast.mona)
    settle()
    assert holds(nell, course)
    assert queries.certificate_for_attempt(attempt) is not None
    assert "Exercise done" in novice.get(course.url).text
    settle()
    assert len(queries.certificates_of(nell)) == 1


def test_an_exercise_that_is_taken_out_stands_in_nobodys_way(
    cast: Cast, nell: Person, old: Question, settle: Callable[[], None]
) -> None:
    course = cast.course()
    ask_for(course, cast, {"done": "ready", "question": old.id}, {"done": "ready"})
    attempt = passed(course, nell)
    hand_in(old, nell)
    settle()
    assert not holds(nell, course)
    for lesson, certified in zip(list(course.lessons), (False, True), strict=False):
        with transaction.unit():
            commands.write_lesson(course, lesson, {"title": lesson.title, "body": lesson.body}, by=cast.stella)
        settle()
        assert holds(nell, course) is certified, "while another is left, it waits"
    assert queries.certificate_for_attempt(attempt) is not None
    replay("exercises")
    assert len(queries.certificates_of(nell)) == 1


def test_where_handing_in_is_enough_the_order_does_not_matter(
    cast: Cast, nell: Person, old: Question, settle: Callable[[], None]
) -> None:
    course = cast.course()
    ask_for(course, cast, {"done": "handed_in"})
    hand_in(old, nell)
    settle()
    assert not holds(nell, course), "the quiz is left"
    passed(course, nell)
    assert holds(nell, course)


def test_each_practice_counts_once_and_any_where_the_named_one_cannot_be_had(
    cast: Cast, nell: Person, old: Question, settle: Callable[[], None]
) -> None:
    course, other = cast.course(), another(cast)
    ask_for(course, cast, {"done": "handed_in", "question": old.id}, {"done": "handed_in"})
    hand_in(old, nell)
    assert [each.is_done for each in queries.exercises_of(nell, course)] == [True, False]
    hand_in(other, nell)
    assert queries.exercises_open(nell, course) == []
    with transaction.unit():
        board.answer(old, "Unplug it.", by=cast.erik)
    named = queries.exercises_of(cast.erik, course)[0]
    assert (named.question, named.url) == (None, "/practice")


def test_who_answers_alone_practises_where_a_course_asks_for_it(cast: Cast, nell: Person, old: Question) -> None:
    course = cast.course("review")
    cast.certify(cast.emma)
    cast.season(cast.emma)
    assert practice.may_practise_on(cast.emma, old).gate == "seasoned"
    ask_for(course, cast, {"done": "handed_in"})
    assert practice.may_practise_on(cast.emma, old)
    hand_in(old, cast.emma)
    passed(course, cast.emma)
    assert practice.may_practise(cast.emma).gate == "seasoned"


def test_what_was_taken_back_is_not_earned_by_practice(
    cast: Cast, nell: Person, old: Question, settle: Callable[[], None]
) -> None:
    course = cast.course()
    passed(course, nell)
    (held,) = queries.certificates_of(nell)
    ask_for(course, cast, {"done": "handed_in"})
    with clock.at(clock.now() + timedelta(minutes=1)):
        with transaction.unit():
            commands.revoke(held, by=cast.stella, reason="A false claim.", wait_days=0)
        hand_in(old, nell)
        settle()
        assert not holds(nell, course)


def test_a_steward_names_a_question_that_is_fit(signed_in: Browser, cast: Cast, old: Question, asked: Question) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    said = {"title": "First", "body": "Be kind.", "practice": "ready"}
    for wrong in (str(asked.id), "999999", "the red one"):
        refused = send(stella, LESSON, LESSON, **said, practice_on=wrong)
        assert (refused.status_code, "Name an old question" in refused.text) == (422, True), wrong
        assert f'value="{wrong}"' in refused.text
    assert send(stella, LESSON, LESSON, **said, practice_on=f"http://hive.example{old.url}").status_code == 303
    source = stella.get(f"{COURSE}/file").text
    content, faults = course_file.read(source)
    assert faults == []
    assert content["lessons"][0]["practice"]["question"] == old.id
    assert send(stella, "/learn/teaching/file", "/learn/teaching", content=source).status_code == 303
    assert stella.get(f"{COURSE}/file").text == source
    content["lessons"][0]["practice"]["asked"] = "elsewhere"
    refused = send(stella, "/learn/teaching/file", "/learn/teaching", content=json.dumps(content))
    assert "Name an old question" in refused.text
    assert f'value="{old.id}"' in stella.get(LESSON).text
    assert send(stella, LESSON, LESSON, title="First", body="Be kind.", practice="").status_code == 303
    assert "practice" not in json.loads(stella.get(f"{COURSE}/file").text)["lessons"][0]
    assert course.is_taught


@pytest.mark.parametrize("asks", [{}, {"done": "soon"}, {"done": "ready", "question": -1}, {"done": "ready", "on": 1}])
def test_a_bad_exercise_in_a_file_is_named(asks: dict[str, object]) -> None:
    lesson = {"title": "One", "body": "One.", "practice": asks}
    (fault,) = course_file.faults({"slug": "s", "title": "T", "lessons": [lesson]}, complete=False)
    assert fault.path == ("lessons", 0, "practice")


def test_a_course_of_many_exercises_costs_no_more(cast: Cast, nell: Person, old: Question, signed_in: Browser) -> None:
    course, novice = cast.course(), signed_in(nell)
    ask_for(course, cast, {"done": "ready"})
    before = cost(novice, "/learn")
    ask_for(course, cast, {"done": "ready"}, {"done": "ready"})
    assert cost(novice, "/learn") <= before

"""Those who own the courses begin, change, publish and retire them, and bring them in from files."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.core.audit import AuditEntry
from app.extensions import db
from app.training import commands, course_file, policy, queries
from app.training.models import Course, QuizItem
from tests.cast import Cast
from tests.training.test_commands import happened, right_answers
from tests.training.test_views import cost, send

Browser = Callable[[Person], FlaskClient]
PAGE = "/learn/teaching"
COURSE = "/learn/teaching/answering"
SETTINGS = {
    "title": "Answering", "about": "All of it.", "level": "mentor", "functions": "Billing, Finance, Billing",
    "clears": "answer", "draw_count": "9", "pass_percent": "66.7", "valid_days": "90", "wait_minutes": "30",
    "attempts_a_week": "5", "position": "2",
}  # fmt: skip
ITEM = {"kind": "multiple", "prompt": "Which?", "choices": "* this\r\nthat\r\n* those", "explanation": "Because."}


def delete(browser: FlaskClient, address: str, page: str) -> Any:
    """Send a DELETE as a form does."""
    return send(browser, f"{address}?_method=DELETE", page)


def test_a_course_from_nothing_to_certified(signed_in: Browser, cast: Cast) -> None:
    stella, nell = signed_in(cast.stella), signed_in(cast.nell)
    assert send(stella, PAGE, PAGE, title="On calls", slug="No slug").status_code == 422
    begun = send(stella, PAGE, PAGE, title="On calls", slug="calls")
    page = "/learn/teaching/calls"
    assert (begun.status_code, begun.location) == (303, page)
    assert send(stella, f"{page}/lessons/new", f"{page}/lessons/new", title="One", body="").status_code == 422
    assert send(stella, f"{page}/lessons/new", f"{page}/lessons/new", title="One", body="*Be kind.*").status_code == 303
    for number in range(9):
        fields = {**ITEM, "prompt": f"Which {number}?"}
        assert send(stella, f"{page}/questions/new", f"{page}/questions/new", **fields).status_code == 303
        if number == 7:
            assert send(stella, f"{page}/publication", page).location == f"{page}#bank"
    course = queries.course_by_slug("calls")
    assert course is not None
    assert not course.is_taught
    assert nell.get(course.url).status_code == 404
    assert "On calls" not in nell.get("/learn").text
    assert stella.get(course.url).status_code == 200
    assert send(stella, f"{page}/publication", page).location == page
    assert "<em>Be kind.</em>" in nell.get(f"{course.url}/lessons/1").text
    with transaction.unit():
        attempt = commands.start_attempt(course, by=cast.nell)
        commands.submit_attempt(attempt, right_answers(attempt), by=cast.nell)
    assert attempt.passed
    assert [told["version"] for told in happened("training.course_changed")] == list(range(1, course.version + 1))


def test_settings_are_changed_and_bad_ones_come_back(signed_in: Browser, cast: Cast) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    assert send(stella, COURSE, COURSE, **SETTINGS).status_code == 303
    db.session.refresh(course)
    said = (course.title, course.level, course.functions, course.pass_share, course.draw_count, course.wait_minutes)
    assert said == ("Answering", "mentor", ["Billing", "Finance"], 0.667, 9, 30)
    for wrong, says in (
        ({"draw_count": "7"}, "whole number from 8"),
        ({"draw_count": "12"}, "from a larger bank"),
        ({"pass_percent": "0"}, "between 1 and 100"),
        ({"valid_days": "x"}, "Not a valid integer"),
        ({"title": ""}, "Give it a title."),
    ):
        refused = send(stella, COURSE, COURSE, **{**SETTINGS, **wrong})
        assert (refused.status_code, says in refused.text) == (422, True), wrong
        assert "Billing, Finance, Billing" in refused.text
    assert course.version == 2


def test_a_running_attempt_keeps_what_it_was_drawn_from(cast: Cast) -> None:
    course = cast.course()
    with transaction.unit():
        attempt = commands.start_attempt(course, by=cast.nell)
        drawn = [item.prompt for item in queries.items_of(attempt)]
        for item in list(course.items):
            content = {**course_file.item_content(item), "prompt": f"New {item.id}?", "right": [1]}
            commands.write_item(course, item, content, by=cast.stella)
        commands.change_course(course, {"pass_share": 1.0}, by=cast.stella)
    assert [item.prompt for item in queries.items_of(attempt)] == drawn
    with transaction.unit():
        commands.submit_attempt(attempt, right_answers(attempt, wrong=1), by=cast.nell)
    assert (attempt.score, attempt.needed, attempt.passed, attempt.course_version) == (7, 7, True, 1)
    with transaction.unit():
        later = commands.start_attempt(course, by=cast.emma)
    assert all(item.prompt.startswith("New") for item in queries.items_of(later))
    assert later.needed == 8


def test_questions_are_written_and_asked_no_more(signed_in: Browser, cast: Cast) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    item = course.items[0]
    page = f"{COURSE}/questions/{item.id}"
    assert "* Right 1\nWrong 1" in stella.get(page).text
    for wrong in ({"choices": "this\nthat"}, {"kind": "single"}, {"kind": "text"}, {"prompt": ""}, {"choices": "* a"}):
        refused = send(stella, page, page, **{**ITEM, **wrong})
        assert refused.status_code == 422, wrong
        assert 'class="fault"' in refused.text
    assert send(stella, page, page, **ITEM).status_code == 303
    db.session.refresh(course, ["items"])
    assert (course.items[0].prompt, course.items[0].right, len(course.items)) == ("Which?", [0, 2], 12)
    assert stella.get(page).status_code == 404
    for left in (11, 10, 9):
        latest = course.items[-1]
        assert delete(stella, f"{COURSE}/questions/{latest.id}", COURSE).status_code == 303
        db.session.refresh(course, ["items"])
        assert len(course.items) == left
    assert delete(stella, f"{COURSE}/questions/{course.items[-1].id}", COURSE).status_code == 409


def test_lessons_are_moved_and_taken_out(signed_in: Browser, cast: Cast) -> None:
    course, stella = cast.course(), signed_in(cast.stella)

    def titles() -> list[str]:
        db.session.refresh(course, ["lessons"])
        assert [lesson.position for lesson in course.lessons] == list(range(1, course.lesson_count + 1))
        return [lesson.title for lesson in course.lessons]

    for address, wanted in (
        ("/lessons/1/up", ["First", "Second"]),
        ("/lessons/1/down", ["Second", "First"]),
        ("/lessons/2/up", ["First", "Second"]),
    ):
        assert send(stella, COURSE + address, COURSE).status_code == 303
        assert titles() == wanted
    changed = send(stella, f"{COURSE}/lessons/2", f"{COURSE}/lessons/2", title="Last", body="Sign.")
    assert (changed.status_code, titles()) == (303, ["First", "Last"])
    assert delete(stella, f"{COURSE}/lessons/1", COURSE).status_code == 303
    assert titles() == ["Last"]
    assert stella.get(f"{COURSE}/lessons/2").status_code == 404


def test_the_last_course_of_a_gate_is_not_retired(signed_in: Browser, cast: Cast) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    cast.certify(cast.emma)
    assert delete(stella, f"{COURSE}/publication", COURSE).status_code == 409
    assert send(stella, COURSE, COURSE, **{**SETTINGS, "clears": ""}).status_code == 409
    with pytest.raises(Conflict):
        commands.import_course({**course_file.content_of(course), "clears": ""}, by=cast.stella)
    db.session.rollback()
    other = {**course_file.content_of(course), "slug": "other"}
    with transaction.unit():
        commands.add_course(other, by=cast.stella)
    assert delete(stella, f"{COURSE}/publication", COURSE).status_code == 303
    assert signed_in(cast.nell).get("/learn/courses/answering").status_code == 404
    assert policy.clearance(cast.emma, "answer", cast.space())
    assert policy.clearance(cast.nell, "answer", cast.space()).gate == "guidelines"


def test_a_draft_opens_and_closes_no_gate(cast: Cast) -> None:
    content = {"slug": "draft", "title": "Draft", "clears": "answer"}
    with transaction.unit():
        draft = commands.add_course(content, publish=False, by=cast.stella)
    assert policy.clearance(cast.nell, "answer", cast.space())
    assert queries.course_clearing("answer") is None
    with pytest.raises(Invalid):
        commands.publish_course(draft, by=cast.stella)


def upload(browser: FlaskClient, content: bytes) -> Any:
    """Bring a file in."""
    return send(browser, f"{PAGE}/file", PAGE, file=(io.BytesIO(content), "course.json"))


def test_files_go_out_and_come_in(signed_in: Browser, cast: Cast) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    taken = stella.get(f"{COURSE}/file")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="answering.json"'
    ids = [item.id for item in course.items]
    changed = {**json.loads(taken.text), "title": "Answering well"}
    changed["bank"][3]["prompt"] = "Another?"
    assert upload(stella, json.dumps(changed).encode()).location == COURSE
    db.session.refresh(course, ["items", "title"])
    kept = [item.id for item in course.items]
    assert [old == new for old, new in zip(ids, kept, strict=True)] == [n != 3 for n in range(12)]
    assert (course.title, course.version) == ("Answering well", 2)
    assert stella.get(f"{COURSE}/versions/1").text == taken.text
    assert stella.get(f"{COURSE}/versions/3").status_code == 404
    refused = upload(stella, taken.text.replace('"valid_days": 365', '"valid_days": 0').encode())
    assert refused.status_code == 422
    assert "valid_days" in refused.text
    assert upload(stella, b"\xff\xfe").status_code == 422
    assert upload(stella, b"{").status_code == 422
    assert course.version == 2


@pytest.mark.parametrize(
    "address", ["", "/answering", "/answering/file", "/answering/versions/1", "/answering/lessons/1",
                "/answering/lessons/new", "/answering/questions/new", "/answering/questions/1"],
)  # fmt: skip
def test_only_owners_see_what_is_right(signed_in: Browser, cast: Cast, client: FlaskClient, address: str) -> None:
    cast.course()
    for who in ("nell", "carla", "mona", "sam"):
        refused = signed_in(getattr(cast, who)).get(PAGE + address)
        assert (refused.status_code, "Right 1" in refused.text) == (403, False)
    assert client.get(PAGE + address).status_code == 303
    assert signed_in(cast.stella).get(PAGE + address).status_code == 200


def test_bad_questions_are_seen(signed_in: Browser, cast: Cast) -> None:
    course = cast.course()
    with transaction.unit():
        easy, hard, *_ = course.items
        easy.asked_count, easy.right_count, easy.rest_sum, easy.rest_square_sum, easy.rest_right_sum = (
            40,
            40,
            200,
            1200,
            200,
        )
        hard.asked_count, hard.right_count, hard.rest_sum, hard.rest_square_sum, hard.rest_right_sum = (
            40,
            20,
            200,
            1200,
            80,
        )
    page = signed_in(cast.stella).get(COURSE).text
    assert "Nearly everybody knows it" in page
    assert "Those who know the rest get it wrong" in page


def test_changes_are_on_the_record(cast: Cast) -> None:
    course = cast.course()
    with transaction.unit():
        commands.change_course(course, {"title": "T"}, by=cast.stella)
    logged = select(AuditEntry).where(AuditEntry.subject == f"course:{course.id}").order_by(AuditEntry.id)
    assert [entry.action for entry in db.session.scalars(logged)][-1] == "training.course_changed"
    kept = queries.version_of(course, 2)
    assert kept is not None
    assert (kept.content["title"], kept.by_id) == ("T", cast.stella.id)


@pytest.mark.parametrize("address", [PAGE, COURSE])
def test_pages_cost_the_same_however_much_there_is(signed_in: Browser, cast: Cast, address: str) -> None:
    course, stella = cast.course(), signed_in(cast.stella)
    few = cost(stella, address)
    cast.course("review")
    with transaction.unit():
        for number in range(5):
            content: dict[str, Any] = {"prompt": f"{number}?", "choices": ["a", "b"], "right": [0]}
            commands.write_item(course, None, content, by=cast.stella)
            commands.write_lesson(course, None, {"title": str(number), "body": "x"}, by=cast.stella)
    assert cost(stella, address) == few


def test_figures_are_counted_as_attempts_are_marked(cast: Cast) -> None:
    course: Course = cast.course()
    with transaction.unit():
        attempt = commands.start_attempt(course, by=cast.nell)
        commands.submit_attempt(attempt, right_answers(attempt, wrong=1), by=cast.nell)
    first, *others = attempt.item_ids
    rows = {item.id: item for item in db.session.scalars(select(QuizItem).execution_options(populate_existing=True))}
    wrong = rows[first]
    assert (wrong.asked_count, wrong.right_count, wrong.rest_sum, wrong.rest_square_sum) == (1, 0, 7, 49)
    assert {(rows[i].asked_count, rows[i].right_count, rows[i].rest_sum, rows[i].rest_right_sum) for i in others} == {
        (1, 1, 6, 6)
    }
    assert sum(item.asked_count for item in rows.values()) == 8

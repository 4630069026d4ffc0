"""Two stewards write at once: the second is told, sees both texts, and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict
from app.core.versions import Stale
from app.extensions import db
from app.training import commands, queries
from app.training.models import Course
from tests.cast import Cast
from tests.training.test_teaching import COURSE, ITEM, SETTINGS
from tests.training.test_views import send

Browser = Callable[[Person], FlaskClient]
LESSON = f"{COURSE}/lessons/1"
GUIDELINES = "/learn/guidelines/new"


def opened(browser: FlaskClient, page: str, field: str = "version") -> str:
    """The version that a form remembers."""
    found = re.search(f'name="{field}"[^>]*value="([^"]*)"', browser.get(page).text)
    assert found
    return found[1]


def both_stand(answer: Any, theirs: str, mine: str) -> None:
    """A refusal that shows what stands now and what was typed."""
    assert answer.status_code == 409
    assert "while you were writing" in answer.text
    assert theirs in answer.text
    assert mine in answer.text


@pytest.fixture
def course(cast: Cast) -> Course:
    return cast.course()


def test_a_lesson(signed_in: Browser, cast: Cast, course: Course) -> None:
    stella = signed_in(cast.stella)
    version = opened(stella, LESSON)
    assert send(stella, LESSON, LESSON, title="First", body="Theirs.", version=version).status_code == 303
    refused = send(stella, LESSON, LESSON, title="First", body="Mine.", version=version)
    both_stand(refused, "Theirs.", "Mine.")
    db.session.refresh(course)
    assert course.lessons[0].body == "Theirs."
    later = re.search('name="version"[^>]*value="([^"]*)"', refused.text)
    assert later
    assert send(stella, LESSON, LESSON, title="First", body="Both.", version=later[1]).status_code == 303


def test_a_lesson_that_is_gone_can_be_kept(signed_in: Browser, cast: Cast, course: Course) -> None:
    stella = signed_in(cast.stella)
    second = f"{COURSE}/lessons/2"
    version = opened(stella, second)
    with transaction.unit():
        commands.remove_lesson(course, course.lessons[1], by=cast.stella)
    refused = send(stella, second, LESSON, title="Second", body="Mine.", version=version)
    both_stand(refused, "took this out", "Mine.")
    assert f'action="{COURSE}/lessons/new"' in refused.text


def test_a_question(signed_in: Browser, cast: Cast, course: Course) -> None:
    stella, item = signed_in(cast.stella), course.items[0]
    page = f"{COURSE}/questions/{item.id}"
    assert "Ask it no more" not in stella.get(f"{COURSE}/questions/new").text
    assert f'action="{page}?_method=DELETE"' in stella.get(page).text
    assert send(stella, page, page, **ITEM).status_code == 303
    made = queries.item_in_place_of(item)
    assert made is not None
    assert made.position == item.position
    refused = send(stella, page, COURSE, **{**ITEM, "prompt": "Mine?"})
    both_stand(refused, "* those", "Mine?")
    assert f'action="{COURSE}/questions/{made.id}"' in refused.text
    with transaction.unit():
        commands.retire_item(course, made, by=cast.stella)
    refused = send(stella, f"{COURSE}/questions/{made.id}", COURSE, **{**ITEM, "prompt": "Mine?"})
    both_stand(refused, "took this out", "Mine?")


def test_settings(signed_in: Browser, cast: Cast, course: Course) -> None:
    stella = signed_in(cast.stella)
    version = opened(stella, COURSE)
    assert send(stella, COURSE, COURSE, **SETTINGS, version=version).status_code == 303
    refused = send(stella, COURSE, COURSE, **{**SETTINGS, "title": "Mine"}, version=version)
    both_stand(refused, "Title: Answering\n", 'value="Mine"')
    assert "For whom: Mentors" in refused.text
    with pytest.raises(Stale):
        commands.change_course(course, {"title": "Mine"}, version=version, by=cast.stella)
    commands.change_course(course, {"title": "From elsewhere"}, by=cast.stella)


def test_guidelines(signed_in: Browser, cast: Cast) -> None:
    stella = signed_in(cast.stella)
    with transaction.unit():
        commands.publish_guideline("Be kind.\n\nBe quick.", by=cast.stella)
    after = opened(stella, GUIDELINES, "after")
    said = {"summary": "New.", "major": "y", "grace_days": "0", "after": after}
    assert send(stella, GUIDELINES, GUIDELINES, body="Be kind.\n\nBe brief.", **said).status_code == 303
    refused = send(stella, GUIDELINES, GUIDELINES, body="Be kind.\n\nMine.", **said)
    both_stand(refused, "<del>quick</del><ins>brief</ins>", "Mine.")
    assert opened(stella, GUIDELINES, "after") == "2"
    current = queries.current_guideline()
    assert current is not None
    assert (current.version, current.body) == (2, "Be kind.\n\nBe brief.")
    with pytest.raises(Conflict):
        commands.publish_guideline("Mine.", after="1", by=cast.stella)

"""A course as a file: what is wrong with one, and on which line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import transaction
from app.training import commands, course_file
from app.training.models import KINDS
from tests.cast import Cast

characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
texts = st.text(characters, min_size=1, max_size=30).filter(str.strip)
plain = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20)


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """A question of any kind that can be answered."""
    kind, prompt, why = draw(st.sampled_from(KINDS)), draw(texts), draw(st.text(characters, max_size=30))
    choices = [] if kind == "text" else draw(st.lists(plain, min_size=3, max_size=6, unique=True))
    places = list(range(len(choices)))
    right = {"single": places[-1:], "multiple": places[1:], "order": places[::-1], "text": []}[kind]
    return {"kind": kind, "prompt": prompt, "choices": choices, "right": right, "explanation": why}


# The application and the cast serve every example; the clock of a busy machine says nothing about them.
unhurried = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25, deadline=None
)
COURSE: dict[str, Any] = {
    "slug": "calls", "title": "On calls",
    "bank": [{"prompt": f"{n}?", "choices": ["a", "b"], "right": [0]} for n in range(9)],
}  # fmt: skip


@unhurried
@given(bank=st.lists(items(), min_size=9, max_size=12), body=texts, share=st.floats(0.01, 1))
def test_what_is_written_is_read_and_written_the_same(
    app: Flask, cast: Cast, bank: list[dict[str, Any]], body: str, share: float
) -> None:
    content = {**COURSE, "bank": bank, "pass_share": share, "lessons": [{"title": "One", "body": body}]}
    with transaction.unit():
        course = commands.import_course(content, by=cast.stella)
        written = course_file.write(course_file.content_of(course))
        again, faults = course_file.read(written)
        assert faults == []
        commands.import_course(again, by=cast.stella)
        assert course_file.write(course_file.content_of(course)) == written
    assert again["bank"] == bank


@pytest.mark.parametrize(
    ("source", "line", "where"),
    [
        ("{", 1, ""),
        ('{\n "slug": "calls",\n}', 3, ""),
        ("[]", 1, ""),
        ('\n{"slug": "calls"}', 2, ""),
        ('{"slug": "calls",\n "title": 7}', 2, "title"),
        ('{"slug": "calls",\n "title": "T",\n "colour": "red"}', 3, "colour"),
        (
            '{"slug": "calls",\n "title": "T",\n "bank": [\n  {"prompt": "?",\n   "choices": "no"}]}',
            5,
            "bank[1].choices",
        ),
        ('{"slug": "calls",\n "title": "T",\n "bank": [\n  {"prompt": "?"},\n  7]}', 5, "bank[2]"),
        ('{"slug": "calls",\n "title": "T",\n "lessons": [\n\n  {"title": "x"}]}', 5, "lessons[1]"),
        ('{"slug": "calls",\n "title": "\\u0041{[,\\"",\n "draw_count":\n   true}', 4, "draw_count"),
        ("[" * 100_000, 1, ""),
    ],
)
def test_faults_are_told_with_their_line(app: Flask, source: str, line: int, where: str) -> None:
    _content, faults = course_file.read(source, complete=False)
    assert (line, where) in [(at, fault.where) for at, fault in faults]


@pytest.mark.parametrize(
    ("changed", "blamed"),
    [
        ({"kind": "single", "right": [0, 1]}, "right"),
        ({"kind": "multiple", "right": []}, "right"),
        ({"kind": "multiple", "right": [0, 1, 2]}, "right"),
        ({"kind": "order", "right": [0, 1]}, "right"),
        ({"kind": "order", "right": [2, 0, 1]}, None),
        ({"kind": "text"}, "choices"),
        ({"kind": "text", "choices": [], "right": []}, None),
        ({"choices": ["a", "a", "b"]}, "choices"),
        ({"choices": ["a"]}, "choices"),
        ({"right": [3]}, "right"),
        ({"right": [0, 0]}, "right"),
        ({"right": ["0"]}, "right"),
        ({"kind": "guess"}, "kind"),
        ({"prompt": " "}, "prompt"),
    ],
)
def test_questions_that_cannot_be_answered(app: Flask, changed: dict[str, Any], blamed: str | None) -> None:
    item = {"prompt": "?", "choices": ["a", "b", "c"], "right": [0], **changed}
    found = course_file.faults({**COURSE, "bank": [*COURSE["bank"], item]})
    assert [fault.path for fault in found] == ([("bank", 9, blamed)] if blamed else [])


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and objects of something."""
    return st.lists(inner) | st.dictionaries(plain, inner)


@unhurried
@given(st.recursive(st.none() | st.booleans() | st.integers() | plain, nested))
def test_nothing_that_json_can_hold_breaks_the_check(app: Flask, content: Any) -> None:
    _content, faults = course_file.read(json.dumps(content))
    assert faults
    _content, faults = course_file.read(json.dumps({**COURSE, "bank": [content], "lessons": content}, indent=1))
    assert faults

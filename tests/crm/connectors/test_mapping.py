"""Mappings: no value changes a document's shape, an address's host, or a header's lines."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.crm.connectors import mapping

WORDS = st.text() | st.sampled_from(['"}', "{{kind}}", '", "admin": "yes', "\r\nX: y", "../../x", "@evil.example/"])
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["{{a}}", "x {{ b }} y", "plain", "{{a}}{{b}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def shape(document: Any) -> Any:
    if isinstance(document, dict):
        return {key: shape(part) for key, part in document.items()}
    return [shape(part) for part in document] if isinstance(document, list) else None


@given(DOCUMENTS, WORDS, WORDS)
def test_no_value_changes_the_shape(document: Any, a: str, b: str) -> None:
    filled = mapping.render(mapping.parse(json.dumps(document)), {"a": a, "b": b})
    assert shape(filled) == shape(document)
    assert json.loads(json.dumps(filled)) == filled


@given(WORDS)
def test_no_value_leads_to_another_host_or_path(value: str) -> None:
    there = urlsplit(mapping.address("https://crm.example/items/{{id}}/x?ref={{id}}", {"id": value}))
    assert (there.netloc, there.fragment) == ("crm.example", "")
    assert there.path.count("/") == 3


@given(WORDS)
def test_no_value_begins_another_header(value: str) -> None:
    assert not set(mapping.line("Bearer {{secret}}", {"secret": value})) & {"\r", "\n"}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ('{"n": "{{number}}"}', {"n": 7}),
        ('{"n": "no. {{number}}"}', {"n": "no. 7"}),
        ('{"n": "{{nothing}}", "m": "{{missing}}"}', {"n": None, "m": None}),
        ('"{{nothing}}!"', "!"),
        ('{"k": "{{kind}}", "other": "{{word}}"}', {"k": "Case", "other": "asked"}),
        ('["{{word}}", 1, true]', ["asked", 1, True]),
    ],
)
def test_a_name_alone_keeps_its_kind(template: str, filled: Any) -> None:
    fields = {"number": 7, "nothing": None, "kind": "asked", "word": "asked"}
    assert mapping.render(mapping.parse(template), fields, {"kind": {"asked": "Case"}}) == filled


@pytest.mark.parametrize(
    ("path", "value"),
    [("id", 3), ("items.0.id", 4), ("items.5.id", None), ("items.x", None), ("id.more", None), ("", ...)],
)
def test_a_path_leads_to_a_value_or_to_nothing(path: str, value: Any) -> None:
    document = {"id": 3, "items": [{"id": 4}]}
    assert mapping.at(path, document) == (document if value is ... else value)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.from_regex(r"[a-z .=]{0,8}", fullmatch=True)))
def test_lines_are_read_as_they_are_written(found: dict[str, str]) -> None:
    stripped = {name: value.strip() for name, value in found.items()}
    assert mapping.pairs(mapping.said(stripped)) == stripped

"""Rules are built once a page, for each person apart, and never kept where something may change."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask

from app.core import transaction
from app.core.rules import once_a_page


@pytest.mark.parametrize(("method", "asked"), [("GET", [1, 2, None]), ("POST", [1, 1, 2, None, None])])
def test_a_page_asks_once_for_each_person_and_a_deed_each_time(
    app: Flask, method: str, asked: list[int | None]
) -> None:
    heard: list[int | None] = []

    @once_a_page
    def rule(person: SimpleNamespace | None) -> int:
        heard.append(None if person is None else person.id)
        return len(heard)

    first, second = SimpleNamespace(id=1), SimpleNamespace(id=2)
    with app.test_request_context("/", method=method):
        transaction._begin()
        said = [rule(person) for person in (first, first, second, None, None)]
    assert heard == asked
    assert len(set(said)) == len(asked)
    rule(first)
    rule(first)
    assert heard == [*asked, 1, 1], "outside of a request nothing is kept"

"""What a batch has in common is asked once, and no answer outlives it."""

from __future__ import annotations

from flask import Flask

from app.core.at_hand import at_hand, forget, once


def test_a_batch_asks_once_and_anew_after_something_failed(app: Flask) -> None:
    asked: list[int] = []

    def ask() -> int | None:
        asked.append(1)
        return None if len(asked) == 1 else len(asked)

    with app.app_context():
        with at_hand():
            assert [once("each", ask), once("each", ask)] == [None, None], "None is an answer, too"
            assert once("other", ask) == 2
            forget()
            assert once("each", ask) == 3
        assert [once("each", ask), once("each", ask)] == [4, 5], "outside of a batch each is asked for itself"
        with at_hand():
            assert once("each", ask) == 6

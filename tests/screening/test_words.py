"""Whole words, in any script, and nothing but whole words."""

from __future__ import annotations

from typing import Any

import pytest

from app.screening import words
from app.screening.words import Terms


def found(term: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Terms([term]).find(text)]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("cunt", "Greetings from Scunthorpe"),
        ("ass", "a first class assessment of the pass"),
        ("resume", "send your r\u00e9sum\u00e9"),
        ("scheise", "schei\u00dfe"),
        ("gr\u00fcn", "grun"),
        ("don", "I don't"),
        ("refund today", "we refund. Today we do more"),
    ],
)
def test_leaves_innocent_words_alone(term: str, text: str) -> None:
    assert found(term, text) == []


@pytest.mark.parametrize(
    ("term", "text", "seen"),
    [
        ("idiot", "You IDIOT!", "IDIOT"),
        ("idiot", "an _idiot_ he is", "idiot"),
        ("idiot", "that idiot's answer", "idiot's"),
        ("idiot", "\uff49\uff44\uff49\uff4f\uff54", "\uff49\uff44\uff49\uff4f\uff54"),
        ("idiot", "id\u200biot \u00e9", "id\u200biot"),
        ("STRASSE", "die Stra\u00dfe", "Stra\u00dfe"),
        ("caf\u00e9", "un cafe\u0301 noir", "cafe\u0301"),
        (
            "\u0438\u0434\u0438\u043e\u0442",
            "\u0422\u044b \u0418\u0414\u0418\u041e\u0422.",
            "\u0418\u0414\u0418\u041e\u0422",
        ),
        ("\u7b28\u86cb", "\u4f60\u662f\u7b28\u86cb\u5417", "\u7b28\u86cb"),
        ("full refund", "a full  refund is due", "full  refund"),
        ("don't", "I don\u2019t care", "don\u2019t"),
    ],
)
def test_finds_the_word_however_written(term: str, text: str, seen: str) -> None:
    assert found(term, text) == [seen]


def test_takes_the_longest_term_and_never_overlaps() -> None:
    terms = Terms(["full refund", "refund", "full refund today"])
    text = "full refund today, refund"
    assert [text[slice(*span)] for span in terms.find(text)] == ["full refund today", "refund"]


def test_terms_are_no_patterns() -> None:
    assert found(".*", "anything at all") == []
    assert found("a|b", "b or a") == []


def test_a_hostile_text_costs_its_length_times_the_longest_term(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    real = words._step

    def counted(*args: Any) -> Any:
        nonlocal steps
        steps += 1
        return real(*args)

    monkeypatch.setattr(words, "_step", counted)
    assert Terms(["a a a a a b"]).find("a " * 10_000) == []
    assert steps <= 10_000 * 6

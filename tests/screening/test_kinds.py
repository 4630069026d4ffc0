"""What each kind of rule finds and leaves alone, where it holds, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.screening import language, patterns
from app.screening.check import check
from app.screening.highlight import glimpse, marked
from app.screening.rules import Rule
from app.screening.writer import Writer

OLD_HAND = Writer(is_employee=True, age=900, lately=lambda minutes: 0)
NEWCOMER = Writer(is_employee=False, age=1, lately=lambda minutes: 6 if minutes >= 10 else 2)
GERMAN = "Wo ist das Gift und wie kann ich es mit dem Hub wieder los werden?"
ENGLISH = "What is the best gift for a friend who has this hub at home?"


@pytest.fixture(autouse=True)
def _translations(app: Flask) -> None:
    """Sentences need an application to be said in."""


def rule(kind: str, *terms: str, **more: Any) -> Rule:
    return Rule(1, "r", kind, terms, "hold", **more)


def found(made: Rule, text: str, scope: str = "answer", **more: Any) -> list[str]:
    return [text[slice(*finding.span)] for finding in check(text, [made], scope, **more)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("We guarantee that it works.", ["We guarantee"]),
        ("You'll get your money back, I promise!", ["You'll get your money back", "I promise"]),
        ("Wir versprechen es Ihnen.", ["Wir versprechen"]),
        ("Vous serez remboursé demain.", ["Vous serez remboursé"]),
        ("That sounds promising; a guarantee card is in the box.", []),
        ("They promised me nothing.", []),
        ("Compromise if you can.", []),
    ],
)
def test_promises(text: str, seen: list[str]) -> None:
    assert found(rule("promises"), text) == seen


def test_promises_take_words_of_their_own_besides() -> None:
    assert found(rule("promises", "by the queen"), "It is by the queen, we guarantee.") == [
        "by the queen",
        "we guarantee",
    ]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("It costs €12.50 a month, or 1,299 dollars.", ["€12.50", "1,299 dollars"]),
        ("Das kostet 1.299,00 € im Jahr.", ["1.299,00 €"]),
        ("Now 20% off and EUR 5 less", ["20% off", "EUR 5"]),
        ("Version 3.4 came in 2024, 20% faster, on port 8080.", []),
        ("Since 12 o'clock 5 of 7 hubs fail", []),
    ],
)
def test_prices(text: str, seen: list[str]) -> None:
    assert found(rule("prices"), text) == seen


def test_competitors_are_whole_names_also_in_links() -> None:
    made = rule("competitors", "Acme", "Other Networks")
    assert found(made, "ACME and other networks, see https://www.acme.com") == ["ACME", "other networks", "acme"]
    assert found(made, "The acmeist poets met in another network") == []


def test_who_says_for_whom_they_work() -> None:
    assert found(rule("disclosure"), "Full disclosure: I work for them.") == ["Full disclosure:", "I work for them"]
    assert found(rule("disclosure"), "It works for me, and I work on it.") == []


def test_employees_who_praise_us_say_that_they_are_ours() -> None:
    made = rule("undisclosed", "HomeHub", writers="employees")
    assert found(made, "The HomeHub is the best.", writer=OLD_HAND) == ["HomeHub"]
    assert found(made, "I work for Calderway. The HomeHub is the best.", writer=OLD_HAND) == []
    assert found(made, "The HomeHub is the best.", writer=NEWCOMER) == []


def test_newcomers_and_only_they() -> None:
    made = rule("newcomers", newer_than=3)
    assert len(check("Hello", [made], "answer", writer=NEWCOMER)) == 1
    assert len(check("Hello", [made], "answer", writer=OLD_HAND)) == 0
    assert len(check("Hello", [made], "answer")) == 0, "of nobody known nothing is said"
    links = rule("links", newer_than=3)
    assert found(links, "https://a.example", writer=NEWCOMER) == ["https://a.example"]
    assert found(links, "https://a.example", writer=OLD_HAND) == []


def test_velocity_counts_the_texts_within_its_minutes() -> None:
    assert len(check("Hello", [rule("velocity", most=6, minutes=10)], "answer", writer=NEWCOMER)) == 1
    assert len(check("Hello", [rule("velocity", most=7, minutes=10)], "answer", writer=NEWCOMER)) == 0
    assert len(check("Hello", [rule("velocity", most=3, minutes=5)], "answer", writer=NEWCOMER)) == 0
    assert len(check("Hello", [rule("velocity", most=1, minutes=10)], "answer")) == 0


def test_a_rule_holds_in_its_spaces_scopes_and_language() -> None:
    assert found(rule("words", "gift", space_id=7), ENGLISH, space_id=7) == ["gift"]
    assert found(rule("words", "gift", space_id=7), ENGLISH, space_id=8) == []
    assert found(rule("words", "gift", space_id=7), ENGLISH) == []
    assert found(rule("words", "gift", scope="question answer"), ENGLISH) == ["gift"]
    assert found(rule("words", "gift", scope="question comment"), ENGLISH) == []
    assert found(rule("words", "gift", language="de"), ENGLISH) == []
    assert found(rule("words", "gift", language="de"), GERMAN) == ["Gift"]
    assert found(rule("words", "gift", language="de"), "Gift!") == ["Gift"], "too short to tell"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENGLISH, "en"), (GERMAN, "de"), ("Où est mon colis? Je ne sais pas ce que je dois faire avec la boîte.", "fr"),
        ("¿Cómo puedo cambiar la contraseña de mi cuenta? No me deja.", "es"),
        ("Come posso cambiare la password del mio account? Non mi lascia.", "it"),
        ("Hoe kan ik mijn wachtwoord wijzigen? Het lukt niet met de app.", "nl"),
    ],
)  # fmt: skip
def test_languages_are_told_by_their_small_words(text: str, told: str) -> None:
    assert told in language.may_be(text)
    assert len(language.may_be(text)) <= 2


def test_patterns_find_what_they_say_whatever_the_case_and_script() -> None:
    assert found(rule("patterns", r"order\s+no\.?\s*\d{4,}", "ü.er"), "Order no 12345 ÜBER") == [
        "Order no 12345",
        "ÜBER",
    ]


@pytest.mark.parametrize("bad", ["(", "(?=a)b", r"(a)\1", "a*", "x{5000}", "((a{900}){900}){900}", "a" * 501])
def test_a_pattern_that_could_cost_too_much_or_say_nothing_is_refused(bad: str) -> None:
    with pytest.raises(patterns.BadPattern):
        patterns.compiled(bad)


HOSTILE = (
    (r"(a+)+$", "a"), (r"(a|aa)+$", "a"), (r"(.*a){12}", "b"), (r"([a-z]+)*!", "z"), (r"(x+x+)+y", "x"),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a"), (r"(\d+)*[^\d]x", "1"), (r"(?:\s*,?\s*)*;", " "),
)  # fmt: skip


@pytest.mark.parametrize(("pattern", "unit"), HOSTILE)
def test_a_hostile_pattern_comes_to_an_end(pattern: str, unit: str) -> None:
    """On an engine that goes back over the text, each would take longer than anybody lives."""
    text = unit * 20_000
    assert all(0 <= start < end <= len(text) for start, end in patterns.find(text, (pattern,)))


@given(st.text(max_size=300), st.sampled_from(["words", "patterns", "prices", "promises", "links", "personal_data"]))
def test_every_text_can_be_checked_and_every_finding_stands_in_it(text: str, kind: str) -> None:
    terms = {"words": ("the", "ein"), "patterns": (r"[a-z]\d", "ä")}.get(kind, ())
    findings = check(text, [Rule(1, "r", kind, terms, "hold", "m")], "idea")
    assert all(0 <= start < end <= len(text) for start, end in (finding.span for finding in findings))
    assert marked(text, findings).striptags() == marked(text, check(text, [], "idea")).striptags()


def test_what_is_found_is_marked_and_nothing_else_gets_through() -> None:
    text = "<b>idiot</b> & idiot" + " x" * 200
    findings = check(text, [rule("words", "idiot")], "idea")
    assert marked(text, findings).startswith('&lt;b&gt;<mark title="r">idiot</mark>&lt;/b&gt; &amp; <mark')
    assert str(glimpse(text, findings)).count("<mark>") == 1
    assert str(glimpse(text, findings)).endswith("…")

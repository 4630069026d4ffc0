"""Rules applied to a text: what is found, what is asked for, what is said."""

from __future__ import annotations

import pytest

from app.screening.check import MOST_FINDINGS, check
from app.screening.rules import Rule, starting_rules

RUDE = Rule(1, "rude", "words", ("idiot", "moron"), "hold")
PROMISE = Rule(2, "promise", "promises", ("guaranteed refund", "we will pay"), "advise", "Ask a lead first.")
LINKS = Rule(3, "shorteners", "links", ("bit.ly",), "refuse", scope="question")


def test_a_card_is_refused_with_a_reason_and_never_repeated() -> None:
    findings = check("My card 4111 1111 1111 1111 is refused", starting_rules(), "question")
    (card,) = findings
    assert (findings.action, card.span, card.excerpt) == ("refuse", (8, 27), "[card]")
    assert "payment card number" in card.message
    assert "4111" not in card.message + card.excerpt


def test_the_strictest_action_wins() -> None:
    findings = check("A guaranteed refund, you idiot", [RUDE, PROMISE], "answer")
    assert [finding.rule for finding in findings] == ["promise", "rude"]
    assert findings.action == "hold"
    assert [finding.message for finding in findings.asking("advise")] == ["Ask a lead first."]


def test_a_clean_text_passes() -> None:
    findings = check("Where is my parcel?", [*starting_rules(), RUDE, PROMISE, LINKS], "question")
    assert len(findings) == 0
    assert findings.action is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("see https://bit.ly/x", 1),
        ("see http://go.BIT.LY:80/x.", 1),
        ("see https://user@bit.ly", 1),
        ("www.bit.ly", 1),
        ("see https://notbit.ly/x and https://example.com/bit.ly", 0),
    ],
)
def test_links_are_judged_by_host(text: str, count: int) -> None:
    assert len(check(text, [LINKS], "question")) == count


def test_a_rule_looks_only_where_it_is_meant_to() -> None:
    assert len(check("https://bit.ly/x", [LINKS], "idea")) == 0


def test_a_links_rule_without_hosts_means_any_link() -> None:
    assert len(check("https://a.example and http://b.example", [Rule(1, "n", "links", (), "hold")], "idea")) == 2


def test_personal_data_within_a_finding_is_not_repeated() -> None:
    (finding,) = check("https://x.example/?mail=a@example.com&b=1", [Rule(1, "n", "links", (), "hold")], "idea")
    assert "a@example.com" not in finding.excerpt


def test_one_rule_says_only_so_much() -> None:
    assert len(check("idiot " * 3_000, [RUDE], "answer")) == MOST_FINDINGS


def test_an_unknown_kind_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="moods"):
        Rule(1, "n", "moods", ("blue",), "hold")

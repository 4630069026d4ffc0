"""How right the rules are on the texts that we labelled ourselves; the figures stand in docs/screening.md."""

from __future__ import annotations

import pytest
from flask import Flask

from app.screening import measuring, phrases, severity

# Kind, part: least precision and recall; what comes with the product may not get worse unseen.
LEAST = {
    ("toxicity", ""): (0.98, 1.0), ("toxicity", "unseen"): (1.0, 0.95), ("toxicity", "later"): (0.93, 0.35),
    ("promises", ""): (1.0, 1.0), ("promises", "unseen"): (1.0, 1.0), ("promises", "later"): (1.0, 0.72),
    ("disclosure", ""): (1.0, 1.0), ("disclosure", "unseen"): (1.0, 1.0), ("disclosure", "later"): (1.0, 0.62),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "part"), LEAST)
def test_rules_on_labelled_texts(kind: str, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    examples = measuring.labelled(kind, part)
    found = measuring.measured(kind, examples)
    with capsys.disabled():
        print(f"\n{kind} {part}: precision {found.precision:.3f}, recall {found.recall:.3f} (n={len(examples)})")
    assert abs(sum(label for _text, label in examples) * 2 - len(examples)) <= len(examples) // 8
    assert len({text for text, _label in examples}) == len(examples)
    least_precision, least_recall = LEAST[kind, part]
    assert found.precision >= least_precision
    assert found.recall >= least_recall


def test_the_operator_reads_the_same(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["screening", "measure"])
    assert told.exit_code == 0
    for kind in measuring.KINDS:
        assert f"{kind}, unseen" in told.output
        assert f"{kind}, later" in told.output
    assert "toxicity" not in app.test_cli_runner().invoke(args=["screening", "measure", "promises"]).output


@pytest.mark.parametrize(
    "text",
    [
        "We live in Scunthorpe, near Penistone.", "How do I kill the process on port 80?", "I felt like an idiot.",
        "Somebody called me a moron, please look.", "He wrote “you are stupid” to me.", "You are a star!",
        "I will find you a better tariff.", "You must be careful.", "Do you smell gas?",
        "Drop dead gorgeous, this lamp.", "Go back to Settings.", "You will not be sorry.", "Ihr seid echt schnell.",
        "Sie sind mir eine große Hilfe.", "I'll shoot you an e-mail.", "Your website is useless.",
    ],
)  # fmt: skip
def test_innocent_words_are_left_alone(text: str) -> None:
    assert severity.find(text, 1) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("You lying piece of garbage.", 2), ("I will break your fingers.", 3), ("s t u p i d  i d i o t", 2),
        ("Do us all a favour and quit.", 2), ("How thick can one be?", 2), ("Shut it.", 1), ("I’ll have your head.", 3),
        ("Du bist so ein Trottel.", 2), ("Dich sollte man erschießen.", 3), ("Whoever wrote this is a halfwit.", 2),
        ("I know where your car is.", 3), ("You are nothing but a liar.", 2),
        ("I hope you get cancer.", 3), ("You should be shot.", 3), ("1d10t", 2),
    ],
)  # fmt: skip
def test_what_is_meant_for_somebody_is_found_at_its_severity(text: str, level: int) -> None:
    assert severity.find(text, level)
    assert not severity.find(text, level + 1) or level == 3


def test_who_asks_or_declines_promises_nothing() -> None:
    assert phrases.promises("Is the call free of charge?") == []
    assert phrases.promises("We will not refund it.") == []
    assert phrases.promises("We will happily refund it.") != []
    assert phrases.promises("I will definitely buy it again.") == []
    assert phrases.promises("How do I get my money back from the seller?") == []
    assert phrases.statements("My employer pays the bill, may I change the tariff?") == []
    assert phrases.statements("I work for myself.") == []
    assert phrases.statements("I work at night.") == []
    assert phrases.statements("I work at Brightline.") != []

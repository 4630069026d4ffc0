"""A scorer learns from labelled texts, is kept as plain numbers, and is refused when it is anything else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core import transaction
from app.screening import commands, queries, severity, trained
from app.screening.check import WHOLE, check
from app.screening.rules import Rule
from app.screening.scoring import (
    BadModel,
    Figures,
    Scorer,
    cross_validated,
    features,
    figures,
    learn,
    loads,
    read_labelled,
)
from tests.cast import Cast

HAM = [f"Where is my parcel number {n}? I have waited since {day}." for n in range(12) for day in ("Monday", "May")]
SPAM = [f"WIN £{n}00 cash now! Free prize, call {n}5551234 {word}" for n in range(12) for word in ("today", "txt STOP")]
EXAMPLES = [(text, False) for text in HAM] + [(text, True) for text in SPAM]


@pytest.fixture
def data_dir(app: Flask) -> Iterator[Path]:
    """The folder of the scorers, empty before and after."""
    folder = trained.path_of("spam").parent
    folder.mkdir(exist_ok=True)
    yield folder
    for path in folder.iterdir():
        path.unlink()


def test_it_tells_apart_what_it_learnt_and_says_by_which_words() -> None:
    scorer = learn(EXAMPLES)
    text = "A free prize of £900, call 95551234 now"
    assert scorer.score(text) > 0.8
    assert scorer.score("I have waited for my parcel.") < 0.2
    assert {"free", "prize"} & {text[start:end] for start, end in scorer.reasons(text)}


def test_the_same_texts_teach_the_same_and_survive_the_file() -> None:
    scorer, again = learn(EXAMPLES), learn(EXAMPLES)
    assert scorer.dumps() == again.dumps()
    kept = loads(scorer.dumps())
    assert all(abs(kept.score(text) - scorer.score(text)) < 0.01 for text, _ in EXAMPLES)
    assert kept.texts == len(EXAMPLES)


@pytest.mark.parametrize(
    "kept",
    [
        "", "[]", "{}", "cos\nsystem\n(S'true'\ntR.", '{"format": 2, "bias": 0, "weights": {}, "texts": 1, "told": {}}',
        '{"format": 1, "bias": NaN, "weights": {}, "texts": 1, "told": {}}',
        '{"format": 1, "bias": 0, "weights": {"a": Infinity}, "texts": 1, "told": {}}',
        '{"format": 1, "bias": 0, "weights": [1], "texts": 1, "told": {}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_a_scorer(kept: str) -> None:
    with pytest.raises(BadModel):
        loads(kept)


@given(st.text(max_size=200))
def test_any_text_has_a_score_and_digits_do_not_matter_one_by_one(text: str) -> None:
    assert 0 <= Scorer(0.3, {"a": 2.0, "<!>": -1.0}).score(text) <= 1
    assert features(text.replace("1", "2")) == features(text)


def test_no_text_is_scored_by_what_it_taught() -> None:
    strange = [("unheard", True), *((f"said {n}", False) for n in range(30))]
    scores = dict(cross_validated([*strange, *strange]))
    assert len(scores) == len(set(scores)), "each text once"
    assert figures([(0.9, True), (0.8, False), (0.2, True)], [0.5]) == [Figures(0.5, 1, 1, 1)]
    assert (Figures(0.5, 1, 1, 1).precision, Figures(0.5, 0, 0, 0).recall) == (0.5, 1.0)


def test_a_line_without_a_tab_is_named() -> None:
    assert read_labelled(["spam\tBuy\n", "ham\t \n", "HAM\tHi\tyou\n"], "spam") == [("Buy", True), ("Hi\tyou", False)]
    with pytest.raises(ValueError, match="line 2"):
        read_labelled(["spam\tBuy", "nothing"], "spam")


def test_the_operator_trains_measures_and_replaces(app: Flask, data_dir: Path, tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.tsv"
    labelled.write_text("".join(f"{'spam' if is_so else 'ham'}\t{text}\n" for text, is_so in EXAMPLES), "utf-8")
    run = app.test_cli_runner().invoke
    assert run(args=["screening", "measure", "spam", str(labelled)]).exit_code == 2
    said = run(args=["screening", "train", "spam", str(labelled)])
    assert said.exit_code == 0
    assert "precision 1.000, recall 1.000" in said.output
    assert json.loads((data_dir / "spam.json").read_text("utf-8"))["texts"] == len(EXAMPLES)
    assert "24 right, 0 false alarms" in run(args=["screening", "measure", "spam", str(labelled)]).output
    labelled.write_text("spam\tone\nham\ttwo\n", "utf-8")
    few = run(args=["screening", "train", "spam", str(labelled)])
    assert few.exit_code == 2
    assert "at least 20" in few.output


def test_a_rule_uses_what_is_there_now_and_finds_nothing_without(cast: Cast, data_dir: Path) -> None:
    by = cast.max
    with transaction.unit():
        commands.add_rule(name="adverts", kind="spam", action="hold", least=0.7, by=by)
    assert commands.pass_or_raise(SPAM[0], scope="answer") == []
    path = trained.keep("spam", learn(EXAMPLES))
    assert commands.pass_or_raise(SPAM[0], scope="answer") == ["adverts"]
    assert commands.pass_or_raise(HAM[0], scope="answer") == []
    (first, *_) = queries.examine(SPAM[0], "answer").holds
    assert first.excerpt
    path.write_text("broken", "utf-8")
    os.utime(path, (1, 1))
    assert commands.pass_or_raise(SPAM[0], scope="answer") == [], "a file that is no scorer scores nothing"


@pytest.mark.parametrize(
    ("text", "severity_of"),
    [
        ("Shut up about it", 1), ("Sh1t!!", 1), ("You idiot!", 2),
        ("an 1d10t wrote this sh1t!", 2), ("go k!ll yourself", 3),
        ("Du Vollidiot", 2), ("Ich bring dich um", 3), ("Scunthorpe is a classic assessment", 0),
        ("Le train est en retard", 0), ("Room 455, order 1d10 dice", 0), ("My parcel gets lost", 0),
        ("I'll find you a better tariff", 0), ("mail a55@example.com", 0), ("It is a killer feature", 0),
    ],
)  # fmt: skip
def test_hurtful_words_have_a_severity(text: str, severity_of: int) -> None:
    assert max((level for level in (1, 2, 3) if severity.find(text, level)), default=0) == severity_of


def test_toxicity_is_a_list_and_beyond_it_what_was_learnt(app: Flask) -> None:
    made = Rule(1, "kind", "toxicity", (), "hold", "m", least=2)
    learnt = Scorer(-1.0, {"smell": 3.0})
    assert [f.excerpt for f in check("You idiot, shut up", [made], "answer")] == ["idiot"]
    assert len(check("They smell", [made], "answer")) == 0
    assert [f.excerpt for f in check("They smell", [made], "answer", scorer=lambda kind: learnt)] == ["smell"]
    wordless = check("They smell", [made], "answer", scorer=lambda kind: Scorer(5.0, {}))
    assert [finding.span for finding in wordless] == [WHOLE]

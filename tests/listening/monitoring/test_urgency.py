"""Urgency against lines that were labelled by a written guideline, the half that no weight was chosen by."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.listening.monitoring.labelled import LABELS, Line, judged, missed, read_labelled
from config import ROOT

LINES = ROOT / "bench" / "urgency" / "labelled.tsv"


def lines(half: str) -> list[Line]:
    """One half."""
    return [line for line in read_labelled(LINES) if line.half == half]


def test_the_set_is_large_varied_and_in_two_halves() -> None:
    every = read_labelled(LINES)
    assert len(every) >= 240
    assert {line.half for line in every} == {"tune", "held"}
    assert len({line.text for line in every}) == len(every)
    for half in ("tune", "held"):
        share = sum(line.label == LABELS[0] for line in lines(half)) / len(lines(half))
        assert 0.33 <= share <= 0.5
    assert sum("!" in line.text and line.label == "later" for line in every) >= 8, "shouting without urgency"
    assert sum("!" not in line.text and line.label == "urgent" for line in every) >= 80, "calm and urgent"


def test_urgency_clearly_beats_both_baselines_on_what_it_was_not_made_by() -> None:
    ours, exclaimed, majority = judged(lines("held"))
    print(ours, exclaimed, majority)
    assert ours.f1 >= 0.75
    assert ours.f1 >= max(exclaimed.f1, majority.f1) + 0.2
    assert (ours.precision or 0) >= 0.85
    assert (ours.recall or 0) >= 0.55


def test_a_right_telling_is_told_from_a_wrong_one() -> None:
    told = [
        Line("held", "urgent", "The house is on fire, help me now, my baby is in there"),
        Line("held", "later", "!"),
    ]
    ours, exclaimed, majority = judged(told)
    assert (ours.precision, ours.recall, ours.f1) == (1, 1, 1)
    assert (exclaimed.precision, exclaimed.recall, exclaimed.f1) == (0, 0, 0)
    assert (majority.name, majority.precision, majority.recall) == ("always later", None, 0)
    assert majority.f1 == pytest.approx(1 / 3)
    assert missed(told) == []


@pytest.mark.parametrize("said", ["text\tx\nhello\t1", "label\ttext\nsoon\tHello", "label\ttext\nurgent\t", ""])
def test_what_is_no_set_of_labelled_lines_is_refused(tmp_path: Path, said: str) -> None:
    file = tmp_path / "lines.tsv"
    file.write_text(said, encoding="utf-8")
    with pytest.raises(ValueError, match="line"):
        read_labelled(file)

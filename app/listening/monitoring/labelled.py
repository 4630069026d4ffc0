"""How well urgency tells what cannot wait from what can, on lines that somebody labelled by a written guideline."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.listening.monitoring.baselines import exclaims, usual
from app.listening.monitoring.measuring import macro_f1, right_of
from app.listening.monitoring.sentiment import sentiment
from app.listening.monitoring.urgency import URGENT_FROM, urgency

URGENT, LATER = LABELS = ("urgent", "later")


@dataclass(frozen=True)
class Line:
    """A labelled text; `half` says whether a scorer may be changed by looking at it ("tune") or not ("held")."""

    half: str
    label: str
    text: str


@dataclass(frozen=True)
class Judged:
    """How one way of telling did: precision and recall of `urgent`, None where it named or there was none; macro-F1."""

    name: str
    n: int
    precision: float | None
    recall: float | None
    f1: float


def read_labelled(path: Path) -> list[Line]:
    """Lines of a file with tabs between, whose first line names `label` and `text`; raises ValueError.

    Without a column `half` all are taken for held out.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if missing := {"label", "text"} - set(reader.fieldnames or ()):
            raise ValueError(f"the first line must name the columns, with tabs between; missing: {sorted(missing)}")
        return [_line(row, reader.line_num) for row in reader]


def judged(lines: Sequence[Line]) -> list[Judged]:
    """The scorer in use beside the two baselines, on the same lines."""
    said = [line.label for line in lines]
    same = usual(said)
    return [
        _judge("urgency", said, [_told(_is_urgent, line) for line in lines]),
        _judge("! or CAPITALS", said, [_told(exclaims, line) for line in lines]),
        _judge(f"always {same}", said, [same] * len(said)),
    ]


def missed(lines: Sequence[Line]) -> list[Line]:
    """Those that the scorer in use tells wrongly."""
    return [line for line in lines if _told(_is_urgent, line) != line.label]


def _line(row: dict[str, str], number: int) -> Line:
    if row["label"] not in LABELS or not row["text"]:
        raise ValueError(f"line {number} has neither of the labels {' and '.join(LABELS)}, or no text")
    return Line(row.get("half") or "held", row["label"], row["text"])


def _is_urgent(text: str) -> bool:
    return urgency(text, sentiment(text)) >= URGENT_FROM


def _told(is_urgent: Callable[[str], bool], line: Line) -> str:
    return URGENT if is_urgent(line.text) else LATER


def _judge(name: str, said: Sequence[str], guessed: Sequence[str]) -> Judged:
    right, named, there = right_of(said, guessed, URGENT), guessed.count(URGENT), said.count(URGENT)
    return Judged(
        name, len(said), right / named if named else None, right / there if there else None,
        macro_f1(said, guessed, LABELS),
    )  # fmt: skip

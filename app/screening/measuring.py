"""How right the rules are on texts that people labelled: the sets that come with the product, or an operator's own.

The sets were written by those who wrote the rules, so that what they say flatters: the rules were mended by the first
set of each kind, widened with the one whose name ends in `unseen` in sight, and left alone since `later` was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from app.screening import phrases, severity
from app.screening.scoring import Figures, Labelled, figures, read_labelled

FOLDER = Path(__file__).parent / "labelled"
PARTS = ("", "unseen", "later")
# By kind of rule: the label of what is looked for, and what looks for it.
KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "toxicity": ("toxic", lambda text: severity.find(text, 1)),
    "promises": ("promise", phrases.promises),
    "disclosure": ("employer", phrases.statements),
}


def labelled(kind: str, part: str = "") -> list[Labelled]:
    """A set that comes with the product; `part` is one of `PARTS`."""
    file = FOLDER / (f"{kind}-{part}.tsv" if part else f"{kind}.tsv")
    with file.open(encoding="utf-8") as lines:
        return read_labelled(lines, KINDS[kind][0])


def measured(kind: str, examples: Iterable[Labelled]) -> Figures:
    """How right the rules of a kind are, at their mildest, without anything trained."""
    finds = KINDS[kind][1]
    (found,) = figures(((1.0 if finds(text) else 0.0, label) for text, label in examples), (0.5,))
    return found


def all_measured() -> list[tuple[str, int, Figures]]:
    """Every set that comes with the product: its name, how many texts, and the figures."""
    told = []
    for kind in KINDS:
        for part in PARTS:
            examples = labelled(kind, part)
            name = f"{kind}, {part or 'mended by'}"
            told.append((name, len(examples), measured(kind, examples)))
    return told

"""Where dots and labels stand on the plot of value against effort, so that no label lies on another: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, LEFT, BOTTOM = 560, 56, 324
STEP_X, STEP_Y = 118, 75
LETTER, LINE = 6.6, 15
LONGEST = 30
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A dot at (x, y) of radius r; `label` is its number and title, or as much of that as there is room for.

    With the number, since another dot may cover the one that a label is beside.
    """

    number: int
    x: float
    y: float
    r: float
    label: str
    label_x: float
    label_y: float
    anchor: str


def placed(points: Iterable[tuple[float, float, int, str]]) -> list[Dot]:
    """Dots for (effort, value, votes, title), the first ones getting their labels first; one label a spot.

    It says how many more dots lie there, and is a mere number where there is no room for the title.
    """
    known = list(points)
    spots = [
        (LEFT + (effort - 1) * STEP_X, BOTTOM - (value - 1) * STEP_Y, min(14.0, 5 + votes**0.5))
        for effort, value, votes, _title in known
    ]
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in spots]
    crowds = Counter((round(x), round(y)) for x, y, _r in spots)
    made = []
    for number, ((x, y, r), (_effort, _value, _votes, title)) in enumerate(zip(spots, known, strict=True), start=1):
        here = round(x), round(y)
        labels = _labels(number, title, crowds.pop(here, 0))
        found = next((f for label in labels if (f := _free(x, y, r, label, taken))), None)
        if found is not None:
            taken.append(found[2])
        label, anchor, box = found or ("", "start", (x, y, x, y))
        at = {"start": box[0], "end": box[2], "middle": (box[0] + box[2]) / 2}[anchor]
        made.append(Dot(number, round(x, 1), round(y, 1), round(r, 1), label, at, box[3] - 3, anchor))
    return made


def _labels(number: int, title: str, crowd: int) -> tuple[str, ...]:
    """What may stand beside a dot, the best first; nothing where one that lies there has told already."""
    more = f" +{crowd - 1}" if crowd > 1 else ""
    short = title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"
    return (f"{number} {short}{more}", f"{number}{more}") if crowd else ()


def _free(x: float, y: float, r: float, label: str, taken: list[Box]) -> tuple[str, str, Box] | None:
    wide = len(label) * LETTER
    tries: list[tuple[str, Box]] = [
        ("start", (x + r + 4, y - LINE / 2, x + r + 4 + wide, y + LINE / 2)),
        ("end", (x - r - 4 - wide, y - LINE / 2, x - r - 4, y + LINE / 2)),
        ("middle", (x - wide / 2, y - r - LINE - 2, x + wide / 2, y - r - 2)),
        ("middle", (x - wide / 2, y + r + 2, x + wide / 2, y + r + LINE + 2)),
    ]
    return next(((label, anchor, box) for anchor, box in tries if _fits(box, taken)), None)


def _fits(box: Box, taken: list[Box]) -> bool:
    inside = box[0] >= LEFT and box[2] <= WIDTH and box[1] >= 16 and box[3] <= BOTTOM + LINE / 2 + 1
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )

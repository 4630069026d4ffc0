"""Where dots and labels stand on the plot of value against effort, so that no label lies on another: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, LEFT, BOTTOM = 560, 56, 324
STEP_X, STEP_Y = 118, 75
LETTER, LINE = 6.6, 15
LONGEST = 30
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A dot at (x, y) of radius r; `label` is its number and title, empty where no room was left for it.

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
    """Dots for (effort, value, votes, title), the first ones getting their labels first."""
    known = list(points)
    spots = [
        (LEFT + (effort - 1) * STEP_X, BOTTOM - (value - 1) * STEP_Y, min(14.0, 5 + votes**0.5))
        for effort, value, votes, _title in known
    ]
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in spots]
    made = []
    for number, ((x, y, r), (_effort, _value, _votes, title)) in enumerate(zip(spots, known, strict=True), start=1):
        label = f"{number} {title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + '…'}"
        spot = _free(x, y, r, label, taken)
        if spot is not None:
            taken.append(spot[1])
        anchor, box = spot or ("start", (x, y, x, y))
        at = {"start": box[0], "end": box[2], "middle": (box[0] + box[2]) / 2}[anchor]
        made.append(Dot(number, round(x, 1), round(y, 1), round(r, 1), label if spot else "", at, box[3] - 3, anchor))
    return made


def _free(x: float, y: float, r: float, label: str, taken: list[Box]) -> tuple[str, Box] | None:
    wide = len(label) * LETTER
    tries: list[tuple[str, Box]] = [
        ("start", (x + r + 4, y - LINE / 2, x + r + 4 + wide, y + LINE / 2)),
        ("end", (x - r - 4 - wide, y - LINE / 2, x - r - 4, y + LINE / 2)),
        ("middle", (x - wide / 2, y - r - LINE - 2, x + wide / 2, y - r - 2)),
        ("middle", (x - wide / 2, y + r + 2, x + wide / 2, y + r + LINE + 2)),
    ]
    return next((each for each in tries if _fits(each[1], taken)), None)


def _fits(box: Box, taken: list[Box]) -> bool:
    inside = box[0] >= LEFT and box[2] <= WIDTH and box[1] >= 16
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )

"""What a draw would give, before anybody is invited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.panels import drawing
from app.panels.models import Panel
from app.panels.queries.pools import SMALLEST_CROWD, Wanted, pool


@dataclass(frozen=True)
class Plan:
    """Each cell with what it has and would give; `left_out` (None by hand) counts who fitted but may not be asked.

    `digest` names exactly who would be invited, so that a pool that changed meanwhile is noticed.
    """

    cells: list[drawing.Cell]
    drawn: dict[str, list[int]]
    pool: dict[str, list[int]]
    quotas: dict[str, int]
    left_out: int | None
    unknown: list[str]
    too_small: list[str]
    seed: str

    @property
    def digest(self) -> str:
        """A short word for who would be invited."""
        return drawing.digest(self.drawn)

    @property
    def total(self) -> int:
        """How many would be invited."""
        return sum(map(len, self.drawn.values()))


def plan(panel: Panel, wanted: Wanted, *, each: int, quotas: Mapping[str, int], seed: str) -> Plan:
    """Draw without inviting: `each` of every cell, unless `quotas` names another number for it.

    Of a selection by activity, cells of fewer than SMALLEST_CROWD give nobody: they would tell who did what.
    """
    found = pool(panel, wanted)
    small = [cell for cell, ids in found.cells.items() if found.hides_small and len(ids) < SMALLEST_CROWD]
    cells = {cell: ids for cell, ids in found.cells.items() if cell not in small}
    asked = {cell: quotas.get(cell, each) for cell in cells}
    drawn = drawing.draw(cells, asked, seed)
    return Plan(
        cells=drawing.counted(cells, asked, drawn), drawn=drawn, pool=cells, quotas=asked,
        left_out=None if wanted.by_hand else found.left_out, unknown=found.unknown, too_small=sorted(small), seed=seed,
    )  # fmt: skip

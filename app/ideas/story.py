"""An idea's story: what happened to it, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal

from app.ideas.models import Idea, LedgerLine, Merge, Move, Review

Kind = Literal["submitted", "moved", "reviewed", "merged", "recorded"]


@dataclass(frozen=True)
class Happening:
    """One step; the thing it tells of is in the field of its kind."""

    kind: Kind
    at: datetime
    move: Move | None = None
    reviews: tuple[Review, ...] = ()
    other: Idea | None = None
    line: LedgerLine | None = None


def tell(
    idea: Idea,
    moves: Sequence[Move],
    reviews: Sequence[Review],
    merged: Sequence[tuple[Merge, Idea]],
    ledger: Sequence[LedgerLine],
) -> list[Happening]:
    """The story, oldest first; reviews filed between two moves are one step, ledger lines stand at their date."""
    steps = [Happening("submitted", idea.submitted_at)]
    steps += [Happening("moved", move.moved_at, move=move) for move in moves]
    steps += [Happening("merged", merge.merged_at, other=other) for merge, other in merged]
    steps += [Happening("recorded", _moment(line), line=line) for line in ledger]
    steps += _review_steps(reviews, sorted(move.moved_at for move in moves))
    return sorted(steps, key=lambda step: step.at)


def _review_steps(reviews: Sequence[Review], turns: list[datetime]) -> list[Happening]:
    """One step for the reviews of each span between two moves, at the last of them."""
    spans: dict[int, list[Review]] = {}
    for review in sorted(reviews, key=lambda review: review.filed_at):
        spans.setdefault(sum(turn <= review.filed_at for turn in turns), []).append(review)
    return [Happening("reviewed", filed[-1].filed_at, reviews=tuple(filed)) for filed in spans.values()]


def _moment(line: LedgerLine) -> datetime:
    """Forecasts, and what takes a line back, stand where they were made; what was realised, at the end of its day."""
    if line.basis == "forecast" or line.reverses_id is not None:
        return line.recorded_at
    return datetime.combine(line.date, time.max, tzinfo=UTC)

"""How results look."""

from __future__ import annotations

from app.core.api import Out
from app.panels import figures
from app.panels.estimates import Figure
from app.panels.queries import Report
from app.panels.queries.results import Found


class FigureOut(Out):
    """An estimate with its interval at 95 %, and the n that it rests on."""

    value: float
    low: float | None
    high: float | None
    n: float


class LineOut(Out):
    """One option; null where too few chose it to be told."""

    label: str
    count: int | None
    share: FigureOut | None
    weighted: FigureOut | None
    points: float | None
    mean_rank: FigureOut | None


class TallyOut(Out):
    """What was said to one thing about one concept, or once."""

    prompt: str
    kind: str
    concept: int | None
    n: int
    lines: list[LineOut]
    mean: FigureOut | None
    weighted_mean: FigureOut | None
    texts: list[str]
    hidden: bool


class ContrastOut(Out):
    """How much more concept `one` got than concept `other`."""

    prompt: str
    one: int
    other: int
    difference: FigureOut


class RateOut(Out):
    """How many of a cell were invited, told, joined, asked and answered; the last is the whole."""

    cell: str
    invited: int
    delivered: int
    accepted: int
    asked: int
    answered: int
    whole: bool


class ResultsOut(Out):
    """Results; rates are empty for those who do not run the study."""

    n: int
    tallies: list[TallyOut]
    contrasts: list[ContrastOut]
    responses: list[RateOut]
    weighted: bool
    converged: bool | None
    design_effect: float | None
    effective_n: float | None

    @classmethod
    def of(cls, report: Report) -> ResultsOut:
        """From a report."""
        weights = report.weights
        return cls(
            n=report.n, weighted=weights is not None, converged=weights.converged if weights else None,
            design_effect=weights.design_effect if weights else None,
            effective_n=weights.effective_n if weights else None,
            tallies=[tally for found in report.found for tally in _tallies(found)],
            contrasts=[
                ContrastOut(prompt=found.item.prompt, one=c.one, other=c.other, difference=_figure(c.difference))
                for found in report.found
                for c in found.contrasts
            ],
            responses=[RateOut.model_validate(cell) for cell in report.responses],
        )  # fmt: skip


def _figure(figure: Figure) -> FigureOut:
    return FigureOut.model_validate(figure)


def _tallies(found: Found) -> list[TallyOut]:
    return [
        TallyOut(
            prompt=found.item.prompt, kind=found.item.kind, concept=concept.id if concept else None, n=tally.n,
            lines=[_line(line) for line in tally.lines], mean=tally.mean and _figure(tally.mean),
            weighted_mean=tally.weighted_mean and _figure(tally.weighted_mean),
            texts=[text.body for text in tally.texts if not text.held_by], hidden=tally.hidden,
        )
        for concept, tally in found.tallies
    ]  # fmt: skip


def _line(line: figures.Line) -> LineOut:
    return LineOut(
        label=line.label, count=line.count, share=line.share and _figure(line.share),
        weighted=line.weighted and _figure(line.weighted), points=line.points,
        mean_rank=line.mean_rank and _figure(line.mean_rank),
    )  # fmt: skip

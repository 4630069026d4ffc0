"""The operator's verbs of screening: scorers are trained on labelled texts, and measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.cli import fail
from app.screening import measuring, trained
from app.screening.scoring import Figures, Labelled, cross_validated, figures, learn, read_labelled

THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.9)
FEWEST = 20

screening = AppGroup("screening", help="Scorers for rules about spam and toxicity.")
kind_argument = click.argument("kind", type=click.Choice(tuple(trained.POSITIVE)))
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@screening.command("train")
@kind_argument
@file_argument
def train(kind: str, file: Path) -> None:
    """Learn from a FILE of lines "label, tab, text"; the label of the KIND is `spam` or `toxic`, any other is not."""
    examples = _read(trained.POSITIVE[kind], file)
    few = min(sum(label for _, label in examples), sum(not label for _, label in examples))
    if few < FEWEST:
        fail(f"{file}: at least {FEWEST} texts of the kind and {FEWEST} others are needed, there are {few}")
    measured = figures(cross_validated(examples), THRESHOLDS)
    click.echo("on texts that it did not learn from (five folds, the same text never on both sides):")
    _show(measured)
    told = [
        {"threshold": m.threshold, "precision": round(m.precision, 4), "recall": round(m.recall, 4)} for m in measured
    ]
    made = learn(examples, trained_at=clock.rfc3339(clock.now()), figures=told)
    click.echo(f"kept in {trained.keep(kind, made)}, learnt from {len(examples)} texts")


@screening.command("measure")
@click.argument("kind", type=click.Choice((*trained.POSITIVE, *measuring.KINDS)), required=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def measure(kind: str | None, file: Path | None) -> None:
    """Say how right rules and the scorer in use are on a FILE of labelled texts; without it, on those we brought."""
    if kind is None or file is None:
        for name, many, each in measuring.all_measured():
            if kind is None or name.startswith(kind):
                click.echo(f"{name}, {many} texts: {_told(each)}")
        return
    scorer = trained.scorer(kind) if kind in trained.POSITIVE else None
    if scorer is None and kind not in measuring.KINDS:
        fail(f"no scorer for {kind}: train one first")
    label = measuring.KINDS[kind][0] if kind in measuring.KINDS else trained.POSITIVE[kind]
    examples = _read(label, file)
    if kind in measuring.KINDS:
        click.echo(f"rules alone: {_told(measuring.measured(kind, examples))}")
    if scorer is not None:
        _show(figures(((scorer.score(text), is_so) for text, is_so in examples), THRESHOLDS))


def _read(label: str, file: Path) -> list[Labelled]:
    try:
        with file.open(encoding="utf-8") as lines:
            return read_labelled(lines, label)
    except ValueError as error:
        fail(f"{file}: {error}")


def _show(measured: Iterable[Figures]) -> None:
    for each in measured:
        click.echo(f"from {each.threshold:.1f}: {_told(each)}")


def _told(each: Figures) -> str:
    return (
        f"precision {each.precision:.3f}, recall {each.recall:.3f} "
        f"({each.right} right, {each.wrong} false alarms, {each.missed} missed)"
    )

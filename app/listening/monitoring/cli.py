"""The operator's verbs of monitoring."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.core.cli import fail
from app.listening.monitoring.labelled import Judged, judged, missed, read_labelled
from app.listening.monitoring.measuring import Measured, measured, read_rated

listening = AppGroup("listening", help="What is said of the company, here and elsewhere.")
files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@listening.command("measure")
@files_argument
def measure(files: tuple[Path, ...]) -> None:
    """Say how near sentiment comes to people's: FILES of lines "id, mean rating from -4 to 4, text" with tabs between.

    For each file: Pearson's correlation with the means, and the mean F1 of three moods, beside two baselines.
    """
    for file in files:
        try:
            rated = read_rated(file)
        except (OSError, ValueError) as error:
            fail(f"{file}: {error}")
        if not rated:
            fail(f"{file} holds no texts")
        click.echo(f"{file.name}, {len(rated)} texts")
        for each in measured(rated):
            click.echo(f"  {_told(each)}")


@listening.command("judge")
@files_argument
@click.option("--show", is_flag=True, help="The lines that were told wrongly, too.")
def judge(files: tuple[Path, ...], show: bool) -> None:
    """Say how well urgency tells what cannot wait: FILES with tabs between whose first line names `label` and `text`.

    A label is urgent or later. For each file, and each half where a column `half` names one: precision and recall of
    urgent, and the mean F1 of both labels, beside two baselines.
    """
    for file in files:
        try:
            lines = read_labelled(file)
        except (OSError, ValueError) as error:
            fail(f"{file}: {error}")
        for half in sorted({line.half for line in lines}):
            some = [line for line in lines if line.half == half]
            click.echo(f"{file.name}, {half}, {len(some)} texts")
            for each in judged(some):
                click.echo(f"  {_judged(each)}")
            for line in missed(some) if show else ():
                click.echo(f"  not {line.label}: {line.text}")


def _judged(each: Judged) -> str:
    precision, recall = ("none" if share is None else f"{share:.3f}" for share in (each.precision, each.recall))
    return f"{each.name}: precision {precision}, recall {recall}, macro-F1 {each.f1:.3f}"


def _told(each: Measured) -> str:
    r = "none" if each.r is None else f"{each.r:.3f}"
    return f"{each.name}: correlation {r}, macro-F1 {each.f1:.3f}"

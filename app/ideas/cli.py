"""The operator's verb: import ideas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from app.core import imports, transaction
from app.core.cli import fail
from app.core.imports import PATH, Report, importing
from app.ideas import commands, queries
from app.ideas import importing as intake
from app.ideas.models import Challenge
from app.ideas.sources import SOURCES, Files, Unreadable
from app.ideas.sources import read as read_export
from app.spaces import queries as spaces


@importing.command("ideas")
@click.argument("file", type=PATH)
@click.option("--space", "slug", required=True, help="The space of the challenge.")
@click.option("--challenge", "challenge_slug", required=True, help="The challenge they answer.")
@click.option("--from", "source", type=click.Choice(sorted(SOURCES)), help="The product whose CSV export it is.")
@click.option("--votes", type=PATH, help="With CSV: a further file with the votes.")
@click.option("--comments", type=PATH, help="With CSV: a further file with the comments.")
@click.option("--map", "renamed", multiple=True, metavar="COLUMN=FIELD", help="With --from: a column's own name.")
@click.option("--stage", "stages", multiple=True, metavar="STATUS=STAGE", help="With --from: where a status leads.")
@click.option("--tags", "tagged", default="", metavar="FIELD", help="With --from: the form's field that takes tags.")
@click.option("--report", "kept", type=click.Path(dir_okay=False, writable=True, path_type=Path),
              help="Write all that does not add up into this CSV file.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
def import_ideas(
    file: Path, slug: str, challenge_slug: str, source: str | None, votes: Path | None, comments: Path | None,
    renamed: tuple[str, ...], stages: tuple[str, ...], tagged: str, kept: Path | None, dry_run: bool,
) -> None:  # fmt: skip
    """Import ideas with votes and comments, idempotent by external_id, with the original dates.

    docs/imports.md says which columns each product's export needs.
    """
    with transaction.reading():
        challenge = _challenge(slug, challenge_slug)
    if kept is not None:
        imports.ensure_kept(kept)
    report, files = Report(), Files(file, votes, comments, _pairs(renamed))
    taking = intake.Intake(challenge, report)
    if source is None:
        rows = imports.read(file, intake.IdeaRow, {"votes": votes, "comments": comments}, report)
    else:
        with transaction.reading():
            _aim(taking, source, _pairs(stages), tagged)
        rows = list(_foreign(source, files, report))
    imports.take(rows, taking.take, report, dry_run=dry_run)
    if not dry_run:
        with transaction.unit():
            taking.merge(row for _line, row in rows if isinstance(row, intake.ForeignRow))
            commands.refit(challenge)
    if kept is not None:
        imports.keep(report, kept)
    imports.tell(report, dry_run=dry_run)


def _challenge(slug: str, challenge_slug: str) -> Challenge:
    space, challenge = spaces.by_slug(slug), queries.by_slug(challenge_slug)
    if space is None or challenge is None or challenge.space_id != space.id:
        fail(f"there is no challenge {challenge_slug} in a space {slug}")
        raise AssertionError
    return challenge


def _foreign(source: str, files: Files, report: Report) -> Iterable[tuple[int, intake.IdeaRow]]:
    try:
        raw = read_export(SOURCES[source], files, report)
    except Unreadable as error:
        fail(str(error))
        raise
    return imports.checked(raw, intake.ForeignRow, report, files.items)


def _aim(taking: intake.Intake, source: str, stages: dict[str, str], tagged: str) -> None:
    """Say where statuses lead and which field takes tags; ends with exit code 2 for what is not there."""
    try:
        taking.stages = intake.stages_for(taking.challenge, SOURCES[source].statuses, stages)
        taking.tagged = intake.field_for_tags(taking.challenge, tagged)
    except KeyError as error:
        fail(str(error.args[0]))
        raise


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """What was said as A=B; ends with exit code 2 where it was not."""
    for each in given:
        if not all(each.partition("=")[::2]):
            fail(f"say it as A=B, not {each}")
    return {each.rpartition("=")[0]: each.rpartition("=")[2] for each in given}

"""The operator's verbs for the widget."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.core import transaction
from app.core.access import Invalid
from app.core.cli import fail
from app.listening.widget import commands, queries
from app.spaces import queries as spaces

widget = AppGroup("widget", help="The widget on the company's own site.")


@widget.command("sites")
@click.argument("slug")
def sites(slug: str) -> None:
    """Print the sites that may show a space."""
    with transaction.reading():
        space = spaces.by_slug(slug)
        if space is None:
            fail(f"there is no space {slug}")
        for site in queries.sites_of(space):
            click.echo(site)


@widget.command("allow")
@click.argument("slug")
@click.argument("origins", nargs=-1)
def allow(slug: str, origins: tuple[str, ...]) -> None:
    """Let these sites and no others show a space; without any the widget is off."""
    try:
        with transaction.unit():
            space = spaces.by_slug(slug)
            if space is None:
                fail(f"there is no space {slug}")
            kept = commands.set_sites(space, origins, by=None)
    except Invalid as refusal:
        fail(str(refusal))
    click.echo(f"{slug}: {', '.join(kept)}" if kept else f"{slug}: off")

"""The operator's verbs for the index."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.core import transaction
from app.search import commands, queries

search = AppGroup("search", help="The search index.")


@search.command("rebuild")
def rebuild() -> None:
    """Fill the index anew from the database."""
    with transaction.unit():
        wanted = commands.start_over()
    with click.progressbar(length=wanted, label="documents") as bar:
        while taken := commands.index_some():
            bar.update(taken)
    click.echo(f"{wanted} documents indexed")


@search.command("status")
def show_status() -> None:
    """How much is indexed, and how much has yet to be."""
    with transaction.reading():
        known = queries.status()
    click.echo(f"{known.documents} documents, {known.stale} to be taken in, up to event {known.watermark}")

"""The operator's verbs for contacts and support contacts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup

from app.core import transaction
from app.core.access import Invalid
from app.core.cli import fail
from app.core.sheet import ENCODINGS, UNICODE, WESTERN, deciphered
from app.crm import commands
from app.crm.commands import ContactRow, ImportReport, Refusal, SupportRow
from app.crm.importing import in_batches

R = TypeVar("R", bound=ContactRow | SupportRow)
contacts = AppGroup("contacts", help="Contacts of the CRM.")
support = AppGroup("support-contacts", help="Calls, chats, mails and cases of the contact centre.")
PATH = click.Path(exists=True, dir_okay=False, path_type=Path)
ENCODING = click.option("--encoding", type=click.Choice(ENCODINGS), help="What the file is saved in, if no Unicode.")


@contacts.command("import")
@click.argument("file", type=PATH)
@ENCODING
def import_contacts(file: Path, encoding: str | None) -> None:
    """Import contacts from a CSV file: external_id,name,email,phone,segment,value,consent,handles,attributes."""
    _import(file, encoding, ContactRow, lambda rows: commands.import_contacts(rows, by=None))


@support.command("import")
@click.argument("file", type=PATH)
@ENCODING
def import_support(file: Path, encoding: str | None) -> None:
    """Import support contacts from a CSV file: contact,handle,at,channel,reason,summary,minutes."""
    _import(file, encoding, SupportRow, lambda rows: commands.import_support_contacts(rows, by=None))


def _import(
    file: Path, encoding: str | None, model: type[R], act: Callable[[Sequence[tuple[int, R]]], ImportReport]
) -> None:
    """Read, import, report each refused row; exit 0 if all went in, 1 if some were refused, 2 if none could be read.

    Nobody looks at what a command reads, so it guesses at no encoding.
    """
    try:
        content = deciphered(file.read_bytes(), encoding or UNICODE)[0]
        rows, refused = commands.read_csv(content, model, largest=None)
        with transaction.unit():
            report = in_batches(rows, act)
    except UnicodeDecodeError:
        fail(
            f"{file} is no {encoding or 'UTF-8 nor UTF-16'} text; say what it is saved in, such as --encoding {WESTERN}"
        )
    except Invalid as error:
        fail(f"{file}: {error}")
    else:
        if left := [name for name, is_known in commands.columns(content, model) if not is_known]:
            click.echo(f"columns left out: {', '.join(left)}", err=True)
        for line, earlier in commands.repeats(rows).items():
            click.echo(f"line {line}: speaks of the same as line {earlier}", err=True)
        _tell(report, [*refused, *report.refused])


def _tell(report: ImportReport, refused: Sequence[Refusal]) -> None:
    click.echo(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, {len(refused)} refused")
    for refusal in sorted(refused, key=lambda r: r.line):
        click.echo(f"line {refusal.line}: {refusal.reason}", err=True)
    sys.exit(1 if refused else 0)

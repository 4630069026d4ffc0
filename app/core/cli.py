"""The operator's verbs of the core: worker, book, audit, doctor."""

from __future__ import annotations

import json
import sys
from typing import IO, NoReturn

import click
from flask import Flask
from flask.cli import AppGroup

from app.core import audit, clock, doctor, subscriptions, transaction, worker

EXPORTED = (
    "id", "actor_id", "action", "subject", "reason", "before", "after", "is_erased", "digest", "previous", "seal",
)  # fmt: skip
book = AppGroup("book", help="The event book and those who read it.")
audit_group = AppGroup("audit", help="The audit log.")


def install(app: Flask) -> None:
    """Add the verbs."""
    app.cli.add_command(book)
    app.cli.add_command(audit_group)
    app.cli.add_command(work)
    app.cli.add_command(examine)


def fail(message: str, code: int = 2) -> NoReturn:
    """End with one line that says what to do, and exit code 2 or another that a program in front of us knows."""
    click.echo(message, err=True)
    sys.exit(code)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def work(once: bool) -> None:
    """Run subscribers, dispatch and periodic jobs."""
    worker.drain() if once else worker.run()


@click.command("doctor")
def examine() -> None:
    """Say what is configured, what is missing, and the versions."""
    with transaction.reading():
        findings = doctor.examine()
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'BAD '} {finding.name}: {finding.says}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


@book.command("status")
def book_status() -> None:
    """Cursor, lag and parked events of each subscriber."""
    with transaction.reading():
        for row in subscriptions.status():
            click.echo(f"{row.name:<16} at {row.place.entry_id:>9}  lag {row.lag:>7}  parked {row.parked:>5}")


@book.command("replay")
@click.argument("name")
def book_replay(name: str) -> None:
    """Rebuild one subscriber from the first event."""
    if name not in subscriptions.SUBSCRIBERS:
        fail(f"there is no subscriber {name}; there are: {', '.join(sorted(subscriptions.SUBSCRIBERS))}")
    click.echo(f"{subscriptions.replay(name)} events read")


@audit_group.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8"))
@click.option("--subject", default="", help="Only what is about this, such as person:7.")
@click.option("--action", default="", help="Only actions that begin so, such as moderation.")
def audit_export(file: IO[str], subject: str, action: str) -> None:
    """Write entries to a file, oldest first, one JSON object a line, with their seals."""
    count = 0
    with transaction.unit():
        audit.log("audit.exported", "audit:log", by=None, after={"subject": subject, "action": action})
        for entry in audit.export_rows(audit.Choice(subject=subject, action=action)):
            plain = {name: getattr(entry, name) for name in EXPORTED}
            file.write(json.dumps({**plain, "at": clock.rfc3339(entry.at)}, ensure_ascii=False) + "\n")
            count += 1
    click.echo(f"{count} entries")


@audit_group.command("verify")
def audit_verify() -> None:
    """Check the hash chain and say where it breaks."""
    with transaction.reading():
        verdict = audit.verify()
    if verdict.broken_at is None:
        click.echo(f"{verdict.entries} entries, unbroken; head {verdict.head}")
        return
    said = f"broken at entry {verdict.broken_at}, after {verdict.entries} good ones: {verdict.why}"
    click.echo(said, err=True)
    sys.exit(1)

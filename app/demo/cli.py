"""The operator's verbs for the demo community."""

from __future__ import annotations

import time

import click
from flask.cli import AppGroup

from app.accounts import queries as accounts
from app.core import transaction
from app.core.cli import fail
from app.demo import bulk, loader
from app.demo.story import content

demo = AppGroup("demo", help="A believable company community.")


@demo.command("load")
@click.option("--scale", type=click.Choice(["small", *bulk.SIZES]), default="small")
@click.option("--seed", type=int, default=1, help="The same seed makes the same community.")
def load(scale: str, seed: int) -> None:
    """Load the demo community into an empty database; larger scales add questions and ideas in bulk."""
    started = time.monotonic()
    with transaction.reading():
        if not loader.is_empty():
            fail("the database is not empty: the demo community is loaded into an empty one only")
    deeds = loader.load(seed)
    click.echo(f"{deeds} deeds in {time.monotonic() - started:.0f} s")
    if scale != "small":
        with transaction.unit():
            bulk.fill(scale, seed)
        click.echo(f"filled to {scale} in {time.monotonic() - started:.0f} s; now run: flask search rebuild")


@demo.command("sign-ins")
def sign_ins() -> None:
    """Print the demo's sign-ins, if the demo is loaded."""
    with transaction.reading():
        shown = [person for person in content("people") if person.get("demo")]
        if accounts.by_email(f"{shown[0]['handle']}@example.com") is None:
            return
        click.echo(f"Demo sign-ins (password for all: {loader.PASSWORD})")
        for person in shown:
            click.echo(f"  {person['handle'] + '@example.com':<28} {person.get('demo_as', ''):<12} {person['name']}")

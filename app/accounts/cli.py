"""The operator's verbs for people."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.accounts import commands, queries
from app.accounts.models import KINDS
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.core.cli import fail

people = AppGroup("people", help="Members of the community.")


@people.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice(KINDS), required=True)
@click.option("--role", "roles", multiple=True, help="May be given more than once.")
@click.option("--team", default="", help="Whom they work with; reviewers and authors of one team say so.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email: str, name: str, kind: str, roles: tuple[str, ...], team: str, password_stdin: bool) -> None:
    """Add a member whose address is taken as confirmed."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    if password == "":
        fail("no password came on standard input")
    try:
        with transaction.unit():
            person = commands.add_person(
                name=name, kind=kind, email=email, password=password, roles=roles, team=team,
                confirmed=True, handle=email.split("@", maxsplit=1)[0],
            )  # fmt: skip
            commands.grant_roles(person, roles, by=None, reason="added by the operator")
            click.echo(f"added {person.name} as {person.handle}")
    except Invalid as error:
        fail(str(error))


@people.command("token")
@click.argument("email")
@click.option("--scope", required=True, help="Comma-separated, such as read,write.")
def token(email: str, scope: str) -> None:
    """Make an API token and print it once."""
    try:
        with transaction.unit():
            person = queries.by_email(email)
            if person is None:
                fail(f"nobody has the address {email}")
                return
            wanted = [part.strip() for part in scope.split(",") if part.strip()]
            click.echo(commands.make_token(person, wanted, by=None))
    except Invalid as error:
        fail(str(error))


@people.command("erase")
@click.argument("email")
@click.option("--words", is_flag=True, help="Also take out what they wrote.")
@click.confirmation_option(prompt="This cannot be undone. Erase them?")
def erase(email: str, words: bool) -> None:
    """Erase somebody who asked for it, wherever what is held of them lies; the worker carries it out."""
    with transaction.unit():
        person = queries.by_email(email)
        if person is None:
            fail(f"nobody has the address {email}")
            return
        try:
            commands.ask_erasure(person, words=words, by=None)
        except Conflict as refusal:
            fail(str(refusal))
        click.echo(f"{person.handle} is signed out everywhere and will be erased within a minute")


@people.command("team")
@click.argument("email")
@click.argument("team")
def team_of(email: str, team: str) -> None:
    """Say which team a colleague works in; an empty one takes it back."""
    with transaction.unit():
        person = queries.by_email(email)
        if person is None or not person.is_employee:
            fail(f"no colleague has the address {email}")
            return
        commands.set_team(person, team, by=None)
        click.echo(f"{person.name}: {person.team or 'no team'}")

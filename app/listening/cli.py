"""The operator's verbs for channels."""

from __future__ import annotations

import logging
import sys

import click
from flask.cli import AppGroup

from app.accounts import queries as people
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.cli import fail
from app.core.dispatch import told
from app.core.seal import Unreadable
from app.listening import commands, looking, queries
from app.listening.adapters.email import NAME as EMAIL
from app.listening.adapters.email import inbound
from app.listening.adapters.email.mailbox import MOST_BYTES
from app.listening.models import ChannelAccount
from app.listening.port import CHANNELS, Refused
from app.spaces import queries as spaces

NO_USER, TRY_LATER = 67, 75
log = logging.getLogger(__name__)
channels = AppGroup("channels", help="The company's accounts in other channels.")


@channels.command("list")
def list_accounts() -> None:
    """Show each account, and how it is with it."""
    with transaction.reading():
        for account in queries.accounts():
            state = "active" if account.active else f"paused: {account.trouble or 'by an operator'}"
            click.echo(f"{account.channel} {account.address} -> {account.space.slug}, {state}, {account.last_error}")


@channels.command("connect")
@click.argument("channel")
@click.argument("address")
@click.option("--space", required=True, help="The slug of the space that what is asked goes to.")
@click.option("--server", default="", help="Where the account is, if not at the channel's usual place.")
@click.option("--hears-only", is_flag=True, help="What it gets becomes mentions, and no questions.")
@click.password_option("--secret", confirmation_prompt=False, help="An app password; asked for if not given.")
def connect(channel: str, address: str, space: str, server: str, hears_only: bool, secret: str) -> None:
    """Connect an account and see that it can be used."""
    try:
        with transaction.unit():
            chosen = spaces.by_slug(space)
            if chosen is None:
                raise Invalid({"space": f"there is no space {space}"})
            account = commands.connect(
                channel, address=address, secret=secret, space=chosen, server=server, hears_only=hears_only, by=None
            )
        with transaction.reading():
            connection = queries.connection(account)
        click.echo(f"connected as {CHANNELS[channel].check(connection)}")
    except (Invalid, Refused, ConnectionError) as error:
        fail(str(error))


@channels.command("look")
@click.argument("channel")
@click.argument("address")
def look(channel: str, address: str) -> None:
    """Take what was said to an account now."""
    count = looking.look(_account(channel, address).id)
    click.echo(f"{count} taken")


@channels.command("pipe")
@click.argument("address")
def pipe(address: str) -> None:
    """Take one mail from standard input, for a mail server that delivers what is sent to ADDRESS to a program.

    Exit code 0: taken, or refused and its writer told; 67: no such mailbox; 75: try again later (sysexits.h).
    """
    raw = sys.stdin.buffer.read(MOST_BYTES)
    while sys.stdin.buffer.read(MOST_BYTES):
        pass  # a mail server takes a closed pipe for a failure
    try:
        became = _piped(raw, address)
    except Exception as error:  # whatever else it ended with, the mail server would send the mail back
        log.exception("a mail to %s could not be taken", address)
        fail(f"not now: {told(error)}", code=TRY_LATER)
    if became is None:
        fail(f"there is no mailbox {address}", code=NO_USER)
    click.echo(became)


def _piped(raw: bytes, address: str) -> str | None:
    """Take one mail; returns what became of it, or None where there is no such mailbox."""
    said = inbound(raw, clock.now())
    unpacked = commands.unpack(said)
    with transaction.unit():
        account = queries.account_of(EMAIL, address.casefold())
        if account is None:
            return None
        if not account.active:
            fail(f"{address} is paused", code=TRY_LATER)
        message = commands.take(said, account, unpacked)
        return message.refused or message.subject if message else ""


@channels.command("pause")
@click.argument("channel")
@click.argument("address")
def pause(channel: str, address: str) -> None:
    """Neither listen nor speak there."""
    with transaction.unit():
        commands.pause(_account(channel, address), by=None)


@channels.command("resume")
@click.argument("channel")
@click.argument("address")
def resume(channel: str, address: str) -> None:
    """Listen and speak again."""
    with transaction.unit():
        commands.resume(_account(channel, address), by=None)


@channels.command("tie")
@click.argument("channel")
@click.argument("address")
@click.argument("handle")
@click.argument("person")
def tie(channel: str, address: str, handle: str, person: str) -> None:
    """Say that HANDLE in a channel is PERSON here, so that what they say there counts as theirs."""
    try:
        with transaction.reading():
            connection = queries.connection(_account(channel, address))
        key = CHANNELS[channel].identify(connection, handle)
        with transaction.unit():
            known = people.by_handle(person)
            if known is None:
                raise Invalid({"person": f"there is nobody called {person}"})
            commands.tie(channel, key=key, handle=handle, person=known, by=None)
    except (Invalid, Conflict, Refused, Unreadable, ConnectionError) as error:
        fail(str(error))
    else:
        click.echo(f"{handle} is {known.name}")


@channels.command("untie")
@click.argument("channel")
@click.argument("handle")
def untie(channel: str, handle: str) -> None:
    """Say that HANDLE in a channel is nobody's here any more; what was said meanwhile stays where it is."""
    with transaction.unit():
        known = queries.tie_called(channel, handle)
        if known is None:
            fail(f"{handle} is tied to nobody in {channel}")
        commands.untie(known, by=None)
    click.echo(f"{handle} is tied to nobody")


def _account(channel: str, address: str) -> ChannelAccount:
    account = queries.account_of(channel, address.removeprefix("@").casefold())
    if account is None:
        raise click.ClickException(f"there is no account {address} in {channel}")
    return account

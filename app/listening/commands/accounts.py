"""Connecting the company's accounts, pausing them, and whose handle is whose."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, egress
from app.core.access import Conflict, Invalid
from app.core.events import Actor
from app.core.seal import seal
from app.extensions import db
from app.listening import queries
from app.listening.models import ChannelAccount, ChannelHandle
from app.listening.port import CHANNELS
from app.spaces.models import Space

EVERY = timedelta(seconds=15)
LONGEST_REST = timedelta(minutes=15)


def connect(
    channel: str,
    *,
    address: str,
    secret: str,
    space: Space,
    by: Actor | None,
    server: str = "",
    hears_only: bool = False,
) -> ChannelAccount:
    """Connect an account; what is said to it from now on becomes questions of the space. Once more: a new password.

    With `hears_only` what is said to it becomes mentions and no questions.

    Raises Invalid with a sentence for each field that must change.
    """
    if channel not in CHANNELS:
        raise Invalid({"channel": _("Choose one of %(all)s.", all=", ".join(sorted(CHANNELS)))})
    address, server = address.strip().removeprefix("@").casefold(), server.strip() or CHANNELS[channel].server
    _check(address, secret, server, space)
    moment = clock.now()
    account = queries.account_of(channel, address)
    if account is None:
        account = ChannelAccount(
            channel=channel, address=address, connected_at=moment, read_until=moment, look_at=moment,
            connected_by_id=by.id if by else None, message_count=0,
        )  # fmt: skip
        db.session.add(account)
    account.hears_only = hears_only
    account.server, account.secret, account.memory = server, seal(secret.strip()), ""
    account.space_id, account.space = space.id, space
    _wake(account)
    db.session.flush()
    audit.log("listening.account_connected", f"channel:{account.id}", by=by, after={"channel": channel, "at": server})
    return account


def pause(account: ChannelAccount, reason: str = "", *, by: Actor | None) -> None:
    """Neither listen nor speak there until it is resumed; with a reason it is the channel's word."""
    account.active, account.trouble = False, reason[:300]
    audit.log("listening.account_paused", f"channel:{account.id}", by=by, reason=reason)


def resume(account: ChannelAccount, *, by: Actor | None) -> None:
    """Listen and speak again, from where it was left."""
    _wake(account)
    audit.log("listening.account_resumed", f"channel:{account.id}", by=by)


def looked(account: ChannelAccount, until: datetime) -> None:
    """Note that it was read up to a moment."""
    account.looked_at, account.failures, account.last_error = clock.now(), 0, ""
    account.read_until, account.look_at = max(account.read_until, until), clock.now() + EVERY


def failed(account: ChannelAccount, error: str, *, wait: float = 0.0, until: datetime = clock.START) -> None:
    """Note that it could not be read, or only up to a moment, and leave more and more time before the next try."""
    account.read_until = max(account.read_until, until)
    rest = max(min(EVERY * 2**account.failures, LONGEST_REST), timedelta(seconds=wait))
    account.failures, account.last_error = min(account.failures + 1, 10), error[:300]
    account.look_at = clock.now() + rest


def remember(account: ChannelAccount, memory: dict[str, Any]) -> None:
    """Keep what the adapter wants to find the next time."""
    account.memory = seal(json.dumps(memory))


def tie(channel: str, *, key: str, handle: str, person: Person, by: Actor | None) -> ChannelHandle:
    """Say that a handle is somebody's who has an account here; raises Conflict when it is another's."""
    known = queries.tie_of(channel, key)
    if known is not None and known.person_id != person.id:
        raise Conflict(_("%(handle)s is tied to %(name)s. Untie it first.", handle=handle, name=known.person.name))
    if known is None:
        known = ChannelHandle(channel=channel, key=key, person_id=person.id, person=person, tied_at=clock.now())
        db.session.add(known)
    known.handle = handle
    db.session.flush()
    audit.log("listening.handle_tied", f"person:{person.id}", by=by, after={"channel": channel, "handle": handle})
    return known


def untie(known: ChannelHandle, *, by: Actor | None) -> None:
    """Undo it; what was said meanwhile stays where it is."""
    audit.log("listening.handle_untied", f"person:{known.person_id}", by=by, before={"handle": known.handle})
    db.session.delete(known)


def _wake(account: ChannelAccount) -> None:
    account.active, account.trouble, account.last_error = True, "", ""
    account.failures, account.look_at = 0, clock.now()


def _check(address: str, secret: str, server: str, space: Space) -> None:
    errors = {}
    if space.visibility != "public":
        errors["space"] = _("Choose a public space, since what is asked and answered there is public.")
    if not address or len(address) > 254 or any(letter.isspace() for letter in address):
        errors["address"] = _("Give the account’s handle or address.")
    if not secret.strip():
        errors["secret"] = _("Give the account’s password.")
    try:
        egress.check(server)
    except egress.Blocked as error:
        errors["server"] = _("This server cannot be called: %(why)s.", why=error)
    if errors:
        raise Invalid(errors)

"""Looking at the company's accounts: no transaction is open while another network takes its time."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _

from app.core import clock
from app.core.dispatch import NeverRetry, RetryLater, told
from app.core.seal import Unreadable
from app.core.transaction import reading, unit
from app.extensions import db
from app.listening import commands, queries
from app.listening.models import ChannelAccount
from app.listening.port import CHANNELS, Connection, Inbound, Refused

LEASE = timedelta(minutes=5)
# So many looks in a row, over most of an hour, stop at the same message before it is left.
LEFT_AFTER = 8
log = logging.getLogger(__name__)


def look_around() -> int:
    """Look at all accounts that are due; returns how many messages were taken."""
    with unit():
        wanted = queries.due(clock.now())
        for account in wanted:
            account.look_at = clock.now() + LEASE
        ids = [account.id for account in wanted]
    return sum(look(account_id) for account_id in ids)


def look(account_id: int) -> int:
    """Take what was said to one account; what goes wrong is noted on it. Returns how many messages were taken."""
    with reading():
        account = db.session.get_one(ChannelAccount, account_id)
        channel, since, start = CHANNELS[account.channel], account.read_until, account.connected_at
        try:
            connection = queries.connection(account)
        except Unreadable:
            connection = None
    if connection is None:
        return _refused(account_id, _("The password was sealed under another key. Connect the account again."))
    try:
        heard = channel.fetch(connection, since)
    except Refused as refusal:
        return _refused(account_id, str(refusal))
    except (ConnectionError, RetryLater, NeverRetry) as error:
        with unit():
            commands.failed(_account(account_id), str(error), wait=getattr(error, "seconds", 0.0))
        return 0
    return _taken(account_id, connection, [said for said in heard if said.at >= start])


def _taken(account_id: int, connection: Connection, heard: Sequence[Inbound]) -> int:
    """Each in a transaction of its own; one that cannot be digested stops the look, but not the channel for good."""
    until, count, stuck = clock.START, 0, ""
    for said in heard:
        try:
            unpacked = commands.unpack(said)
            with unit():
                account = _account(account_id)
                known = queries.message(account, said.external_id) is not None
                count += not known and commands.take(said, account, unpacked) is not None
        except Exception as error:
            stuck = _("A message from %(handle)s could not be taken: %(why)s.", handle=said.handle, why=told(error))
            log.exception("what %s said (%s) could not be taken", said.handle, said.external_id)
            if not _is_left(account_id, said, stuck):
                break  # the next look begins with it
            stuck = ""
        until = max(until, min(said.at, clock.now()))  # what says it comes from the future keeps nothing else out
    with unit():
        if stuck:
            commands.failed(_account(account_id), stuck, until=until)
        else:
            commands.looked(_account(account_id), until)
            # Only now: what the adapter noted of a look that did not go through must be read again.
            commands.remember(_account(account_id), connection.memory)
    return count


def _is_left(account_id: int, said: Inbound, reason: str) -> bool:
    """Whether a message was waited for long enough; its reason then stands beside the others on the channels' page."""
    with unit():
        account = _account(account_id)
        if account.failures < LEFT_AFTER or account.last_error != reason[:300]:
            return False
        commands.leave(said, account, reason)
    return True


def _refused(account_id: int, reason: str) -> int:
    with unit():
        commands.pause(_account(account_id), reason, by=None)
    return 0


def _account(account_id: int) -> ChannelAccount:
    return db.session.get_one(ChannelAccount, account_id)

"""E-mail: what is written to the company's mailbox; what is answered reaches people by the mails they get anyway."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from app.core import mail
from app.core.dispatch import NeverRetry
from app.core.settings import settings
from app.listening.adapters.email import letters
from app.listening.adapters.email.mailbox import Mailbox
from app.listening.port import Connection, Inbound, Outbound, Refused, Said

NAME = "email"
log = logging.getLogger(__name__)
SEEN_AS_ONE = 100_000


class Email:
    """A mailbox at any IMAP server, or whatever a mail server pipes to us."""

    name = NAME
    label = "E-mail"
    limit = SEEN_AS_ONE
    server = ""

    def check(self, connection: Connection) -> str:
        """Sign in and open the inbox."""
        with Mailbox(connection):
            return connection.address

    def identify(self, connection: Connection, handle: str) -> str:
        """An address is its own key."""
        try:
            return validate_email(handle, check_deliverability=False).normalized.casefold()
        except EmailNotValidError as error:
            raise Refused(_("This is not a mail address.")) from error

    def fetch(self, connection: Connection, since: datetime) -> Sequence[Inbound]:
        """What arrived since; the time is the mail server's, for a mail's own date may say anything."""
        with Mailbox(connection) as mailbox:
            return [inbound(raw, at) for raw, at in mailbox.arrived(since)]

    def why_not(self, refs: dict[str, Any], text: str) -> str:
        """Only where an address was written from, or a colleague forwarded its mail."""
        return "" if refs.get("to") else str(_("There is no address that a reply may go to."))

    def post(self, connection: Connection, message: Outbound) -> Said:
        """Reply to a mail beneath it; what is said to that comes to this mailbox.

        Whoever asked by mail is told of answers as everybody who follows a question is, and not here again.
        """
        if message.link or not message.refs.get("to"):
            raise NeverRetry("answers reach people by the mails they get anyway")
        letter = mail.Personal(
            to=message.refs["to"], subject=f"Re: {message.refs.get('subject') or settings().site_name}",
            text=message.text, replies_to=message.refs.get("parent", ""), reply_to=connection.address,
        )  # fmt: skip
        return Said(mail.send_personal(letter, message.key), "", {})

    def withdraw(self, connection: Connection, refs: dict[str, Any]) -> None:
        """Nothing was said here."""
        raise NeverRetry("a mail cannot be taken back")


def inbound(raw: bytes, at: datetime) -> Inbound:
    """One mail as the port has it; what cannot be read at all is kept with its reason."""
    try:
        letter = letters.read(raw)
    except Exception:  # Python's parser raises what it likes for some mails, which must keep no other out
        log.exception("a mail could not be read")
        letter = letters.unreadable(raw, "it is not put together as mails are; Waggle’s log says more")
    refs = {"subject": letter.subject, "dropped": letter.dropped, "attachments": len(letter.files)}
    return Inbound(
        external_id=letter.external_id, key=letter.sender, handle=letter.sender, text=letter.text, at=at, opens=True,
        parents=letter.references, refs=refs, files=letter.files,
        whole=letter.whole,
    )  # fmt: skip

"""What comes to an account that only listens: a mention of whoever said it, and what is needed to reply there later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts import policy as doors
from app.accounts import queries as people
from app.core import clock
from app.core.settings import settings
from app.extensions import db
from app.listening import queries
from app.listening.adapters.email import NAME as EMAIL
from app.listening.models import IN, ChannelAccount, ChannelMessage
from app.listening.monitoring import commands as monitoring
from app.listening.monitoring import queries as alerts
from app.listening.monitoring.forwarding import original
from app.listening.monitoring.models import Mention
from app.listening.monitoring.naming import identity_of
from app.listening.monitoring.queries import topic_names
from app.listening.monitoring.terms import topics_in
from app.listening.port import Inbound

HEARD = "heard:"
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Words:
    """Who said what; of a forwarded mail `named_by` is the address of whoever says so, whom nothing bears out."""

    author: str
    text: str
    named_by: str = ""
    person_id: int | None = None

    @property
    def identity(self) -> str:
        """What others may go by: nothing where it is a member, or known by another's word alone."""
        return "" if self.person_id or self.named_by else identity_of(self.author)


def overhear(said: Inbound, account: ChannelAccount) -> ChannelMessage:
    """Hear one message, once; nobody is answered."""
    words, subject = _words(said, account), ""
    dropped = str(said.refs.get("dropped", "")) or _limited(said)
    if not dropped and words.text:
        mention = monitoring.hear(_heard(said, account, words), by=None)[0]
        subject = mention.subject
        _take_to_alert(said, account, mention)
    message = ChannelMessage(
        account_id=account.id, account=account, external_id=said.external_id, direction=IN, handle=said.handle[:254],
        url=said.url, refs=_refs(said, account, words) if subject else {}, question_id=None, subject=subject,
        refused=dropped[:300], said_at=said.at, taken_at=clock.now(),
    )  # fmt: skip
    db.session.add(message)
    account.message_count += 1
    return message


def _take_to_alert(said: Inbound, account: ChannelAccount, mention: Mention) -> None:
    """What answers a reply of ours belongs to the alert that was replied to, if whoever got that wrote it."""
    ours = queries.reply_among(account, said.parents)
    alert = alerts.alert_by_id(int(ours.subject.partition(":")[2])) if ours is not None else None
    if alert is not None and mention.author == (alert.back or alert.mention).author and not mention.named_by:
        monitoring.answered_back(alert, mention)


def _limited(said: Inbound) -> str:
    """Why it is not heard, of somebody who is no colleague and writes a great deal."""
    if _is_colleague(said.key):
        return ""
    limit = f"{HEARD}{said.key}"
    if not doors.may_try(limit):
        return str(_("Too many mails from this address in a short time."))
    accounts.count_attempt(limit)
    return ""


def _words(said: Inbound, account: ChannelAccount) -> Words:
    if account.channel != EMAIL:
        tied = queries.tie_of(account.channel, said.key)
        return Words(said.handle, said.text, person_id=tied.person_id if tied else None)
    author, words = original(said.whole or said.text, said.key)
    return Words(author, words, named_by="" if author.casefold() == said.key else said.key)


def _heard(said: Inbound, account: ChannelAccount, words: Words) -> monitoring.Heard:
    key = hashlib.sha256(f"{account.id}\0{said.external_id}".encode()).hexdigest()
    title = str(said.refs.get("subject", ""))
    return monitoring.Heard(
        key=f"forwarded:{key[:50]}", channel=account.channel, said_at=min(said.at, clock.now()),
        text=f"{title}\n\n{words.text}".strip(), author=words.author, person_id=words.person_id,
        identity=words.identity, named_by=words.named_by, url=said.url,
        topics=tuple(topics_in(words.text, topic_names())),
    )  # fmt: skip


def _refs(said: Inbound, account: ChannelAccount, words: Words) -> dict[str, Any]:
    """What a reply goes by. A stranger's word that a mail is somebody else's gets nobody written to."""
    if account.channel != EMAIL:
        return said.refs
    to = _address(words.author)
    ours = {account.address, settings().mail_from.casefold(), settings().mail_in.casefold()}
    if not to or to in ours or (words.named_by and not _is_colleague(words.named_by)):
        return {}
    # Who forwards a mail names it as what their own goes on from.
    parent = next(iter(said.parents), "") if words.named_by else said.external_id
    return {"to": to, "subject": str(said.refs.get("subject", ""))[:LONGEST_SUBJECT], "parent": parent}


def _is_colleague(address: str) -> bool:
    person = people.by_email(address)
    return person is not None and person.is_employee


def _address(said: str) -> str:
    try:
        checked = validate_email(said, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return ""
    return (checked.ascii_email or "").casefold()

"""Asking without an account: proposed on the page, published by a link in a mail."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.board import policy
from app.board.commands.asking import ask
from app.board.commands.wording import screened_question
from app.board.models import Proposal, Question
from app.core import clock, mail, text
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.spaces.models import Space

LASTS = timedelta(days=3)
KEPT_AFTER = timedelta(days=30)
MOST_WAITING = 20


def propose(
    *,
    space: Space,
    title: str,
    body: str,
    topics: Iterable[str] = (),
    email: str,
    private: bool = False,
    channel: str = "site",
    left_out: bool = False,
    replies_to: str = "",
) -> None:
    """Keep a visitor's question and mail the link that publishes it; nobody sees, finds or counts it before that.

    With `left_out` the mail says that the files which came with it did not come along; it `replies_to` a mail's id.

    Raises Invalid with a sentence for each field that must change. What is answered never tells who has an account.
    """
    title, names = text.tidy(title), list(topics)
    address = _address(email)
    if not _takes_guests(space):
        raise Invalid({"email": _("This space needs an account. Sign up, or choose another space.")})
    if _waiting(address) >= MOST_WAITING:
        raise Invalid({"email": _("Many questions wait for a click in the mails to this address. Look there first.")})
    screened_question(title, body, names, space=space)
    secret = secrets.token_urlsafe(32)
    db.session.add(
        Proposal(
            secret_hash=people.digest(secret), email=address, space_id=space.id, space=space, title=title, body=body,
            topics=names, private=private, channel=channel, made_at=clock.now(), expires_at=clock.now() + LASTS,
        )
    )  # fmt: skip
    has_account = _member(address) is not None
    mail.queue(
        f"proposal:{people.digest(secret)[:24]}", address, "proposal", secret=secret, has_account=has_account,
        left_out=left_out, replies_to=replies_to,
    )  # fmt: skip


def publish_proposal(proposal: Proposal, *, by: Person | None) -> Question:
    """Publish it: as the member whose address it is, who must be `by`, or as a guest whom nobody knows by name.

    Raises Conflict for one that was published, and Invalid where the words can no longer be taken.
    """
    here = select(Proposal).where(Proposal.id == proposal.id).with_for_update(of=Proposal)
    held = db.session.scalar(here.execution_options(populate_existing=True))  # of two clicks the second sees the first
    if held is None or held.question_id is not None:
        raise Conflict(_("This question is published already."))
    member = _member(held.email)
    if member is not None and (by is None or by.id != member.id):
        raise Invalid({"email": _("This address has an account. Sign in with it first.")})
    if member is None and not _takes_guests(held.space):
        raise Invalid({"email": _("This space needs an account by now. Sign up with this address, and ask there.")})
    asker = member or accounts.welcome_guest(held.email)
    if not (decision := policy.may_ask(asker, held.space)):
        raise Invalid({"email": decision.reason})
    question = ask(
        space=held.space, title=held.title, body=held.body, topics=held.topics, private=held.private,
        channel=held.channel, by=asker,
    )  # fmt: skip
    held.question_id = question.id
    return question


def forget_proposals(now: datetime) -> None:
    """Drop what nobody confirmed, and what was published long ago."""
    lapsed = Proposal.question_id.is_(None) & (Proposal.expires_at < now)
    db.session.execute(delete(Proposal).where(lapsed | (Proposal.expires_at < now - KEPT_AFTER)))


def _waiting(address: str) -> int:
    """How many mails nobody at this address has answered yet: whoever asks in another's name fills no mailbox."""
    waits = (Proposal.email == address, Proposal.question_id.is_(None), Proposal.expires_at > clock.now())
    return db.session.scalar(select(func.count()).select_from(Proposal).where(*waits)) or 0


def _takes_guests(space: Space) -> bool:
    return space.takes_guests and space.visibility == "public" and space.archived_at is None


def _member(address: str) -> Person | None:
    known = people.by_email(address)
    return None if known is None or known.is_guest else known


def _address(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.casefold()
    except EmailNotValidError as error:
        raise Invalid({"email": _("Give an address to which we can send the link.")}) from error

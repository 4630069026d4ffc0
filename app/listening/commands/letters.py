"""Taking mails: a reply to one of ours continues what it was about, any other proposes a question."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts import policy as doors
from app.accounts import queries as people
from app.accounts.models import Person
from app.board import commands as board
from app.board import policy
from app.board import queries as questions
from app.board.models import Question
from app.core import clock, mail
from app.core.access import Invalid, Refused
from app.core.plain import literal
from app.core.settings import settings
from app.extensions import db
from app.listening import queries
from app.listening.adapters.email import NAME as EMAIL
from app.listening.commands.enclosing import Unpacked, keep
from app.listening.commands.placing import LONGEST_TITLE, SHORTEST_TITLE, Placed, go_on, title_of
from app.listening.models import ChannelAccount
from app.listening.port import Inbound

# What is told back, at most, to one address in a while: two programs that answer each other fall silent.
TOLD = "mail-in:"
# A sender may be forged: whoever it names gets no more mails a day than this of what was not taken.
MOST_TOLD = 3


def place(said: Inbound, account: ChannelAccount, unpacked: Unpacked) -> Placed:
    """Place one mail; whoever wrote it is told what was not taken, and why, unless a program wrote it."""
    if said.refs.get("dropped"):
        return Placed(refused=str(said.refs["dropped"]))
    ours = {account.address, settings().mail_from.casefold(), settings().mail_in.casefold()}
    if said.key in ours or queries.account_of(account.channel, said.key) or mail.is_ours(said.external_id):
        return Placed(refused=_("Our own mail."))
    if not doors.may_try(f"{TOLD}{said.key}"):
        return Placed(refused=_("Too many mails from this address in a short time."))
    accounts.count_attempt(f"{TOLD}{said.key}")
    about = next((found for each in said.parents if (found := mail.about_of(each, said.key))), "")
    try:
        with db.session.begin_nested():
            return _replied(said, about, unpacked) if about else _proposed(said, account)
    except (Invalid, Refused) as error:
        if queries.refused_count(account, said.handle, since=clock.now() - timedelta(days=1)) < MOST_TOLD:
            _tell(said, error)
        return Placed(refused=str(error))


def _replied(said: Inbound, about: str, unpacked: Unpacked) -> Placed:
    """As whoever got the mail that is replied to, who may do by mail what they may do on the site."""
    person = people.by_email(said.key)
    if person is None or person.state != "active":
        raise Invalid({"from": _("This address has no account that may write.")})
    question = _question(person, about)
    if question is None:
        raise Invalid({"question": _("The question this is about cannot be seen any more.")})
    if person.is_employee and person.id != question.author_id:
        _cleared(person, question)
    kept = keep(unpacked, by=person)
    placed = Placed(question.id, go_on(said, question, person, EMAIL, kept.tokens))
    if kept.refused:
        key, back = f"leftout:{_digest(said)}", said.external_id
        mail.queue(key, said.key, "leftout", replies_to=back, reasons=kept.refused, url=question.url)
    return placed


def _cleared(person: Person, question: Question) -> None:
    """Whose certificate lapsed is told, and is not made a commenter instead; the mail names the way back."""
    decision = policy.may_answer(person, question)
    if not decision and decision.gate not in {"claim", "state"}:
        way = f"{settings().base_url}{decision.remedy}" if decision.remedy.startswith("/") else ""
        raise Invalid({"gate": f"{decision.reason} {way}".strip()})


def _question(person: Person, about: str) -> Question | None:
    kind, _mark, number = about.partition(":")
    if kind == "answer":
        answer = questions.visible_answer(person, int(number))
        question = answer.question if answer is not None else None
    else:
        question = questions.visible_question(person, int(number)) if kind == "question" else None
    if question is not None and question.merged_into_id is not None:
        return questions.visible_question(person, question.merged_into_id)
    return question


def _proposed(said: Inbound, account: ChannelAccount) -> Placed:
    """A mail's sender may be anybody's name, so that only the link that goes back to the address publishes it."""
    subject, body = str(said.refs.get("subject", "")), said.text
    title = subject if SHORTEST_TITLE <= len(subject) <= LONGEST_TITLE else title_of(subject or body)
    board.propose(
        space=account.space, title=title, body=literal(body), email=said.key, channel=account.channel,
        left_out=bool(said.files), replies_to=said.external_id,
    )  # fmt: skip
    return Placed(subject="proposal")


def _tell(said: Inbound, error: Invalid | Refused) -> None:
    """Never with the words: a forged sender would be mailed them, and a card number kept with the mail."""
    mail.queue(f"untaken:{_digest(said)}", said.key, "untaken", reason=str(error), replies_to=said.external_id)


def _digest(said: Inbound) -> str:
    """A sender chooses the id and its length; a key has room for its digest whatever it is."""
    return hashlib.sha256(said.external_id.encode()).hexdigest()

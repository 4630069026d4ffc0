"""Taking what was said to the company: through the same gate, screening and commands as what is typed on the site."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board import policy
from app.board import queries as questions
from app.board.models import Question
from app.core import clock, text
from app.core.access import Invalid, Refused
from app.core.plain import literal
from app.extensions import db
from app.listening import queries
from app.listening.adapters.email import NAME as EMAIL
from app.listening.commands import letters
from app.listening.commands.enclosing import Unpacked
from app.listening.commands.overhearing import overhear
from app.listening.commands.placing import Placed, go_on, passing, title_of
from app.listening.models import IN, ChannelAccount, ChannelMessage
from app.listening.port import Inbound

NOTHING = Unpacked()


def take(said: Inbound, account: ChannelAccount, unpacked: Unpacked = NOTHING) -> ChannelMessage | None:
    """Take one message with what came with it, once: it begins a question, or continues one as a comment or answer.

    None where it does neither. What may not be taken leaves the reason on the message, and never its words.
    """
    known = queries.message(account, said.external_id)
    if known is not None:
        return known
    if account.hears_only:
        return overhear(said, account)
    thread = queries.thread_of(account, said.parents)
    if thread is None and not said.opens:
        return None
    message = ChannelMessage(
        account_id=account.id, account=account, external_id=said.external_id, direction=IN, handle=said.handle[:254],
        url=said.url, refs=said.refs, question_id=thread.question_id if thread else None, subject="",
        said_at=said.at, taken_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            placed = (
                letters.place(said, account, unpacked) if account.channel == EMAIL else _place(said, account, thread)
            )
    except (Invalid, Refused) as error:
        placed = Placed(message.question_id, refused=str(error))
    message.question_id, message.subject, message.refused = placed.question_id, placed.subject, placed.refused[:300]
    db.session.add(message)
    account.message_count += 1
    return message


def leave(said: Inbound, account: ChannelAccount, reason: str) -> None:
    """Keep that a message could not be taken, and why, so that it is not tried again."""
    handle = said.handle[:254].encode(errors="replace").decode()
    db.session.add(
        ChannelMessage(
            account_id=account.id, account=account, external_id=said.external_id, direction=IN, handle=handle, refs={},
            refused=reason[:300], said_at=said.at, taken_at=clock.now(),
        )
    )  # fmt: skip
    account.message_count += 1


def _place(said: Inbound, account: ChannelAccount, thread: ChannelMessage | None) -> Placed:
    person = _speaker(said, account)
    if thread is None or thread.question_id is None:
        question = _asked(said, account, person)
        return Placed(question.id, f"question:{question.id}")
    continued = questions.visible_question(person, thread.question_id)
    if continued is not None and continued.merged_into_id is not None:
        continued = questions.visible_question(person, continued.merged_into_id)
    if continued is None:
        raise Invalid({"question": _("The question cannot be seen by whoever said this.")})
    return Placed(continued.id, go_on(said, continued, person, account.channel))


def _speaker(said: Inbound, account: ChannelAccount) -> Person:
    """A member whose handle it is known to be; else whoever is known by nothing but that handle."""
    tied = queries.tie_of(account.channel, said.key)
    return tied.person if tied is not None else accounts.welcome_outsider(account.channel, said.key, said.handle)


def _asked(said: Inbound, account: ChannelAccount, person: Person) -> Question:
    passing(policy.may_ask(person, account.space))
    title = title_of(said.text)
    body = literal(said.text) if text.tidy(said.text) != title else ""
    with clock.at(min(said.at, clock.now())):
        return board.ask(
            space=account.space, title=title, body=body, by=person, channel=account.channel, handle=said.handle[:120]
        )

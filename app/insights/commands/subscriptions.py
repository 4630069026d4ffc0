"""Reports by mail: who wants them, and sending them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, mail, unsubscribing
from app.core.unsubscribing import Ending, Mailing
from app.extensions import db
from app.insights import policy, words
from app.insights.models import ReportSubscription
from app.insights.queries.digest import digest
from app.insights.queries.spells import MONTHLY, Spell, latest
from app.insights.queries.subscriptions import subscription, subscription_by_id

REPORT = "report"


def subscribe(every: str, *, by: Person) -> ReportSubscription:
    """Have the report sent every week or month from now on; the one that is ready now is on its page."""
    held = subscription(by.id, every)
    if held is not None:
        return held
    now = clock.now()
    made = ReportSubscription(person_id=by.id, every=every, since=now, sent_for=latest(every, now.date()).first)
    db.session.add(made)
    db.session.flush()
    return made


def unsubscribe(held: ReportSubscription) -> None:
    """Have it sent no more."""
    db.session.delete(held)
    db.session.flush()


def send_reports() -> int:
    """Queue what is ready and was not sent, once each, of what each subscriber may see now; returns how many."""
    today, sent = clock.now().date(), 0
    for held in _subscriptions():
        spell = latest(held.every, today)
        if held.sent_for is not None and held.sent_for >= spell.first:
            continue
        held.sent_for = spell.first
        sent += _send(held, spell)
    return sent


def _send(held: ReportSubscription, spell: Spell) -> bool:
    person = held.person
    reachable = person.state == "active" and person.email is not None and person.email_confirmed_at is not None
    if not reachable or not policy.may_see(person):
        return False
    deflected, returned = bool(policy.may_see_deflection(person)), bool(policy.may_see_return(person))
    found = digest(spell, person, deflected=deflected, returned=returned)
    return mail.queue(
        f"report:{spell.every}:{spell.first}:{person.id}", person.email or "", "report", person=person, found=found,
        spell=words.spell_name(spell), parts=words.parts(), names=words.line_names(), amount=words.amount,
        missing=words.missing_words, verdict=words.verdict(found.found) if found.found else (), every=held.every,
        unsubscribe=unsubscribing.address(REPORT, held.id, held.person_id, held.every),
    )  # fmt: skip


def _mailing(number: int, person_id: int, every: str) -> Mailing:
    """As its mails name it; an ended one is there still, so that its link says so."""
    when = _("It is sent every month.") if every == MONTHLY else _("It is sent every week.")
    return Mailing(_("The report"), when, subscription_by_id(number, person_id, every) is not None, "/insights/report")


def _end(number: int, person_id: int, every: str) -> None:
    if (held := subscription_by_id(number, person_id, every)) is not None:
        unsubscribe(held)


unsubscribing.ENDINGS[REPORT] = Ending(_mailing, _end)


def _subscriptions() -> Sequence[ReportSubscription]:
    return db.session.scalars(select(ReportSubscription).order_by(ReportSubscription.id)).all()

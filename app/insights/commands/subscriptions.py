"""Reports by mail: who wants them, and sending them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, mail
from app.extensions import db
from app.insights import policy, words
from app.insights.models import ReportSubscription
from app.insights.queries.digest import digest
from app.insights.queries.spells import Spell, latest
from app.insights.queries.subscriptions import subscription, unsubscribe_word


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
        word=unsubscribe_word(held),
    )  # fmt: skip


def _subscriptions() -> Sequence[ReportSubscription]:
    return db.session.scalars(select(ReportSubscription).order_by(ReportSubscription.id)).all()

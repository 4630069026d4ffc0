"""Posting what the answer board saved and cost in a month, in the same ledger as ideas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import queries as ledger
from app.ideas.commands import Posted
from app.insights.estimates.estimate import Estimate
from app.insights.models import AnswerMonth
from app.insights.queries import Period
from app.insights.queries.deflection import Deflection, report
from app.insights.queries.months import after, prefix

CENT = Decimal("0.01")
CATEGORY = {"benefit": "deflection", "cost": "answering"}


def post_month(month: date) -> AnswerMonth:
    """Reckon the month that begins on a day, and post what it saved and cost; again, only the difference is posted.

    Nothing is posted as saved unless the causal estimate tells a saving or a loss from chance. What answering cost is
    a line of its own, and posted either way, so that months without a verdict do not look free.
    """
    last = after(month) - timedelta(days=1)
    found = report(Period(clock.midnight(month), clock.midnight(after(month))))
    contacts, rate = found.causal.compared.contacts, found.causal.compared.rate
    told = rate.low is not None and rate.high is not None and (rate.low > 0 or rate.high < 0)
    row = _row(month)
    row.told, row.reckoned_at = told, clock.now()
    row.contacts, row.low, row.high = contacts.value, contacts.low, contacts.high
    row.missing = [*contacts.missing, *(found.money.cost.missing if told else ())]
    db.session.flush()
    saved = found.gross if told else Estimate.unknown("verdict")
    link = f"/insights/deflection?from={month}&to={last}"
    _post(month, "benefit", found.money.currency, saved, _of_saving(found), link)
    _post(month, "cost", found.money.currency, _answering(found), _of_answering(found), link)
    return row


def changes(stands: Mapping[str, Decimal], currency: str, wanted: Decimal) -> dict[str, Decimal]:
    """By currency, what must be posted so that nothing stands but the wanted amount."""
    aim = {**dict.fromkeys(stands, Decimal(0)), **({currency: wanted} if currency else {})}
    found = {name: amount - stands.get(name, Decimal(0)) for name, amount in sorted(aim.items())}
    return {name: change for name, change in found.items() if change}


def _post(month: date, kind: str, currency: str, wanted: Estimate, evidence: str, link: str) -> None:
    """Post what is wanted, nothing where it is not known, less what stands."""
    lines = ledger.lines_under(prefix(month, kind))
    stands: dict[str, Decimal] = {}
    for line in lines:
        stands[line.currency] = stands.get(line.currency, Decimal(0)) + line.amount
    amount = _cents(wanted.value) or Decimal(0)
    for place, (name, change) in enumerate(changes(stands, currency, amount).items(), len(lines) + 1):
        anew = name in stands
        posted = Posted(
            key=f"{prefix(month, kind)}{place}", kind=kind, category=CATEGORY[kind], amount=change, currency=name,
            date=after(month) - timedelta(days=1), link=link,
            evidence=f"{_('Reckoned anew, the difference to what stood.')} {evidence}" if anew else evidence,
            low=None if anew else _cents(wanted.low), high=None if anew else _cents(wanted.high),
        )  # fmt: skip
        ideas.post_outcome(posted)


def _answering(found: Deflection) -> Estimate:
    cost = found.money.answering
    return Estimate.unknown("cost_per_minute") if cost is None else Estimate.plain(cost, 1)


def _of_saving(found: Deflection) -> str:
    contacts, cost = found.causal.compared.contacts, found.money.cost
    if contacts.value is None or cost.value is None:
        return str(_("The causal estimate tells of no saving any more."))
    return str(
        _(
            "Contacts spared by the causal estimate, with a holdout: %(value)s (%(low)s to %(high)s), %(cost)s each.",
            value=round(contacts.value), low=round(contacts.low or 0), high=round(contacts.high or 0),
            cost=f"{cost.value:.2f}",
        )
    )  # fmt: skip


def _of_answering(found: Deflection) -> str:
    words = _(
        "%(answers)s answers, %(minutes)s minutes in all.",
        answers=found.money.answers,
        minutes=round(found.money.minutes),
    )
    return str(words)


def _cents(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(repr(amount)).quantize(CENT)


def _row(month: date) -> AnswerMonth:
    row = db.session.scalar(select(AnswerMonth).where(AnswerMonth.month == month))
    if row is None:
        row = AnswerMonth(month=month, told=False, missing=[], reckoned_at=clock.now())
        db.session.add(row)
    return row

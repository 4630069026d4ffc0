"""The report of a week or a month: every figure with its baseline, change and velocity, of what one person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts.models import Person
from app.core.velocity import Movement, velocity
from app.insights.estimates.estimate import Estimate
from app.insights.queries import deflection, health, returns
from app.insights.queries.deflection import Deflection
from app.insights.queries.health import Service
from app.insights.queries.spells import Spell

PEOPLE, POINTS, MONEY, HOURS, SHARE, RATIO = "number", "points", "money", "hours", "share", "ratio"


@dataclass(frozen=True)
class Line:
    """One figure: `name` of a part, in a unit; its estimate, and how it moved over three weeks or months."""

    part: str
    name: str
    unit: str
    figure: Estimate
    moved: Movement
    currency: str = ""


@dataclass(frozen=True)
class Digest:
    """The report; `found` is missing for who may not see deflection."""

    spell: Spell
    lines: Sequence[Line]
    found: Deflection | None


def digest(spell: Spell, viewer: Person | None, *, deflected: bool, returned: bool) -> Digest:
    """Of one week or month against the two before; the two parts that not everybody may see only where said so."""
    three = [spell.before.before, spell.before, spell]
    lines: list[Line] = []
    reports = [deflection.report(each.period) for each in three] if deflected else []
    if reports:
        lines += _deflected(reports)
    if returned:
        lines += _returned(three, viewer, answers=bool(reports))
    lines += _served(three, viewer)
    return Digest(spell, lines, reports[-1] if reports else None)


def _deflected(reports: Sequence[Deflection]) -> Iterator[Line]:
    figures: Sequence[tuple[str, str, Callable[[Deflection], Estimate]]] = (
        ("journeys", PEOPLE, lambda one: _count(len(one.count.journeys), known=one.count.known)),
        ("readers", PEOPLE, lambda one: _count(one.count.viewers, known=one.count.known)),
        ("contacts", PEOPLE, _contacts),
        ("causal", PEOPLE, lambda one: one.causal.compared.contacts),
        ("causal_rate", POINTS, lambda one: one.causal.compared.rate.scaled(100)),
        ("observed", PEOPLE, lambda one: one.observed.contacts),
        ("stated", PEOPLE, lambda one: one.stated.contacts),
        ("self_service", RATIO, lambda one: one.self_service),
        ("saved", MONEY, lambda one: one.money.saved),
    )
    for name, unit, of in figures:
        three = [of(one) for one in reports]
        yield Line(
            "deflection", name, unit, three[-1], velocity([one.value for one in three]), reports[-1].money.currency
        )


def _returned(three: Sequence[Spell], viewer: Person | None, *, answers: bool) -> Iterator[Line]:
    """What ledgers brought within each week or month, by currency."""
    found = [
        returns.returned(viewer, start=each.first, end=each.after.first, answers=answers).totals for each in three
    ]  # fmt: skip
    for currency in sorted({currency for totals in found for currency in totals}):
        for name in ("realised_benefit", "realised_cost", "realised_net"):
            values = [float(getattr(totals[currency], name)) if currency in totals else None for totals in found]
            figure = Estimate.unknown("ledger") if values[-1] is None else Estimate.plain(values[-1], 0)
            yield Line("return", name, MONEY, figure, velocity(values), currency)


def _served(three: Sequence[Spell], viewer: Person | None) -> Iterator[Line]:
    found = [health.health(each.period, viewer).now for each in three]
    units = {"asked": PEOPLE, "first_answer_hours": HOURS, "within_a_day": SHARE, "solved": SHARE}
    for name, unit in units.items():
        value = _served_value(found[-1], name)
        n = found[-1].answered if name == "first_answer_hours" else found[-1].asked
        figure = Estimate.unknown("questions", n=n) if value is None else Estimate.plain(value, n)
        yield Line("service", name, unit, figure, velocity([health.figure(each, name) for each in found]))


def _served_value(found: Service, name: str) -> float | None:
    value: Any = getattr(found, name)
    return None if value is None else float(value)


def _count(number: int, *, known: bool = True) -> Estimate:
    return Estimate.plain(float(number), number) if known else Estimate.unknown("journeys")


def _contacts(one: Deflection) -> Estimate:
    if not one.count.recorded:
        return Estimate.unknown("support_contacts")
    return _count(sum(one.count.contacts.values()))

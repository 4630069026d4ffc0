"""What deflected contacts saved, in money, with the uncertainty of the deflection carried through."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.insights.estimates.estimate import Estimate

COST_PER_CONTACT = "cost_per_contact"
COST_PER_MINUTE = "cost_per_minute"
SUPPORT_CONTACTS = "support_contacts"


class Made(NamedTuple):
    """What is counted alike of support contacts: how, about what, on which day."""

    channel: str
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class DatedCost:
    """What one contact by a channel costs from a day on, until the next such entry; for one reason, or for any ("")."""

    channel: str
    since: date
    amount: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Priced:
    """Contacts by one channel about one reason, and what they cost together; None where a cost lacks."""

    channel: str
    reason: str
    contacts: int
    cost: float | None


def cost_on(costs: Iterable[DatedCost], channel: str, day: date, reason: str = "") -> float | None:
    """Marginal cost of a contact by a channel on a day: what was set for its reason, else for the channel.

    None before the first entry.
    """
    valid = [c for c in costs if c.channel == channel and c.since <= day and c.reason in {"", reason}]
    return max(valid, key=lambda cost: (cost.reason == reason, cost.since)).amount if valid else None


def priced(costs: Iterable[DatedCost], contacts: Mapping[Made, int]) -> list[Priced]:
    """What contacts cost by channel and reason, the dearest first."""
    known, made, spent = list(costs), Counter[tuple[str, str]](), dict[tuple[str, str], float | None]()
    for each, count in contacts.items():
        if count <= 0:
            continue
        key, cost = (each.channel, each.reason), cost_on(known, each.channel, each.day, each.reason)
        before = spent.get(key, 0.0)
        made[key] += count
        spent[key] = None if cost is None or before is None else before + cost * count
    found = [Priced(*key, number, spent[key]) for key, number in made.items()]
    return sorted(found, key=lambda each: (-(each.cost or 0.0), -each.contacts, each.channel, each.reason))


def average_cost(costs: Iterable[DatedCost], contacts: Mapping[Made, int]) -> Estimate:
    """Cost of a contact, averaged over those that were made, each at the cost of its channel, reason and day.

    A deflected contact has neither; it is taken to cost what those that came did. Names every channel that lacks a cost
    as missing ("cost_per_contact:phone").
    """
    parts = priced(costs, contacts)
    n = sum(part.contacts for part in parts)
    if n == 0:
        return Estimate.unknown(SUPPORT_CONTACTS)
    lacking = sorted({f"{COST_PER_CONTACT}:{part.channel}" for part in parts if part.cost is None})
    if lacking:
        return Estimate.unknown(*lacking, n=n)
    return Estimate.plain(sum(part.cost or 0.0 for part in parts) / n, n)


def savings(contacts: Estimate, cost: Estimate, answering_minutes: float, cost_per_minute: float | None) -> Estimate:
    """Deflected contacts times the cost of one, minus the minutes spent answering times their rate, in money.

    The cost and the rate are settings, known exactly; only the deflection is uncertain. May be negative.
    """
    missing = contacts.missing + cost.missing
    if cost_per_minute is None:
        missing += (COST_PER_MINUTE,)
    if missing or cost_per_minute is None:
        return Estimate.unknown(*missing, n=contacts.n)
    return contacts.scaled(cost.known_value).shifted(-answering_minutes * cost_per_minute)

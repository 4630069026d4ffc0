"""What deflected contacts saved, in money, with the uncertainty of the deflection carried through."""

from collections.abc import Iterable, Mapping, Sequence
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
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Priced:
    """Contacts by one channel about one reason, and what they cost together, in what; None where a cost lacks."""

    channel: str
    reason: str
    contacts: int
    cost: float | None
    currencies: frozenset[str] = frozenset()

    def and_of(self, count: int, each: DatedCost | None) -> "Priced":
        """With so many more, at that cost each."""
        cost = None if each is None or self.cost is None else self.cost + each.amount * count
        currencies = self.currencies | ({each.currency} if each else set())
        return Priced(self.channel, self.reason, self.contacts + count, cost, currencies)


def cost_on(costs: Iterable[DatedCost], channel: str, day: date, reason: str = "") -> float | None:
    """Marginal cost of a contact by a channel on a day: what was set for its reason, else for the channel.

    None before the first entry.
    """
    valid = _in_force(costs, channel, day, reason)
    return valid.amount if valid else None


def _in_force(costs: Iterable[DatedCost], channel: str, day: date, reason: str) -> DatedCost | None:
    valid = [c for c in costs if c.channel == channel and c.since <= day and c.reason in {"", reason}]
    return max(valid, key=lambda cost: (cost.reason == reason, cost.since), default=None)


def priced(costs: Iterable[DatedCost], contacts: Mapping[Made, int]) -> list[Priced]:
    """What contacts cost by channel and reason, the dearest first."""
    known, found = list(costs), dict[tuple[str, str], Priced]()
    for each, count in contacts.items():
        if count > 0:
            key, cost = (each.channel, each.reason), _in_force(known, each.channel, each.day, each.reason)
            found[key] = found.get(key, Priced(*key, 0, 0.0)).and_of(count, cost)
    return sorted(found.values(), key=lambda each: (-(each.cost or 0.0), -each.contacts, each.channel, each.reason))


def average_cost(parts: Sequence[Priced]) -> Estimate:
    """Cost of a contact, averaged over those that were made, each at the cost of its channel, reason and day.

    A deflected contact has neither; it is taken to cost what those that came did. Names every channel that lacks a cost
    as missing ("cost_per_contact:phone").
    """
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

"""What deflected contacts saved, in money, with the uncertainty of the deflection carried through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.insights.estimates.estimate import Estimate

COST_PER_CONTACT = "cost_per_contact"
COST_PER_MINUTE = "cost_per_minute"
SUPPORT_CONTACTS = "support_contacts"


@dataclass(frozen=True, slots=True)
class DatedCost:
    """What one contact by a channel costs from a day on, until the next such entry."""

    channel: str
    since: date
    amount: float


def cost_on(costs: Iterable[DatedCost], channel: str, day: date) -> float | None:
    """Cost of a contact by a channel on a day; None before the first entry."""
    valid = [cost for cost in costs if cost.channel == channel and cost.since <= day]
    return max(valid, key=lambda cost: cost.since).amount if valid else None


def average_cost(costs: Iterable[DatedCost], contacts: Mapping[tuple[str, date], int]) -> Estimate:
    """Cost of a contact, averaged over those that were made, each at the cost of its channel and day.

    A deflected contact has no channel; it is taken to cost what those that came did. Names every channel that lacks a
    cost as missing ("cost_per_contact:phone").
    """
    known, counted = list(costs), {key: count for key, count in contacts.items() if count > 0}
    n = sum(counted.values())
    if n == 0:
        return Estimate.unknown(SUPPORT_CONTACTS)
    priced = {key: cost_on(known, *key) for key in counted}
    lacking = sorted({f"{COST_PER_CONTACT}:{channel}" for (channel, _), cost in priced.items() if cost is None})
    if lacking:
        return Estimate.unknown(*lacking, n=n)
    return Estimate.plain(sum(cost * counted[key] for key, cost in priced.items() if cost is not None) / n, n)


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

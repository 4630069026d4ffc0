"""What a line of the ledger must be before it is entered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from flask_babel import gettext as _

from app.core import clock
from app.core.access import Invalid
from app.ideas.models.returns import BASES, CATEGORIES, KINDS, MOST_MONTHS

LONGEST_LINK = 500
EARLIEST, MOST_YEARS_AHEAD = 1970, 30


@dataclass(frozen=True)
class Typed:
    """A line as it was typed in."""

    kind: str
    basis: str
    category: str
    amount: Decimal
    currency: str
    date: datetime.date
    until: datetime.date | None
    evidence: str
    link: str
    low: Decimal | None = None
    high: Decimal | None = None


def check(typed: Typed) -> None:
    """Raise Invalid with a sentence for each field that does not do."""
    errors = {**_choices(typed), **_days(typed), **_range(typed)}
    if not Decimal(0) < typed.amount < Decimal(10) ** 12:
        errors["amount"] = _("Enter an amount above zero.")
    if len(typed.currency) != 3 or not typed.currency.isascii() or not typed.currency.isalpha():
        errors["currency"] = _("Use three letters, such as EUR.")
    if not typed.evidence.strip():
        errors["evidence"] = _("Say where the figure comes from.")
    if typed.link.strip() and not _is_link(typed.link.strip()):
        errors["link"] = _("Enter an address that begins with https://.")
    if errors:
        raise Invalid(errors)


def _choices(typed: Typed) -> dict[str, str]:
    errors = {}
    if typed.kind not in KINDS:
        errors["kind"] = _("This must be cost or benefit.")
    elif typed.category not in CATEGORIES[typed.kind]:
        errors["category"] = _("Choose a category of this kind.")
    if typed.basis not in BASES:
        errors["basis"] = _("This must be forecast or realised.")
    return errors


def _days(typed: Typed) -> dict[str, str]:
    """What was realised lies behind us; a monthly amount ends after it begins and within fifteen years.

    No day lies where a calendar ends, as every sum over the ledger would fail there.
    """
    errors, today = {}, clock.now().date()
    if not EARLIEST <= typed.date.year <= today.year + MOST_YEARS_AHEAD:
        errors["date"] = _(
            "Enter a day from %(first)d on, at most %(most)d years ahead.", first=EARLIEST, most=MOST_YEARS_AHEAD
        )
        return errors
    if typed.basis == "realised" and typed.date > today:
        errors["date"] = _("What was realised lies in the past. Enter a forecast instead.")
    if typed.until is None:
        return errors
    if typed.until < typed.date:
        errors["until"] = _("This lies before the first day.")
    elif (typed.until - typed.date).days > MOST_MONTHS * 31:
        errors["until"] = _("At most 15 years.")
    elif typed.basis == "realised" and typed.until > today:
        errors["until"] = _("What was realised lies in the past. Enter a forecast for the days ahead.")
    return errors


def _range(typed: Typed) -> dict[str, str]:
    """A forecast may say between what it lies; what was realised is known."""
    if typed.low is None and typed.high is None:
        return {}
    if typed.basis == "realised":
        return {"low": _("What was realised is known. Only a forecast lies between two amounts.")}
    if typed.low is None or typed.high is None:
        missing = "low" if typed.low is None else "high"
        return {missing: _("Enter both ends, or neither.")}
    if not Decimal(0) <= typed.low <= typed.amount:
        return {"low": _("At least must lie between 0 and the amount.")}
    if not typed.amount <= typed.high < Decimal(10) ** 12:
        return {"high": _("At most must not lie below the amount.")}
    return {}


def _is_link(words: str) -> bool:
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return len(words) <= LONGEST_LINK and parts.scheme in {"https", "http"} and bool(parts.hostname)

"""Who wrote a text, as far as rules ask: employee or customer, how old the account is, how much was written lately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.screening.rules import Rule


@dataclass(frozen=True)
class Writer:
    """A writer: `age` of the account in days, and `lately`, which says how many texts came in the last minutes."""

    is_employee: bool
    age: float
    lately: Callable[[int], int]


def is_meant(rule: Rule, writer: Writer | None) -> bool:
    """Whether a rule looks at what this person writes; one about the writer never at what nobody known wrote."""
    if writer is None:
        return rule.writers == "everybody" and not rule.newer_than and rule.kind not in {"newcomers", "velocity"}
    if rule.writers != "everybody" and writer.is_employee != (rule.writers == "employees"):
        return False
    # Texts that are older than the account of their author were imported.
    return not rule.newer_than or 0 <= writer.age < rule.newer_than


def is_too_fast(rule: Rule, writer: Writer | None) -> bool:
    """Whether the writer has posted as much as the rule allows within its minutes already."""
    return writer is not None and writer.lately(rule.minutes) >= rule.most

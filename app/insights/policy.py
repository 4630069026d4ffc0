"""Who may see what the company learns from its board."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import Decision


def may_see(person: Person | None) -> Decision:
    """Whether somebody may see insights at all."""
    return has_role(person, "analyst", "steward", "innovation", "care")


def may_see_deflection(person: Person | None) -> Decision:
    """Whether somebody may see journeys counted and deflection estimated."""
    return has_role(person, "analyst", "steward", "care")


def may_see_return(person: Person | None) -> Decision:
    """Whether somebody may see what ideas cost and brought."""
    return has_role(person, "analyst", "steward", "innovation")


def may_set_costs(person: Person | None) -> Decision:
    """Whether somebody may say what contacts and answers cost."""
    return has_role(person, "analyst", "steward")


def may_read_filings(person: Person | None) -> Decision:
    """Whether somebody may read what people wrote on the contact page."""
    return has_role(person, "care")


def may_import(person: Person | None) -> Decision:
    """Whether somebody may import support contacts."""
    return has_role(person, "care", "analyst")


def may_reckon_months(person: Person | None) -> Decision:
    """Whether somebody may have a month of the answer board reckoned anew: who says what contacts and answers cost."""
    return may_set_costs(person)


def may_run_trials(person: Person | None) -> Decision:
    """Whether somebody may have half of all journeys shown no suggestions for a time."""
    return has_role(person, "analyst", "steward")

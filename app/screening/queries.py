"""Reading the rules, and what they find in a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.settings import settings
from app.extensions import db
from app.screening.check import check
from app.screening.models import StoredRule
from app.screening.rules import ACTIONS, EVERYWHERE, KINDS, Findings, Rule, starting_rules

__all__ = [
    "ACTIONS", "EVERYWHERE", "KINDS", "SCOPES", "Findings", "Rule", "examine", "own_rules", "rule_in_force",
    "rule_named", "rules_in_force", "starting_rules",
]  # fmt: skip

SCOPES = ("question", "answer", "idea", "comment")


def examine(text: str, scope: str) -> Findings:
    """What the rules in force find in a text of this scope (one of SCOPES)."""
    return check(text, rules_in_force(), scope, settings().phone_region)


def rules_in_force() -> Sequence[Rule]:
    """The rules that are always on, then the community's own."""
    return (*starting_rules(), *(rule.applied() for rule in own_rules()))


def own_rules() -> Sequence[StoredRule]:
    """The community's own rules that are not retired, by name."""
    live = StoredRule.retired_at.is_(None)
    return db.session.scalars(select(StoredRule).where(live).order_by(StoredRule.name)).all()


def rule_in_force(rule_id: int) -> StoredRule | None:
    """One of the community's own rules that is not retired."""
    live = StoredRule.retired_at.is_(None)
    return db.session.scalar(select(StoredRule).where(StoredRule.id == rule_id, live))


def rule_named(name: str) -> StoredRule | None:
    """One of the community's own rules, in force or retired."""
    return db.session.scalar(select(StoredRule).where(StoredRule.name == name))

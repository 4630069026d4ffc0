"""What is done with rules, and the one way a text passes them."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor
from app.core.text import tidy
from app.extensions import db
from app.screening import queries
from app.screening.models import StoredRule
from app.screening.personal_data import KINDS as DATA_KINDS
from app.screening.rules import ACTIONS, EVERYWHERE, KINDS, starting_rules

NEED_TERMS = frozenset({"words", "phrases", "promises"})


def pass_or_raise(text: str, field: str = "body", *, scope: str) -> list[str]:
    """Let a text pass, with the names of the rules that hold it; raises Invalid with what the refusing rules say."""
    findings = queries.examine(text, scope)
    if findings.refusals:
        raise Invalid({field: " ".join(dict.fromkeys(finding.message for finding in findings.refusals))})
    return list(dict.fromkeys(finding.rule for finding in findings.holds))


def add_rule(
    *,
    name: str,
    kind: str,
    action: str,
    terms: Iterable[str] = (),
    message: str = "",
    scope: str = EVERYWHERE,
    by: Actor | None,
) -> StoredRule:
    """Write a rule, in force from now on; raises Invalid for one that no check could apply."""
    wanted = list(dict.fromkeys(word for term in terms if (word := tidy(term))))
    _check(name := tidy(name)[:80], kind, action, wanted, scope)
    rule = StoredRule(
        name=name, kind=kind, terms=wanted, action=action, message=message.strip(), scope=scope,
        added_by_id=by.id if by else None, added_at=clock.now(),
    )  # fmt: skip
    db.session.add(rule)
    db.session.flush()
    audit.log("screening.rule_added", f"rule:{rule.id}", by=by, after={"name": name, "kind": kind, "action": action})
    return rule


def retire_rule(rule: StoredRule, *, by: Actor | None, reason: str = "") -> None:
    """Take a rule out of force, keeping it for the record."""
    rule.retired_at = clock.now()
    audit.log("screening.rule_retired", f"rule:{rule.id}", by=by, reason=reason, before={"name": rule.name})


def _check(name: str, kind: str, action: str, terms: list[str], scope: str) -> None:
    errors = {}
    if not name:
        errors["name"] = _("Give the rule a name.")
    elif queries.rule_named(name) or name in {rule.name for rule in starting_rules()}:
        errors["name"] = _("There is a rule with this name already.")
    for field, value, allowed in (
        ("kind", kind, KINDS),
        ("action", action, ACTIONS),
        ("scope", scope, (EVERYWHERE, *queries.SCOPES)),
    ):
        if value not in allowed:
            errors[field] = _("Choose one of %(all)s.", all=", ".join(allowed))
    if kind in NEED_TERMS and not terms:
        errors["terms"] = _("Say which words the rule looks for.")
    if kind == "personal_data" and not set(terms) <= set(DATA_KINDS):
        errors["terms"] = _("Choose from %(all)s.", all=", ".join(DATA_KINDS))
    if errors:
        raise Invalid(errors)

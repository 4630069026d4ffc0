"""Reading the rules, what they find in a text, and what they would have found in what was written already."""

from app.screening.queries.past import Past, Source, Trial, dry_run
from app.screening.queries.rules import (
    examine,
    find,
    is_name_taken,
    listed,
    notify_rules,
    own_rules,
    rule_by_id,
    rule_named,
    rules_in_force,
    spaces_to_rule,
    versions,
    visible_rule,
    warning_rules,
)
from app.screening.rules import ACTIONS, EVERYWHERE, KINDS, SCOPES, WRITERS, Finding, Findings, Rule, starting_rules

__all__ = [
    "ACTIONS", "EVERYWHERE", "KINDS", "SCOPES", "WRITERS", "Finding", "Findings", "Past", "Rule", "Source", "Trial",
    "dry_run", "examine", "find", "is_name_taken", "listed", "notify_rules", "own_rules", "rule_by_id",
    "rule_named", "rules_in_force", "spaces_to_rule", "starting_rules", "versions", "visible_rule",
    "warning_rules",
]  # fmt: skip

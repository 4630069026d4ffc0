"""Who may watch what; the features declare it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LONGEST = 80
Rule = Callable[[str, Any], bool]
RULES: dict[str, Rule] = {}


def topic(kind: str) -> Callable[[Rule], Rule]:
    """Declare who may watch topics `kind` or `kind:id`, as a rule `(id, person or None)`."""

    def declare(rule: Rule) -> Rule:
        RULES[kind] = rule
        return rule

    return declare


def may_watch(name: Any, person: Any) -> bool:
    """Whether this person may watch a topic; anything unknown or malformed is refused."""
    if not isinstance(name, str) or len(name) > LONGEST:
        return False
    kind, _, identifier = name.partition(":")
    rule = RULES.get(kind)
    return rule is not None and rule(identifier, person)

"""Writing rules, changing them, switching them on and off, retiring them; all of it on the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor
from app.core.text import tidy
from app.extensions import db
from app.screening import queries
from app.screening.faults import faults_of
from app.screening.models import WORDS, RuleVersion, StoredRule, rule_of
from app.screening.rules import EVERYWHERE, NUMBERS, SCOPES, Rule


def add_rule(
    *, name: str, kind: str, action: str, terms: Iterable[str] = (), on: bool = True, by: Actor | None, **words: Any
) -> StoredRule:
    """Write a rule, in force from now on or (`on` false) once it is switched on; raises Invalid for one that cannot be.

    `words` are the other fields of a rule, such as `message`, `scope`, `space_id` and `language`.
    """
    said = tidied(kind=kind, action=action, terms=terms, **words)
    _check(name := tidy(name)[:80], said)
    moment = clock.now()
    rule = StoredRule(
        name=name, **said, version=1, is_on=on, added_by_id=by.id if by else None, added_at=moment,
        switched_at=moment if on else None,
    )  # fmt: skip
    db.session.add(rule)
    db.session.flush()
    _keep(rule, by)
    audit.log("screening.rule_added", f"rule:{rule.id}", by=by, after={"name": name, "on": on, **said})
    return rule


def change_rule(rule: StoredRule, *, name: str, by: Actor, version: int | None = None, **words: Any) -> None:
    """Let a rule say something else; what it said stays on record. Raises Invalid, or Conflict where `version` is old.

    A rule that is on goes on with its new words at once.
    """
    said = tidied(**{**rule.words, **words})
    _check(name := tidy(name)[:80], said, rule)
    before = {"name": rule.name, **rule.words}
    if before == {"name": name, **said}:
        return
    _step(rule, version)
    rule.name = name
    for field, value in said.items():
        setattr(rule, field, value)
    _keep(rule, by)
    changed = [field for field, value in {"name": name, **said}.items() if value != before[field]]
    audit.log(
        "screening.rule_changed", f"rule:{rule.id}", by=by, before={each: before[each] for each in changed},
        after={each: getattr(rule, each) for each in changed},
    )  # fmt: skip


def drafted(rule: StoredRule | None, *, name: str, **words: Any) -> Rule:
    """A rule as it would be applied if it were kept like this; raises Invalid, changes nothing."""
    said = tidied(**words)
    _check(tidy(name)[:80], said, rule)
    return rule_of(0, tidy(name), said)


def switch_rule(rule: StoredRule, *, on: bool, by: Actor, version: int | None = None) -> None:
    """Apply a rule from now on, or no more; idempotent. Raises Conflict where `version` is not what it says now."""
    if version is not None and version != rule.version:
        raise Conflict(_("Somebody changed this rule meanwhile. Look at what it says now, then switch it."))
    if rule.is_on == on:
        return
    rule.is_on, rule.switched_at = on, clock.now()
    about = {"name": rule.name, "version": rule.version}
    audit.log(f"screening.rule_switched_{'on' if on else 'off'}", f"rule:{rule.id}", by=by, after=about)


def retire_rule(rule: StoredRule, *, by: Actor | None, reason: str = "") -> None:
    """Take a rule out of force for ever, keeping it for the record."""
    rule.is_on, rule.retired_at = False, clock.now()
    audit.log("screening.rule_retired", f"rule:{rule.id}", by=by, reason=reason, before={"name": rule.name})


def tidied(*, terms: Iterable[str] = (), **words: Any) -> dict[str, Any]:
    """The words of a rule as they are kept: each term once, the scope in the usual order, no number without a use."""
    usual: dict[str, Any] = {
        "message": "", "scope": EVERYWHERE, "space_id": None, "language": "", "writers": "everybody",
        "newer_than": 0, "most": 0, "minutes": 0, "least": 0.0,
    }  # fmt: skip
    said = {**usual, **words}
    said["terms"] = list(dict.fromkeys(word for term in terms if (word := tidy(term))))
    said["message"] = tidy(said["message"])
    for number, kinds in NUMBERS.items():
        said[number] = said[number] if said["kind"] in kinds else 0
    named = set(said["scope"].split())
    if EVERYWHERE in named or named == set(SCOPES):
        said["scope"] = EVERYWHERE
    elif named <= set(SCOPES):
        said["scope"] = " ".join(scope for scope in SCOPES if scope in named)
    return {name: said[name] for name in WORDS}


def _step(rule: StoredRule, version: int | None) -> None:
    """Count the version on, unless somebody else did since it was read."""
    read = rule.version
    mine = (StoredRule.id == rule.id, StoredRule.version == read)
    step = update(StoredRule).where(*mine).values(version=read + 1)
    if version not in {None, read} or db.session.execute(step).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Somebody changed this rule while you wrote. Look at what it says now, then save again."))
    rule.version = read + 1


def _keep(rule: StoredRule, by: Actor | None) -> None:
    kept = RuleVersion(rule_id=rule.id, version=rule.version, words={"name": rule.name, **rule.words})
    kept.written_by_id, kept.written_at = by.id if by else None, clock.now()
    db.session.add(kept)


def _check(name: str, said: dict[str, Any], rule: StoredRule | None = None) -> None:
    errors = faults_of(said)
    if not name:
        errors["name"] = _("Give the rule a name.")
    elif queries.is_name_taken(name, rule):
        errors["name"] = _("There is a rule with this name already.")
    if errors:
        raise Invalid(errors)

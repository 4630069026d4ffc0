"""Badges that stewards define: written as a draft, tried on the past, switched on and off, changed in versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.recognition import badges, queries
from app.recognition.events import BadgeRuleSwitched
from app.recognition.models import BadgeRule
from app.recognition.rules import ABOUT_TOPICS, FROM_PEOPLE, KINDS, MOST_DAYS, MOST_LEAST, MOST_PEOPLE, NOWHERE
from app.spaces.models import Space
from app.topics.models import Topic

LONGEST_KEY = 34


@dataclass(frozen=True)
class Wording:
    """What a badge is called and asks for: so many deeds of a kind, from so many people, in so many days."""

    name: str
    about: str
    kind: str
    least: int = 1
    people: int = 1
    within_days: int | None = None
    space: Space | None = None
    topic: Topic | None = None


def define_badge(wording: Wording, *, by: Person) -> BadgeRule:
    """Write a badge as a draft, which nobody earns yet; raises Invalid with a sentence a field."""
    _check(wording)
    return _write(_free_key(wording.name), 1, wording, by)


def change_badge(rule: BadgeRule, wording: Wording, *, by: Person) -> BadgeRule:
    """Change a draft, or write a new draft beside a version that is or was in force; returns the draft.

    Raises Invalid like `define_badge`, and Conflict where somebody else wrote a newer version meanwhile.
    """
    _check(wording)
    _ensure_newest(rule)
    if rule.from_at is not None:
        return _write(rule.key, rule.version + 1, wording, by)
    before = _plain_of(rule)
    for name, value in _plain(wording).items():
        setattr(rule, name, value)
    rule.made_by_id, rule.made_by, rule.made_at = by.id, by, clock.now()
    audit.log("recognition.badge_changed", _subject(rule), by=by, before=before, after=_plain_of(rule))
    return rule


def switch_on(rule: BadgeRule, *, by: Person) -> None:
    """Let it be earned, also by what was done before; the version before it ends. Raises Conflict where it is old."""
    if rule.state == "on":
        return
    _ensure_newest(rule)
    now = clock.now()
    for older in queries.rules_in_force(key=rule.key).get(rule.key, ()):
        older.until_at = older.until_at or now
    rule.from_at, rule.until_at = rule.from_at or now, None
    _tell(rule, is_on=True, by=by)


def switch_off(rule: BadgeRule, *, by: Person) -> None:
    """Let it be earned no more; whoever has it keeps it."""
    if rule.state == "on":
        rule.until_at = clock.now()
        _tell(rule, is_on=False, by=by)


def _tell(rule: BadgeRule, *, is_on: bool, by: Person) -> None:
    after = {"version": rule.version, "on": is_on}
    audit.log("recognition.badge_switched", _subject(rule), by=by, after=after)
    record(BadgeRuleSwitched(rule_id=rule.id, key=rule.key, is_on=is_on), by=by)


def _write(key: str, version: int, wording: Wording, by: Person) -> BadgeRule:
    rule = BadgeRule(
        key=key, version=version, made_by_id=by.id, made_by=by, made_at=clock.now(), from_at=None, until_at=None,
        **_plain(wording),
    )  # fmt: skip
    db.session.add(rule)
    db.session.flush()
    audit.log("recognition.badge_defined", _subject(rule), by=by, after={"version": version, **_plain_of(rule)})
    return rule


def _ensure_newest(rule: BadgeRule) -> None:
    newest = queries.newest_of(rule.key)
    if newest is None or newest.id != rule.id:
        raise Conflict(_("There is a newer version of this badge by now."))


def _free_key(name: str) -> str:
    """A key that no badge has, made of the name: it stands in the address of what is signed."""
    plain = text.slug(name)[:LONGEST_KEY].strip("-") or "badge"
    key, number = plain, 1
    while key == badges.EXPERT or key in badges.BY_KEY or queries.newest_of(key) is not None:
        number += 1
        key = f"{plain}-{number}"
    return key


def _check(wording: Wording) -> None:
    errors: dict[str, str] = {}
    if not 0 < len(text.tidy(wording.name)) <= 80:
        errors["name"] = _("Give it a name of at most 80 characters.")
    if not 0 < len(text.tidy(wording.about)) <= 200:
        errors["about"] = _("Say in at most 200 characters what it is for: everybody reads it.")
    if wording.kind not in KINDS:
        errors["kind"] = _("Choose what counts.")
    for field, number, most in (("least", wording.least, MOST_LEAST), ("within_days", wording.within_days, MOST_DAYS)):
        if number is not None and not 1 <= number <= most:
            errors[field] = _("Give a number from 1 to %(most)d.", most=most)
    errors |= _problems_of_kind(wording)
    if errors:
        raise Invalid(errors)


def _problems_of_kind(wording: Wording) -> dict[str, str]:
    errors: dict[str, str] = {}
    if problem := _people_problem(wording):
        errors["people"] = problem
    if wording.topic is not None and wording.kind not in ABOUT_TOPICS:
        errors["topic"] = _("What is chosen above has no topics. Leave it empty, or choose what is done with answers.")
    if wording.space is not None and wording.kind in NOWHERE:
        errors["space"] = _("What is chosen above happens in no space. Choose every space.")
    return errors


def _people_problem(wording: Wording) -> str:
    if not 1 <= wording.people <= MOST_PEOPLE:
        return str(_("Give a number from 1 to %(most)d.", most=MOST_PEOPLE))
    if wording.people > 1 and wording.kind not in FROM_PEOPLE:
        return str(_("What is chosen above does not come from people who could be counted. Leave 1."))
    if wording.people > max(1, wording.least):
        return str(_("More people than there are deeds cannot be asked for."))
    return ""


def _plain(wording: Wording) -> dict[str, Any]:
    return {
        "name": text.tidy(wording.name), "about": text.tidy(wording.about), "kind": wording.kind,
        "least": wording.least, "people": wording.people, "within_days": wording.within_days,
        "space_id": wording.space.id if wording.space else None,
        "topic_id": wording.topic.id if wording.topic else None,
    }  # fmt: skip


def _plain_of(rule: BadgeRule) -> dict[str, Any]:
    names = ("name", "about", "kind", "least", "people", "within_days", "space_id", "topic_id")
    return {name: getattr(rule, name) for name in names}


def _subject(rule: BadgeRule) -> str:
    return f"badge:{rule.key}"

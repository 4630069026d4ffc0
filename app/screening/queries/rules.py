"""Reading the rules, and what they find in a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, true

from app.accounts.models import Person
from app.core import clock
from app.core.events import Entry
from app.core.pages import Page, page
from app.core.settings import settings
from app.extensions import db
from app.screening import trained
from app.screening.check import check
from app.screening.models import RuleVersion, StoredRule
from app.screening.queries.past import posted_names
from app.screening.rules import Findings, Rule, starting_rules
from app.screening.writer import Writer
from app.spaces import queries as spaces
from app.spaces.models import Space


def examine(
    text: str, scope: str, *, by: Person | None = None, space_id: int | None = None, posts: bool = True
) -> Findings:
    """What the rules in force find in a text of this scope (one of SCOPES), by this writer, in this space."""
    return find(text, rules_in_force(), scope, by=by, space_id=space_id, posts=posts)


def find(
    text: str,
    rules: Sequence[Rule],
    scope: str,
    *,
    by: Person | None = None,
    space_id: int | None = None,
    posts: bool = True,
) -> Findings:
    """What these rules find in a text, in force or not."""
    writer = _writer(by, posts) if by is not None else None
    region = settings().phone_region
    return check(text, rules, scope, region, space_id=space_id, writer=writer, scorer=trained.scorer)


def _writer(person: Person, posts: bool) -> Writer:
    age = (clock.now() - person.joined_at) / timedelta(days=1)
    return Writer(person.is_employee, age, lambda minutes: posted_lately(person, minutes) if posts else 0)


def posted_lately(person: Person, minutes: int) -> int:
    """How many texts somebody posted in the last minutes, as the event book tells by name."""
    since = clock.now() - timedelta(minutes=minutes)
    mine = (Entry.actor_id == person.id, Entry.name.in_(posted_names()), Entry.at > since, Entry.at <= clock.now())
    return db.session.scalar(select(func.count()).select_from(Entry).where(*mine)) or 0


def rules_in_force() -> Sequence[Rule]:
    """The rules that are always on, then the community's own that are on."""
    on = select(StoredRule).where(StoredRule.retired_at.is_(None), StoredRule.is_on).order_by(StoredRule.name)
    return (*starting_rules(), *(rule.applied() for rule in db.session.scalars(on)))


def notify_rules(moment: datetime) -> list[Rule]:
    """The rules that tell moderators of what is seen at once and that are on, since a moment before this one."""
    on = (StoredRule.retired_at.is_(None), StoredRule.is_on, StoredRule.switched_at <= moment)
    wanted = select(StoredRule).where(StoredRule.action == "notify", *on).order_by(StoredRule.name)
    return [rule.applied() for rule in db.session.scalars(wanted)]


def warning_rules(moment: datetime) -> list[Rule]:
    """The rules that warn and that are on, since a moment before this one; those that are always on among them."""
    on = (StoredRule.retired_at.is_(None), StoredRule.is_on, StoredRule.switched_at <= moment)
    wanted = select(StoredRule).where(StoredRule.action == "warn", *on).order_by(StoredRule.name)
    always = [rule for rule in starting_rules() if rule.action == "warn"]
    return [*always, *(rule.applied() for rule in db.session.scalars(wanted))]


def own_rules() -> Sequence[StoredRule]:
    """The community's own rules that are not retired, by name, on or off."""
    live = StoredRule.retired_at.is_(None)
    return db.session.scalars(select(StoredRule).where(live).order_by(StoredRule.name)).all()


def listed(person: Person, *, retired: bool = False, after: str | None = None, limit: int = 30) -> Page[StoredRule]:
    """The community's own rules that somebody may see by name, those in use or those that are retired."""
    wanted = StoredRule.retired_at.is_not(None) if retired else StoredRule.retired_at.is_(None)
    query = select(StoredRule).where(wanted, _seen_by(person))
    return page(query, StoredRule.name, StoredRule.id, after=after, limit=limit, ascending=True)


def visible_rule(person: Person, rule_id: int, *, in_use: bool = False) -> StoredRule | None:
    """One of the rules that somebody may see, retired or not, or only one `in_use`."""
    query = select(StoredRule).where(StoredRule.id == rule_id, _seen_by(person))
    return db.session.scalar(query.where(StoredRule.retired_at.is_(None)) if in_use else query)


def spaces_to_rule(person: Person) -> Sequence[Space]:
    """The spaces in which somebody may set rules: all that they see for who sets the common ones, else their own."""
    return spaces.visible(person) if _sees_all(person) else spaces.run_by(person)


def _seen_by(person: Person) -> ColumnElement[bool]:
    """The common rules, and those of one's own spaces; whoever sets the common ones sees all."""
    if _sees_all(person):
        return true()
    own = [space.id for space in spaces.run_by(person)]
    return or_(StoredRule.space_id.is_(None), StoredRule.space_id.in_(own))


def _sees_all(person: Person) -> bool:
    return person.has_role("steward") or person.has_role("moderator")


def rule_by_id(rule_id: int) -> StoredRule | None:
    """One of the community's own rules, retired or not."""
    return db.session.get(StoredRule, rule_id)


def rule_named(name: str) -> StoredRule | None:
    """One of the community's own rules, in force or retired."""
    return db.session.scalar(select(StoredRule).where(StoredRule.name == name))


def is_name_taken(name: str, rule: StoredRule | None = None) -> bool:
    """Whether another rule has this name, one that is always on among them."""
    other = rule_named(name)
    return name in {each.name for each in starting_rules()} or (other is not None and other is not rule)


def versions(rule: StoredRule, *, after: str | None = None, limit: int = 10) -> Page[RuleVersion]:
    """What a rule said, the newest first."""
    query = select(RuleVersion).where(RuleVersion.rule_id == rule.id)
    return page(query, RuleVersion.version, after=after, limit=limit)

"""Reading the badges that stewards define: what they say, and who reached them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.board import queries as board
from app.board.models import QuestionTopic
from app.core.pages import Page, page
from app.extensions import db
from app.recognition.models import Award, BadgeRule, PointLine
from app.recognition.rules import Deed, met
from app.spaces import queries as spaces
from app.spaces.models import Space

NAMED = 10


@dataclass(frozen=True)
class Trial:
    """Whom a rule would have given its badge so far: how many, of these how many hold it already, and the latest."""

    number: int
    holding: int
    latest: Sequence[tuple[Person, Deed]]


def newest_rules(*, after: str | None = None, limit: int = 30) -> Page[BadgeRule]:
    """The newest version of each badge that stewards defined."""
    newest = select(func.max(BadgeRule.id)).group_by(BadgeRule.key)
    return page(select(BadgeRule).where(BadgeRule.id.in_(newest)), BadgeRule.id, after=after, limit=limit)


def badge_rule(rule_id: int) -> BadgeRule | None:
    """One version of one."""
    return db.session.get(BadgeRule, rule_id)


def newest_of(key: str) -> BadgeRule | None:
    """The newest version of a badge."""
    return db.session.scalars(select(BadgeRule).where(BadgeRule.key == key).order_by(BadgeRule.id.desc())).first()


def versions_of(key: str, *, after: str | None = None, limit: int = 10) -> Page[BadgeRule]:
    """All versions of a badge, newest first."""
    return page(select(BadgeRule).where(BadgeRule.key == key), BadgeRule.id, after=after, limit=limit)


def rule_version(key: str, version: int) -> BadgeRule | None:
    """A version that is or was in force: what those who hold the badge by it point to."""
    known = (BadgeRule.key == key, BadgeRule.version == version, BadgeRule.from_at.is_not(None))
    return db.session.scalar(select(BadgeRule).where(*known))


def is_rule_for(rule: BadgeRule, reader: Person | None) -> bool:
    """Whether a reader may know of a badge: they see its topic and its space."""
    if rule.topic_id is not None and board.visible_topic_by_id(reader, rule.topic_id) is None:
        return False
    return rule.space_id is None or db.session.scalar(
        select(Space.id).where(Space.id == rule.space_id, Space.id.in_(spaces.visible_ids(reader)))
    ) is not None  # fmt: skip


def rules_by_version(awards: Iterable[Award]) -> dict[tuple[str, int], BadgeRule]:
    """The versions by which these badges are held, in one query; badges of the product have none."""
    keys = {award.badge for award in awards}
    found = db.session.scalars(select(BadgeRule).where(BadgeRule.key.in_(keys))) if keys else ()
    return {(rule.key, rule.version): rule for rule in found}


def rules_in_force(*, kind: str = "", key: str = "") -> Mapping[str, Sequence[BadgeRule]]:
    """By key, the versions that are or were in force, oldest first; of one badge, or those that look at a kind."""
    query = select(BadgeRule).where(BadgeRule.from_at.is_not(None))
    if kind:
        looks = select(BadgeRule.key).where(BadgeRule.kind == kind, BadgeRule.from_at.is_not(None))
        query = query.where(BadgeRule.key.in_(looks))
    if key:
        query = query.where(BadgeRule.key == key)
    found: dict[str, list[BadgeRule]] = defaultdict(list)
    for rule in db.session.scalars(query.order_by(BadgeRule.key, BadgeRule.version)):
        found[rule.key].append(rule)
    return found


def holders(keys: Collection[str]) -> dict[str, int]:
    """How many hold each of these badges, in one query."""
    query = select(Award.badge, func.count()).where(Award.badge.in_(keys), Award.lapsed_at.is_(None))
    return dict(db.session.execute(query.group_by(Award.badge)).all()) if keys else {}


def reached(versions: Iterable[BadgeRule], people: Collection[int] | None = None) -> dict[int, tuple[BadgeRule, Deed]]:
    """Who reached a badge: by person, the oldest version that they reached while it was in force, and with what."""
    found: dict[int, tuple[BadgeRule, Deed]] = {}
    for rule in versions:
        for person_id, deeds in _deeds(rule, people):
            if person_id not in found and (deed := met(deeds, rule.terms)) is not None:
                found[person_id] = (rule, deed)
    return found


def trial(rule: BadgeRule) -> Trial:
    """What a version would give, or gives, by all that was done so far; changes nothing."""
    found = {person_id: deed for person_id, (_rule, deed) in reached([rule]).items()}
    held = set(db.session.scalars(select(Award.person_id).where(Award.badge == rule.key, Award.lapsed_at.is_(None))))
    latest = sorted(found, key=lambda person_id: (found[person_id].at, person_id), reverse=True)[:NAMED]
    people = accounts.by_ids(latest)
    return Trial(len(found), len(held & set(found)), [(people[each], found[each]) for each in latest if each in people])


def counts_for(rule: BadgeRule) -> list[ColumnElement[bool]]:
    """The conditions on a line of points under which it counts for a version of a badge."""
    conditions = [PointLine.void == "", PointLine.kind == rule.kind]
    if rule.space_id is not None:
        conditions.append(PointLine.space_id == rule.space_id)
    if rule.topic_id is not None:
        conditions.append(PointLine.page.in_(pages_about(rule.topic_id)))
    if rule.until_at is not None:
        conditions.append(PointLine.at < rule.until_at)
    return conditions


def pages_about(topic_id: int) -> Select[str]:
    """The pages of the questions about a topic, as lines of points name them (question:7)."""
    name = literal("question:").concat(cast(QuestionTopic.question_id, String))
    return select(name).where(QuestionTopic.topic_id == topic_id)


def _deeds(rule: BadgeRule, people: Collection[int] | None) -> Iterator[tuple[int, list[Deed]]]:
    query = select(PointLine.person_id, PointLine.at, PointLine.subject, PointLine.giver_id).where(*counts_for(rule))
    if people is not None:
        query = query.where(PointLine.person_id.in_(people))
    rows = db.session.execute(query.order_by(PointLine.person_id, PointLine.at, PointLine.id))
    for person_id, lines in groupby(rows, key=lambda row: row[0]):
        yield person_id, [Deed(at, subject, giver) for _person, at, subject, giver in lines]

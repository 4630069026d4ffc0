"""Reading badges: who holds which, and what a reader may know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Person
from app.board import queries as board
from app.core import clock
from app.extensions import db
from app.recognition import badges
from app.recognition.models import Award, BadgeRule, Honour
from app.recognition.queries.evidence import Piece, pieces
from app.recognition.queries.rules import rules_by_version
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.topics.models import Topic


@dataclass(frozen=True)
class Shown:
    """A badge as one reader sees it: its words, the rule if a steward wrote it, and its evidence if they see that."""

    award: Award
    name: str
    about: str
    rule: BadgeRule | None
    topic: Topic | None
    evidence: Piece | None

    @property
    def is_expert(self) -> bool:
        """Whether it is for knowing a topic."""
        return self.award.badge == badges.EXPERT

    @property
    def url(self) -> str:
        """Where all its evidence stands."""
        return f"/badges/of/{self.award.id}"


def awards_of(person: Person) -> Sequence[Award]:
    """The badges that stand, newest first."""
    standing = select(Award).where(Award.person_id == person.id, is_standing())
    return db.session.scalars(standing.order_by(Award.at.desc(), Award.id.desc())).all()


def is_standing() -> ColumnElement[bool]:
    """The condition that an award is held now."""
    return Award.lapsed_at.is_(None) & or_(Award.ends_at.is_(None), Award.ends_at > clock.now())


def is_any_due() -> bool:
    """Whether any badge changed of which its holder may have to be told."""
    return db.session.scalar(select(Honour.id).where(Honour.is_due).limit(1)) is not None


def award_of(person: Person, award_id: int) -> Award | None:
    """One of somebody's badges that stand."""
    return db.session.scalar(select(Award).where(Award.id == award_id, Award.person_id == person.id, is_standing()))


def visible_award(reader: Person | None, award_id: int) -> Shown | None:
    """A badge that stands, with its words, if this reader may know of it and its holder is somebody."""
    query = select(Award).join(Person, Person.id == Award.person_id).where(Award.id == award_id, is_standing())
    award = db.session.scalar(query.where(Person.state != "erased"))
    return next(iter(shown([award], reader)), None) if award is not None else None


def shown(awards: Iterable[Award], reader: Person | None) -> list[Shown]:
    """Those of some badges that a reader may know of, each with its words and evidence; the queries do not grow.

    A topic or a space that somebody does not see is not named to them, nor hinted at.
    """
    held = list(awards)
    rules = rules_by_version(held)
    about = {topic_id for topic_id in (_topic_of(award, rules) for award in held) if topic_id is not None}
    within = {rule.space_id for rule in rules.values() if rule.space_id is not None}
    topics = _topics(board.visible_topic_ids(reader, about)) if about else {}
    seen = _seen(reader, within)
    open_ones = [
        award for award in held
        if _topic_of(award, rules) in {None, *topics} and _space_of(award, rules) in {None, *seen}
    ]  # fmt: skip
    first = pieces([award.evidence[0] for award in open_ones if award.evidence], reader)
    return [_shown(award, rules, topics, first) for award in open_ones]


def is_for_all(award: Award) -> bool:
    """Whether everybody may know of a badge: neither its topic nor its space is a closed one."""
    return bool(shown([award], None))


def words_of(award: Award) -> tuple[str, str]:
    """A badge's name and what it is for, as everybody may read them."""
    one = next(iter(shown([award], None)), None)
    return (one.name, one.about) if one else (badges.title(award.badge), badges.about(award.badge))


def _shown(
    award: Award,
    rules: Mapping[tuple[str, int], BadgeRule],
    topics: Mapping[int, Topic],
    first: Mapping[str, Piece],
) -> Shown:
    rule, topic = rules.get((award.badge, award.version)), topics.get(_topic_of(award, rules) or 0)
    name = topic.name if topic else None
    return Shown(
        award, rule.name if rule else badges.title(award.badge, name),
        rule.about if rule else badges.about(award.badge, name), rule, topic,
        first.get(award.evidence[0]) if award.evidence else None,
    )  # fmt: skip


def _topic_of(award: Award, rules: Mapping[tuple[str, int], BadgeRule]) -> int | None:
    rule = rules.get((award.badge, award.version))
    return rule.topic_id if rule else award.topic_id


def _space_of(award: Award, rules: Mapping[tuple[str, int], BadgeRule]) -> int | None:
    rule = rules.get((award.badge, award.version))
    return rule.space_id if rule else None


def _topics(ids: Iterable[int]) -> dict[int, Topic]:
    return {topic.id: topic for topic in db.session.scalars(select(Topic).where(Topic.id.in_(list(ids))))}


def _seen(reader: Person | None, ids: set[int]) -> set[int]:
    """Those of these spaces that a reader sees."""
    query = select(Space.id).where(Space.id.in_(ids), Space.id.in_(spaces.visible_ids(reader)))
    return set(db.session.scalars(query)) if ids else set()

"""Reading topics and who knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.core import signals
from app.extensions import db
from app.topics.models import EXPERT_EVIDENCE, EXPERT_WEIGHT, Expertise, Topic


def all_topics() -> Sequence[Topic]:
    """Every topic, by name."""
    return db.session.scalars(select(Topic).order_by(Topic.name)).all()


def by_slugs(slugs: Iterable[str]) -> Sequence[Topic]:
    """Topics by slug; unknown ones are left out."""
    wanted = list(slugs)
    return db.session.scalars(select(Topic).where(Topic.slug.in_(wanted)).order_by(Topic.name)).all() if wanted else []


def by_slug(slug: str) -> Topic | None:
    """One topic."""
    return db.session.scalar(select(Topic).where(Topic.slug == slug))


def is_expert(person: Person | None, topic_ids: Iterable[int]) -> bool:
    """Whether somebody is an expert of any of these topics."""
    wanted = list(topic_ids)
    if person is None or not wanted:
        return False
    mine = select(Expertise).where(Expertise.person_id == person.id, Expertise.topic_id.in_(wanted))
    return any(expertise.is_expert for expertise in db.session.scalars(mine))


def expertise_of(person: Person) -> Sequence[tuple[Expertise, Topic]]:
    """What somebody knows, best first."""
    query = select(Expertise, Topic).join(Topic, Topic.id == Expertise.topic_id)
    query = query.where(Expertise.person_id == person.id).order_by(Expertise.weight.desc(), Expertise.id)
    return [(expertise, topic) for expertise, topic in db.session.execute(query)]


def expert_topics(person_ids: Iterable[int], topic_ids: Iterable[int]) -> dict[int, Topic]:
    """For each person who is an expert of any of these topics, the one they know best; for badges beside names."""
    people, topics = list(set(person_ids)), list(topic_ids)
    if not people or not topics:
        return {}
    query = select(Expertise, Topic).join(Topic, Topic.id == Expertise.topic_id).order_by(Expertise.weight)
    query = query.where(Expertise.person_id.in_(people), Expertise.topic_id.in_(topics))
    return {e.person_id: topic for e, topic in db.session.execute(query) if e.is_expert}


@signals.tells_topics
def topic_names(person_ids: Iterable[int]) -> dict[int, list[str]]:
    """By person, the names of the topics they have answered in or were appointed for, the best known first."""
    query = select(Expertise.person_id, Topic.name).join(Topic, Topic.id == Expertise.topic_id)
    query = query.where(Expertise.person_id.in_(list(person_ids)))
    known = query.where(or_(Expertise.good > 0, Expertise.appointed_by_id.is_not(None)))
    names: dict[int, list[str]] = defaultdict(list)
    for person_id, name in db.session.execute(known.order_by(Expertise.weight.desc(), Expertise.id)):
        names[person_id].append(name)
    return dict(names)


def experts(topic: Topic, limit: int = 10) -> Sequence[tuple[Expertise, Person]]:
    """The experts of a topic, best first."""
    shown = (Expertise.weight >= EXPERT_WEIGHT) & (Expertise.total >= EXPERT_EVIDENCE)
    query = select(Expertise, Person).join(Person, Person.id == Expertise.person_id)
    query = query.where(Expertise.topic_id == topic.id, shown | Expertise.appointed_by_id.is_not(None))
    rows = db.session.execute(query.order_by(Expertise.weight.desc(), Expertise.id).limit(limit))
    return [(expertise, person) for expertise, person in rows]


def known_for_something(limit: int) -> Sequence[Person]:
    """Employees who are experts of some topic, by name."""
    shown = (Expertise.weight >= EXPERT_WEIGHT) & (Expertise.total >= EXPERT_EVIDENCE)
    known = select(Expertise.person_id).where(shown | Expertise.appointed_by_id.is_not(None))
    query = select(Person).where(Person.id.in_(known), Person.kind == "employee", Person.state == "active")
    return db.session.scalars(query.order_by(Person.name, Person.id).limit(limit)).all()


def experts_of_all(topic_ids: Iterable[int], each: int = 3) -> dict[int, list[Person]]:
    """The best few experts of each of these topics, in one query."""
    shown = (Expertise.weight >= EXPERT_WEIGHT) & (Expertise.total >= EXPERT_EVIDENCE)
    query = select(Expertise.topic_id, Person).join(Person, Person.id == Expertise.person_id)
    query = query.where(Expertise.topic_id.in_(list(topic_ids)), shown | Expertise.appointed_by_id.is_not(None))
    found: dict[int, list[Person]] = defaultdict(list)
    for topic_id, person in db.session.execute(query.order_by(Expertise.weight.desc(), Expertise.id)):
        if len(found[topic_id]) < each:
            found[topic_id].append(person)
    return found


def expert_topic_ids(person: Person) -> list[int]:
    """Ids of the topics that somebody is an expert of."""
    mine = db.session.scalars(select(Expertise).where(Expertise.person_id == person.id))
    return [expertise.topic_id for expertise in mine if expertise.is_expert]


def with_experts(topic_ids: Iterable[int]) -> set[int]:
    """Those of these topics that have an expert, in one query."""
    shown = (Expertise.weight >= EXPERT_WEIGHT) & (Expertise.total >= EXPERT_EVIDENCE)
    known = select(Expertise.topic_id).where(Expertise.topic_id.in_(list(topic_ids)))
    return set(db.session.scalars(known.where(shown | Expertise.appointed_by_id.is_not(None)).distinct()))


def weights(person: Person) -> dict[int, float]:
    """Somebody's routing weight by topic id."""
    query = select(Expertise.topic_id, Expertise.weight).where(Expertise.person_id == person.id)
    return dict(db.session.execute(query).all())

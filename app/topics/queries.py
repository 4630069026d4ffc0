"""Reading topics and who knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, or_, select

from app.accounts.models import Person
from app.core import signals
from app.extensions import db
from app.topics.models import Expertise, Topic, TopicAlias, is_expert_now


def all_topics() -> Sequence[Topic]:
    """Every topic, by name."""
    return db.session.scalars(select(Topic).order_by(Topic.name)).all()


def by_slugs(slugs: Iterable[str]) -> Sequence[Topic]:
    """Topics by the slugs they go by now; unknown ones are left out."""
    wanted = list(slugs)
    return db.session.scalars(select(Topic).where(Topic.slug.in_(wanted)).order_by(Topic.name)).all() if wanted else []


def by_slug(slug: str) -> Topic | None:
    """The topic that goes by a slug, or did before another name needed it."""
    return db.session.scalar(going_by(slug))


def going_by(slug: str) -> Select[Topic]:
    """The same as a query, to be narrowed: who goes by it now comes before who did."""
    former = select(TopicAlias.topic_id).where(TopicAlias.slug == slug)
    return select(Topic).where(or_(Topic.slug == slug, Topic.id.in_(former))).order_by(Topic.slug != slug).limit(1)


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
    rows = db.session.execute(query.where(Expertise.person_id == person.id).order_by(Expertise.id))
    return sorted(((each, topic) for each, topic in rows), key=lambda pair: -pair[0].weight_now)


def expert_topics(person_ids: Iterable[int], topic_ids: Iterable[int]) -> dict[int, Topic]:
    """For each person who is an expert of any of these topics, the one they know best; for badges beside names."""
    people, topics = list(set(person_ids)), list(topic_ids)
    if not people or not topics:
        return {}
    query = select(Expertise, Topic).join(Topic, Topic.id == Expertise.topic_id).order_by(Expertise.id.desc())
    query = query.where(Expertise.person_id.in_(people), Expertise.topic_id.in_(topics), is_expert_now())
    known = sorted(db.session.execute(query), key=lambda row: row[0].weight_now)
    return {expertise.person_id: topic for expertise, topic in known}


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
    query = select(Expertise, Person).join(Person, Person.id == Expertise.person_id)
    rows = db.session.execute(query.where(Expertise.topic_id == topic.id, is_expert_now()).order_by(Expertise.id))
    return sorted(((each, person) for each, person in rows), key=lambda pair: -pair[0].weight_now)[:limit]


def known_for_something(limit: int) -> Sequence[Person]:
    """Employees who are experts of some topic, by name."""
    known = select(Expertise.person_id).where(is_expert_now())
    query = select(Person).where(Person.id.in_(known), Person.kind == "employee", Person.state == "active")
    return db.session.scalars(query.order_by(Person.name, Person.id).limit(limit)).all()


def experts_of_all(topic_ids: Iterable[int], each: int = 3) -> dict[int, list[Person]]:
    """The best few experts of each of these topics, in one query."""
    query = select(Expertise, Person).join(Person, Person.id == Expertise.person_id).order_by(Expertise.id)
    query = query.where(Expertise.topic_id.in_(list(topic_ids)), is_expert_now())
    found: dict[int, list[Person]] = defaultdict(list)
    for expertise, person in sorted(db.session.execute(query), key=lambda row: -row[0].weight_now):
        if len(found[expertise.topic_id]) < each:
            found[expertise.topic_id].append(person)
    return found


def expert_topic_ids(person: Person) -> list[int]:
    """Ids of the topics that somebody is an expert of."""
    mine = select(Expertise.topic_id).where(Expertise.person_id == person.id, is_expert_now())
    return list(db.session.scalars(mine))


def with_experts(topic_ids: Iterable[int]) -> set[int]:
    """Those of these topics that have an expert, in one query."""
    known = select(Expertise.topic_id).where(Expertise.topic_id.in_(list(topic_ids)))
    return set(db.session.scalars(known.where(is_expert_now()).distinct()))


def weights(person: Person) -> dict[int, float]:
    """Somebody's routing weight by topic id, as it stands now."""
    mine = db.session.scalars(select(Expertise).where(Expertise.person_id == person.id))
    return {each.topic_id: each.weight_now for each in mine}

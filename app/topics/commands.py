"""What is done with topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.events import Actor
from app.core.naming import slug as address
from app.extensions import db
from app.topics import queries
from app.topics.models import Expertise, Topic
from app.topics.weight import decay, retained

Evidence = Literal["answer", "accepted", "verified", "helpful"]
WORTH: dict[str, tuple[float, float]] = {  # (good, total): an answer asks the question, the rest answer it
    "answer": (0.0, 1.0),
    "accepted": (0.6, 0.0),
    "verified": (0.8, 0.3),
    "helpful": (0.25, 0.1),
}


def ensure_topics(names: Iterable[str]) -> Sequence[Topic]:
    """The topics of these names or slugs, made where they are new; what another topic used to go by is new."""
    wanted = _by_slug(names)
    known = {topic.slug for topic in queries.by_slugs(wanted)}
    for slug, name in wanted.items():
        if slug not in known:
            with suppress(IntegrityError), db.session.begin_nested():  # somebody else may name it in this instant
                db.session.add(Topic(slug=slug, name=name))
    return queries.by_slugs(wanted)


def new_names(names: Iterable[str]) -> list[str]:
    """Those of these names under which there is no topic yet."""
    wanted = _by_slug(names)
    known = {topic.slug for topic in queries.by_slugs(wanted)}
    return [name for slug, name in wanted.items() if slug not in known]


def add_evidence(person_id: int, topic_ids: Iterable[int], kind: Evidence, *, times: int = 1) -> None:
    """Count evidence for (or with times=-1 take back) somebody's knowledge of topics, at the clock's time.

    Evidence older than the row's time, such as an import's, counts for what it is still worth then.
    """
    good, total = WORTH[kind]
    for topic_id in topic_ids:
        row = _held(person_id, topic_id)
        kept_good, kept_total = decay(row.good, row.total, row.as_of, clock.now())
        worth = times * retained(clock.now(), row.as_of)
        row.good, row.total = max(0.0, kept_good + good * worth), max(0.0, kept_total + total * worth)
        row.as_of = max(row.as_of, clock.now())
        row.reckon()
        counter = f"{kind}_count"
        setattr(row, counter, max(0, getattr(row, counter) + times))
    db.session.flush()


def appoint(person: Person, topic: Topic, *, by: Actor) -> None:
    """Make somebody an expert of a topic by appointment, on the record."""
    _held(person.id, topic.id).appointed_by_id = by.id
    audit.log("topics.expert_appointed", f"person:{person.id}", by=by, after={"topic": topic.slug})


def describe(topic: Topic, about: str, *, by: Actor) -> None:
    """Say in a line or two what a topic is about, on the record."""
    before, topic.about = topic.about, about
    audit.log("topics.described", f"topic:{topic.id}", by=by, before={"about": before}, after={"about": about})


def forget_evidence() -> None:
    """Empty everybody's evidence, keeping appointments, so that it can be counted anew from the event book."""
    for row in db.session.scalars(select(Expertise)):
        row.good = row.total = row.weight = 0.0
        row.expert_until = None
        row.answer_count = row.accepted_count = row.verified_count = row.helpful_count = 0
        row.as_of = clock.START  # or what is counted anew would stand as of a time after it, and not decay


def _by_slug(names: Iterable[str]) -> dict[str, str]:
    tidy = [text.tidy(name)[:80] for name in names]
    return {address(name): name for name in tidy if name}


def _held(person_id: int, topic_id: int) -> Expertise:
    mine = (Expertise.person_id == person_id, Expertise.topic_id == topic_id)
    held = select(Expertise).where(*mine).with_for_update(of=Expertise)
    row = db.session.scalar(held.execution_options(populate_existing=True))
    if row is None:
        row = Expertise(
            person_id=person_id, topic_id=topic_id, as_of=clock.START, good=0.0, total=0.0, weight=0.0,
            answer_count=0, accepted_count=0, verified_count=0, helpful_count=0,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
    return row

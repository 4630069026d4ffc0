"""Whom an idea may be given to for review: the cleared experts, what they know of it, what ties them to it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.settings import settings
from app.extensions import db
from app.ideas.assigning import Candidate
from app.ideas.models import Idea, Review, ReviewAssignment
from app.ideas.queries.authors import author_ids, former_authors
from app.ideas.queries.ties import BINDING, ties_between
from app.spaces.models import Membership, Space
from app.topics import queries as topics
from app.topics.models import EXPERT_WEIGHT, Expertise, Topic
from app.training import queries as training

MOST_REVIEWERS = 200
# So many are not offered an anonymous idea, its author among them if they are an expert.
HIDDEN_AMONG = 4
OPEN_TO_EMPLOYEES = ("public", "customers", "internal", "sandbox")


@dataclass(frozen=True)
class Choice:
    """Somebody whom an idea may be given to: what they know of it, and what speaks against it."""

    person: Person
    knowledge: float
    topic: Topic | None
    load: int
    ties: list[str] = field(default_factory=list)

    @property
    def excluded(self) -> bool:
        """Whether a tie needs a recusal or a public statement, so that nobody is asked for it."""
        return bool(BINDING & set(self.ties))

    @property
    def candidate(self) -> Candidate:
        """For the proposal."""
        return Candidate(self.person.id, self.knowledge, self.load)


def cleared_reviewers(space: Space) -> Select[Person]:
    """The experts who are cleared to review in a space they see: what the policy asks of each, as SQL."""
    suspended = and_(Person.state == "suspended", Person.suspended_until <= clock.now())
    confirmed = or_(Person.email.is_(None), Person.email_confirmed_at.is_not(None))
    query = select(Person).where(Person.kind == "employee", Person.packed_roles.contains(" sme "), confirmed)
    query = query.where(or_(Person.state.in_(("active", "imported")), suspended))
    query = query.where(_sees(space), training.has_accepted_guidelines(Person.id))
    query = query.where(training.has_accepted_addendum(Person.id, space))
    if space.visibility != "sandbox" and training.course_clearing("review") is not None:
        query = query.where(training.holds_certificate(Person.id, "review"))
    return query


def choices(ideas: Sequence[Idea], about: Sequence[Topic] = ()) -> dict[int, list[Choice]]:
    """For ideas of one space, whom each may be given to, who knows most first; without its authors and who has it.

    Of an anonymous idea some others are left out too, always the same, so that who is missing does not tell its author.
    `about` are topics chosen by the team; without any they are those that an idea or its challenge names.
    """
    if not ideas:
        return {}
    people = list(db.session.scalars(cleared_reviewers(ideas[0].space).order_by(Person.id).limit(MOST_REVIEWERS)))
    named = {key: list(about) for key in [idea.id for idea in ideas]} if about else topics_named(ideas)
    knowledge = _knowledge(people, {topic.id for some in named.values() for topic in some})
    loads, taken, ties = _loads(people), _taken(ideas), ties_between(ideas, people)
    found, left = {}, former_authors(idea.id for idea in ideas)
    for idea in ideas:
        out = _left_out(idea, people, left[idea.id])
        free = [each for each in people if each.id not in out and (idea.id, each.id) not in taken]
        rows = [
            Choice(
                each, *_best(knowledge, each, named[idea.id]), loads.get(each.id, 0), ties.get((idea.id, each.id), [])
            )
            for each in free
        ]
        found[idea.id] = sorted(rows, key=lambda one: (-one.knowledge, one.load, one.person.id))
    return found


def _left_out(idea: Idea, people: Sequence[Person], left: set[int]) -> set[int]:
    """Who wrote on it; of an anonymous one among others whom nobody tells from them without the installation's key."""
    own = {each.id for each in people} & {*author_ids(idea), *left}
    if not idea.anonymous:
        return own
    key = settings().secret_keys[0].encode()
    drawn = sorted(
        ({each.id for each in people} - own),
        key=lambda number: hmac.new(key, f"reviewer {number} of {idea.id}".encode(), hashlib.sha256).digest(),
    )
    return own | set(drawn[: max(0, min(HIDDEN_AMONG, len(people) // 2) - len(own))])


def topics_named(ideas: Sequence[Idea]) -> dict[int, list[Topic]]:
    """By idea the topics that it names, else those that its challenge does."""
    known = topics.all_topics()
    found = {}
    for idea in ideas:
        own = _named(known, f"{idea.title}\n{idea.body}")
        found[idea.id] = own or _named(known, f"{idea.challenge.title}\n{idea.challenge.brief}")
    return found


def _sees(space: Space) -> ColumnElement[bool]:
    member = select(Membership.id).where(Membership.space_id == space.id, Membership.person_id == Person.id).exists()
    if space.visibility in OPEN_TO_EMPLOYEES:
        return Person.id.is_not(None)
    return or_(member, Person.packed_roles.contains(" steward "), Person.packed_roles.contains(" admin "))


def _taken(ideas: Sequence[Idea]) -> set[tuple[int, int]]:
    """Who judged which idea already, or is to, or stood down from it."""
    ids = [idea.id for idea in ideas]
    filed = select(Review.idea_id, Review.reviewer_id).where(Review.idea_id.in_(ids))
    kept = ReviewAssignment.state.in_(("waiting", "done", "recused"))
    asked = select(ReviewAssignment.idea_id, ReviewAssignment.reviewer_id).where(
        ReviewAssignment.idea_id.in_(ids), kept
    )
    return {(i, p) for i, p in db.session.execute(filed)} | {(i, p) for i, p in db.session.execute(asked)}


def _loads(people: Sequence[Person]) -> dict[int, int]:
    waiting = (ReviewAssignment.state == "waiting", ReviewAssignment.reviewer_id.in_([each.id for each in people]))
    query = select(ReviewAssignment.reviewer_id, func.count()).where(*waiting)
    return dict(db.session.execute(query.group_by(ReviewAssignment.reviewer_id)).all())


def _knowledge(people: Sequence[Person], topic_ids: set[int]) -> dict[tuple[int, int], float]:
    """What these people know of these topics, by (person, topic); an appointed expert at least what makes one."""
    theirs = (Expertise.person_id.in_([each.id for each in people]), Expertise.topic_id.in_(topic_ids))
    rows = db.session.scalars(select(Expertise).where(*theirs)) if topic_ids else ()
    return {(e.person_id, e.topic_id): max(e.weight_now, EXPERT_WEIGHT if e.appointed_by_id else 0.0) for e in rows}


def _best(
    knowledge: dict[tuple[int, int], float], person: Person, named: Sequence[Topic]
) -> tuple[float, Topic | None]:
    known = [(knowledge[person.id, topic.id], topic) for topic in named if (person.id, topic.id) in knowledge]
    return max(known, key=lambda pair: (pair[0], -pair[1].id), default=(0.0, None))


def _named(known: Sequence[Topic], words: str) -> list[Topic]:
    lower = words.casefold()
    return [topic for topic in known if _says(lower, topic.name)]


def _says(lower: str, name: str) -> bool:
    return name.casefold() in lower and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", lower) is not None

"""Who may be offered what: the same gates as for answering, as SQL, and what they have in hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from app.accounts.models import Person, SignedInSession
from app.board.models import Answer, Claim, Question
from app.board.routing import UNKNOWN, Candidate, offer_order
from app.core import clock
from app.extensions import db
from app.spaces.models import WORKING_ROLES, Membership, Space
from app.topics.models import EXPERT_WEIGHT, Expertise
from app.training import queries as training

# A session notes at most every five minutes that it is in use.
HERE_FOR = timedelta(minutes=10)
LOAD_WITHIN = timedelta(hours=8)
MOST_CANDIDATES = 400
MOST_OFFERED = 20


def cleared_for(space: Space, *, in_private: bool = False) -> Select[Person]:
    """The employees who are cleared to answer in a space they see: what the answering policy asks of each, as SQL.

    What was asked in private is read by the certified alone, also where novices practise (queries/visibility.py).
    """
    now = clock.now()
    suspended = and_(Person.state == "suspended", Person.suspended_until <= now)
    confirmed = or_(Person.email.is_(None), Person.email_confirmed_at.is_not(None))
    query = select(Person).where(Person.kind == "employee", confirmed, _sees(space), _works(space))
    query = query.where(or_(Person.state.in_(("active", "imported")), suspended))
    query = query.where(training.has_accepted_guidelines(Person.id), training.has_accepted_addendum(Person.id, space))
    if (in_private or space.visibility != "sandbox") and training.course_clearing("answer") is not None:
        query = query.where(training.holds_certificate(Person.id, "answer"))
    return query


def candidates(questions: Sequence[Question]) -> dict[int, list[Candidate]]:
    """For each question, those it may be offered to; the number of queries grows with kinds of spaces only."""
    groups: dict[tuple[str, int, bool], list[Question]] = defaultdict(list)
    for question in questions:
        groups[(*_kind(question.space), question.is_private)].append(question)
    here, found = here_now() if groups else set(), {}
    for some in groups.values():
        about = {topic_id for each in some for topic_id in each.topic_ids}
        people = _people(some[0], here, about)
        loads, weights = _loads(people), _weights(people, about)
        for question in some:
            found[question.id] = [
                Candidate(each, _known(weights.get(each, {}), question), each in here, loads.get(each, 0))
                for each in people
                if each != question.author_id
            ]
    return found


def offered_to(question: Question) -> list[int]:
    """Ids of those who are to answer a question: who is on it or was asked by name, else those it is offered to."""
    offered = offer_order(question.id, candidates([question])[question.id])
    claim = question.live_claim
    named = [claim.person_id if claim else None, question.asked_of_id]
    first = [person_id for person_id in named if person_id in offered]
    return first[:1] or offered[:MOST_OFFERED]


def here_now() -> set[int]:
    """Ids of the colleagues who did something on the site within minutes."""
    seen = (SignedInSession.seen_at > clock.now() - HERE_FOR, SignedInSession.revoked_at.is_(None))
    query = select(SignedInSession.person_id).join(Person, Person.id == SignedInSession.person_id)
    return set(db.session.scalars(query.where(*seen, Person.kind == "employee").distinct()))


def _kind(space: Space) -> tuple[str, int]:
    """Spaces for which the same people are cleared."""
    if space.visibility == "invited" or space.addendum_needed or space.answered_by == "roles":
        return space.visibility, space.id
    return ("sandbox" if space.visibility == "sandbox" else "open"), 0


def _known(weights: dict[int, float], question: Question) -> float:
    return max((weights[topic_id] for topic_id in question.topic_ids if topic_id in weights), default=UNKNOWN)


def _people(question: Question, here: set[int], about: set[int]) -> list[int]:
    """Ids of those cleared for questions like this one, who are here and then who know of it first, at most so many."""
    query = cleared_for(question.space, in_private=question.is_private).with_only_columns(Person.id)
    known = or_(Expertise.weight > UNKNOWN, Expertise.appointed_by_id.is_not(None))
    knows = Person.id.in_(select(Expertise.person_id).where(Expertise.topic_id.in_(about), known))
    first = (Person.id.in_(here).desc(), knows.desc(), Person.id)
    return list(db.session.scalars(query.order_by(*first).limit(MOST_CANDIDATES)))


def _loads(people: Iterable[int]) -> dict[int, int]:
    """What each has in hand: live claims, and answers of the last hours."""
    ids, now = list(people), clock.now()
    claims = select(Claim.person_id, func.count()).where(Claim.person_id.in_(ids), Claim.until > now)
    lately = (Answer.author_id.in_(ids), Answer.posted_at > now - LOAD_WITHIN)
    given = select(Answer.author_id, func.count()).where(*lately)
    loads: dict[int, int] = defaultdict(int)
    for query in (claims.group_by(Claim.person_id), given.group_by(Answer.author_id)):
        for person_id, number in db.session.execute(query):
            loads[person_id] += number
    return loads


def _weights(people: Iterable[int], topic_ids: set[int]) -> dict[int, dict[int, float]]:
    known: dict[int, dict[int, float]] = defaultdict(dict)
    query = select(Expertise).where(Expertise.topic_id.in_(topic_ids), Expertise.person_id.in_(list(people)))
    for each in db.session.scalars(query):
        least = EXPERT_WEIGHT if each.appointed_by_id is not None else UNKNOWN
        known[each.person_id][each.topic_id] = max(each.weight_now, least)
    return known


def _sees(space: Space) -> ColumnElement[bool]:
    """Whether an employee sees a space: all but invited ones, which only members and stewards see."""
    if space.visibility != "invited":
        return true()
    member = select(Membership.person_id).where(Membership.space_id == space.id)
    steward = or_(*(Person.packed_roles.contains(f" {role} ") for role in ("steward", "admin")))
    return or_(Person.id.in_(member), steward)


def _works(space: Space) -> ColumnElement[bool]:
    """Whether an employee answers in a space: anybody, or where it has its own people, who has a role there."""
    if space.answered_by == "cleared":
        return true()
    mine = (Membership.space_id == space.id, Membership.role.in_(WORKING_ROLES))
    return Person.id.in_(select(Membership.person_id).where(*mine))

"""Giving the badges that stewards defined, and taking them back: always what the lines of points say now.

An award carries the time of the deed that reached it, not that of the reckoning: a rebuild gives the same again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.extensions import db
from app.recognition import queries
from app.recognition.commands.honouring import note
from app.recognition.models import Award, BadgeRule


def judge(person_id: int, kind: str) -> None:
    """Reckon for one person the badges that look at deeds of this kind."""
    for key, versions in queries.rules_in_force(kind=kind).items():
        _settle(key, versions, {person_id})


def judge_everybody(key: str = "") -> None:
    """Reckon for all people one badge, or all of them."""
    for each, versions in queries.rules_in_force(key=key).items():
        _settle(each, versions, None)


def _settle(key: str, versions: Sequence[BadgeRule], people: Collection[int] | None) -> None:
    query = select(Award).where(Award.badge == key, Award.topic_id.is_(None))
    if people is not None:
        query = query.where(Award.person_id.in_(people))
    held = {award.person_id: award for award in db.session.scalars(query)}
    reached = queries.reached(versions, people)
    changed = {
        each for each, (rule, _deed) in reached.items() if each not in held or held[each].version != rule.version
    }
    numbers = note(key, changed | (held.keys() - reached.keys()))
    for person_id, (rule, deed) in reached.items():
        award = held.pop(person_id, None)
        if award is None:
            award = Award(id=numbers[person_id], person_id=person_id, badge=key)
            db.session.add(award)
        award.version, award.evidence, award.at = rule.version, [deed.subject], deed.at
    for gone in held.values():
        db.session.delete(gone)
    db.session.flush()

"""Counting what people did, and awarding what it earns."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from app.core import clock
from app.extensions import db
from app.recognition.badges import BADGES, EXPERT
from app.recognition.commands.crediting import keep_all
from app.recognition.commands.honouring import note
from app.recognition.commands.lines import forget_earned, tally_of
from app.recognition.models import Award, Tally
from app.topics import commands as topics
from app.topics.models import Expertise


def count(person_id: int, what: str, change: int, subject: str) -> list[Award]:
    """Add to somebody's tally; award the badges that it now earns and take back those it no longer does."""
    tally = tally_of(person_id)
    setattr(tally, what, max(0, getattr(tally, what) + change))
    db.session.flush()
    standing = select(Award).where(Award.person_id == person_id, Award.lapsed_at.is_(None), Award.topic_id.is_(None))
    held = {award.badge: award for award in db.session.scalars(standing)}
    for badge in BADGES:
        if badge.key in held and not badge.met(tally):
            held[badge.key].lapsed_at = clock.now()
            note(badge.key, [person_id])
    met = [badge for badge in BADGES if badge.key not in held and badge.met(tally)]
    earned = [award(person_id, badge.key, [subject], version=badge.version) for badge in met]
    return [new for new in earned if new is not None]


def award(
    person_id: int, badge: str, evidence: list[str], *, topic_id: int | None = None, version: int = 1
) -> Award | None:
    """Give a badge once; one that had lapsed stands again, on the new evidence. Returns it when it is new."""
    same_topic = Award.topic_id.is_(None) if topic_id is None else Award.topic_id == topic_id
    held = db.session.scalar(select(Award).where(Award.person_id == person_id, Award.badge == badge, same_topic))
    if held is not None and held.stands:
        return None
    number = note(badge, [person_id], topic_id)[person_id]
    if held is not None:
        held.lapsed_at, held.ends_at, held.evidence, held.at = None, None, evidence, clock.now()
        return held
    made = Award(
        id=number, person_id=person_id, badge=badge, version=version, topic_id=topic_id, evidence=evidence,
        at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def judge_expertise(person_id: int, topic_ids: Iterable[int], subject: str) -> list[Award]:
    """Give or let lapse the expert badges of these topics, as the evidence stands, and say when it will be too old."""
    ids = list(topic_ids)
    mine = select(Expertise).where(Expertise.person_id == person_id, Expertise.topic_id.in_(ids))
    known = select(Award).where(Award.person_id == person_id, Award.badge == EXPERT, Award.topic_id.in_(ids))
    standing = {held.topic_id: held for held in db.session.scalars(known.where(Award.lapsed_at.is_(None)))}
    new = []
    for expertise in db.session.scalars(mine):
        held = standing.get(expertise.topic_id)
        if expertise.is_expert and (held is None or not held.stands):
            held = award(person_id, EXPERT, [subject], topic_id=expertise.topic_id)
            new.append(held)
        elif not expertise.is_expert and held is not None:
            held.lapsed_at = clock.now() if held.stands else held.ends_at
            note(EXPERT, [person_id], expertise.topic_id)
        if held is not None and held.lapsed_at is None:
            held.ends_at = None if expertise.appointed_by_id is not None else expertise.expert_until
    return [made for made in new if made is not None]


def forget() -> None:
    """Empty tallies, awards, earned points and evidence, so that they can be counted anew from the event book.

    What is signed holds meanwhile as it did; the numbers of badges, and what people were told of them, stay.
    """
    keep_all()
    db.session.execute(delete(Award))
    db.session.execute(delete(Tally))
    forget_earned()
    topics.forget_evidence()

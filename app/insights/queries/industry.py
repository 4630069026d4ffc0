"""The formulas of other products on the journeys of a period, to be read beside our own measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.board.models import PUBLISHED, Answer, Question
from app.extensions import db
from app.insights.estimates.deflection import Survey
from app.insights.estimates.industry import Claim, khoros, servicexrg, vanilla, zendesk
from app.insights.models import CLICK
from app.insights.queries.counting import AT_ONCE, Count, Counted, Reply
from app.insights.queries.deflection import Deflection
from app.insights.queries.journeys import number_of


@dataclass(frozen=True)
class Compared:
    """A claim, and how many times the contacts spared by the causal measure it claims; None where either lacks."""

    claim: Claim
    times: float | None


def industry(found: Deflection) -> Sequence[Compared]:
    """All four, each beside the causal measure, where that is above zero."""
    counted = found.count
    claims = (
        zendesk(len(counted.journeys), counted.contact_makers if counted.recorded else None),
        _khoros(counted), _vanilla(found), _servicexrg(counted),
    )  # fmt: skip
    spared = found.causal.compared.contacts.value
    return [Compared(claim, _times(claim, spared)) for claim in claims]


def _times(claim: Claim, spared: float | None) -> float | None:
    claimed = claim.figure.value
    if not claim.in_contacts or claimed is None or spared is None or spared <= 0:
        return None
    return claimed / spared


def _khoros(counted: Count) -> Claim:
    """Every journey has a support need, or it would not have been opened."""
    everybody = len(counted.journeys)
    return khoros(everybody, Survey(everybody, everybody), _solved(counted.replies), _otherwise(counted.replies))


def _vanilla(found: Deflection) -> Claim:
    views = [subject for journey in found.count.journeys for subject, way, _at in journey.seen if way == CLICK]
    accepted = _with_accepted(set(views))
    of_accepted = sum(subject in accepted for subject in views)
    return vanilla(_accepted(found), of_accepted, len(views) - of_accepted)


def _servicexrg(counted: Count) -> Claim:
    """Entitled is who the CRM knows; the product asks whether anything more was needed, we look whether it was."""
    entitled = {journey.id: journey for journey in counted.readers if journey.owner and journey.owner[0] == "c"}
    replies = [reply for reply in counted.replies if reply.journey_id in entitled]
    solved = [reply for reply in replies if reply.solved]
    meant = [entitled[reply.journey_id] for reply in solved if reply.otherwise]
    return servicexrg(len(entitled), _solved(replies), _otherwise(solved), _without_contact(counted, meant))


def _without_contact(counted: Count, journeys: Iterable[Counted]) -> Survey:
    group = counted.group(journeys)
    return Survey(0, 0) if group.contacts is None else Survey(group.journeys - group.contacts, group.journeys)


def _solved(replies: Sequence[Reply]) -> Survey:
    return Survey(sum(reply.solved for reply in replies), len(replies))


def _otherwise(replies: Sequence[Reply]) -> Survey:
    return Survey(sum(reply.otherwise for reply in replies), len(replies))


def _with_accepted(subjects: set[str]) -> set[str]:
    """Those of these questions that have an accepted answer."""
    numbers = sorted(number for subject in subjects if (number := number_of(subject, "question")) is not None)
    found: set[str] = set()
    for start in range(0, len(numbers), AT_ONCE):
        some = (Question.id.in_(numbers[start : start + AT_ONCE]), Question.accepted_answer_id.is_not(None))
        found |= {f"question:{number}" for number in db.session.scalars(select(Question.id).where(*some))}
    return found


def _accepted(found: Deflection) -> int:
    """Answers that were accepted in the period."""
    period = found.count.period
    query = (
        select(func.count())
        .select_from(Answer)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.state == PUBLISHED, Answer.accepted_at >= period.start, Answer.accepted_at < period.end)
    )
    if found.space is not None:
        query = query.where(Question.space_id == found.space.id)
    return db.session.scalar(query) or 0

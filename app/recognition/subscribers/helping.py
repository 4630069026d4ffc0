"""What people do for others beyond answering: worth no points, as it is often their office, but badges count it.

Each deed is named by what it was about, once for this person and thing, so that doing it over counts no more.
"""

from __future__ import annotations

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.moderation import events as moderation
from app.moderation import queries as moderation_queries
from app.recognition import commands
from app.recognition.subscribers.settling import recognition
from app.training import events as training
from app.training import queries as training_queries

# What finds no fault with what was reported.
NO_FAULT = "approve"


@recognition.on(ideas.CoauthorAgreed)
def agreed(event: ideas.CoauthorAgreed, entry: Entry) -> None:
    """A co-author; of an anonymous idea, for which the book names nobody, once its authors are named."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and entry.actor_id is not None:
        _credit(event.person_id, "coauthored", f"idea:{idea.id}", entry, giver_id=idea.author_id)


@recognition.on(ideas.IdeaRevealed)
def named(event: ideas.IdeaRevealed, entry: Entry) -> None:
    """Those who had agreed by then."""
    idea = idea_queries.idea_by_id(event.idea_id)
    for partner in idea.partners if idea is not None else ():
        if partner.agreed_at is not None and partner.agreed_at <= entry.at:
            _credit(partner.person_id, "coauthored", f"idea:{event.idea_id}", entry, giver_id=event.author_id)


@recognition.on(ideas.CoauthorRemoved)
def left(event: ideas.CoauthorRemoved, _entry: Entry) -> None:
    """Whoever leaves had no part in it."""
    _take_back("coauthored", f"idea:{event.idea_id}", event.person_id)


@recognition.on(ideas.IdeaHoldChanged)
def held(event: ideas.IdeaHoldChanged, _entry: Entry) -> None:
    """What an idea earned counts while it stands."""
    for person_id, kind in commands.set_down(f"idea:{event.idea_id}", is_down=event.hold in {"hidden", "removed"}):
        commands.judge(person_id, kind)


@recognition.on(ideas.ReviewFiled)
def reviewed(event: ideas.ReviewFiled, entry: Entry) -> None:
    """A review, once an idea, however often it is revised; nothing for standing down."""
    if entry.actor_id is None:
        return
    if event.conflicted:
        _take_back("review", f"review:{event.review_id}", entry.actor_id)
    else:
        _credit(entry.actor_id, "review", f"review:{event.review_id}", entry)


@recognition.on(ideas.ResponseGiven)
def responded(event: ideas.ResponseGiven, entry: Entry) -> None:
    """A decision that was explained, but for one's own idea."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and entry.actor_id is not None and entry.actor_id not in idea_queries.author_ids(idea):
        _credit(entry.actor_id, "explained", f"idea:{idea.id}", entry)


@recognition.on(ideas.ResponseWithdrawn)
def response_withdrawn(event: ideas.ResponseWithdrawn, _entry: Entry) -> None:
    """What was explained is not any more."""
    _take_back("explained", f"idea:{event.idea_id}")


@recognition.on(moderation.CaseDecided)
def decided(event: moderation.CaseDecided, entry: Entry) -> None:
    """A case for who decided it; a report for each reader whom the decision proved right."""
    case = moderation_queries.case_by_id(event.case_id)
    if case is None or entry.actor_id in {None, event.author_id}:
        return
    _credit(entry.actor_id or 0, "moderated", f"case:{case.id}", entry)
    for flag in moderation_queries.flags_of(case) if event.action != NO_FAULT else ():
        if flag.at <= entry.at and flag.person_id not in {entry.actor_id, event.author_id}:
            _credit(flag.person_id, "reported", f"case:{case.id}", entry)


@recognition.on(moderation.DecisionUndone)
def undone(event: moderation.DecisionUndone, _entry: Entry) -> None:
    """What did not stand helped nobody."""
    for kind in ("moderated", "reported"):
        _take_back(kind, f"case:{event.case_id}")


@recognition.on(training.ProbationEnded)
def led(event: training.ProbationEnded, entry: Entry) -> None:
    """A novice who answers on their own, for the mentor whom they had then."""
    mentor_id = training_queries.mentor_id_at(event.person_id, entry.at)
    if mentor_id is not None:
        _credit(mentor_id, "mentored", f"person:{event.person_id}", entry, giver_id=event.person_id)


@recognition.on(training.CertificateIssued)
def certified(event: training.CertificateIssued, entry: Entry) -> None:
    """A course that somebody passed, once however often it is renewed; what was granted was not passed."""
    certificate = training_queries.certificate_by_id(event.certificate_id)
    if certificate is not None and certificate.attempt_id is not None:
        _credit(event.person_id, "trained", f"course:{event.course_id}", entry)


@recognition.on(training.CertificateRevoked)
def revoked(event: training.CertificateRevoked, _entry: Entry) -> None:
    """What was taken back was not passed."""
    _take_back("trained", f"course:{event.course_id}", event.person_id)


def _credit(person_id: int, kind: str, subject: str, entry: Entry, *, giver_id: int | None = None) -> None:
    commands.credit(person_id, kind, subject, space_id=entry.space_id, giver_id=giver_id, at=entry.at)
    commands.judge(person_id, kind)


def _take_back(kind: str, subject: str, person_id: int | None = None) -> None:
    for each in commands.discredit(kind, subject, person_id):
        commands.judge(each, kind)

"""Who is told of their own certificates, probation and posts."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date

from app.core.events import Entry
from app.moderation import events as moderation
from app.moderation import queries as moderation_queries
from app.notifications.commands import tell
from app.notifications.subscribers.telling import by_nobody, notifications
from app.training import events as training
from app.training import queries as training_queries


@notifications.on(training.CertificateIssued, training.CertificateLapsed)
def certified(event: Any, entry: Entry) -> None:
    """Certificates and their end are told to their holder."""
    kind = "certified" if isinstance(event, training.CertificateIssued) else "lapsed"
    certificate = training_queries.certificate_by_id(event.certificate_id)
    title = certificate.course.title if certificate else ""
    subject = f"course:{event.course_id}"
    tell([event.person_id], kind, by_nobody(entry), subject=subject, url="/learn", title=title)


@notifications.on(training.GuidelinesPublished)
def guidelines(event: training.GuidelinesPublished, entry: Entry) -> None:
    """Who accepted an earlier version hears of one they must accept, and by when."""
    guideline = training_queries.guideline_of(event.version)
    if guideline is None or not guideline.major:
        return
    kind = "guidelines" if guideline.binding_at <= guideline.published_at else "guidelines_by"
    note, people = format_date(guideline.binding_at, "medium"), training_queries.accepted_before(event.version)
    where = "/learn/guidelines"
    tell(people, kind, by_nobody(entry), subject="guidelines", url=where, title=str(event.version), note=note)


@notifications.on(training.AttemptSubmitted)
def judged(event: training.AttemptSubmitted, entry: Entry) -> None:
    """Whoever wrote answers hears that a person judged them."""
    attempt = training_queries.handed_in(event.attempt_id)
    if attempt is not None and attempt.judged_by_id is not None:
        title = attempt.course.title
        tell([event.person_id], "judged", entry, subject="learn", url=attempt.url, title=title)


@notifications.on(training.ProbationEnded)
def trusted(event: training.ProbationEnded, entry: Entry) -> None:
    """A novice hears that their answers no longer wait."""
    tell([event.person_id], "probation", by_nobody(entry), subject="learn", url="/learn")


@notifications.on(moderation.CaseDecided, moderation.DecisionUndone)
def moderated(event: Any, entry: Entry) -> None:
    """The author hears what was decided about their post and why, and when it was taken back."""
    subject, made = moderation_queries.subject(event.subject), moderation_queries.decision(event.decision_id)
    if subject is None or made is None:
        return
    kind = "decided" if isinstance(event, moderation.CaseDecided) else "undone"
    url = subject.url if kind == "undone" or made.action in {"approve", "edit", "warn"} else "/notifications"
    tell([event.author_id], kind, entry, subject=event.subject, url=url, title=subject.title, note=made.reason)

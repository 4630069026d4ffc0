"""Who is told of their own certificates, probation and posts."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date

from app.core.events import Entry
from app.moderation import events as moderation
from app.moderation import queries as moderation_queries
from app.moderation.models import Case
from app.notifications.commands import tell
from app.notifications.subscribers.telling import by_nobody, name_of, notifications
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


@notifications.on(training.CertificateEnding, training.CertificateRevoked)
def ending(event: Any, entry: Entry) -> None:
    """Their holder hears in time that one is to be renewed, and at once that one was taken back, and why."""
    certificate = training_queries.certificate_by_id(event.certificate_id)
    if certificate is None:
        return
    kind, note, where = "revoked", certificate.revoked_because, certificate.url
    if isinstance(event, training.CertificateEnding):
        kind, note, where = "ending", format_date(certificate.expires_at, "medium"), certificate.course.url
    title, subject = certificate.course.title, f"course:{event.course_id}"
    tell([event.person_id], kind, by_nobody(entry), subject=subject, url=where, title=title, note=note)


@notifications.on(training.GuidelinesPublished)
def guidelines(event: training.GuidelinesPublished, entry: Entry) -> None:
    """Who accepted an earlier version hears of one they must accept, and by when."""
    guideline = training_queries.guideline_of(event.version)
    if guideline is None or not guideline.major:
        return
    kind = "guidelines" if guideline.binding_at <= guideline.published_at else "guidelines_by"
    tell(
        training_queries.accepted_before(event.version), kind, by_nobody(entry), subject="guidelines",
        url="/learn/guidelines", title=str(event.version), note=format_date(guideline.binding_at, "medium"),
    )  # fmt: skip


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
    made = moderation_queries.decision(event.decision_id)
    if made is not None:
        kind = "decided" if isinstance(event, moderation.CaseDecided) else "undone"
        _tell_author(event, entry, kind, made.reason)


@notifications.on(moderation.CaseOpened)
def held_back(event: moderation.CaseOpened, entry: Entry) -> None:
    """Nobody is held back without knowing: the author hears what a rule held; reports are not theirs to know."""
    case = moderation_queries.case_by_id(event.case_id)
    if case is not None and case.source == "rule":
        _tell(case, by_nobody(entry), "held_back")


@notifications.on(moderation.AppealAnswered)
def appeal_answered(event: moderation.AppealAnswered, entry: Entry) -> None:
    """The author hears what became of their appeal."""
    appeal = moderation_queries.appeal_by_id(event.appeal_id)
    if appeal is not None:
        _tell_author(event, entry, f"appeal_{event.outcome}", appeal.answer)


@notifications.on(moderation.OpinionAsked, moderation.OpinionGiven)
def opinion(event: Any, entry: Entry) -> None:
    """A colleague is asked what they would decide; who asked hears what they said."""
    asked = moderation_queries.opinion_by_id(event.opinion_id)
    if asked is None:
        return
    asking = isinstance(event, moderation.OpinionAsked)
    person, note = (event.person_id, asked.question) if asking else (event.asked_by_id, asked.body)
    where = f"/moderation/cases/{event.case_id}"
    kind = "opinion_asked" if asking else "opinion_given"
    tell([person], kind, entry, subject=f"case:{event.case_id}", url=where, who=name_of(entry.actor_id), note=note)


def _tell_author(event: Any, entry: Entry, kind: str, note: str) -> None:
    case = moderation_queries.case_by_id(event.case_id)
    if case is not None:
        _tell(case, entry, kind, note=note)


def _tell(case: Case, entry: Entry, kind: str, **words: str) -> None:
    subject = moderation_queries.subject(case.subject)
    title = subject.title if subject else ""
    tell([case.author_id], kind, entry, subject=case.subject, url=f"/cases/{case.id}", title=title, **words)


@notifications.on("crm.delivery_paused")
def delivery_paused(event: Any, entry: Entry) -> None:
    """Whoever owns a connector or webhook hears that nothing gets there any more."""
    subject, more = event.path.lstrip("/"), {"title": event.title, "note": event.reason}
    tell([event.owner_id], "delivery_paused", by_nobody(entry), subject=subject, url=event.path, **more)

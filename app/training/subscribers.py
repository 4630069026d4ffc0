"""Training records go on to the company's learning record store, where it has one."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import dispatch
from app.core.events import Entry
from app.core.settings import settings
from app.core.subscriptions import Subscriber
from app.extensions import db
from app.training import events, records
from app.training.models import Attempt, Course

# Nothing is built here that a replay would have to empty: each record is sent once for ever.
training_records = Subscriber("training-records", reset=lambda: None)


@training_records.on(events.AttemptSubmitted)
def attempted(event: events.AttemptSubmitted, entry: Entry) -> None:
    """Passed or failed, with the share of right answers."""
    attempt = db.session.get(Attempt, event.attempt_id)
    if attempt is not None:
        verb = records.PASSED if event.passed else records.FAILED
        result = records.outcome(attempt.score or 0, len(attempt.drawn), passed=event.passed)
        _send(event.person_id, entry, verb, _course(attempt.course), result)


@training_records.on(events.CertificateIssued)
def certified(event: events.CertificateIssued, entry: Entry) -> None:
    """A certificate was earned, or granted."""
    _tell_of_certificate(event, entry, records.EARNED)


@training_records.on(events.CertificateLapsed, events.CertificateRevoked)
def uncertified(event: Any, entry: Entry) -> None:
    """A certificate clears nobody any more."""
    word = "lost" if isinstance(event, events.CertificateRevoked) else "let lapse"
    _tell_of_certificate(event, entry, records.own_verb(settings().base_url, word.replace(" ", "-")))


@training_records.on(events.GuidelinesAccepted)
def accepted(event: events.GuidelinesAccepted, entry: Entry) -> None:
    """A version of the guidelines was accepted."""
    url = f"{settings().base_url}/learn/guidelines?version={event.version}"
    thing = records.activity(url, f"Guidelines, version {event.version}", records.DOCUMENT)
    _send(event.person_id, entry, records.ACCEPTED, thing)


def _tell_of_certificate(event: Any, entry: Entry, verb: tuple[str, str]) -> None:
    course = db.session.get(Course, event.course_id)
    if course is not None:
        url = f"{settings().base_url}/learn/certificates/{event.certificate_id}"
        _send(event.person_id, entry, verb, records.activity(url, course.title, records.CERTIFICATE))


def _send(
    person_id: int, entry: Entry, verb: tuple[str, str], thing: dict[str, Any], result: dict[str, Any] | None = None
) -> None:
    """Once for ever, in order for a person; training is the employees' own."""
    person: Person | None = accounts.by_id(person_id)
    if not settings().lrs_url or person is None or not person.is_employee or person.state == "erased":
        return
    told = records.statement(
        settings().base_url, entry.id, at=entry.at, handle=person.handle, name=person.name, verb=verb, thing=thing,
        result=result,
    )  # fmt: skip
    dispatch.enqueue("xapi", f"xapi:{entry.id}", {"statement": told}, lane=f"xapi:{person_id}")


def _course(course: Course) -> dict[str, Any]:
    return records.activity(f"{settings().base_url}{course.url}", course.title, records.COURSE)

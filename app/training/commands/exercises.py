"""What follows once an exercise was done."""

from __future__ import annotations

from app.accounts.models import Person
from app.training import queries
from app.training.commands.certificates import issue
from app.training.models import Attempt, Certificate


def certify_passed(attempt: Attempt, person: Person, *, by: Person | None) -> Certificate | None:
    """Issue the certificate of a passed quiz, unless exercises are left, or it was begun before one was taken back."""
    back = queries.taken_back(person, attempt.course)
    if back is not None and back.revoked_at is not None and attempt.started_at <= back.revoked_at:
        return None
    if queries.exercises_open(person, attempt.course):
        return None
    return issue(attempt.course, person, source="course", attempt_id=attempt.id, by=by)


def certify_practised(person: Person) -> list[Certificate]:
    """Issue what waited for nothing but practice; idempotent, as a certificate is issued once for an attempt."""
    issued = (certify_passed(attempt, person, by=None) for attempt in queries.passed_attempts(person))
    return [certificate for certificate in issued if certificate is not None]

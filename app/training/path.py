"""The path from joining to answering on one's own, as steps with what was done of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock
from app.training import queries
from app.training.models import Attempt, Certificate, Course
from app.training.policy import GUIDELINES_URL

RENEW_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `state` is done, current (the first that is left) or ahead."""

    label: str
    note: str
    state: str
    url: str = ""


def steps_of(person: Person) -> list[Step]:
    """The steps of a person: the guidelines for everybody, then courses and probation for employees."""
    wanted = queries.version_to_accept()
    steps = [_guidelines(person, wanted)] if wanted else []
    if person.is_employee:
        held = {c.course_id: c for c in queries.certificates_of(person) if c.is_live}
        tries = queries.latest_attempts(person)
        steps += [_course(course, held.get(course.id), tries.get(course.id)) for course in queries.courses()]
        steps.append(_probation(person))
    return _with_current(steps)


def _with_current(steps: list[Step]) -> list[Step]:
    first = next((place for place, step in enumerate(steps) if step.state != "done"), None)
    return [replace(step, state="current") if place == first else step for place, step in enumerate(steps)]


def _guidelines(person: Person, wanted: int) -> Step:
    accepted = queries.accepted_version(person)
    if accepted >= wanted:
        label, note, state = _("Guidelines %(version)d", version=accepted), _guidelines_note(accepted), "done"
    else:
        note = _("New since you accepted version %(version)d", version=accepted) if accepted else _("Read and accept")
        label, state = _("Accept guidelines %(version)d", version=wanted), "ahead"
    return Step(label, note, state, GUIDELINES_URL)


def _guidelines_note(accepted: int) -> str:
    coming = queries.next_to_bind(accepted)
    if coming is None:
        return str(_("Accepted"))
    date = format_date(coming.binding_at, "medium")
    return str(_("Accept version %(version)d by %(date)s", version=coming.version, date=date))


def _course(course: Course, held: Certificate | None, attempt: Attempt | None) -> Step:
    if held is not None:
        date = format_date(held.expires_at, "medium")
        soon = held.expires_at - clock.now() < RENEW_WITHIN
        note = _("Lapses on %(date)s; renew it", date=date) if soon else _("Certified until %(date)s", date=date)
        return Step(course.title, note, "done", course.url)
    return Step(course.title, _course_note(course, attempt), "ahead", course.url)


def _course_note(course: Course, attempt: Attempt | None) -> str:
    if attempt is None:
        return str(ngettext("One lesson, then a quiz", "%(num)d lessons, then a quiz", course.lesson_count))
    if attempt.submitted_at is None:
        return str(_("Quiz begun"))
    if attempt.waits:
        return str(_("What you wrote is being judged"))
    if attempt.passed:
        return str(_("The certificate ended; take the quiz again"))
    right, asked = attempt.score, len(attempt.drawn)
    return str(_("%(right)d of %(asked)d right, %(needed)d needed", right=right, asked=asked, needed=attempt.needed))


def _probation(person: Person) -> Step:
    mentor, needed = queries.mentor_of(person), queries.APPROVALS_NEEDED
    label = _("%(num)d approved of the last %(counted)d answers", num=needed, counted=queries.DECISIONS_COUNTED)
    if not queries.is_on_probation(person):
        return Step(label, _("You answer on your own"), "done")
    probation = queries.probation_of(person)
    note = _("%(done)d of %(needed)d", done=probation.approved_count if probation else 0, needed=needed)
    if mentor is not None:
        note = _("%(note)s, with %(mentor)s", note=note, mentor=mentor.name)
    return Step(label, note, "ahead")

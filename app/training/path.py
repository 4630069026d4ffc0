"""The path from joining to answering on one's own, as steps with what was done of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.accounts.models import Person
from app.training import queries, words
from app.training.models import LEVELS, Attempt, Certificate, Course
from app.training.policy import GUIDELINES_URL

ROLES = {"expert": {"sme"}, "mentor": {"mentor"}, "moderator": {"moderator"}}


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `state` is done, current (the first that is left) or ahead."""

    label: str
    note: str
    state: str
    url: str = ""
    level: str = "reader"


def steps_of(person: Person, courses: Sequence[Course]) -> list[Step]:
    """The steps of a person: the guidelines for everybody, then courses and probation for employees."""
    wanted = queries.version_to_accept()
    steps = [_guidelines(person, wanted)] if wanted else []
    if person.is_employee:
        held = {c.course_id: c for c in queries.certificates_of(person) if c.is_live}
        tries = queries.latest_attempts(person)
        mine = [course for course in courses if is_for(course, person)]
        left = queries.exercises_left(person, mine)
        steps += [_course(each, held.get(each.id), tries.get(each.id), left.get(each.id, 0)) for each in mine]
        steps.append(_probation(person))
    return _with_current(sorted(steps, key=lambda step: LEVELS.index(step.level)))


def levels_of(person: Person) -> set[str]:
    """The levels that somebody's path leads through: their roles say which beyond answering."""
    beyond = {level for level, roles in ROLES.items() if person.roles & roles}
    return {"reader"} | ({"answerer"} if person.is_employee else set()) | beyond


def is_for(course: Course, person: Person) -> bool:
    """Whether a course is on somebody's path: of their levels, and of their function where it names any."""
    functions = {name.casefold() for name in course.functions}
    return course.level in levels_of(person) and (not functions or person.function.strip().casefold() in functions)


def others(person: Person, courses: Sequence[Course]) -> list[Course]:
    """The courses that are not on somebody's path, which they may take all the same."""
    return [course for course in courses if not is_for(course, person)] if person.is_employee else []


def by_level(steps: list[Step]) -> list[tuple[str, list[Step]]]:
    """The steps under what their levels are called, in order."""
    names, groups = words.levels(), groupby(steps, key=lambda step: step.level)
    return [(names[level], list(some)) for level, some in groups]


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


def _course(course: Course, held: Certificate | None, attempt: Attempt | None, left: int) -> Step:
    if held is not None:
        date = format_date(held.expires_at, "medium")
        soon = held.ends_soon
        note = _("Lapses on %(date)s; renew it", date=date) if soon else _("Certified until %(date)s", date=date)
        return Step(course.title, note, "done", course.url, course.level)
    return Step(course.title, _course_note(course, attempt, left), "ahead", course.url, course.level)


def _course_note(course: Course, attempt: Attempt | None, left: int) -> str:
    if attempt is None:
        return str(ngettext("One lesson, then a quiz", "%(num)d lessons, then a quiz", course.lesson_count))
    if attempt.submitted_at is None:
        return str(_("Quiz begun"))
    if attempt.waits:
        return str(_("What you wrote is being judged"))
    if attempt.passed and left:
        return str(ngettext("Quiz passed; one exercise is left", "Quiz passed; %(num)d exercises are left", left))
    if attempt.passed:
        return str(_("The certificate ended; take the quiz again"))
    right, asked = attempt.score, len(attempt.drawn)
    return str(_("%(right)d of %(asked)d right, %(needed)d needed", right=right, asked=asked, needed=attempt.needed))


def _probation(person: Person) -> Step:
    mentor, needed = queries.mentor_of(person), queries.APPROVALS_NEEDED
    label = _("%(num)d approved of the last %(counted)d answers", num=needed, counted=queries.DECISIONS_COUNTED)
    if not queries.is_on_probation(person):
        return Step(label, _("You answer on your own"), "done", level="answerer")
    probation = queries.probation_of(person)
    note = _("%(done)d of %(needed)d", done=probation.approved_count if probation else 0, needed=needed)
    if mentor is not None:
        note = _("%(note)s, with %(mentor)s", note=note, mentor=mentor.name)
    return Step(label, note, "ahead", level="answerer")

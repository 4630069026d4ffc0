"""Who is cleared to do what, and which gate stops the rest."""

from __future__ import annotations

from flask import g
from flask_babel import format_datetime
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role, may_write
from app.core.access import ALLOWED, Decision, refused
from app.core.rules import only_reads
from app.core.signals import tells_clearances
from app.spaces import policy as spaces
from app.spaces.models import Space
from app.training import queries
from app.training.models import Attempt, Certificate, Course

ACTIONS = ("answer", "review", "verify")
GUIDELINES_URL = "/learn/guidelines"
ADDENDUM_URL = "/learn/addenda/"
OPEN_TO_CUSTOMERS = frozenset({"public", "customers"})


def clearance(person: Person | None, action: str, space: Space | None = None) -> Decision:
    """Whether somebody may answer, review or verify: signed in, in standing, guidelines accepted, certificate live.

    Customers need no certificate, and answer only in public and customers' spaces. In a sandbox, which nobody outside
    sees, employees practise without one. A space that asks for it has its own rules accepted too. A gate for which
    nothing is published yet stands open.
    """
    if not (decision := may_write(person)):
        return decision
    assert person is not None  # noqa: S101 - may_write refuses visitors
    if not person.is_employee and not _is_open_to_customers(action, space):
        return refused(_("This is for employees."), gate="space")
    if space is not None and not (decision := spaces.may_work(person, space)):
        return decision
    decision = _gates(person, action, in_sandbox=space is not None and space.visibility == "sandbox")
    return decision and _addendum_gate(person, space)


def may_learn(person: Person | None) -> Decision:
    """Whether somebody may take courses: they are the employees' own."""
    if person is not None and not person.is_employee:
        reason = _("Courses are for employees. You only need the guidelines.")
        return refused(reason, gate="role", remedy=GUIDELINES_URL)
    return may_write(person)


def may_see_course(person: Person | None, course: Course) -> Decision:
    """Whether a course is there for somebody: one that is taught for whoever may learn, any for those who own it."""
    if course.is_taught:
        return may_learn(person)
    return may_own_training(person)


def may_attempt(person: Person | None, course: Course) -> Decision:
    """Whether somebody may begin a course's quiz, or go on with it: not while they wait.

    One waits after a failed attempt, and after a certificate was taken back, unless a steward lets one try at once.
    """
    if not (decision := may_learn(person)):
        return decision
    assert person is not None  # noqa: S101 - may_learn refuses visitors
    if (back := queries.taken_back(person, course)) is not None and back.holds_back:
        when = format_datetime(back.retake_at)
        reason = _("Your certificate was taken back. You may take the quiz again from %(when)s on.", when=when)
        return refused(reason, gate="waiting", remedy=course.url)
    if queries.waits_for_judge(person, course):
        reason = _("What you wrote in your last attempt is being judged. You will be told.")
        return refused(reason, gate="waiting", remedy=course.url)
    if queries.passed_attempt(person, course) and (left := queries.exercises_open(person, course)):
        reason = _("You passed the quiz. The certificate comes once the exercises are done.")
        return refused(reason, gate="exercise", remedy=left[0].url)
    if (until := queries.next_try_at(person, course)) is None:
        return ALLOWED
    reason = _("You may try again from %(when)s on. Read the lessons again until then.", when=format_datetime(until))
    return refused(reason, gate="waiting", remedy=course.url)


def may_mentor(person: Person | None) -> Decision:
    """Whether somebody may see how far those are whom they mentor: mentors, their own."""
    return has_role(person, "mentor")


def may_judge(person: Person | None, attempt: Attempt | None = None) -> Decision:
    """Whether somebody may judge what was written in quizzes: mentors and stewards, never their own."""
    if not (decision := has_role(person, "mentor", "steward")):
        return decision
    own = attempt is not None and person is not None and attempt.person_id == person.id
    return refused(_("Somebody else judges your own answers."), gate="own") if own else ALLOWED


def may_practise(person: Person | None) -> Decision:
    """Whether somebody may practise answering: employees who do not answer on their own yet, or not any more.

    They are on probation, or their certificate to answer is missing or has lapsed; the guidelines they know already.
    So do those whose course asks for it.
    """
    if person is not None and not person.is_employee:
        return refused(_("Practice is for employees who learn to answer."), gate="role", remedy="/questions")
    if not (decision := may_write(person)):
        return decision
    assert person is not None  # noqa: S101 - may_write refuses visitors
    if not (decision := _guidelines_gate(person)):
        return decision
    if queries.is_on_probation(person) or not _training_gate(person, "answer", in_sandbox=False):
        return ALLOWED
    if queries.wants_practice(person):
        return ALLOWED
    return refused(_("You answer on your own. Real questions wait at the desk."), gate="seasoned", remedy="/desk")


def may_accept_guidelines(person: Person | None) -> Decision:
    """Whether somebody may accept the guidelines: every member, also before their address is confirmed."""
    if person is None:
        return refused(_("Sign in first."), gate="sign-in", remedy=f"/sign-in?next={GUIDELINES_URL}")
    return ALLOWED


def addendum_url(space: Space) -> str:
    """Where the rules are read and accepted that a space has beside the guidelines."""
    return f"{ADDENDUM_URL}{space.slug}"


def may_own_training(person: Person | None) -> Decision:
    """Whether somebody may publish guidelines and courses, pair mentors and revoke certificates."""
    return has_role(person, "steward")


def may_see_certificate(person: Person | None, certificate: Certificate) -> Decision:
    """Whether somebody may look at a certificate: its holder, and colleagues."""
    if person is not None and (person.is_employee or person.id == certificate.person_id):
        return ALLOWED
    return refused(_("Certificates are for employees to see."), gate="role")


def may_know_why(person: Person | None, certificate: Certificate) -> Decision:
    """Whether somebody may read why a certificate was taken back: its holder, and who owns the training."""
    if person is not None and person.id == certificate.person_id:
        return ALLOWED
    return may_own_training(person)


def may_release(person: Person | None, certificate: Certificate) -> Decision:
    """Whether somebody may let a holder try again at once: who owns the training, but not themselves."""
    if (decision := may_own_training(person)) and person is not None and person.id == certificate.person_id:
        return refused(_("Somebody else shortens your own wait."), gate="own")
    return decision


def clearances(person: Person) -> dict[str, Decision]:
    """The same for every action that may concern somebody, wherever it is done, at the price of one."""
    general = may_write(person) and _guidelines_gate(person)
    if not general or not person.is_employee:
        return dict.fromkeys(ACTIONS if person.is_employee else ACTIONS[:1], general)
    needed = queries.courses_clearing()
    held = {certificate.course.clears for certificate in queries.certificates_of(person) if certificate.is_live}
    return {a: ALLOWED if a in held or a not in needed else _pass_first(needed[a]) for a in ACTIONS}


@tells_clearances
def told(person: Person) -> tuple[list[str], list[str]]:
    """What somebody is cleared to do, and the courses whose certificates they hold."""
    held = [certificate.course.slug for certificate in queries.certificates_of(person) if certificate.is_live]
    return [action for action, decision in clearances(person).items() if decision], sorted(held)


def _gates(person: Person, action: str, *, in_sandbox: bool) -> Decision:
    """Both gates. A page asks them of the same person many times, so what they say is kept while it only reads."""
    kept: dict[tuple[int, str, bool], Decision] = g.setdefault("gates", {}) if only_reads() else {}
    asked = (person.id, action, in_sandbox)
    if asked not in kept:
        kept[asked] = _guidelines_gate(person) and _training_gate(person, action, in_sandbox=in_sandbox)
    return kept[asked]


def _addendum_gate(person: Person, space: Space | None) -> Decision:
    """What a space has people accept beside the guidelines; kept for a page like the other gates."""
    if space is None or not space.addendum_needed:
        return ALLOWED
    kept: dict[tuple[int, int], bool] = g.setdefault("addenda", {}) if only_reads() else {}
    asked = (person.id, space.id)
    if asked not in kept:
        kept[asked] = queries.accepted_addendum(person, space) >= space.addendum_needed
    if kept[asked]:
        return ALLOWED
    reason = _("Read and accept the rules of the space “%(name)s” first.", name=space.name)
    return refused(reason, gate="addendum", remedy=addendum_url(space))


def _is_open_to_customers(action: str, space: Space | None) -> bool:
    return action == "answer" and (space is None or space.visibility in OPEN_TO_CUSTOMERS)


def _guidelines_gate(person: Person) -> Decision:
    wanted = queries.version_to_accept()
    if queries.accepted_version(person) >= wanted:
        return ALLOWED
    reason = _("Read and accept version %(version)d of the guidelines first.", version=wanted)
    return refused(reason, gate="guidelines", remedy=GUIDELINES_URL)


def _training_gate(person: Person, action: str, *, in_sandbox: bool) -> Decision:
    if not person.is_employee or in_sandbox:
        return ALLOWED
    course = queries.course_clearing(action)
    if course is None or queries.live_certificate(person, action) is not None:
        return ALLOWED
    return _pass_first(course)


def _pass_first(course: Course) -> Decision:
    return refused(_("Pass the course “%(title)s” first.", title=course.title), gate="training", remedy=course.url)

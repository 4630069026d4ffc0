"""What the board does when hours, promises, certificates or guidelines change."""

from __future__ import annotations

from app.accounts import queries as accounts
from app.board import commands, queries
from app.board.events import PracticeHandedIn, PracticeRemarked, ServiceRulesChanged
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.spaces.events import HoursChanged
from app.training import commands as courses
from app.training import policy as training
from app.training import queries as training_queries
from app.training.events import CertificateLapsed, CertificateRevoked, CourseChanged, GuidelinesBound

exercises = Subscriber("exercises", reset=lambda: None)
clocks = Subscriber("clocks", reset=lambda: None)
claims = Subscriber("claims", reset=lambda: None)


@clocks.on(HoursChanged, ServiceRulesChanged)
def changed(event: HoursChanged | ServiceRulesChanged, entry: Entry) -> None:
    """The next looks take the new hours and targets; what was taken before stays."""
    commands.look_again(event.space_id)


@claims.on(CertificateLapsed, CertificateRevoked)
def may_answer_no_more(event: CertificateLapsed | CertificateRevoked, entry: Entry) -> None:
    """Whoever may not answer any more is on no question any more, so that others can go on."""
    person = accounts.by_id(event.person_id)
    if person is not None and not training.clearance(person, "answer"):
        commands.end_claims_of(person.id)


@claims.on(GuidelinesBound)
def guidelines_bound(event: GuidelinesBound, entry: Entry) -> None:
    """The same for all who are on a question and have not accepted in time; the others do not notice."""
    for person in accounts.by_ids(queries.claimants()).values():
        if not training.clearance(person, "answer"):
            commands.end_claims_of(person.id)


@exercises.on(PracticeHandedIn, PracticeRemarked)
def practised(event: PracticeHandedIn | PracticeRemarked, entry: Entry) -> None:
    """Whoever passed a course's quiz before its exercises is certified once they are done."""
    person = accounts.by_id(event.person_id)
    if person is not None:
        courses.certify_practised(person)


@exercises.on(CourseChanged)
def course_changed(event: CourseChanged, entry: Entry) -> None:
    """An exercise that is taken out, or asks for less, stands in nobody's way any more."""
    for person in accounts.by_ids(training_queries.uncertified(event.course_id)).values():
        courses.certify_practised(person)

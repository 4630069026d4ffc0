"""The API's operations on who reviews what, and by which criteria."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.api import Listing, operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import AssignmentOut, RubricOut
from app.ideas.api.taken import rubric_rows
from app.ideas.api.taken_reviewing import AskedIn, AssignIn, AssignmentsQuery, RubricIn
from app.ideas.models import Challenge


@operation("listReviewAssignments", "GET /review-assignments", query=AssignmentsQuery, returns=Listing[AssignmentOut])
def list_review_assignments(query: AssignmentsQuery) -> Listing[AssignmentOut]:
    """What you are asked to review; of a whole challenge for the innovation team. What is due first comes first."""
    person = somebody()
    challenge = found(queries.named(person, query.challenge)) if query.challenge else None
    ensure(policy.may_run_challenges(person) if challenge else policy.may_see_reviews(person))
    page = queries.listed_assignments(
        person, reviewer_id=None if challenge else person.id, challenge_id=challenge.id if challenge else None,
        state=query.state or "", after=query.after, limit=query.limit,
    )  # fmt: skip
    return Listing(items=[AssignmentOut.of(task) for task in page.items], next=page.next)


@operation("assignReviews", "POST /challenges/<challenge>/assignments", body=AssignIn, returns=Listing[AssignmentOut])
def assign_reviews(challenge: str, body: AssignIn) -> Listing[AssignmentOut]:
    """Ask experts to review ideas of a challenge, all or nothing; asking again for the same changes nothing.

    403 where one of the ideas is your own: a colleague asks about that.
    """
    person, within = _team(challenge)
    wanted = _wanted(body.assignments)
    ensure(policy.may_choose_reviewers(person, *queries.ideas_in(within, wanted)))
    commands.assign_reviews(within, wanted, due_at=body.due_at, by=person)
    held = queries.assignments_of(wanted)
    asked = [task for idea_id, people in wanted.items() for task in held[idea_id] if task.reviewer_id in people]
    return Listing(items=[AssignmentOut.of(task) for task in asked], next=None)


@operation("withdrawReviewAssignment", "DELETE /review-assignments/<id:assignment_id>")
def withdraw_review_assignment(assignment_id: int) -> None:
    """Take a task back that waits."""
    person = somebody()
    assignment = found(queries.assignment_by_id(assignment_id))
    found(queries.visible_idea(person, assignment.idea_id))
    ensure(policy.may_choose_reviewers(person, assignment.idea))
    commands.withdraw_assignment(assignment, by=person)


@operation("setRubric", "PUT /challenges/<challenge>/rubric", body=RubricIn, returns=RubricOut)
def set_rubric(challenge: str, body: RubricIn) -> RubricOut:
    """Change how a challenge is judged; reviews that were filed keep the criteria they were filed by.

    403 while an idea of your own waits to be judged by them: a colleague changes them.
    """
    person, within = _team(challenge)
    ensure(policy.may_set_rubric(person, within))
    commands.change_rubric(within, rubric_rows(body.rubric), version=body.version, by=person)
    if body.held is not None:
        commands.hold_reviews(within, body.held, by=person)
    return RubricOut.of(within)


def _team(challenge: str) -> tuple[Person, Challenge]:
    person = somebody()
    within = found(queries.named(person, challenge))
    ensure(policy.may_run_challenges(person))
    return person, within


def _wanted(asked: list[AskedIn]) -> dict[int, list[int]]:
    """By idea id the ids of people, each handle looked up once."""
    known = {person.handle: person.id for person in accounts.by_handles(h for each in asked for h in each.reviewers)}
    wanted: dict[int, list[int]] = {}
    for each in asked:
        if unknown := [handle for handle in each.reviewers if handle.casefold() not in known]:
            raise Invalid({"assignments": _("There is nobody with the handle %(handle)s.", handle=unknown[0])})
        wanted.setdefault(each.idea, []).extend(known[handle.casefold()] for handle in each.reviewers)
    return wanted

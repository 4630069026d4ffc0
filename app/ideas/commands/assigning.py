"""Asking experts to review: in bulk, offered on when somebody stands down, released together where they are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import assigning, queries
from app.ideas.commands.turns import hold_challenge, hold_idea
from app.ideas.events import ReviewAssignmentEnded, ReviewerMissing, ReviewsAssigned, ReviewsReleased
from app.ideas.models import Challenge, Idea, ReviewAssignment

REMIND_BEFORE = timedelta(days=2)
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=365)
TIME_TO_STAND_IN = timedelta(days=3)
MOST_PAIRS = 1000


def assign_reviews(challenge: Challenge, wanted: Mapping[int, Iterable[int]], *, due_at: datetime, by: Person) -> int:
    """Ask experts to review, by idea id; returns how many tasks are new: who has one already keeps it as it is.

    All or nothing. Raises Invalid for a due date out of reach, an idea that is not under review here, or somebody who
    may not be asked: not cleared, its author, tied to it.
    """
    hold_challenge(challenge)
    pairs = [(idea_id, person_id) for idea_id, people in wanted.items() for person_id in dict.fromkeys(people)]
    _check_dates(due_at)
    ideas = _check_pairs(challenge, pairs)
    held = queries.assignments_of(ideas)
    known = {(each.idea_id, each.reviewer_id): each for some in held.values() for each in some}
    new: dict[int, list[int]] = defaultdict(list)
    for idea_id, person_id in pairs:
        before = known.get((idea_id, person_id))
        if before is None or before.state in {"withdrawn", "lapsed"}:
            _give(idea_id, person_id, before, due_at, by.id)
            new[person_id].append(idea_id)
    db.session.flush()
    for reviewer_id, ids in new.items():
        event = ReviewsAssigned(challenge_id=challenge.id, reviewer_id=reviewer_id, idea_ids=ids)
        record(event, by=by, space_id=challenge.space_id)
    count = sum(map(len, new.values()))
    if count:
        after = {"due_at": clock.rfc3339(due_at), "reviewers": {str(key): ids for key, ids in new.items()}}
        audit.log("ideas.reviews_assigned", f"challenge:{challenge.id}", by=by, after=after)
    return count


def withdraw_assignment(assignment: ReviewAssignment, *, by: Person) -> None:
    """Take a task back; raises Conflict when it does not wait any more."""
    hold_idea(assignment.idea)
    db.session.refresh(assignment, ["state"])
    if assignment.state != "waiting":
        raise Conflict(_("This review does not wait any more."))
    end(assignment, "withdrawn", by=by)
    release(assignment.idea)
    facts = {"idea": assignment.idea_id, "reviewer": assignment.reviewer_id}
    audit.log("ideas.review_withdrawn", f"challenge:{assignment.idea.challenge_id}", by=by, before=facts)


def settle(idea: Idea, person: Person, *, recused: bool) -> None:
    """End somebody's task with what they filed; where they stood down, also after filing, the next is asked."""
    assignment = queries.assignment_of(person, idea)
    if assignment is not None:
        before, state = assignment.state, "recused" if recused else "done"
        if before != state:
            assignment.state, assignment.ended_at = state, clock.now()
            db.session.flush()
        if recused and before in {"waiting", "done"}:
            _offer_next(idea, assignment)
    release(idea)


def stand_aside(idea: Idea, person: Person) -> None:
    """End the task of somebody who became an author of what they were to review, and ask the next.

    By nobody in the log: of an anonymous idea it would name them.
    """
    assignment = queries.assignment_of(person, idea)
    if assignment is not None and assignment.state == "waiting":
        end(assignment, "withdrawn")
        _offer_next(idea, assignment)
        release(idea)


def end(assignment: ReviewAssignment, state: str, *, by: Person | None = None) -> None:
    """Withdraw a task or let it lapse."""
    assignment.state, assignment.ended_at = state, clock.now()
    db.session.flush()
    ended = ReviewAssignmentEnded(
        idea_id=assignment.idea_id, assignment_id=assignment.id, reviewer_id=assignment.reviewer_id, state=state
    )
    record(ended, by=by, space_id=assignment.idea.space_id)


def release(idea: Idea) -> None:
    """Let everybody read reviews that were held, once all who were asked have filed, or time is up."""
    if not idea.holds_reviews:
        return
    asked = queries.assignments_of([idea.id]).get(idea.id, [])
    waits = any(each.state == "waiting" and not each.is_overdue for each in asked)
    if idea.kind in queries.UNDECIDED and (waits or not asked):
        return
    idea.reviews_released_at = clock.now()
    db.session.flush()
    record(ReviewsReleased(idea_id=idea.id), by=None, space_id=idea.space_id)


def _give(idea_id: int, person_id: int, before: ReviewAssignment | None, due_at: datetime, by_id: int) -> None:
    given = before or ReviewAssignment(idea_id=idea_id, reviewer_id=person_id)
    given.state, given.due_at, given.assigned_by_id, given.assigned_at = "waiting", due_at, by_id, clock.now()
    given.ended_at = given.overdue_told_at = None
    # Who is asked at short notice was told just now; a reminder would only say it again.
    given.reminded_at = clock.now() if due_at - clock.now() <= REMIND_BEFORE else None
    db.session.add(given)


def _offer_next(idea: Idea, left: ReviewAssignment) -> None:
    """Ask the next best for a task that somebody stood down from; whoever gave it hears when there is nobody."""
    free = [choice.candidate for choice in queries.choices([idea])[idea.id] if not choice.excluded]
    chosen = assigning.propose({idea.id: free}, 1)[idea.id] if idea.is_judged_now else []
    if not chosen:
        missing = ReviewerMissing(idea_id=idea.id, assigned_by_id=left.assigned_by_id)
        record(missing, by=None, space_id=idea.space_id)
        return
    before = db.session.scalar(
        select(ReviewAssignment).where(ReviewAssignment.idea_id == idea.id, ReviewAssignment.reviewer_id == chosen[0])
    )
    _give(idea.id, chosen[0], before, max(left.due_at, clock.now() + TIME_TO_STAND_IN), left.assigned_by_id)
    db.session.flush()
    event = ReviewsAssigned(challenge_id=idea.challenge_id, reviewer_id=chosen[0], idea_ids=[idea.id], stood_in=True)
    record(event, by=None, space_id=idea.space_id)


def _check_dates(due_at: datetime) -> None:
    if not clock.now() + SHORTEST <= due_at <= clock.now() + LONGEST:
        raise Invalid({"due_at": _("Choose a time within a year that leaves at least an hour.")})


def _check_pairs(challenge: Challenge, pairs: list[tuple[int, int]]) -> dict[int, Idea]:
    """The ideas by id, all of which may be given to whom they are to be given."""
    if not pairs:
        raise Invalid({"pairs": _("Choose at least one idea and one reviewer.")})
    if len(pairs) > MOST_PAIRS:
        raise Invalid({"pairs": _("Give out at most %(most)d reviews at once.", most=MOST_PAIRS)})
    wanted = {idea_id for idea_id, _person in pairs}
    query = select(Idea).where(Idea.id.in_(wanted), Idea.challenge_id == challenge.id, *queries.is_under_review())
    ideas = {idea.id: idea for idea in db.session.scalars(query)}
    if wanted - ideas.keys():
        raise Invalid({"pairs": _("Some of these ideas are not under review in this challenge any more.")})
    free = queries.choices(list(ideas.values()))
    may = {(i, one.person.id) for i, some in free.items() for one in some if not one.excluded}
    may |= {(each.idea_id, each.reviewer_id) for some in queries.assignments_of(wanted).values() for each in some}
    if refused := [pair for pair in pairs if pair not in may]:
        titles = ", ".join(dict.fromkeys(f"“{ideas[idea_id].title}”" for idea_id, _person in refused[:3]))
        raise Invalid(
            {"pairs": _("Somebody cannot be asked: not cleared, too close, or done. See %(where)s.", where=titles)}
        )
    return ideas

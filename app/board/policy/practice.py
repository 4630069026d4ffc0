"""Who practises on what, and who remarks on it; what there is to see of it, the queries say."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board import queries
from app.board.models import Practice, Question, Remark
from app.core.access import ALLOWED, Decision, refused
from app.training import policy as training

PRACTICE_URL = "/practice"


def may_practise(person: Person | None) -> Decision:
    """Employees who do not answer on their own yet, or not any more."""
    return training.may_practise(person)


def may_practise_on(person: Person | None, question: Question) -> Decision:
    """On old questions with a settled answer that everybody may read; again on what one has handed in already."""
    if not (decision := may_practise(person)):
        return decision
    assert person is not None  # noqa: S101 - may_practise refuses visitors
    if queries.practice_on(person, question) is not None:
        return _still_public(question)
    if queries.took_part(person, question):
        reason = _("You asked or answered this question yourself. Practise on another one.")
        return refused(reason, gate="own", remedy=PRACTICE_URL)
    if not queries.is_fit_for_practice(question):
        reason = _("One practises on old questions with an accepted or verified answer that everybody may read.")
        return refused(reason, gate="state", remedy=PRACTICE_URL)
    return ALLOWED


def may_list_practice(person: Person | None) -> Decision:
    """Who practises, and who remarks on it, see what there is to practise on."""
    decision = may_practise(person)
    return ALLOWED if decision or may_review_practice(person) else decision


def may_see_practice(person: Person | None, practice: Practice) -> Decision:
    """Who wrote it, and who may remark on it."""
    if person is not None and (practice.person_id == person.id or queries.is_reviewer_of(person, practice)):
        return ALLOWED
    return refused(_("Practice is between the novice and their mentor."), gate="role")


def may_revise(person: Person | None, practice: Practice) -> Decision:
    """Who wrote it, until a mentor has remarked on it."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and practice.person_id != person.id:
        return refused(_("This is somebody else's practice."), gate="own")
    if practice.verdict:
        reason = _("Your mentor has remarked on this. Practise on another question.")
        return refused(reason, gate="state", remedy=PRACTICE_URL)
    return ALLOWED


def may_check(person: Person | None, practice: Practice) -> Decision:
    """Who wrote it ticks what it keeps of the guidelines, until a mentor has remarked on it."""
    return may_revise(person, practice)


def may_review_practice(person: Person | None) -> Decision:
    """Mentors, moderators of the site or of a sandbox space, and stewards."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and queries.reviews_practice(person):
        return ALLOWED
    return refused(_("Practice is remarked on by mentors and moderators."), gate="role", remedy=PRACTICE_URL)


def may_remark(person: Person | None, practice: Practice) -> Decision:
    """Who may review it, never on one's own."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and practice.person_id == person.id:
        return refused(_("Somebody else has to remark on your practice."), gate="own")
    if person is not None and queries.is_reviewer_of(person, practice):
        return ALLOWED
    return refused(_("Practice is remarked on by the novice's mentor."), gate="role")


def may_withdraw_remark(person: Person | None, practice: Practice, remark: Remark) -> Decision:
    """Who made it, while they may remark, or a moderator or steward."""
    if not (decision := may_remark(person, practice)):
        return decision
    if person is not None and (person.id == remark.mentor_id or person.has_role("moderator", "steward")):
        return ALLOWED
    return refused(_("This remark is somebody else's."), gate="own")


def may_see_alone(person: Person | None) -> Decision:
    """Whether somebody sees whose practice waits without a mentor: who pairs them."""
    return training.may_own_training(person)


def _still_public(question: Question) -> Decision:
    if queries.still_public([question.id]):
        return ALLOWED
    reason = _("This question is not for everybody any more, so it is not for practice.")
    return refused(reason, gate="state", remedy=PRACTICE_URL)

"""Who may do what with questions."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.models import SHOWN, Question
from app.board.policy.answers import may_verify_here
from app.board.policy.desk import may_claim
from app.board.policy.grounds import may_vote, own_or_moderator, standing
from app.core.access import ALLOWED, Decision, refused
from app.spaces.models import Space
from app.spaces.policy import is_open, may_moderate, may_post
from app.training import policy as training


def may_ask(person: Person | None, space: Space) -> Decision:
    """Whoever may post in the space."""
    return may_post(person, space)


def may_vote_question(person: Person | None, question: Question) -> Decision:
    """Members, not on their own question."""
    return standing(question) and may_vote(person, question.author_id, question.hold == SHOWN)


def may_comment(person: Person | None, question: Question) -> Decision:
    """Whoever may post in the space, beneath what everybody sees."""
    if not (decision := may_post(person, question.space) and standing(question)):
        return decision
    if question.hold != SHOWN:
        return refused(_("This question cannot be seen by others now."), gate="state")
    return ALLOWED


def may_escalate(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here, while it is unsolved."""
    if not (decision := may_claim(person, question)):
        return decision
    if question.state == "solved":
        return refused(_("This question is solved already."), gate="state")
    return ALLOWED


def may_edit_question(person: Person | None, question: Question) -> Decision:
    """The asker, or a moderator."""
    return own_or_moderator(person, question.author_id, question.space)


def may_close(person: Person | None, question: Question) -> Decision:
    """The asker, or a moderator."""
    return own_or_moderator(person, question.author_id, question.space)


def may_be_asked(person: Person, space: Space) -> Decision:
    """Colleagues who are cleared to answer in the space can be asked by name."""
    if person.is_employee and training.clearance(person, "answer", space):
        return ALLOWED
    return refused(_("%(name)s cannot answer here. Choose somebody else.", name=person.name), gate="training")


def may_make_private(person: Person | None, question: Question) -> Decision:
    """The asker, or a moderator."""
    return own_or_moderator(person, question.author_id, question.space)


def may_open_up(person: Person | None, question: Question) -> Decision:
    """Moderators: what was said in private may hold what others should not read."""
    if not question.space.one_way:
        return is_open(question.space) and may_moderate(person, question.space)
    return refused(_("Everything in this space stays between the asker and those who answer."), gate="space")


def may_merge(person: Person | None, question: Question) -> Decision:
    """Moderators of the space, and experts of one of its topics who are cleared to verify."""
    if not (decision := is_open(question.space)):
        return decision
    if may_moderate(person, question.space):
        return ALLOWED
    if may_verify_here(person, question):
        return ALLOWED
    return refused(_("Duplicates are merged by moderators and by experts of the question's topics."), gate="role")

"""What several rules of the board rest on."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board.models import PUBLISHED, SHOWN, Answer, Question
from app.core.access import ALLOWED, Decision, refused
from app.spaces.models import Space
from app.spaces.policy import is_open, may_moderate


def own_or_moderator(person: Person | None, author_id: int, space: Space) -> Decision:
    """The author, or a moderator."""
    if not (decision := may_write(person)):
        return decision
    if not (decision := is_open(space)):
        return decision
    if person is not None and person.id == author_id:
        return ALLOWED
    return may_moderate(person, space)


def may_vote(person: Person | None, author_id: int, seen: bool) -> Decision:
    """Members, not on their own words, once everybody sees them."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and person.id == author_id:
        return refused(_("You cannot vote for your own words."), gate="own")
    return ALLOWED if seen else refused(_("Votes open once everybody can see this."), gate="state")


def standing(question: Question) -> Decision:
    """Whether a question stands for itself, rather than being a duplicate of another, and in a space that is open."""
    if question.merged_into_id is None:
        return is_open(question.space)
    reason = _("This question was merged into another one. Go on there.")
    return refused(reason, gate="merged", remedy=f"/questions/{question.merged_into_id}")


def open_for_work(question: Question) -> Decision:
    """Whether anybody may still answer it."""
    if not (decision := standing(question)):
        return decision
    if question.hold != SHOWN:
        return refused(_("This question cannot be seen by others now."), gate="state")
    if question.state == "closed":
        return refused(_("This question is closed."), gate="state")
    return ALLOWED


def published(answer: Answer) -> Decision:
    """Whether everybody sees the answer, in a space that is open."""
    if answer.state != PUBLISHED:
        return refused(_("This answer is not published."), gate="state")
    return is_open(answer.question.space)

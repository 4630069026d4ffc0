"""Who may do what in the talk beneath an idea."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.discussion.models import Comment
from app.ideas.models import SHOWN, AuthorQuestion, Endorsement, Idea
from app.ideas.policy.authors import is_author
from app.ideas.policy.challenges import in_time
from app.spaces import policy as spaces
from app.spaces.queries import by_id as space_by_id
from app.topics import queries as topics


def may_change_comment(person: Person | None, comment: Comment) -> Decision:
    """Whether somebody may edit a comment or take it back: their own, while no moderator took it down."""
    if not (decision := may_write(person)):
        return decision
    if person is None or comment.author_id != person.id:
        return refused(_("This is somebody else’s comment."), gate="own")
    if comment.state not in {"published", "held"}:
        return refused(_("This comment is not here any more."), gate="state")
    return spaces.is_open(space_by_id(comment.space_id))


def may_reword_comment(person: Person | None, comment: Comment, idea: Idea) -> Decision:
    """Whether somebody may change what their comment says: while others may still say something to that."""
    return may_change_comment(person, comment) and in_time(idea.challenge, "discuss")


def may_settle_question(person: Person | None, asked: AuthorQuestion) -> Decision:
    """Whether somebody may say that a question to the author is answered, or that it is not: who asked it."""
    if not (decision := may_write(person)):
        return decision
    if person is None or asked.comment.author_id != person.id:
        return refused(_("Only who asked this can say so."), gate="own")
    return ALLOWED


def standing_of(person: Person) -> str:
    """What somebody speaks as when they endorse: their function, their expertise; nothing without either."""
    if person.is_employee and person.function:
        return person.function
    if person.has_role("sme") and person.is_employee:
        return str(_("Subject-matter expert"))
    known = topics.expertise_of(person)
    best = next((topic.name for expertise, topic in known if topics.is_expert(person, [topic.id])), "")
    return str(_("Expert in %(topic)s", topic=best)) if best else ""


def may_endorse(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may endorse: with standing, never their own idea, and one that everybody sees."""
    if not (decision := spaces.may_post(person, idea.space)):
        return decision
    assert person is not None  # noqa: S101 - may_post refuses visitors
    if is_author(person, idea):
        return refused(_("You cannot endorse your own idea."), gate="own")
    if idea.merged_into_id is not None or idea.hold != SHOWN:
        return refused(_("This idea does not stand for itself now."), gate="state")
    if not standing_of(person):
        reason = _("Endorsing is for experts and for colleagues whose profile names their function.")
        return refused(reason, gate="standing")
    return ALLOWED


def may_moderate(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may take down what others say about an idea."""
    return spaces.may_moderate(person, idea.space)


def may_take_down(person: Person | None, endorsement: Endorsement, idea: Idea) -> Decision:
    """Whether somebody may remove an endorsement: their own, or as a moderator of the space."""
    if person is not None and endorsement.person_id == person.id:
        return may_write(person)
    return may_moderate(person, idea)

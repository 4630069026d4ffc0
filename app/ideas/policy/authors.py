"""Whose an idea is, and what only its authors may do."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries
from app.ideas.models import Idea


def is_author(person: Person | None, idea: Idea) -> bool:
    """Whether it is somebody's own idea: its author's, or a co-author's who agreed."""
    return queries.is_author(person, idea)


def has_stake(person: Person | None, idea: Idea) -> bool:
    """Whether it is or was somebody's own idea, so that judging it would be a conflict of interest."""
    return queries.has_written(person, idea)


def may_reveal(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may name its authors before it is decided: the one who chose to be anonymous."""
    return _submitter(person, idea)


def may_open_up(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may show everybody what only the team reads: whoever submitted it."""
    return _submitter(person, idea)


def may_invite(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may ask others to be co-authors, while nothing is decided."""
    if not (decision := _submitter(person, idea)):
        return decision
    if idea.kind not in {"open", "review"} or idea.merged_into_id is not None:
        return refused(_("This idea is decided. Its authors stay as they are."), gate="state")
    return ALLOWED


def may_join(person: Person | None, idea: Idea) -> Decision:
    """Whether somebody may say yes: whoever was asked, while nothing is decided."""
    if not (decision := may_write(person)):
        return decision
    if not queries.is_invited(person, idea) and not is_author(person, idea):
        return refused(_("Nobody asked you to be a co-author, or they took it back."), gate="own")
    if idea.kind not in {"open", "review"}:
        return refused(_("This idea is decided. Its authors stay as they are."), gate="state")
    return ALLOWED


def _submitter(person: Person | None, idea: Idea) -> Decision:
    if not (decision := may_write(person)):
        return decision
    if person is None or person.id != idea.author_id:
        return refused(_("Only whoever submitted this idea may do that."), gate="own")
    return ALLOWED

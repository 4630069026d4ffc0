"""Who may make, change and own projects."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.ideas.models import Idea, Project
from app.ideas.models.projects import STATES
from app.ideas.policy.challenges import may_run_challenges
from app.ideas.policy.returns import owns
from app.spaces.policy import is_open


def may_make_project(person: Person | None, idea: Idea, project: Project | None) -> Decision:
    """Whether somebody may make a project of an idea: the innovation team, once it is approved and in none yet."""
    if not (decision := may_run_challenges(person) and is_open(idea.space)):
        return decision
    if idea.merged_into_id is not None:
        return refused(_("This idea was merged. Take the one it went into."), gate="merged")
    if idea.kind not in STATES or idea.kind == "closed":
        return refused(_("A project is made of an idea once it is approved."), gate="state")
    if project is not None:
        return refused(_("This idea is in a project already."), gate="project", remedy=project.url)
    return ALLOWED


def may_edit_project(person: Person | None, project: Project) -> Decision:
    """Whether somebody may change a project: the innovation team, and its owner once they agreed."""
    decision = ALLOWED if owns(person, project) else may_run_challenges(person)
    return decision and is_open(project.space)


def may_answer_for(person: Person | None, project: Project) -> Decision:
    """Whether somebody may agree to own a project, or decline: whoever was asked, and no one else."""
    if not (decision := may_write(person) and is_open(project.space)):
        return decision
    if person is None or project.owner_id != person.id:
        return refused(_("Only the person who was asked can answer this."), gate="own")
    return ALLOWED

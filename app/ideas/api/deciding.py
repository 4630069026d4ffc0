"""The API's operations of the innovation team."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.api import operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import IdeaOut, idea_out
from app.ideas.api.taken import MergeIn
from app.ideas.models import Idea


@operation("mergeIdea", "PUT /ideas/<id:idea_id>/merge", body=MergeIn, returns=IdeaOut)
def merge_idea(idea_id: int, body: MergeIn) -> IdeaOut:
    """Merge a duplicate into another idea; each voter counts once there. What was merged into it before comes along."""
    person, idea = _decider(idea_id)
    into = queries.visible_idea(person, body.into)
    if into is None:
        raise Invalid({"into": _("There is no such idea.")})
    ensure(policy.may_merge(person, into))
    commands.merge(idea, into, by=person)
    return idea_out(idea, person)


@operation("unmergeIdea", "DELETE /ideas/<id:idea_id>/merge")
def unmerge_idea(idea_id: int) -> None:
    """Undo a merge; the votes it carried over go back."""
    person, idea = _decider(idea_id)
    commands.unmerge(idea, by=person)


def _decider(idea_id: int) -> tuple[Person, Idea]:
    """Who merges which idea, through the door."""
    person = somebody()
    idea = found(queries.visible_idea(person, idea_id))
    ensure(policy.may_merge(person, *queries.way_of(idea)))
    return person, idea

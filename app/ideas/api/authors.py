"""The API's operations on co-authors."""

from __future__ import annotations

from pydantic import Field

from app.accounts import queries as accounts
from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Text
from app.ideas import commands, policy, queries


class CoauthorIn(In):
    """Who is asked to be a co-author."""

    handle: Text = Field(min_length=1, max_length=60)


class CoauthorOut(Out):
    """A co-author, or somebody who was asked and has not `agreed` yet; the latter only authors see."""

    person: PersonOut
    agreed: bool


@operation("listCoauthors", "GET /ideas/<id:idea_id>/coauthors", returns=Listing[CoauthorOut])
def list_coauthors(idea_id: int) -> Listing[CoauthorOut]:
    """Who stands beside the author of an idea, as far as you may know it."""
    person, idea = me(), found(queries.visible_idea(me(), idea_id))
    public()
    if queries.is_author(person, idea):
        items = [
            CoauthorOut(person=PersonOut.of(each.person), agreed=each.agreed_at is not None) for each in idea.partners
        ]
    else:
        others = queries.byline(idea, person).others
        items = [CoauthorOut(person=PersonOut.of(each), agreed=True) for each in others]
    return Listing(items=items, next=None)


@operation(
    "inviteCoauthor", "POST /ideas/<id:idea_id>/coauthors", body=CoauthorIn, returns=CoauthorOut, status=201
)  # fmt: skip
def invite_coauthor(idea_id: int, body: CoauthorIn) -> CoauthorOut:
    """Ask somebody to be a co-author of your idea; their name stands beside yours once they agree."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_invite(person, idea))
    asked = commands.invite(idea, body.handle, by=person)
    return CoauthorOut(person=PersonOut.of(asked.person), agreed=False)


@operation("removeCoauthor", "DELETE /ideas/<id:idea_id>/coauthors/<handle>")
def remove_coauthor(idea_id: int, handle: str) -> None:
    """Take an invitation or a co-author of your idea back."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_invite(person, idea))
    commands.remove(idea, found(accounts.by_handle(handle)).id, by=person)


@operation("becomeCoauthor", "PUT /ideas/<id:idea_id>/coauthorship", status=204)
def become_coauthor(idea_id: int) -> None:
    """Agree to be a co-author; your vote and your endorsement are taken back. 409 after you reviewed it."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_join(person, idea))
    commands.agree(idea, by=person)


@operation("leaveCoauthors", "DELETE /ideas/<id:idea_id>/coauthorship")
def leave_coauthors(idea_id: int) -> None:
    """Decline to be a co-author, or be one no more."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(True)
    commands.remove(idea, person.id, by=person)

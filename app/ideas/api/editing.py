"""The API's operations on changing ideas."""

from __future__ import annotations

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.core.api.pieces import PieceOut, pieces_out
from app.core.text import LONGEST
from app.files.commands import MOST_ON_ONE
from app.ideas import commands, policy, queries
from app.ideas.api.given import IdeaOut, idea_out
from app.ideas.api.taken_fields import Answers


class EditIdeaIn(In):
    """An idea's new words; with `version` they are refused when the words have changed since.

    Without `fields` the answers stay as they are; `without` are the tokens of files that are taken away.
    """

    title: Text = Field(min_length=1, max_length=200)
    body: Text = Field("", max_length=LONGEST)
    fields: Answers | None = None
    form_version: int | None = Field(None, ge=0, lt=2**31)
    reason: Text = Field("", max_length=300)
    version: Text | None = Field(None, max_length=20)
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)
    without: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class FieldChangeOut(Out):
    """What changed in an answer."""

    label: str
    text: list[PieceOut]


class IdeaChangeOut(Out):
    """One edit; `title` and `body` are null where they did not change, nothing is told unless it is `open` to you."""

    id: int
    at: Moment
    by: PersonOut | None
    by_author: bool
    reason: str
    open: bool
    title: list[PieceOut] | None
    body: list[PieceOut] | None
    fields: list[FieldChangeOut]


@operation("editIdea", "PUT /ideas/<id:idea_id>", body=EditIdeaIn, returns=IdeaOut)
def edit_idea(idea_id: int, body: EditIdeaIn) -> IdeaOut:
    """Change an idea; what it said before is kept and can be read."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_edit(person, idea))
    commands.edit(idea, by=person, **body.model_dump())
    return idea_out(idea, person)


@operation("getIdeaHistory", "GET /ideas/<id:idea_id>/history", query=Cursor, returns=Listing[IdeaChangeOut])
def get_idea_history(idea_id: int, query: Cursor) -> Listing[IdeaChangeOut]:
    """What was changed in an idea, newest first."""
    person, idea = me(), found(queries.visible_idea(me(), idea_id))
    public()
    team = policy.sees_team_answers(person, idea)
    page = queries.changes(person, idea, is_team=team, after=query.after, limit=query.limit)
    return Listing(items=[_out(change) for change in page.items], next=page.next)


def _out(change: queries.Change) -> IdeaChangeOut:
    changed = [FieldChangeOut(label=label, text=pieces_out(pieces) or []) for label, pieces in change.answers]
    return IdeaChangeOut(
        id=change.number, at=change.at, by=PersonOut.of(change.by) if change.by else None, by_author=change.by_author,
        reason=change.reason, open=change.open, title=pieces_out(change.title), body=pieces_out(change.body),
        fields=changed,
    )  # fmt: skip

"""The API's operations on what is said about ideas: comments that change, and endorsements."""

from __future__ import annotations

from itertools import pairwise

from pydantic import Field

from app.accounts.api import PersonOut
from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.core.api.pieces import PieceOut, pieces_out
from app.core.words import between
from app.discussion import queries as discussion
from app.discussion.commands import LONGEST
from app.discussion.models import Comment
from app.ideas import commands, policy, queries
from app.ideas.api.given import CommentOut
from app.ideas.api.ideas import WAITS
from app.ideas.commands.endorsing import LONGEST as LONGEST_WHY
from app.ideas.models import Endorsement, Idea


class CommentEditIn(In):
    """A comment's new words."""

    body: Text = Field(min_length=1, max_length=LONGEST)


class CommentChangeOut(Out):
    """What changed in a comment, and when."""

    at: Moment | None
    body: list[PieceOut]


class EndorsementIn(In):
    """Why, in one sentence."""

    why: Text = Field(min_length=1, max_length=LONGEST_WHY)


class EndorsementOut(Out):
    """A name and a sentence beside the votes; `standing` is what they speak as."""

    id: int
    person: PersonOut
    why: str
    standing: str
    endorsed_at: Moment

    @classmethod
    def of(cls, made: Endorsement) -> EndorsementOut:
        """From a row."""
        return cls(
            id=made.id, person=PersonOut.of(made.person), why=made.why, standing=made.standing,
            endorsed_at=made.endorsed_at,
        )  # fmt: skip


@operation(
    "editIdeaComment", "PUT /ideas/<id:idea_id>/comments/<id:comment_id>", body=CommentEditIn, returns=CommentOut,
    also=WAITS,
)  # fmt: skip
def edit_idea_comment(idea_id: int, comment_id: int, body: CommentEditIn) -> CommentOut | tuple[CommentOut, int]:
    """Change your comment; what others read before stays in its history. 202 when a rule holds it."""
    person = somebody()
    idea, made = _comment(idea_id, comment_id)
    ensure(policy.may_reword_comment(person, made, idea))
    commands.edit_comment(made, body.body, by=person)
    given = CommentOut.of(made, idea, person)
    return given if made.state == "published" else (given, 202)


@operation("removeIdeaComment", "DELETE /ideas/<id:idea_id>/comments/<id:comment_id>")
def remove_idea_comment(idea_id: int, comment_id: int) -> None:
    """Take your comment back."""
    person = somebody()
    _idea, made = _comment(idea_id, comment_id)
    ensure(policy.may_change_comment(person, made))
    commands.remove_comment(made, by=person)


@operation(
    "getIdeaCommentHistory", "GET /ideas/<id:idea_id>/comments/<id:comment_id>/history",
    returns=Listing[CommentChangeOut],
)  # fmt: skip
def get_idea_comment_history(idea_id: int, comment_id: int) -> Listing[CommentChangeOut]:
    """What was changed in a comment, word by word, newest first."""
    _idea, made = _comment(idea_id, comment_id)
    public()
    found(made if made.state == "published" or made.author == me() else None)
    texts = [(version.body, version.written_at) for version in discussion.versions(made)]
    steps = pairwise([*texts, (made.body, made.edited_at)])
    items = [CommentChangeOut(at=at, body=pieces_out(between(was, now)) or []) for (was, _since), (now, at) in steps]
    return Listing(items=items[::-1], next=None)


@operation("listEndorsements", "GET /ideas/<id:idea_id>/endorsements", returns=Listing[EndorsementOut])
def list_endorsements(idea_id: int) -> Listing[EndorsementOut]:
    """The first hundred who endorsed an idea."""
    idea = found(queries.visible_idea(me(), idea_id))
    public()
    return Listing(items=[EndorsementOut.of(made) for made in queries.endorsements(idea)], next=None)


@operation("endorseIdea", "PUT /ideas/<id:idea_id>/endorsement", body=EndorsementIn, returns=EndorsementOut)
def endorse_idea(idea_id: int, body: EndorsementIn) -> EndorsementOut:
    """Endorse an idea with one sentence, or change the sentence."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_endorse(person, idea))
    return EndorsementOut.of(commands.endorse(idea, body.why, standing=policy.standing_of(person), by=person))


@operation("withdrawEndorsement", "DELETE /ideas/<id:idea_id>/endorsement")
def withdraw_endorsement(idea_id: int) -> None:
    """Take your endorsement back."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    made = found(queries.endorsement_of(idea, person))
    ensure(policy.may_take_down(person, made, idea))
    commands.withdraw_endorsement(made, by=person)


@operation("takeDownEndorsement", "DELETE /ideas/<id:idea_id>/endorsements/<id:endorsement_id>")
def take_down_endorsement(idea_id: int, endorsement_id: int) -> None:
    """Take somebody's endorsement down, as a moderator."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    made = queries.endorsement_by_id(endorsement_id)
    made = found(made if made is not None and made.idea_id == idea.id else None)
    ensure(policy.may_take_down(person, made, idea))
    commands.withdraw_endorsement(made, by=person)


def _comment(idea_id: int, comment_id: int) -> tuple[Idea, Comment]:
    """An idea and a comment beneath it that has a place there."""
    idea = found(queries.visible_idea(me(), idea_id))
    return idea, found(discussion.visible(me(), "idea", idea.id, comment_id))

"""The API's operations on the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import ClaimOut, QuestionOut
from app.board.models import Question
from app.core import clock
from app.core.access import ensure, found
from app.core.api import In, Listing, operation
from app.core.api.operations import Text
from app.spaces import queries as spaces


class DeskQuery(In):
    """Which part of your queue: `space` and `topic` are slugs, `view` is one of yours; `after` is a page's `next`."""

    show: Literal["all", "mine", "known", "free", "due", "private", "snoozed"] = "all"
    space: Text | None = Field(None, max_length=60)
    topic: Text | None = Field(None, max_length=60)
    view: int | None = Field(None, ge=1, lt=2**63)
    after: Text | None = Field(None, max_length=queries.LONGEST_MARKER)
    limit: int = Field(30, ge=1, le=100)


class HandOverIn(In):
    """A colleague's handle, and a word about where it stands."""

    to: Text = Field(min_length=1, max_length=40)
    note: Text = Field(min_length=1, max_length=3500)


class SnoozeIn(In):
    """Until when; with `wakes_on_news` it comes back as soon as something happens to it."""

    until: Annotated[datetime, AfterValidator(clock.in_utc)]
    wakes_on_news: bool = True


@operation("listDesk", "GET /desk", query=DeskQuery, returns=Listing[QuestionOut])
def list_desk(query: DeskQuery) -> Listing[QuestionOut]:
    """What waits for you, best first; each page is the best of what no page before it showed, up to some 400."""
    person = somebody()
    ensure(policy.may_work(person))
    if query.view is not None:
        wanted = queries.wanted_by(found(queries.desk_view(person, query.view)), person)
    else:
        wanted = queries.Wanted(
            show=query.show,
            space=found(spaces.visible_space(person, query.space)) if query.space else None,
            topic=found(queries.visible_topic(person, query.topic)) if query.topic else None,
        )
    queue = queries.desk_queue(person, wanted, after=query.after, most=query.limit)
    return Listing(items=[QuestionOut.of(question) for question in queue.items], next=queue.next)


@operation("handOverClaim", "POST /questions/<id:question_id>/handover", body=HandOverIn, returns=ClaimOut, status=201)
def hand_over_claim(question_id: int, body: HandOverIn) -> ClaimOut:
    """Let a colleague go on with a question; 409 while somebody else is on it."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_claim(person, question))
    commands.hand_over(question, found(accounts.by_handle(body.to)), body.note, by=person)
    return ClaimOut.of(found(question.live_claim))


@operation("snoozeQuestion", "PUT /questions/<id:question_id>/snooze", body=SnoozeIn)
def snooze_question(question_id: int, body: SnoozeIn) -> None:
    """Put a question aside, in your own queue only."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_work(person))
    commands.snooze(question, body.until, by=person, wakes_on_news=body.wakes_on_news)


@operation("unsnoozeQuestion", "DELETE /questions/<id:question_id>/snooze")
def unsnooze_question(question_id: int) -> None:
    """Take a question back into your queue."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_work(person))
    commands.wake(question, by=person)


def _question(question_id: int) -> Question:
    return found(queries.visible_question(me(), question_id))

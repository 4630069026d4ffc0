"""The API's operations on flags and cases."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.moderation import commands, policy, queries, subjects
from app.moderation.models import Case, ModeratorDecision


class FlagIn(In):
    """A report."""

    subject: Text = Field(pattern=r"^(question|answer|idea|comment):\d{1,18}$", examples=["answer:12"])
    reason: Literal["abuse", "personal_data", "promise", "spam", "wrong", "off_topic", "other"]
    note: Text = Field("", max_length=2000)


class FlaggedOut(Out):
    """A report that was taken."""

    subject: str
    state: str


class CaseQuery(Cursor):
    """Which cases."""

    state: Literal["open", "appealed", "decided"] = "open"


class CaseOut(Out):
    """A case."""

    id: int
    subject: str
    space_id: int
    author_id: int
    source: str
    rules: list[str]
    severity: int
    flag_count: int
    state: str
    opened_at: Moment


class DecisionIn(In):
    """What is decided."""

    action: Literal["approve", "edit", "hide", "remove", "warn", "suspend", "ban"]
    reason: Text = Field(min_length=1, max_length=2000, description="What the author reads.")
    code: Literal["", "fine", "abuse", "personal_data", "promise", "spam", "wrong", "off_topic", "other"] = ""
    clause: Text = Field("", max_length=200, description="The point of the guidelines it goes by.")
    days: int = Field(0, ge=0, le=3650, description="How long, with `suspend` and `ban`; 0 is as usual.")
    body: Text | None = Field(None, max_length=20_000, description="The new text, with `edit`.")


class DecisionOut(Out):
    """What was decided."""

    id: int
    case_id: int
    action: str
    reason: str
    code: str
    clause: str
    until: Moment | None
    decided_at: Moment

    @classmethod
    def of(cls, made: ModeratorDecision) -> DecisionOut:
        """From a row."""
        return cls.model_validate(made)


@operation("flagContent", "POST /flags", body=FlagIn, returns=FlaggedOut, status=201)
def flag_content(body: FlagIn) -> FlaggedOut:
    """Report something to the moderators."""
    person = somebody()
    subject = found(subjects.find_visible(person, body.subject))
    ensure(policy.may_flag(person, subject.author.id))
    commands.flag(subject, body.reason, body.note, by=person)
    return FlaggedOut(subject=subject.name, state="open")


@operation("listCases", "GET /moderation/cases", query=CaseQuery, returns=Listing[CaseOut])
def list_cases(query: CaseQuery) -> Listing[CaseOut]:
    """Cases of the spaces you moderate, by severity."""
    person = somebody()
    ensure(policy.may_moderate(person))
    page = queries.queue(person, state=query.state, after=query.after, limit=query.limit)
    return Listing(items=[CaseOut.model_validate(case) for case in page.items], next=page.next)


@operation(
    "decideCase", "POST /moderation/cases/<id:case_id>/decision", body=DecisionIn, returns=DecisionOut, status=201
)
def decide_case(case_id: int, body: DecisionIn) -> DecisionOut:
    """Decide a case, with a reason that the author reads."""
    case = case_of(case_id)
    person = somebody()
    ensure(policy.may_decide(person, case))
    return DecisionOut.of(commands.decide(case, **body.model_dump(), by=person))


@operation("undoDecision", "DELETE /moderation/cases/<id:case_id>/decision", status=204)
def undo_decision(case_id: int) -> None:
    """Take the standing decision back and restore what it changed."""
    case = case_of(case_id)
    person = somebody()
    ensure(policy.may_undo(person, case))
    commands.undo(case, by=person)


def case_of(case_id: int) -> Case:
    """A case that the caller moderates; not found for anybody else."""
    person = me()
    return found(queries.visible_case(person, case_id) if person else None)

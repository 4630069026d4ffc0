"""The API's operations on severities, asking back, and what a space promises."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import CommentOut, QuestionOut
from app.board.api.taken import CommentIn
from app.board.models import Question, ServiceRules
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Text
from app.spaces import policy as space_policy
from app.spaces import queries as spaces
from app.spaces.models import Space

Severity = Literal["low", "normal", "high", "urgent"]
Minutes = Annotated[int, Field(ge=1, le=525_600)]
Delay = Annotated[int, Field(ge=0, le=525_600)]


class SeverityIn(In):
    """How severe a question is."""

    severity: Severity


class TargetsIn(In):
    """Minutes of business time until each is due; without a number nothing is promised."""

    first_response: Minutes | None = None
    resolution: Minutes | None = None


class SpaceTargetsIn(In):
    """What a space promises; the delays of the ladder are minutes of business time after a missed target."""

    targets: dict[Severity, TargetsIn] = Field(default_factory=dict)
    severity: Severity = "normal"
    channels: dict[Text, Severity] = Field(default_factory=dict, max_length=50)
    warn_percent: int = Field(75, ge=1, le=99)
    answerers_after: Delay | None = 0
    owner_after: Delay | None = None
    case_after: Delay | None = None
    waits_days: int = Field(7, ge=1, le=90)
    closes: bool = False


class SpaceTargetsOut(Out):
    """What a space promises; `own` is false where the company's rules serve it."""

    own: bool
    targets: dict[str, TargetsIn]
    severity: str
    channels: dict[str, str]
    warn_percent: int
    answerers_after: int | None
    owner_after: int | None
    case_after: int | None
    waits_days: int
    closes: bool

    @classmethod
    def of(cls, space: Space, rules: ServiceRules) -> SpaceTargetsOut:
        """From a row."""
        told = {name: getattr(rules, name) for name in cls.model_fields if name != "own"}
        return cls(own=rules.scope == spaces.scopes_of(space.id)[0], **told)


@operation("setSeverity", "PUT /questions/<id:question_id>/severity", body=SeverityIn, returns=QuestionOut)
def set_severity(question_id: int, body: SeverityIn) -> QuestionOut:
    """Say how severe a question is; its targets follow."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_set_severity(person, question))
    commands.set_severity(question, body.severity, by=person)
    return QuestionOut.of(question)


@operation(
    "askBack", "POST /questions/<id:question_id>/ask-back", body=CommentIn, returns=CommentOut, status=201,
    also={202: "It waits for a moderator; the clocks go on", 409: "The asker is being asked already"},
)  # fmt: skip
def ask_back(question_id: int, body: CommentIn) -> CommentOut | tuple[CommentOut, int]:
    """Ask the asker for details; the question's clocks stand still until they reply."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_ask_back(person, question))
    made = commands.ask_back(question, body.body, by=person)
    return CommentOut.of(made) if made.state == "published" else (CommentOut.of(made), 202)


@operation("endWaiting", "DELETE /questions/<id:question_id>/ask-back")
def end_waiting(question_id: int) -> None:
    """Let the clocks go on without a reply."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_end_waiting(person, question))
    commands.end_waiting(question, "withdrawn", by=person)


@operation("getSpaceTargets", "GET /spaces/<slug>/targets", returns=SpaceTargetsOut)
def get_space_targets(slug: str) -> SpaceTargetsOut:
    """What a space promises; 404 where nothing is."""
    space = _space(slug)
    ensure(policy.may_see_clock(somebody()))
    return SpaceTargetsOut.of(space, found(queries.rules_in_force(space.id)))


@operation("setSpaceTargets", "PUT /spaces/<slug>/targets", body=SpaceTargetsIn, returns=SpaceTargetsOut)
def set_space_targets(slug: str, body: SpaceTargetsIn) -> SpaceTargetsOut:
    """Say what a space promises; open questions are reckoned anew."""
    person, space = somebody(), _space(slug)
    ensure(space_policy.may_run(person, space))
    return SpaceTargetsOut.of(space, commands.set_rules(space, by=person, **body.model_dump()))


@operation("removeSpaceTargets", "DELETE /spaces/<slug>/targets")
def remove_space_targets(slug: str) -> None:
    """Let a space promise what the company does."""
    person, space = somebody(), _space(slug)
    ensure(space_policy.may_run(person, space))
    commands.drop_rules(space, by=person)


def _question(question_id: int) -> Question:
    return found(queries.visible_question(me(), question_id))


def _space(slug: str) -> Space:
    return found(spaces.visible_space(me(), slug))

"""The API's operations on one's own cases, appeals and second opinions."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext as _
from pydantic import Field

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.core.access import Invalid, ensure, found, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.moderation import commands, policy, queries
from app.moderation.api.cases import case_of
from app.moderation.models import Appeal, Case, ModeratorDecision, SecondOpinion


class OwnCaseOut(Out):
    """What was held or decided about something of yours; who decided is not told."""

    id: int
    subject: str
    state: str
    rules: list[str]
    opened_at: Moment
    decided_at: Moment | None
    action: str
    reason: str

    @classmethod
    def of(cls, case: Case, made: ModeratorDecision | None) -> OwnCaseOut:
        """From a row, with what stands of what was decided."""
        return cls(
            id=case.id, subject=case.subject, state=case.state, rules=case.rules, opened_at=case.opened_at,
            decided_at=case.decided_at, action=made.action if made else "", reason=made.reason if made else "",
        )  # fmt: skip


class AppealIn(In):
    """An appeal."""

    body: Text = Field(min_length=1, max_length=4000, description="Why somebody else should look.")


class AppealOut(Out):
    """An appeal and, once there is one, its answer."""

    id: int
    case_id: int
    body: str
    at: Moment
    outcome: str
    answer: str
    answered_at: Moment | None

    @classmethod
    def of(cls, asked: Appeal) -> AppealOut:
        """From a row."""
        return cls.model_validate(asked)


class AppealAnswerIn(In):
    """The answer of somebody else than who decided."""

    outcome: Literal["upheld", "overturned"]
    answer: Text = Field(min_length=1, max_length=2000, description="What the author reads.")


class OpinionAskIn(In):
    """Whom to ask."""

    colleague: Text = Field(max_length=40, description="The handle of somebody who may decide the case too.")
    question: Text = Field("", max_length=2000)


class OpinionIn(In):
    """What one would decide."""

    action: Literal["approve", "edit", "hide", "remove", "warn", "suspend", "ban"]
    body: Text = Field(min_length=1, max_length=2000)


class OpinionOut(Out):
    """A second opinion; `action` is empty until it is given."""

    id: int
    case_id: int
    asked_by_id: int
    person_id: int
    question: str
    action: str
    body: str
    asked_at: Moment
    given_at: Moment | None

    @classmethod
    def of(cls, asked: SecondOpinion) -> OpinionOut:
        """From a row."""
        return cls.model_validate(asked)


@operation("listOwnCases", "GET /cases", query=Cursor, returns=Listing[OwnCaseOut])
def list_own_cases(query: Cursor) -> Listing[OwnCaseOut]:
    """What was held or decided about what you posted, newest first."""
    person = somebody()
    public()
    page = queries.own_cases(person, after=query.after, limit=query.limit)
    made = queries.standing_decisions(page.items)
    return Listing(items=[OwnCaseOut.of(case, made.get(case.id)) for case in page.items], next=page.next)


@operation("appealDecision", "POST /cases/<id:case_id>/appeal", body=AppealIn, returns=AppealOut, status=201)
def appeal_decision(case_id: int, body: AppealIn) -> AppealOut:
    """Ask, once a case, that somebody else than who decided looks at it."""
    person = somebody()
    case = found(queries.own_case(person, case_id))
    ensure(policy.may_appeal(person, case))
    return AppealOut.of(commands.appeal(case, body.body, by=person))


@operation("answerAppeal", "PUT /moderation/cases/<id:case_id>/appeal", body=AppealAnswerIn, returns=AppealOut)
def answer_appeal(case_id: int, body: AppealAnswerIn) -> AppealOut:
    """Let the decision stand, or take all of it back."""
    person, case = somebody(), case_of(case_id)
    ensure(policy.may_answer_appeal(person, case))
    return AppealOut.of(commands.answer_appeal(case, body.outcome, body.answer, by=person))


@operation(
    "askOpinion", "POST /moderation/cases/<id:case_id>/opinions", body=OpinionAskIn, returns=OpinionOut, status=201
)
def ask_opinion(case_id: int, body: OpinionAskIn) -> OpinionOut:
    """Ask a colleague what they would decide."""
    person, case = somebody(), case_of(case_id)
    ensure(policy.may_decide(person, case))
    colleague = accounts.by_handle(body.colleague)
    if colleague is None:
        raise Invalid({"colleague": _("Nobody has this handle.")})
    return OpinionOut.of(commands.ask_opinion(case, colleague, body.question, by=person))


@operation("giveOpinion", "PUT /moderation/opinions/<id:opinion_id>", body=OpinionIn, returns=OpinionOut)
def give_opinion(opinion_id: int, body: OpinionIn) -> OpinionOut:
    """Say what you would decide about a case that a colleague asked you about."""
    person = somebody()
    asked = found(queries.opinion_asked_of(person, opinion_id))
    case = case_of(asked.case_id)
    ensure(policy.may_decide(person, case))
    commands.give_opinion(asked, case, body.action, body.body, by=person)
    return OpinionOut.of(asked)

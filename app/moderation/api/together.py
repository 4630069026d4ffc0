"""The API's operations on many cases at once."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext as _
from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found, refused
from app.core.api import In, Out, operation
from app.core.api.operations import Text
from app.moderation import commands, policy, queries
from app.moderation.commands import Many, Verdict
from app.moderation.commands.many import MOST
from app.moderation.queries import Choice


class DecisionsIn(In):
    """One verdict for many cases; texts are changed one by one."""

    cases: list[int] = Field(min_length=1, max_length=MOST)
    action: Literal["approve", "hide", "remove", "warn", "suspend", "ban"]
    reason: Text = Field("", max_length=2000, description="What each author reads; empty sends the usual words.")
    code: Literal["", "fine", "abuse", "personal_data", "promise", "spam", "wrong", "off_topic", "other"] = ""
    clause: Text = Field("", max_length=200)
    days: int = Field(0, ge=0, le=3650)


class ManyOut(Out):
    """What came of it: why cases were left stands by their ids."""

    batch: str
    done: int
    left: dict[str, str]

    @classmethod
    def of(cls, came: Many) -> ManyOut:
        """From what came of it."""
        return cls(batch=came.batch, done=came.done, left={str(case): why for case, why in came.left.items()})


@operation("decideCases", "POST /moderation/decisions", body=DecisionsIn, returns=ManyOut, status=201)
def decide_cases(body: DecisionsIn) -> ManyOut:
    """Decide up to 500 open cases alike; those you may not decide are left out."""
    person = somebody()
    ensure(policy.may_moderate(person))
    chosen = queries.chosen_cases(person, Choice(), body.cases, MOST)
    cases = [case for case in chosen if policy.may_decide(person, case)]
    if policy.needs_proof(body.action, len(cases)):
        ensure(refused(_("Taking away so many at once takes your password: do it on the page."), gate="proof"))
    verdict = Verdict(body.action, body.reason, body.code, body.clause, body.days)
    return ManyOut.of(commands.give_all(cases, verdict, by=person))


@operation("undoDecisions", "DELETE /moderation/decisions/<batch>", returns=ManyOut)
def undo_decisions(batch: str) -> ManyOut:
    """Take back what stands of decisions made in one go."""
    person = somebody()
    ensure(policy.may_moderate(person))
    cases = found(queries.standing_in_batch(person, batch) or None)
    return ManyOut.of(commands.undo_all([case for case in cases if policy.may_undo(person, case)], batch, by=person))

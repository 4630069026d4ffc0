"""The API's operations on the ledger."""

from __future__ import annotations

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import LineOut
from app.ideas.api.taken import OutcomeIn, StrikeIn
from app.ideas.models import Idea, LedgerLine


@operation("recordOutcome", "POST /ideas/<id:idea_id>/ledger", body=OutcomeIn, returns=LineOut, status=201)
def record_outcome(idea_id: int, body: OutcomeIn) -> LineOut:
    """Enter a cost or a benefit, forecast or realised, once or monthly until a day, with its evidence."""
    person = somebody()
    idea = found(queries.visible_idea(person, idea_id))
    ensure(policy.may_keep_ledger(person, idea, queries.project_of(idea.id)))
    plain = body.model_dump(exclude={"files"})
    return LineOut.model_validate(commands.record_outcome(idea, by=person, files_sent=body.files, **plain))


@operation("attestOutcome", "PUT /ledger/<id:line_id>/attestation", returns=LineOut)
def attest_outcome(line_id: int) -> LineOut:
    """Say that a realised line is true, as somebody other than who recorded it."""
    person, line, idea = _line(line_id)
    ensure(policy.may_attest(person, line, idea))
    commands.attest(line, by=person)
    return LineOut.model_validate(line)


@operation("withdrawAttestation", "DELETE /ledger/<id:line_id>/attestation")
def withdraw_attestation(line_id: int) -> None:
    """Take an attestation back."""
    person, line, idea = _line(line_id)
    ensure(policy.may_attest(person, line, idea))
    commands.withdraw_attestation(line, by=person)


@operation("reverseOutcome", "POST /ledger/<id:line_id>/reversal", body=StrikeIn, returns=LineOut, status=201)
def reverse_outcome(line_id: int, body: StrikeIn) -> LineOut:
    """Take a line back by another line, with a reason; no line is ever changed or deleted."""
    person, line, idea = _line(line_id)
    ensure(policy.may_keep_ledger(person, idea, queries.project_of(idea.id)))
    return LineOut.model_validate(commands.strike(line, body.reason, by=person))


def _line(line_id: int) -> tuple[Person, LedgerLine, Idea]:
    person = somebody()
    line = found(queries.visible_line(person, line_id))
    return person, line, found(queries.visible_idea(person, line.idea_id or 0))

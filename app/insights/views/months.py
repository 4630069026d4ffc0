"""The months of the answer board in the ledger: reckoned anew, and attested."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, ensure, found
from app.ideas import commands as ideas
from app.ideas import policy as ideas_policy
from app.ideas import queries as ledger
from app.ideas.models import LedgerLine
from app.insights import commands, policy
from app.insights.queries import months
from app.insights.views.frame import Page, blueprint

BACK = "/insights/return#months"


@blueprint.put("/insights/return/months/<month>")
def reckon_month(month: str) -> Page:
    """Reckon a month anew and post the difference."""
    ensure(policy.may_reckon_months(somebody()))
    commands.post_month(month_of(month))
    flash(_("Reckoned anew. What changed is posted as a line of its own."))
    return redirect(BACK, 303)


@blueprint.put("/insights/return/lines/<id:line_id>/attestation")
def attest_answer_line(line_id: int) -> Page:
    """Say that a line of the answer board is true."""
    person, line = attesting(line_id)
    ideas.attest(line, by=person)
    return redirect(BACK, 303)


@blueprint.delete("/insights/return/lines/<id:line_id>/attestation")
def withdraw_answer_line(line_id: int) -> Page:
    """Take that back."""
    person, line = attesting(line_id)
    ideas.withdraw_attestation(line, by=person)
    return redirect(BACK, 303)


def month_of(words: str) -> date:
    """Such as 2026-10; 404 for what is no month, Conflict for one that cannot be reckoned yet."""
    month = clock.day_of(f"{words}-01")
    if not months.is_ripe(found(month), months.today()):
        raise Conflict(_("This month is not over yet, with the seven days in which a contact counts."))
    return found(month)


def attesting(line_id: int) -> tuple[Person, LedgerLine]:
    """Who attests which line of the answer board, through the door."""
    person = somebody()
    ensure(policy.may_see_deflection(person))
    line = ledger.line_by_id(line_id)
    shown = found(line if line is not None and line.source == "answers" else None)
    ensure(ideas_policy.may_attest(person, shown, None))
    return person, shown

"""The ledger: entering, attesting and taking back."""

from __future__ import annotations

from flask import redirect, request

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import returning, transaction
from app.core.access import Invalid, ensure, found
from app.core.uploads import takes_files
from app.files import commands as files
from app.ideas import commands, policy, queries
from app.ideas.forms import OutcomeForm, StrikeForm
from app.ideas.models import Idea, LedgerLine
from app.ideas.views.frame import Page, blueprint, idea_of
from app.ideas.views.idea import idea_page

MOST_IN_ONE_REQUEST = 2 * files.MOST_BYTES
FORM_FIELDS = ("kind", "basis", "category", "amount", "currency", "date", "until", "evidence", "link", "low", "high")


@blueprint.post("/ideas/<id:idea_id>/ledger")
@takes_files(MOST_IN_ONE_REQUEST)
def record_outcome(idea_id: int) -> Page:
    """Enter a cost or a benefit."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_keep_ledger(person, idea, queries.project_of(idea.id)))
    form = OutcomeForm()
    try:
        if form.validate_on_submit():
            given = {name: form[name].data for name in FORM_FIELDS}
            given["link"] = given["link"] or ""
            commands.record_outcome(idea, by=person, files_sent=_taken(form, person), **given)
            return redirect(f"{idea.url}#ledger", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, outcome=form), 422


@blueprint.put("/ledger/<id:line_id>/attestation")
def attest(line_id: int) -> Page:
    """Say that a line is true."""
    person, line, idea = _attesting(line_id)
    commands.attest(line, by=person)
    return redirect(_back(idea), 303)


@blueprint.delete("/ledger/<id:line_id>/attestation")
def withdraw_attestation(line_id: int) -> Page:
    """Take an attestation back."""
    person, line, idea = _attesting(line_id)
    commands.withdraw_attestation(line, by=person)
    return redirect(_back(idea), 303)


@blueprint.post("/ledger/<id:line_id>/reversal")
def strike(line_id: int) -> Page:
    """Take a line back by another line, with the reason."""
    person, line, idea = somebody(), *_line(line_id)
    ensure(policy.may_keep_ledger(person, idea, queries.project_of(idea.id)))
    form = StrikeForm()
    try:
        if form.validate_on_submit():
            commands.strike(line, form.reason.data or "", by=person)
            return redirect(f"{idea.url}#ledger", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, striking=form, struck_line=line.id), 422


def _line(line_id: int) -> tuple[LedgerLine, Idea]:
    line = found(queries.visible_line(somebody(), line_id))
    return line, idea_of(line.idea_id or 0)


def _attesting(line_id: int) -> tuple[Person, LedgerLine, Idea]:
    person, line, idea = somebody(), *_line(line_id)
    ensure(policy.may_attest(person, line, idea))
    return person, line, idea


def _taken(form: OutcomeForm, person: Person) -> list[str]:
    """Each file that came with the form: decoded while no lock is held, then stored."""
    sent = [file for file in form.files.data or () if getattr(file, "filename", "")][: files.MOST_ON_ONE]
    if not sent:
        return []
    transaction.settle()
    prepared = [files.prepare(files.Sent.of(file)) for file in sent]
    stored = [files.store(each, by=person) for each in prepared]
    transaction.settle()
    return [file.token for file in stored]


def _back(idea: Idea) -> str:
    return returning.here() if request.args.get("at") else f"{idea.url}#ledger"

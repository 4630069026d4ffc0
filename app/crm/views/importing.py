"""Import contacts or support contacts: first look at what a file says and would change, then take it."""

from __future__ import annotations

from flask import render_template

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure
from app.crm import commands, policy
from app.crm.commands import ContactRow, ImportReport, SupportRow
from app.crm.forms import ImportForm
from app.crm.importing import in_batches
from app.crm.views.blueprint import Answer, blueprint

FIRST = 20


@blueprint.route("/import", methods=["GET", "POST"])
def import_file() -> Answer:
    """The page; nothing changes before the second button."""
    person = somebody()
    ensure(policy.may_import(person))
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("crm/import.html", form=form), 422 if form.errors else 200
    try:
        form.content.data = form.said()
        return _contacts(form, person) if form.what.data == "contacts" else _support(form, person)
    except Invalid as error:
        form.content.errors = list(error.errors.values())
        return render_template("crm/import.html", form=form), 422


def _contacts(form: ImportForm, person: Person) -> Answer:
    rows, refused = commands.read_csv(form.content.data or "", ContactRow)
    if form.take.data:
        return _taken(in_batches(rows, lambda some: commands.import_contacts(some, by=person)), refused)
    plans = commands.plan_contacts(rows)
    states = {state: sum(plan.state == state for plan in plans) for state in ("new", "changed", "unchanged")}
    first = sorted(plans, key=lambda plan: (plan.state == "unchanged", plan.line))[:FIRST]
    return render_template(
        "crm/import.html", form=form, rows=rows, refused=refused, states=states, plans=first,
        columns=commands.columns(form.content.data or "", ContactRow),
    )  # fmt: skip


def _support(form: ImportForm, person: Person) -> Answer:
    rows, refused = commands.read_csv(form.content.data or "", SupportRow)
    if form.take.data:
        return _taken(in_batches(rows, lambda some: commands.import_support_contacts(some, by=person)), refused)
    return render_template(
        "crm/import.html", form=form, rows=rows, refused=refused, support=[row for _, row in rows[:FIRST]],
        columns=commands.columns(form.content.data or "", SupportRow),
    )  # fmt: skip


def _taken(report: ImportReport, refused: list[commands.Refusal]) -> Answer:
    report.refused += refused
    return render_template("crm/import.html", form=ImportForm(formdata=None), report=report)

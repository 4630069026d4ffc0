"""Import contacts or support contacts: first look at what a file says and would change, then take it."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import render_template
from pydantic import BaseModel

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure
from app.crm import commands, policy
from app.crm.commands import ContactRow, ImportReport, Planned, PlannedSupport, Refusal, SupportRow
from app.crm.forms import ImportForm
from app.crm.importing import in_batches
from app.crm.views.blueprint import Answer, blueprint

FIRST = 20
STATES = ("new", "changed", "unchanged", "repeated")
P = TypeVar("P", Planned, PlannedSupport)


@blueprint.route("/import", methods=["GET", "POST"])
def import_file() -> Answer:
    """The page; nothing changes before the second button."""
    person = somebody()
    ensure(policy.may_import(person))
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("crm/import.html", form=form), 422 if form.errors else 200
    try:
        form.read()
        return _contacts(form, person) if form.what.data == "contacts" else _support(form, person)
    except Invalid as error:
        form.content.errors = list(error.errors.values())
        return render_template("crm/import.html", form=form), 422


def _contacts(form: ImportForm, person: Person) -> Answer:
    rows, refused = commands.read_csv(form.content.data or "", ContactRow)
    if form.take.data and not form.must_look:
        report = in_batches(rows, lambda some: commands.import_contacts(some, by=person))
        return _taken(form, report, refused, commands.repeats(rows))
    plans = commands.plan_contacts(rows)
    return _shown(form, ContactRow, rows=rows, refused=refused, plans=_first(plans), **_counts(plans))


def _support(form: ImportForm, person: Person) -> Answer:
    rows, refused = commands.read_csv(form.content.data or "", SupportRow)
    if form.take.data and not form.must_look:
        report = in_batches(rows, lambda some: commands.import_support_contacts(some, by=person))
        return _taken(form, report, refused, commands.repeats(rows))
    plans, strangers = commands.plan_support_contacts(rows)
    return _shown(form, SupportRow, rows=plans, refused=[*refused, *strangers], support=_first(plans), **_counts(plans))


def _shown(form: ImportForm, model: type[BaseModel], **more: Any) -> Answer:
    columns = commands.columns(form.content.data or "", model)
    return render_template("crm/import.html", form=form, columns=columns, **more)


def _counts(plans: list[P]) -> dict[str, Any]:
    states = {state: sum(plan.state == state for plan in plans) for state in STATES}
    return {"states": states, "repeat_count": states["repeated"]}


def _first(plans: list[P]) -> list[P]:
    """What is worth a look comes first: what would stay as it is, last."""
    return sorted(plans, key=lambda plan: (plan.state == "unchanged", plan.line))[:FIRST]


def _taken(form: ImportForm, report: ImportReport, refused: list[Refusal], again: dict[int, int]) -> Answer:
    report.refused += refused
    empty = ImportForm(formdata=None, what=form.what.data)
    return render_template("crm/import.html", form=empty, report=report, repeat_count=len(again))

"""Pages of the CRM: contacts, one contact's log, the inbox of identities, the import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from pydantic import BaseModel
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import somebody
from app.accounts.models import Person
from app.board import queries as board
from app.core.access import Conflict, Invalid, ensure, found, public
from app.crm import commands, policy, queries
from app.crm.commands import ContactRow, ImportReport, SupportRow
from app.crm.forms import ImportForm, LinkForm

blueprint = Blueprint("crm", __name__, url_prefix="/crm")
LAST = 4
R = TypeVar("R", bound=BaseModel)
Answer = str | Response | BaseResponse | tuple[str, int]


@blueprint.get("/contacts")
def contacts() -> Answer:
    """The list of contacts."""
    ensure(policy.may_read_log(somebody()))
    words = request.args.get("q", "")
    page = queries.contacts(words=words, after=request.args.get("after"))
    return render_template("crm/contacts.html", page=page, words=words)


@blueprint.get("/contacts/<id:contact_id>")
def contact(contact_id: int) -> Answer:
    """One contact across channels."""
    ensure(policy.may_read_log(somebody()))
    shown = found(queries.contact(contact_id))
    identities = queries.identities_of(shown)
    return render_template(
        "crm/contact.html",
        contact=shown,
        identities=identities,
        links=queries.live_links(identities),
        people=queries.people_of(identities),
        page=queries.interactions(contact=shown, after=request.args.get("after")),
    )


@blueprint.get("/questions/<id:question_id>/customer")
def customer(question_id: int) -> Answer:
    """What is known of whoever asked, for the desk: to whoever may not see contacts, an empty frame."""
    person = somebody()
    question = found(board.visible_question(person, question_id))
    public()  # the frame itself says nothing; its content is the care team's
    asker = queries.asker_of(question) if policy.may_read_log(person) else None
    if asker is None:
        return render_template("crm/_customer.html", identity=None)
    known = queries.identities_of(asker.contact) if asker.contact else [asker]
    log = queries.interactions(contact=asker.contact, identity=None if asker.contact else asker, limit=LAST)
    return render_template(
        "crm/_customer.html", identity=asker, contact=asker.contact, cases=queries.open_cases(known), log=log.items
    )


@blueprint.get("/identities")
def identities() -> Answer:
    """The inbox: active handles nobody has tied yet, and the ties made so far."""
    ensure(policy.may_link(somebody()))
    page, links = queries.unlinked(after=request.args.get("after")), queries.links(limit=20)
    return render_template(
        "crm/identities.html", page=page, people=queries.people_of(page.items), links=links,
        contacts=queries.contacts_by_ids(link.contact_id for link in links.items),
    )  # fmt: skip


@blueprint.route("/identities/<handle>", methods=["GET", "POST"])
def identity(handle: str) -> Answer:
    """One handle: what it did, and the form that ties it to a contact."""
    person = somebody()
    ensure(policy.may_link(person))
    shown = found(queries.identity(handle))
    form = LinkForm()
    if form.validate_on_submit() and (target := form.chosen_contact()) is not None:
        try:
            commands.link_identity(
                shown, target, evidence=form.evidence.data or "", confidence=float(form.confidence.data or 1), by=person
            )
        except Conflict as error:
            form.contact.errors = [str(error)]
        else:
            flash(_("%(handle)s is tied to %(name)s.", handle=shown.value, name=target.name))
            return redirect(target.url, 303)
    words = request.args.get("q", "") or form.contact.data or ""
    return render_template(
        "crm/identity.html", identity=shown, form=form, words=words, people=queries.people_of([shown]),
        candidates=queries.contacts(words=words, limit=8).items if words else [], link=queries.live_link(shown.id),
        page=queries.interactions(identity=shown, limit=20),
    ), 422 if form.errors else 200  # fmt: skip


@blueprint.delete("/identities/<handle>/link")
def unlink(handle: str) -> Answer:
    """Undo a tie."""
    person = somebody()
    ensure(policy.may_link(person))
    shown = found(queries.identity(handle))
    commands.unlink_identity(shown, reason=request.form.get("reason", ""), by=person)
    flash(_("%(handle)s is no longer tied to a contact.", handle=shown.value))
    return redirect(shown.url, 303)


@blueprint.route("/import", methods=["GET", "POST"])
def import_file() -> Answer:
    """Import contacts or support contacts: first look at what the file says, then take it."""
    person = somebody()
    ensure(policy.may_import(person))
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("crm/import.html", form=form), 422 if form.errors else 200
    try:
        return _imported(form, person)
    except Invalid as error:
        form.content.errors = list(error.errors.values())
        return render_template("crm/import.html", form=form), 422


def _imported(form: ImportForm, person: Person) -> Answer:
    form.content.data = form.said()
    if form.what.data == "contacts":
        return _take(form, ContactRow, lambda rows: commands.import_contacts(rows, by=person))
    return _take(form, SupportRow, lambda rows: commands.import_support_contacts(rows, by=person))


def _take(form: ImportForm, model: type[R], act: Callable[[Sequence[tuple[int, R]]], ImportReport]) -> Answer:
    """Show what a file says, and on the second button take it."""
    rows, refused = commands.read_csv(form.content.data or "", model)
    if not form.take.data:
        return render_template("crm/import.html", form=form, rows=rows, refused=refused)
    report = act(rows)
    report.refused += refused
    return render_template("crm/import.html", form=ImportForm(formdata=None), report=report)

"""The contact page: first what is known already, then a person who helps."""

from __future__ import annotations

from collections.abc import Collection

from flask import redirect, render_template, request

from app.accounts import commands as accounts
from app.accounts import policy as doors
from app.accounts.current import me
from app.accounts.models import Person
from app.board import queries as board
from app.core import signals
from app.core.access import Invalid, ensure, found, public
from app.core.pages import LIMIT
from app.core.places import place
from app.crm import policy as care
from app.crm import queries as crm
from app.insights import commands, consent, policy, queries, telemetry
from app.insights.forms import ContactForm, VisitorContactForm
from app.insights.models import Filing
from app.insights.queries.journeys import number_of
from app.insights.views.frame import Page, blueprint


@blueprint.get("/contact")
def contact() -> Page:
    """Say what it is about; answers come up while one types."""
    public()
    telemetry.begin("contact")
    form = _form()
    form.title.data = form.title.data or request.args.get("q", "")[:200]
    return _contact_page(form)


@blueprint.post("/contact")
def file_contact() -> Page:
    """Write to support."""
    public()
    person, form = me(), _form()
    email = form.email.data or "" if isinstance(form, VisitorContactForm) else ""
    try:
        if form.validate_on_submit():
            tried = _let_try(email)
            journey = queries.journey_by_key(telemetry.key())
            commands.file_contact(
                form.title.data or "", form.body.data or "", email=email, journey=journey, by=person,
                reason=form.chosen_reason(),
            )  # fmt: skip
            accounts.count_attempt(*tried)
            return redirect("/contact/thanks", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _contact_page(form), 422


@blueprint.get("/contact/thanks")
def thanks() -> Page:
    """What happens next."""
    public()
    return render_template("insights/thanks.html")


@blueprint.get("/contact/cases")
def cases() -> Page:
    """What people wrote, newest first, for the care team."""
    ensure(policy.may_read_filings(me()))
    page = queries.filings(after=request.args.get("after"), limit=LIMIT)
    return render_template("insights/cases.html", page=page)


@blueprint.get("/contact/cases/<id:filing_id>")
def case(filing_id: int) -> Page:
    """One message, with what its writer had read before."""
    ensure(policy.may_read_filings(me()))
    filing = found(queries.filing(filing_id))
    numbers = [number for subject in filing.read if (number := number_of(subject, "question")) is not None]
    read = board.questions_by_ids(me(), numbers)
    return render_template(
        "insights/case.html", filing=filing, read=[read[n] for n in numbers if n in read], log=_log_of(filing)
    )  # fmt: skip


def _log_of(filing: Filing) -> str:
    """Where the log of whoever wrote it is: their contact's, or their handle's; empty for who may not read it."""
    writer = crm.identity_of(filing.person.id) if filing.person else crm.identity(filing.email, "email")
    if writer is None or not care.may_read_log(me()):
        return ""
    return (crm.contact_at(writer, filing.filed_at) or writer).url


@crm.finder
def pages_of(support_keys: Collection[str], reader: Person | None) -> dict[str, str]:
    """Where a customer's log leads from a case that was opened here, by the support contact's key."""
    return queries.filing_pages(support_keys) if policy.may_read_filings(reader) else {}


def _form() -> ContactForm:
    return ContactForm() if me() else VisitorContactForm()


def _contact_page(form: ContactForm) -> str:
    return render_template(
        "insights/contact.html", form=form, withheld=signals.suggestions_withheld(), refused=bool(consent.refusal())
    )  # fmt: skip


def _let_try(email: str) -> tuple[str, str]:
    """Whoever is not known may write a few times, not flood the care team; what a message then counts on."""
    person = me()
    keys = (f"contact@{place()}", f"contact:{person.id if person else email}")
    if not (decision := doors.may_try(*keys)):
        raise Invalid({"body": decision.reason})
    return keys

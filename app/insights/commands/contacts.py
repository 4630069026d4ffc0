"""Writing to support on the contact page."""

from __future__ import annotations

from app.accounts.models import Person
from app.core import clock
from app.core.events import record
from app.core.text import tidy
from app.crm import commands as crm
from app.crm.commands import SupportRow
from app.extensions import db
from app.insights import queries
from app.insights.events import ContactFiled
from app.insights.models import Filing, Journey
from app.screening import commands as screening


def file_contact(
    title: str, body: str, *, email: str, journey: Journey | None, by: Person | None, reason: str = ""
) -> Filing:
    """Open a support contact of channel `case`, with what was read in the journey; `reason` is one of those offered.

    Raises Invalid for refused text, Unconfirmed for what a rule warns of; nothing is held, for only the team reads it.
    """
    screening.pass_all_or_raise({"title": title, "body": body}, scope="question", by=by, posts=False)
    handle = by.handle if by else email.strip().casefold()
    row = SupportRow(handle=handle, at=clock.now(), channel="case", reason=reason, summary=tidy(title)[:200])
    if by is None or not by.is_employee:  # an employee's message is no contact of a customer
        _count(row, journey, by)
    filing = Filing(
        support_key=row.key, person_id=by.id if by else None, journey_id=journey.id if journey else None,
        email=(by.email or "") if by else handle, title=tidy(title)[:200], reason=reason, body=body.strip(),
        read=queries.subjects_read(journey.id) if journey else [], filed_at=clock.now(),
    )  # fmt: skip
    db.session.add(filing)
    db.session.flush()
    record(ContactFiled(filing_id=filing.id), by=by)
    return filing


def _count(row: SupportRow, journey: Journey | None, by: Person | None) -> None:
    identity = crm.ensure_identity("person" if by else "email", row.handle, person=by)
    crm.import_support_contacts([(1, row)], by=by)
    if journey is not None and journey.person_id is None and journey.identity_id is None:
        journey.identity_id = identity.id

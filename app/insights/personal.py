"""What is held of who visits: the journeys stay for the figures, of nobody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.core.personal import NOTHING, Held, holds, refers
from app.insights.models import Filing, Journey, ReportSubscription, Resolution, Sighting, Trial


def _filings(person: Any) -> ColumnElement[bool]:
    """What they wrote signed in, and what was written before from their address."""
    before = (Filing.person_id.is_(None), Filing.email == person.proven_email, Filing.email != "")
    return or_(Filing.person_id == person.id, and_(*before))


holds(
    Held(Filing, "", "blanked", "requests to support", ("email", "title", "body", "filed_at"),
         {"email": "", "title": NOTHING, "body": "", "read": lambda _filing: [], "person_id": None},
         whose=_filings),
    Held(Resolution, "person_id", "blanked", "whether answers solved it", ("subject", "solved", "at"),
         {"person_id": None}),
    Held(Journey, "person_id", "blanked", "journeys", ("began", "opened_at", "last_at"),
         {"person_id": None, "identity_id": None}),
    Held(ReportSubscription, "person_id", "goes", "reports by mail", ("every", "since")),
    Held(Sighting, "person_id", "stays", "ideas I saw", ("idea_id", "day")),
)  # fmt: skip
refers(Trial, "begun_by_id")

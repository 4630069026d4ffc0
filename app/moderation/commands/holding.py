"""Taking turns at cases."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import db
from app.moderation.models import Case


def hold(case: Case) -> None:
    """Let deeds on one case take turns, and know how it stands now."""
    hold_all([case])


def hold_all(cases: Iterable[Case]) -> None:
    """The same for many in one statement, the lower number first, so that two deeds never wait for each other."""
    db.session.flush()
    held = select(Case).where(Case.id.in_([case.id for case in cases])).order_by(Case.id).with_for_update(of=Case)
    db.session.scalars(held, execution_options={"populate_existing": True}).all()

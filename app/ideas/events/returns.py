"""What is entered in the ledger."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.outcome_recorded", "idea:{idea_id}")
class OutcomeRecorded(Event):
    """A cost or benefit, forecast or realised, was entered in the ledger."""

    idea_id: int
    line_id: int

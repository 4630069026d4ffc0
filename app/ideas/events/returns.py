"""What is entered in the ledger."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.outcome_recorded", "idea:{idea_id}")
class OutcomeRecorded(Event):
    """A cost or benefit, forecast or realised, was entered in the ledger."""

    idea_id: int
    line_id: int


@happening("ideas.outcome_attested", "idea:{idea_id}")
class OutcomeAttested(Event):
    """Somebody other than its recorder said that a realised line is true."""

    idea_id: int
    line_id: int


@happening("ideas.outcome_struck", "idea:{idea_id}")
class OutcomeStruck(Event):
    """A line was entered that takes another back, with a reason."""

    idea_id: int
    line_id: int

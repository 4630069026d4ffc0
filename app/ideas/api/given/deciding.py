"""How moves look."""

from __future__ import annotations

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment


class MoveOut(Out):
    """A step from stage to stage."""

    id: int
    from_stage: str
    to_stage: str
    reason: str
    moved_by: PersonOut
    moved_at: Moment

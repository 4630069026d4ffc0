"""How moves look."""

from __future__ import annotations

from pydantic import Field

from app.accounts.api import PersonOut
from app.core.api import Out
from app.core.api.operations import Moment
from app.ideas.gates import Finding
from app.ideas.models import OfficialResponse


class MoveOut(Out):
    """A step from stage to stage."""

    id: int
    from_stage: str
    to_stage: str
    reason: str
    moved_by: PersonOut
    moved_at: Moment
    undone_at: Moment | None


class StageOut(Out):
    """A stage of a space."""

    key: str
    label: str
    kind: str
    position: int


class FindingOut(Out):
    """One criterion of a gate at an idea; `waived_by` and `waived_because` once somebody waived it by name."""

    key: str
    type: str
    label: str
    says: str
    is_met: bool
    is_firm: bool
    is_hidden: bool = Field(description="Whether this reader has a review of their own to file before they may know.")
    waived_by: PersonOut | None
    waived_because: str

    @classmethod
    def of(cls, finding: Finding) -> FindingOut:
        """From what was found."""
        waived = finding.waived
        plain = {
            name: getattr(finding, name) for name in ("key", "type", "label", "says", "is_met", "is_firm", "is_hidden")
        }
        return cls(
            **plain, waived_by=PersonOut.of(waived.waived_by) if waived else None,
            waived_because=waived.reason if waived else "",
        )  # fmt: skip


class GateStatusOut(Out):
    """The gate before a stage at an idea, and whether the idea would pass it now."""

    stage: str
    passes: bool
    criteria: list[FindingOut]


class ResponseOut(Out):
    """The official response; `version` counts its changes from 1."""

    body: str
    body_html: str
    given_by: PersonOut
    given_at: Moment
    changed_at: Moment | None
    version: int

    @classmethod
    def of(cls, response: OfficialResponse) -> ResponseOut:
        """From a row."""
        plain = {name: getattr(response, name) for name in ("body", "body_html", "given_at", "changed_at")}
        return cls(**plain, given_by=PersonOut.of(response.given_by), version=len(response.history) + 1)


class HoldingOut(Out):
    """Why an answer takes longer, and until when."""

    reason: str
    was_due_at: Moment
    due_at: Moment
    given_by: PersonOut
    given_at: Moment

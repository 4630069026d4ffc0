"""The one way into a stage: whoever moves an idea, by whatever path, comes through its gate here."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.core import clock
from app.core.access import Conflict, Invalid, Refused, refused
from app.extensions import db
from app.ideas import gates, queries
from app.ideas.gates import Finding
from app.ideas.models import Idea, Stage


class GateShut(Refused):
    """An idea does not pass the gate before a stage; `missing` is what is neither met nor waived."""

    def __init__(self, idea: Idea, stage: Stage, missing: Sequence[Finding]) -> None:
        wanted = "; ".join(finding.label for finding in missing)
        said = _("The gate before “%(stage)s” is shut. Not met: %(wanted)s.", stage=stage.label, wanted=wanted)
        super().__init__(refused(said, gate="stage-gate", remedy=f"/ideas/{idea.id}/moves/new?stage={stage.key}"))
        self.stage, self.missing = stage, missing


def hold_row(idea: Idea) -> None:
    """Hold an idea until the transaction ends, and read it as it is now: deeds on one idea take turns."""
    db.session.flush()
    columns = [column.key for column in Idea.__mapper__.column_attrs]
    db.session.refresh(idea, columns, with_for_update=True)
    db.session.expire(idea, ["own_stage"])


def stage_of(idea: Idea, key: str) -> Stage:
    """The stage of this key in the idea's space; raises Invalid with the allowed ones."""
    stages = queries.stages_of(idea.space_id)
    found = next((stage for stage in stages if stage.key == key), None)
    if found is None:
        allowed = ", ".join(stage.key for stage in stages)
        raise Invalid({"stage": _("Choose one of %(stages)s.", stages=allowed)})
    return found


def enter(idea: Idea, stage: Stage) -> None:
    """Let an idea into a stage; raises GateShut unless each criterion before it is met or waived."""
    missing = gates.unmet(queries.findings(idea, stage.key))
    if missing:
        raise GateShut(idea, stage, missing)
    idea.stage, idea.kind, idea.moved_at = stage.key, stage.kind, clock.now()
    db.session.flush()
    db.session.expire(idea, ["own_stage"])


def place(idea: Idea, key: str) -> None:
    """Put an imported idea where it stood elsewhere; raises Invalid for an unknown stage and for a shut gate."""
    stage = stage_of(idea, key)
    if idea.stage == key:
        return
    try:
        enter(idea, stage)
    except GateShut as shut:
        raise Invalid({"stage": shut.decision.reason}) from shut
    if stage.decides:
        idea.answered_at = clock.now()


def ensure_not_merged(idea: Idea) -> None:
    """Raise Conflict for an idea that went into another one."""
    if idea.merged_into_id is not None:
        raise Conflict(_("This idea was merged. Move the one it went into."))

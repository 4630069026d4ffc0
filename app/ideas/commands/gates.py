"""Setting gates, ticking what no figure tells, and waiving by name."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import gates, queries
from app.ideas.commands.entering import hold_row, stage_of
from app.ideas.events import CriterionWaived
from app.ideas.gates import Finding
from app.ideas.models import Challenge, Gate, Idea, Tick, Waiver
from app.ideas.queries import gates as gated
from app.ideas.queries.deciding import entered_since
from app.ideas.queries.stages import entry_stage
from app.spaces.models import Space

MOST_CRITERIA, MOST, HIGHEST_SCORE = 20, 100_000, 5


def set_gate(of: Space | Challenge, stage: str, criteria: Sequence[Mapping[str, Any]], *, by: Person) -> None:
    """Set what an idea must meet before it enters a stage, of a space or for one challenge more; none opens it."""
    space_id = of.id if isinstance(of, Space) else of.space_id
    scope = f"space:{of.id}" if isinstance(of, Space) else f"challenge:{of.id}"
    if queries.stage_named(space_id, stage) is None:
        raise Invalid({"stage": _("There is no such stage.")})
    if stage == entry_stage(space_id).key and criteria:
        raise Invalid({"stage": _("New ideas stand here, so no gate can be before it.")})
    kept = [_checked(each) for each in criteria]
    if len(kept) > MOST_CRITERIA:
        raise Invalid({"criteria": _("Use at most %(most)d criteria.", most=MOST_CRITERIA)})
    row = db.session.scalar(select(Gate).where(Gate.scope == scope, Gate.stage == stage))
    before = row.criteria if row else []
    if row is None:
        row = _first(scope, stage)
    row.criteria = kept
    db.session.flush()
    audit.log("ideas.gate_set", scope, by=by, before={stage: before}, after={stage: kept})


def _first(scope: str, stage: str) -> Gate:
    """The row of a gate that nobody set before, or that somebody is setting at the same time."""
    made = Gate(scope=scope, stage=stage, criteria=[])
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(select(Gate).where(Gate.scope == scope, Gate.stage == stage)).one()
    return made


def tick(idea: Idea, criterion: str, note: str, *, by: Person) -> Tick:
    """Say that a criterion is met which no figure can tell; idempotent."""
    hold_row(idea)
    standing = gated.tick(idea, criterion)
    if standing is not None:
        return standing
    made = Tick(
        idea_id=idea.id, criterion=criterion, note=note.strip(), ticked_by_id=by.id, ticked_by=by, ticked_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    audit.log("ideas.criterion_ticked", f"idea:{idea.id}", by=by, reason=note, after={"criterion": criterion})
    return made


def untick(idea: Idea, criterion: str, *, by: Person) -> None:
    """Take a tick back; the idea stays where it is."""
    hold_row(idea)
    standing = gated.tick(idea, criterion)
    if standing is None:
        return
    audit.log(
        "ideas.criterion_unticked", f"idea:{idea.id}", by=by,
        before={"criterion": criterion, "ticked_by": standing.ticked_by_id},
    )  # fmt: skip
    db.session.delete(standing)
    db.session.flush()


def waive(idea: Idea, stage: str, criterion: str, reason: str, *, by: Person) -> Waiver:
    """Let an idea pass without one criterion, by name and with a reason that everybody reads; idempotent."""
    if not reason.strip():
        raise Invalid({f"waivers.{criterion}": _("Say why it need not be met: it is shown on the idea.")})
    hold_row(idea)
    asked = criterion_of(idea, stage, criterion)
    standing = gated.waiver(idea, stage, criterion)
    if standing is not None:
        return standing
    made = Waiver(
        idea_id=idea.id, stage=stage, criterion=criterion, what=asked.label[:300], reason=reason.strip(),
        waived_by_id=by.id, waived_by=by, waived_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.log(
        "ideas.criterion_waived", f"idea:{idea.id}", by=by, reason=reason,
        after={"stage": stage, "criterion": criterion, "what": made.what},
    )  # fmt: skip
    record(CriterionWaived(idea_id=idea.id, waiver_id=made.id), by=by, space_id=idea.space_id)
    return made


def unwaive(idea: Idea, stage: str, criterion: str, *, by: Person) -> None:
    """Take a waiver back before it was used; raises Conflict once the idea went through on it."""
    hold_row(idea)
    standing = gated.waiver(idea, stage, criterion)
    if standing is None:
        raise Conflict(_("This is not waived."))
    if entered_since(idea, stage, standing.waived_at):
        raise Conflict(_("The idea went through on this waiver. It stays on the record."))
    audit.log(
        "ideas.waiver_withdrawn", f"idea:{idea.id}", by=by,
        before={"stage": stage, "criterion": criterion, "reason": standing.reason},
    )  # fmt: skip
    db.session.delete(standing)
    db.session.flush()


def criterion_of(idea: Idea, stage: str, key: str) -> Finding:
    """One criterion before a stage of the idea's; raises Invalid for an unknown one."""
    stage_of(idea, stage)
    found = next((each for each in queries.findings(idea, stage) if each.key == key), None)
    if found is None:
        raise Invalid({"criterion": _("The gate has no such criterion.")})
    return found


def _checked(criterion: Mapping[str, Any]) -> dict[str, Any]:
    kind = criterion.get("type")
    if kind not in gates.TYPES:
        raise Invalid({"criteria": _("Choose one of %(types)s.", types=", ".join(gates.TYPES))})
    kept: dict[str, Any] = {
        "key": criterion.get("key") or secrets.token_hex(4), "type": kind, "firm": bool(criterion.get("firm")),
    }  # fmt: skip
    if kind in gates.COUNTED + gates.SCORED:
        kept["least"] = _least(kind, criterion.get("least"))
    if kind == "criterion":
        kept["rubric"] = _worded(criterion.get("rubric"), _("Say which criterion of the rubric is meant."), 40)
    if kind == "free":
        kept["text"] = _worded(criterion.get("text"), _("Say what must be so."), 200)
    if kind == "sign_off":
        person = accounts.by_id(int(criterion.get("person_id") or 0))
        if person is None or not person.is_employee:
            raise Invalid({"criteria": _("Name the colleague who signs off.")})
        kept["person_id"] = person.id
    return kept


def _least(kind: str, given: Any) -> float | int:
    try:
        least = float(given)
    except (TypeError, ValueError):
        least = 0.0
    highest = MOST if kind in gates.COUNTED else HIGHEST_SCORE
    if not 0 < least <= highest or (kind in gates.COUNTED and least != int(least)):
        raise Invalid({"criteria": _("Enter a number from 1 to %(most)d.", most=highest)})
    return int(least) if kind in gates.COUNTED else least


def _worded(given: Any, missing: str, longest: int) -> str:
    words = str(given or "").strip()
    if not words or len(words) > longest:
        raise Invalid({"criteria": missing})
    return words

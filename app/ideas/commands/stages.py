"""Setting the stages of a space: its own words and order, never a kind of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands.deciding import step
from app.ideas.commands.entering import GateShut, hold_row
from app.ideas.events import StagesChanged
from app.ideas.models import KINDS, Idea, Stage
from app.ideas.queries import gates as gated
from app.ideas.queries.stages import entry_stage, ideas_in_stage
from app.spaces.models import Space

LONGEST_NAME, LONGEST_KEY, MOST_STAGES = 40, 20, 20


def add_stage(space: Space, name: str, kind: str, *, by: Person) -> Stage:
    """Add a stage after the last of its kind."""
    name = _named(space, name)
    if kind not in KINDS:
        raise Invalid({"kind": _("Choose one of %(kinds)s.", kinds=", ".join(KINDS))})
    stages = _own(space)
    standing = [stage for stage in stages if stage.retired_at is None]
    if len(standing) >= MOST_STAGES:
        raise Invalid({"name": _("A space has at most %(most)d stages.", most=MOST_STAGES)})
    before = [stage for stage in standing if KINDS.index(stage.kind) <= KINDS.index(kind)]
    place = before[-1].position + 1 if before else 0
    for stage in stages:
        stage.position += stage.position >= place
    made = Stage(space_id=space.id, key=_free_key(stages, name), name=name, kind=kind, position=place, retired_at=None)
    db.session.add(made)
    _tell(space, by, "ideas.stage_added", after={"key": made.key, "name": name, "kind": kind})
    return made


def rename_stage(space: Space, key: str, name: str, *, by: Person) -> Stage:
    """Call a stage something else; what is said of it everywhere follows."""
    stage = _standing(space, key)
    name = _named(space, name, but=key)
    before, stage.name = stage.label, name
    _tell(space, by, "ideas.stage_renamed", before={"key": key, "name": before}, after={"name": name})
    return stage


def order_stages(space: Space, keys: Sequence[str], *, by: Person) -> None:
    """Put the stages in another order; raises Invalid unless each is named once."""
    stages = {stage.key: stage for stage in _own(space) if stage.retired_at is None}
    if sorted(keys) != sorted(stages):
        raise Invalid({"order": _("Name each stage once.")})
    before = list(stages)
    for place, key in enumerate(keys):
        stages[key].position = place
    db.session.flush()
    _ensure_entry(space)
    _tell(space, by, "ideas.stages_ordered", before={"order": before}, after={"order": list(keys)})


def retire_stage(space: Space, key: str, into: str, *, by: Person) -> int:
    """Close a stage and move its ideas to another one, through its gate: all of them or none; returns how many."""
    stage, target = _standing(space, key), _standing(space, into)
    if key == into:
        raise Invalid({"into": _("Choose another stage for its ideas.")})
    ideas = ideas_in_stage(space.id, key)
    shut = [idea for idea in ideas if not _brought(idea, stage, target, by)]
    if shut:
        titles = ", ".join(f"“{idea.title}”" for idea in shut[:5])
        raise Conflict(
            _("The gate before “%(stage)s” is shut for %(titles)s. Waive it there first.", stage=target.label,
              titles=titles)
        )  # fmt: skip
    stage.retired_at = clock.now()
    db.session.flush()
    _ensure_entry(space)
    _tell(space, by, "ideas.stage_retired", before={"key": key}, after={"into": into, "ideas": len(ideas)})
    return len(ideas)


def _brought(idea: Idea, stage: Stage, target: Stage, by: Person) -> bool:
    hold_row(idea)
    try:
        step(idea, target, _("The stage “%(stage)s” was closed.", stage=stage.label), by)
    except GateShut:
        return False
    return True


def _own(space: Space) -> list[Stage]:
    """The rows of a space, made from the usual stages when it changes them for the first time."""
    rows = list(db.session.scalars(select(Stage).where(Stage.space_id == space.id).order_by(Stage.position, Stage.id)))
    if not rows:
        rows = queries.stages_of(space.id)
        db.session.add_all(rows)
        db.session.flush()
    return rows


def _standing(space: Space, key: str) -> Stage:
    found = next((stage for stage in _own(space) if stage.key == key and stage.retired_at is None), None)
    if found is None:
        raise Invalid({"stage": _("There is no such stage.")})
    return found


def _named(space: Space, name: str, *, but: str = "") -> str:
    name = text.tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": _("Give it a name of at most %(most)d characters.", most=LONGEST_NAME)})
    if any(each.label.casefold() == name.casefold() and each.key != but for each in queries.stages_of(space.id)):
        raise Invalid({"name": _("There is a stage of this name already.")})
    return name


def _free_key(stages: Sequence[Stage], name: str) -> str:
    taken, stem = {stage.key for stage in stages}, text.slug(name).strip("-")[:LONGEST_KEY] or "stage"
    numbered = (f"{stem[: LONGEST_KEY - 3]}-{n}" for n in range(2, 100))
    return next(key for key in (stem, *numbered) if key not in taken)


def _ensure_entry(space: Space) -> None:
    standing = queries.stages_of(space.id)
    if not any(stage.kind == "open" for stage in standing):
        raise Invalid({"order": _("One open stage must stay: new ideas stand there.")})
    if gated.is_gated(space.id, entry_stage(space.id).key):
        raise Invalid({"order": _("The first open stage is where new ideas stand, so it cannot have a gate.")})


def _tell(
    space: Space, by: Person, action: str, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    db.session.flush()
    audit.log(action, f"space:{space.id}", by=by, before=before, after=after)
    record(StagesChanged(space_id=space.id), by=by, space_id=space.id)

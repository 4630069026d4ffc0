"""Reading stages: a space's own, or the usual ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.ideas.models import DECISIONS, STAGES, Idea, Stage, usual_stage


def stages_of(space_id: int, *, retired: bool = False) -> list[Stage]:
    """The stages of a space in their order; with `retired` also those that stories alone still name."""
    return stages_in([space_id], retired=retired)[space_id]


def stages_in(space_ids: Iterable[int], *, retired: bool = False) -> dict[int, list[Stage]]:
    """The stages of several spaces, in one query."""
    wanted = set(space_ids)
    own: dict[int, list[Stage]] = {space_id: [] for space_id in wanted}
    query = select(Stage).where(Stage.space_id.in_(wanted)).order_by(Stage.position, Stage.id)
    for stage in db.session.scalars(query) if wanted else ():
        own[stage.space_id].append(stage)
    return {
        space_id: [s for s in stages if retired or s.retired_at is None] or _usual(space_id)
        for space_id, stages in own.items()
    }


def stages_ahead(ideas: Iterable[Idea]) -> dict[int, Stage | None]:
    """By idea the next stage; none for those that are done or closed, and before one that closes."""
    asked = list(ideas)
    by_space = stages_in({idea.space_id for idea in asked})
    return {idea.id: _next(idea, by_space[idea.space_id]) for idea in asked}


def _next(idea: Idea, stages: Iterable[Stage]) -> Stage | None:
    if idea.kind in {"done", "closed"}:
        return None
    later = (stage for stage in stages if stage.position > idea.at_stage.position and stage.kind != "closed")
    return next(later, None)


def stage_named(space_id: int, key: str) -> Stage | None:
    """A stage that ideas of this space may enter."""
    return next((stage for stage in stages_of(space_id) if stage.key == key), None)


def entry_stage(space_id: int) -> Stage:
    """Where new ideas stand: the first open stage; no gate is before it."""
    return next(stage for stage in stages_of(space_id) if stage.kind == "open")


def kind_of(space_id: int, key: str) -> str:
    """The kind of a stage, retired or not."""
    known = {stage.key: stage.kind for stage in stages_of(space_id, retired=True)}
    return known.get(key) or STAGES.get(key, "open")


def decides(space_id: int, key: str) -> bool:
    """Whether entering a stage is a decision."""
    return kind_of(space_id, key) in DECISIONS


def decided_keys(space_id: int) -> set[str]:
    """The stages of a space, retired or not, that decide."""
    return {stage.key for stage in stages_of(space_id, retired=True) if stage.kind in DECISIONS}


def known_stages() -> dict[str, str]:
    """Every key that a stage anywhere has, with a name of it, for filters of lists over several spaces."""
    own = {stage.key: stage.label for stage in db.session.scalars(select(Stage).order_by(Stage.id.desc()))}
    return {**own, **{key: usual_stage(0, key).label for key in STAGES}}


def count_in_stage(space_id: int, key: str) -> int:
    """How many ideas stand in a stage, seen by everybody or not."""
    query = select(func.count()).select_from(Idea).where(Idea.space_id == space_id, Idea.stage == key)
    return int(db.session.scalar(query) or 0)


def ideas_in_stage(space_id: int, key: str) -> Sequence[Idea]:
    """The ideas that stand in a stage, also held and merged ones."""
    return db.session.scalars(select(Idea).where(Idea.space_id == space_id, Idea.stage == key).order_by(Idea.id)).all()


def _usual(space_id: int) -> list[Stage]:
    return [usual_stage(space_id, key) for key in STAGES]

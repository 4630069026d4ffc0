"""The API's operations on the stages and gates of a space."""

from __future__ import annotations

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import ensure, found, public
from app.core.api import Listing, operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import StageOut
from app.ideas.api.taken_deciding import GateIn, StageIn, StageNameIn
from app.spaces import queries as spaces
from app.spaces.models import Space


@operation("listStages", "GET /spaces/<space>/stages", returns=Listing[StageOut])
def list_stages(space: str) -> Listing[StageOut]:
    """The stages of a space, in their order."""
    where = found(spaces.visible_space(me(), space))
    public()
    return Listing(items=[StageOut.model_validate(stage) for stage in queries.stages_of(where.id)], next=None)


@operation("addStage", "POST /spaces/<space>/stages", body=StageIn, returns=StageOut, status=201)
def add_stage(space: str, body: StageIn) -> StageOut:
    """Add a stage after the last of its kind."""
    person, where = _setter(space)
    return StageOut.model_validate(commands.add_stage(where, body.name, body.kind, by=person))


@operation("renameStage", "PATCH /spaces/<space>/stages/<stage>", body=StageNameIn, returns=StageOut)
def rename_stage(space: str, stage: str, body: StageNameIn) -> StageOut:
    """Call a stage something else."""
    person, where = _setter(space)
    found(queries.stage_named(where.id, stage))
    return StageOut.model_validate(commands.rename_stage(where, stage, body.name, by=person))


@operation("setGate", "PUT /spaces/<space>/stages/<stage>/gate", body=GateIn, status=204)
def set_gate(space: str, stage: str, body: GateIn) -> None:
    """Set what an idea must meet before it enters a stage of this space."""
    person, where = _setter(space)
    found(queries.stage_named(where.id, stage))
    commands.set_gate(where, stage, [each.model_dump(exclude_none=True) for each in body.criteria], by=person)


@operation("setChallengeGate", "PUT /challenges/<challenge>/gates/<stage>", body=GateIn, status=204)
def set_challenge_gate(challenge: str, stage: str, body: GateIn) -> None:
    """Set what ideas of this challenge must meet beside the gate of its space."""
    person = somebody()
    of = found(queries.named(person, challenge))
    ensure(policy.may_set_gates(person, of))
    found(queries.stage_named(of.space_id, stage))
    commands.set_gate(of, stage, [each.model_dump(exclude_none=True) for each in body.criteria], by=person)


def _setter(slug: str) -> tuple[Person, Space]:
    """Who sets which space's stages, through the door."""
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_set_stages(person, space))
    return person, space

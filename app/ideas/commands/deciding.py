"""Moving ideas from stage to stage, one or many at once, and taking a move back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid, Refused
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import authors, gates, promising
from app.ideas.commands.entering import GateShut, ensure_not_merged, enter, hold_row, stage_of
from app.ideas.events import IdeaMoved, IdeaOwnerNamed, MoveUndone
from app.ideas.models import Idea, Move, Stage
from app.ideas.queries.stages import entry_stage
from app.screening import commands as screening

MOST_AT_ONCE = 100


def move(
    idea: Idea, stage: str, reason: str, *, waivers: Mapping[str, str] | None = None, expects: str = "", by: Person
) -> Move:
    """Move an idea to another stage with a reason that everybody reads, waiving what is named with its own reason.

    Raises Invalid without a reason, GateShut (a Refused) where a criterion is neither met nor waived, and Conflict
    where it is there already, was merged, or is no longer in the stage that the mover `expects`.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say why: voters and commenters will read it.")})
    screening.pass_unheld(reason, "reason", by=by, space_id=idea.space_id)
    target = stage_of(idea, stage)
    hold_row(idea)
    _check_turn(idea, target, expects)
    for criterion, why in (waivers or {}).items():
        gates.waive(idea, stage, criterion, why, by=by)
    return step(idea, target, reason.strip(), by)


def move_all(ideas: Sequence[Idea], stage: str, reason: str, *, by: Person) -> list[Move]:
    """Move several ideas with one reason: all or none; raises Invalid that says which cannot go and why."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why: voters and commenters will read it.")})
    if not 0 < len(ideas) <= MOST_AT_ONCE:
        raise Invalid({"ideas": _("Choose from one to %(most)d ideas.", most=MOST_AT_ONCE)})
    screening.pass_unheld(reason, "reason", by=by, space_id=ideas[0].space_id)
    made, errors = [], {}
    # Everybody takes the rows in the same order, so that two who move the same ideas do not wait for each other.
    for idea in sorted(ideas, key=lambda idea: idea.id):
        try:
            made.append(move(idea, stage, reason, by=by))
        except (Refused, Invalid, Conflict) as refusal:
            errors[f"ideas.{idea.id}"] = f"“{idea.title}”: {refusal}"
    if errors:
        raise Invalid(errors)
    return made


def undo_move(idea: Idea, made: Move, *, by: Person) -> None:
    """Take the last move back, through the gate of where it came from; it stays in the story as taken back."""
    hold_row(idea)
    ensure_not_merged(idea)
    if made.undone_at is not None:
        raise Conflict(_("This move was taken back already."))
    last = queries.last_move(idea)
    if last is None or last.id != made.id or idea.stage != made.to_stage:
        raise Conflict(_("The idea has moved on since. Only its last move can be taken back."))
    back = queries.stage_named(idea.space_id, made.from_stage)
    if back is None:
        raise Conflict(_("The stage it came from is closed. Move it to another one instead."))
    enter(idea, back)
    made.undone_at, made.undone_by_id, made.undone_by = clock.now(), by.id, by
    db.session.flush()
    promising.reckon_answer(idea)
    audit.log("ideas.move_undone", f"idea:{idea.id}", by=by, before={"stage": made.to_stage}, after={"stage": back.key})
    record(MoveUndone(idea_id=idea.id, move_id=made.id, stage=back.key), by=by, space_id=idea.space_id)


def stand_again(idea: Idea, *, by: Person) -> None:
    """Let an idea that comes out of a merge stand where it stood, if its gate lets it through; else begin anew."""
    stage = queries.stage_named(idea.space_id, idea.stage)
    entry = entry_stage(idea.space_id)
    since, before = idea.moved_at, idea.stage
    try:
        enter(idea, stage or entry)
    except GateShut as shut:
        enter(idea, entry)
        _note_step(idea, before, entry, shut.decision.reason, by)
    else:
        if stage is not None:
            idea.moved_at = since
        else:
            _note_step(idea, before, entry, _("The stage it stood in was closed."), by)


def name_owner(idea: Idea, owner: Person | None, *, by: Person) -> None:
    """Say who among the colleagues sees to an idea, or that nobody does."""
    if owner is not None and not (owner.is_employee and owner.is_in_good_standing):
        raise Invalid({"owner": _("Name a colleague.")})
    before, idea.owner_id = idea.owner_id, owner.id if owner else None
    db.session.flush()
    db.session.expire(idea, ["owner"])
    audit.log(
        "ideas.idea_owner_named", f"idea:{idea.id}", by=by, before={"owner": before}, after={"owner": idea.owner_id}
    )
    if owner is not None and owner.id != before:
        record(IdeaOwnerNamed(idea_id=idea.id, owner_id=owner.id), by=by, space_id=idea.space_id)


def _check_turn(idea: Idea, target: Stage, expects: str) -> None:
    ensure_not_merged(idea)
    if expects and idea.stage != expects:
        there = idea.at_stage.label
        raise Conflict(_("This idea was moved to “%(stage)s” meanwhile. Look again before you decide.", stage=there))
    if target.key == idea.stage:
        raise Conflict(_("The idea is in this stage already."))


def step(idea: Idea, target: Stage, reason: str, by: Person) -> Move:
    """Bring an idea that is held into a stage, with a reason in its story that followers hear; raises GateShut."""
    before = idea.stage
    enter(idea, target)
    made = _note_step(idea, before, target, reason, by)
    if target.decides:
        promising.note_answer(idea)
    audit.log(
        "ideas.idea_moved", f"idea:{idea.id}", by=by, reason=reason, before={"stage": before},
        after={"stage": target.key},
    )  # fmt: skip
    record(IdeaMoved(idea_id=idea.id, move_id=made.id, stage=target.key), by=by, space_id=idea.space_id)
    return made


def _note_step(idea: Idea, before: str, target: Stage, reason: str, by: Person) -> Move:
    made = Move(
        idea_id=idea.id, from_stage=before, to_stage=target.key, reason=reason, moved_by_id=by.id, moved_by=by,
        moved_at=clock.now(), undone_at=None, undone_by_id=None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    authors.reveal_if_decided(idea)
    return made

"""Setting the stages, gates and promises of a space, and the gates and promise of one challenge."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import ngettext

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.forms import RefusableForm
from app.ideas import commands, gates, policy, queries, words
from app.ideas.forms import CriterionForm, PromiseForm, RetireForm, StageForm
from app.ideas.models import Challenge
from app.ideas.queries import gates as gated
from app.ideas.queries import promises as promised
from app.ideas.queries.promises import record_kept
from app.ideas.queries.stages import entry_stage
from app.ideas.views.frame import Page, blueprint, challenge_of
from app.spaces import queries as spaces
from app.spaces.models import Space

Of = Space | Challenge


@blueprint.get("/admin/spaces/<slug>/stages")
def stages(slug: str) -> Page:
    """The stages of a space with their gates, and its promise."""
    _person, space = _setter(slug)
    return _page(space)


@blueprint.post("/admin/spaces/<slug>/stages")
def add_stage(slug: str) -> Page:
    """Add a stage."""
    person, space = _setter(slug)
    form = StageForm()
    form.offer(words.kind_titles())
    return _done(space, form, lambda: commands.add_stage(space, form.name.data or "", form.kind.data, by=person), "new")


@blueprint.put("/admin/spaces/<slug>/stages/<key>")
def rename_stage(slug: str, key: str) -> Page:
    """Call a stage something else."""
    person, space = _setter(slug)
    found(queries.stage_named(space.id, key))
    name = request.form.get("name", "")
    return _done(space, None, lambda: commands.rename_stage(space, key, name, by=person))


@blueprint.post("/admin/spaces/<slug>/stages/<key>/moves")
def order_stage(slug: str, key: str) -> Page:
    """Put a stage one place up or down."""
    person, space = _setter(slug)
    keys = [stage.key for stage in queries.stages_of(space.id)]
    here = keys.index(found(queries.stage_named(space.id, key)).key)
    there = max(0, min(len(keys) - 1, here + (1 if request.form.get("by") == "down" else -1)))
    keys.insert(there, keys.pop(here))
    return _done(space, None, lambda: commands.order_stages(space, keys, by=person))


@blueprint.delete("/admin/spaces/<slug>/stages/<key>")
def retire_stage(slug: str, key: str) -> Page:
    """Close a stage and move its ideas to another one."""
    person, space = _setter(slug)
    found(queries.stage_named(space.id, key))

    def retire() -> None:
        moved = commands.retire_stage(space, key, request.form.get("into", ""), by=person)
        flash(ngettext("Closed; %(num)d idea went along.", "Closed; %(num)d ideas went along.", moved))

    return _done(space, None, retire)


@blueprint.post("/admin/spaces/<slug>/stages/<key>/criteria")
def add_criterion(slug: str, key: str) -> Page:
    """Add a criterion to the gate before a stage of a space."""
    person, space = _setter(slug)
    return _add_criterion(space, key, person)


@blueprint.delete("/admin/spaces/<slug>/stages/<key>/criteria/<criterion>")
def drop_criterion(slug: str, key: str, criterion: str) -> Page:
    """Take a criterion from the gate before a stage of a space."""
    person, space = _setter(slug)
    return _drop_criterion(space, key, criterion, person)


@blueprint.put("/admin/spaces/<slug>/promise")
def set_promise(slug: str) -> Page:
    """Promise an answer to ideas of a space."""
    person, space = _setter(slug)
    return _set_promise(space, person)


@blueprint.delete("/admin/spaces/<slug>/promise")
def end_promise(slug: str) -> Page:
    """Promise nothing more in a space."""
    person, space = _setter(slug)
    return _done(space, None, lambda: commands.end_promise(space, by=person))


@blueprint.get("/challenges/<name>/gates")
def challenge_gates(name: str) -> Page:
    """What one challenge asks beside the gates of its space, and its promise."""
    _person, challenge = _runner(name)
    return _page(challenge)


@blueprint.post("/challenges/<name>/gates/<key>/criteria")
def add_challenge_criterion(name: str, key: str) -> Page:
    """Add a criterion to a gate of one challenge."""
    person, challenge = _runner(name)
    return _add_criterion(challenge, key, person)


@blueprint.delete("/challenges/<name>/gates/<key>/criteria/<criterion>")
def drop_challenge_criterion(name: str, key: str, criterion: str) -> Page:
    """Take a criterion from a gate of one challenge."""
    person, challenge = _runner(name)
    return _drop_criterion(challenge, key, criterion, person)


@blueprint.put("/challenges/<name>/promise")
def set_challenge_promise(name: str) -> Page:
    """Promise an answer to ideas of one challenge."""
    person, challenge = _runner(name)
    return _set_promise(challenge, person)


@blueprint.delete("/challenges/<name>/promise")
def end_challenge_promise(name: str) -> Page:
    """Promise in one challenge no more than its space does."""
    person, challenge = _runner(name)
    return _done(challenge, None, lambda: commands.end_promise(challenge, by=person))


def _setter(slug: str) -> tuple[Person, Space]:
    """Who sets which space's stages, through the door."""
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_set_stages(person, space))
    return person, space


def _runner(name: str) -> tuple[Person, Challenge]:
    """Who sets which challenge's gates, through the door."""
    person, challenge = somebody(), challenge_of(name)
    ensure(policy.may_set_gates(person, challenge))
    return person, challenge


def _add_criterion(of: Of, stage: str, person: Person) -> Page:
    found(queries.stage_named(_space(of).id, stage))
    form = _criterion_form(of)
    handle = (form.handle.data or "").strip().removeprefix("@")
    signer = accounts.by_handle(handle) if handle else None
    given = {
        "type": form.type.data, "least": form.least.data, "rubric": form.rubric.data, "text": form.text.data,
        "firm": form.firm.data, "person_id": signer.id if signer else 0,
    }  # fmt: skip
    kept = gated.gates_set(_scope(of)).get(stage, [])
    return _done(of, form, lambda: commands.set_gate(of, stage, [*kept, given], by=person), stage)


def _drop_criterion(of: Of, stage: str, criterion: str, person: Person) -> Page:
    kept = gated.gates_set(_scope(of)).get(stage, [])
    left = [each for each in kept if each["key"] != criterion]
    return _done(of, None, lambda: commands.set_gate(of, stage, left, by=person))


def _set_promise(of: Of, person: Person) -> Page:
    form = PromiseForm()
    form.offer(words.measures())
    given = (form.measure.data, form.threshold.data or 0, form.days.data or 0)
    return _done(of, form, lambda: commands.set_promise(of, *given, by=person), "promise")


def _done(of: Of, form: RefusableForm | None, act: Any, where: str = "") -> Page:
    """Do it and go back to the page, or show there why it cannot be done."""
    if form is not None and not form.validate_on_submit():
        return _page(of, form, where), 422
    try:
        act()
    except Invalid as refusal:
        if form is None:
            flash(" ".join(refusal.errors.values()), "error")
            return _page(of), 422
        form.refuse(refusal)
        return _page(of, form, where), 422
    return redirect(_base(of), 303)


def _page(of: Of, refused: RefusableForm | None = None, where: str = "") -> str:
    space = _space(of)
    standing = queries.stages_of(space.id)
    adding, promising, retiring = StageForm(formdata=None), _promise_form(of), {}
    adding.offer(words.kind_titles())
    for stage in standing:
        retiring[stage.key] = RetireForm(formdata=None)
        retiring[stage.key].offer(standing, stage.key)
    own, names = gated.gates_set(_scope(of)), _names(of)
    rubric = {each["key"]: each["name"] for each in _rubric(of)}
    return render_template(
        "ideas/stages.html", space=space, challenge=of if isinstance(of, Challenge) else None, base=_base(of),
        stages=standing, entry=entry_stage(space.id).key, kinds=words.kind_titles(), retiring=retiring,
        gates={key: [(each, gates.label(each, names, rubric)) for each in criteria] for key, criteria in own.items()},
        adding=refused if where == "new" else adding, promising=refused if where == "promise" else promising,
        criterion=_criterion_form(of, fresh=True), refused=refused, where=where,
        promise=promised.promise_at(_scope(of)),
        kept=record_kept(
            me(), space_id=space.id, challenge_id=of.id if isinstance(of, Challenge) else None
        ),
    )  # fmt: skip


def _criterion_form(of: Of, *, fresh: bool = False) -> CriterionForm:
    form = CriterionForm(formdata=None) if fresh else CriterionForm()
    form.offer(words.criterion_types(), _rubric(of))
    return form


def _promise_form(of: Of) -> PromiseForm:
    standing = promised.promise_at(_scope(of))
    known = {name: getattr(standing, name) for name in ("measure", "threshold", "days")} if standing else {}
    form = PromiseForm(formdata=None, **known)
    form.offer(words.measures())
    return form


def _names(of: Of) -> dict[int, str]:
    asked = [each for criteria in gated.gates_set(_scope(of)).values() for each in criteria]
    return {p.id: p.name for p in accounts.by_ids(each["person_id"] for each in asked if "person_id" in each).values()}


def _rubric(of: Of) -> list[dict[str, Any]]:
    return of.rubric if isinstance(of, Challenge) else queries.usual_rubric(of.id)


def _space(of: Of) -> Space:
    return of.space if isinstance(of, Challenge) else of


def _scope(of: Of) -> str:
    return f"challenge:{of.id}" if isinstance(of, Challenge) else f"space:{of.id}"


def _base(of: Of) -> str:
    return f"/challenges/{of.slug}/gates" if isinstance(of, Challenge) else f"/admin/spaces/{of.slug}/stages"

"""Moving ideas: one at a time through its gate, several at once, and back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import returning
from app.core.access import Invalid, ensure, found
from app.core.pages import row_id
from app.ideas import commands, policy, queries
from app.ideas.forms import MoveForm
from app.ideas.gates import Finding
from app.ideas.models import Idea, Stage
from app.ideas.queries.stages import stages_in
from app.ideas.views.frame import Page, blueprint, idea_of
from app.ideas.views.idea import idea_page

WAIVE = "waive."


def mover(idea_id: int) -> tuple[Person, Idea]:
    """Who decides about which idea, through the door."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_decide(person, idea))
    return person, idea


@blueprint.get("/ideas/<id:idea_id>/moves/new")
def new_move(idea_id: int) -> Page:
    """The move before it is made: where to, what its gate asks, why; in place of it, why one may not."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_run_challenges(person))
    if not (decision := policy.may_decide(person, idea)):
        return render_template("ideas/move.html", idea=idea, refusal=decision), 403
    form = _form(idea)
    form.stage.data = _chosen(idea).key
    form.reason.data = None
    return _page(idea, form)


@blueprint.post("/ideas/<id:idea_id>/moves")
def move(idea_id: int) -> Page:
    """Move an idea to another stage with a reason; a shut gate is shown with what it takes to waive it."""
    person, idea = mover(idea_id)
    form = _form(idea)
    on_page = request.args.get("from") != "dialog" and "expects" not in request.form
    if not form.validate_on_submit():
        return (idea_page(idea, moving=form) if on_page else _page(idea, form)), 422
    waivers = _waivers(idea, form.stage.data, person)
    try:
        commands.move(
            idea, form.stage.data, form.reason.data or "", waivers=waivers, expects=form.expects.data or "", by=person
        )
    except commands.GateShut as shut:
        return _page(idea, form, shut.missing), 403
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(idea, form), 422
    flash(_("Moved to “%(stage)s”. Those who follow it are told.", stage=idea.at_stage.label))
    return redirect(_back(idea), 303)


@blueprint.delete("/ideas/<id:idea_id>/moves/<id:move_id>")
def undo_move(idea_id: int, move_id: int) -> Page:
    """Take the last move back."""
    person, idea = mover(idea_id)
    commands.undo_move(idea, found(queries.move_of(idea, move_id)), by=person)
    flash(_("Taken back. The idea is in “%(stage)s” again.", stage=idea.at_stage.label))
    return redirect(idea.url, 303)


@blueprint.get("/shortlist/moves/new")
def new_moves() -> Page:
    """Several ideas before they are moved."""
    ideas = _chosen_ideas(request.args.getlist("ideas"))
    return _bulk_page(ideas, MoveForm(formdata=None))


@blueprint.post("/shortlist/moves")
def move_all() -> Page:
    """Move several ideas with one reason: all or none."""
    ideas, form = _chosen_ideas(request.form.getlist("ideas")), MoveForm()
    form.offer(_shared_stages(ideas), "")
    if not form.validate_on_submit():
        return _bulk_page(ideas, form), 422
    try:
        commands.move_all(ideas, form.stage.data, form.reason.data or "", by=somebody())
    except Invalid as refusal:
        form.refuse(refusal)
        return _bulk_page(ideas, form), 422
    flash(ngettext("%(num)d idea moved.", "%(num)d ideas moved.", len(ideas)))
    return redirect(returning.wanted() or "/shortlist?view=table", 303)


def _form(idea: Idea) -> MoveForm:
    form = MoveForm()
    form.offer(queries.stages_of(idea.space_id), idea.stage)
    if request.method == "GET":
        form.expects.data = idea.stage
    return form


def _chosen(idea: Idea) -> Stage:
    """The stage that was asked for by key or by kind, else the next one."""
    stages = [stage for stage in queries.stages_of(idea.space_id) if stage.key != idea.stage]
    key, kind = request.args.get("stage", ""), request.args.get("kind", "")
    asked = next((stage for stage in stages if stage.key == key), None)
    asked = asked or next((stage for stage in stages if stage.kind == kind), None)
    later = next((stage for stage in stages if stage.position > idea.at_stage.position), None)
    return asked or later or stages[0]


def _waivers(idea: Idea, stage: str, person: Person) -> dict[str, str]:
    """What is to be waived by this form, each by somebody who may."""
    given = {name[len(WAIVE) :]: why for name, why in request.form.items() if name.startswith(WAIVE) and why.strip()}
    for criterion in given:
        ensure(policy.may_waive(person, idea, commands.criterion_of(idea, stage, criterion)))
    return given


def _page(idea: Idea, form: MoveForm, missing: Sequence[Finding] = ()) -> str:
    stages = {stage.key: stage for stage in queries.stages_of(idea.space_id)}
    stage = stages.get(form.stage.data or "") or _chosen(idea)
    findings = queries.findings_seen(me(), [(idea, stage.key)])[idea.id]
    return render_template(
        "ideas/move.html", idea=idea, form=form, stage=stage, findings=findings, missing=missing,
        waivable={each.key for each in findings if policy.may_waive(me(), idea, each)},
        tickable={each.key for each in findings if policy.may_tick(me(), idea, each)}, written=request.form,
    )  # fmt: skip


def _chosen_ideas(words: Sequence[str]) -> list[Idea]:
    """The ideas that were chosen, through the door; 404 for one that is not there for this person."""
    person, ideas = somebody(), []
    ensure(policy.may_run_challenges(person))
    for word in dict.fromkeys(words):
        try:
            ideas.append(found(queries.visible_idea(person, row_id(word))))
        except ValueError:
            found(None)
    for idea in ideas:
        ensure(policy.may_decide(person, idea))
    return ideas


def _shared_stages(ideas: Sequence[Idea]) -> list[Stage]:
    """The stages that the spaces of all these ideas have."""
    by_space = list(stages_in({idea.space_id for idea in ideas}).values())
    if not by_space:
        return []
    shared = set.intersection(*({stage.key for stage in stages} for stages in by_space))
    return [stage for stage in by_space[0] if stage.key in shared]


def _bulk_page(ideas: Sequence[Idea], form: MoveForm) -> str:
    form.offer(_shared_stages(ideas), "")
    return render_template("ideas/move_all.html", ideas=ideas, form=form, back=returning.wanted())


def _back(idea: Idea) -> str:
    """The shortlist when it was moved there, else the idea's page."""
    return returning.wanted() or (returning.here() if request.args.get("at") == "shortlist" else idea.url)

"""What the team does about reviews: who is asked, how a challenge is judged, how reviewers compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.current import somebody
from app.core import clock
from app.core.access import Conflict, Invalid, ensure, found
from app.ideas import assigning, commands, policy, queries, reviewers, words
from app.ideas.forms import AssignmentForm, ProposalForm, RubricForm
from app.ideas.models import Challenge
from app.ideas.views.frame import Page, blueprint, run_challenge
from app.topics import queries as topics

USUAL_TIME = timedelta(days=14)
A_PAGE, MOST_OFFERED = 60, 8


@blueprint.get("/challenges/<name>/assignments")
def assignments(name: str) -> Page:
    """Who is asked to review what; with ideas chosen, a proposal that can be changed before anybody is asked."""
    person, challenge = run_challenge(name)
    form = _proposal()
    if not request.args.getlist("idea") and "all" not in request.args:
        return _board(challenge, form)
    if not form.validate():
        return _board(challenge, form), 422
    page = queries.to_assign(challenge, after=request.args.get("after"), limit=A_PAGE)
    wanted, own = set(request.args.getlist("idea")), queries.stakes(person, [idea.id for idea in page.items])
    chosen = [idea for idea in page.items if "all" in request.args or str(idea.id) in wanted]
    chosen = [idea for idea in chosen if idea.id not in own]
    about = topics.by_slugs([form.topic.data]) if form.topic.data else ()
    offered = queries.choices(chosen, list(about))
    free = {idea: [one.candidate for one in some if not one.excluded] for idea, some in offered.items()}
    proposed = assigning.propose(free, form.each.data or 1)
    return render_template(
        "ideas/assigning.html", challenge=challenge, ideas=chosen, form=form, proposed=proposed,
        offered={idea: _offered(some, proposed[idea]) for idea, some in offered.items()}, ties=words.ties(),
        task=AssignmentForm(formdata=None, due=form.due.data), loads=_loads(proposed.values()), people=_people(offered),
    )  # fmt: skip


@blueprint.post("/challenges/<name>/assignments")
def assign_reviews(name: str) -> Page:
    """Ask all whom the team chose, in one go."""
    person, challenge = run_challenge(name)
    form = AssignmentForm()
    try:
        if form.validate_on_submit():
            ensure(policy.may_choose_reviewers(person, *queries.ideas_in(challenge, form.wanted)))
            count = commands.assign_reviews(challenge, form.wanted, due_at=form.due_at, by=person)
            flash(ngettext("%(num)s review is asked for.", "%(num)s reviews are asked for.", count))
            return redirect(f"{challenge.url}/assignments", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _board(challenge, _proposal(), form), 422


@blueprint.delete("/review-assignments/<id:assignment_id>")
def withdraw_assignment(assignment_id: int) -> Page:
    """Take a task back."""
    person = somebody()
    assignment = found(queries.assignment_by_id(assignment_id))
    found(queries.visible_idea(person, assignment.idea_id))
    ensure(policy.may_choose_reviewers(person, assignment.idea))
    try:
        commands.withdraw_assignment(assignment, by=person)
        flash(_("The review is not asked for any more."))
    except Conflict as overtaken:
        flash(str(overtaken))
    return redirect(f"{assignment.idea.challenge.url}/assignments", 303)


@blueprint.get("/challenges/<name>/reviewers")
def reviewers_of(name: str) -> Page:
    """How the reviewers of a challenge do: load, time, severity, agreement; and what it makes of the ideas."""
    person, challenge = run_challenge(name)
    tasks, judged = queries.assignments_in(challenge), queries.counted_in(challenge, person)
    board = reviewers.compare(challenge, tasks, judged)
    return render_template("ideas/reviewers.html", challenge=challenge, board=board)


@blueprint.get("/challenges/<name>/rubric")
def rubric(name: str) -> Page:
    """The criteria, to change them."""
    _person, challenge = run_challenge(name)
    return _rubric(challenge, RubricForm.of(challenge))


@blueprint.put("/challenges/<name>/rubric")
def change_rubric(name: str) -> Page:
    """Change the criteria, and whether reviews are held back."""
    person, challenge = run_challenge(name)
    ensure(policy.may_set_rubric(person, challenge))
    form = RubricForm()
    version = request.form.get("version", 0, type=int)
    try:
        if form.validate_on_submit():
            is_new = commands.change_rubric(challenge, form.rows, version=version, held=form.held_before, by=person)
            commands.hold_reviews(challenge, form.held.data, by=person)
            flash(
                _("The rubric is saved. Reviews that were filed keep the one they were filed by.")
                if is_new
                else _("The rubric is saved.")
            )
            return redirect(f"{challenge.url}/rubric", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as overtaken:
        form.form_errors.append(str(overtaken))
        form.version.data, form.was_held.data = str(challenge.rubric_version), str(int(challenge.reviews_held))
    return _rubric(challenge, form), 422


def _rubric(challenge: Challenge, form: RubricForm) -> str:
    return render_template(
        "ideas/rubric.html", challenge=challenge, form=form, filed_count=queries.filed_count(challenge),
        may_set=policy.may_set_rubric(somebody(), challenge),
    )  # fmt: skip


def _proposal() -> ProposalForm:
    due = clock.now().date() + USUAL_TIME
    form = ProposalForm(formdata=request.args if "each" in request.args else None, due=due, meta={"csrf": False})
    form.offer(list(topics.all_topics()))
    return form


def _board(challenge: Challenge, form: ProposalForm, refused: AssignmentForm | None = None) -> str:
    page = queries.to_assign(challenge, after=request.args.get("after"), limit=A_PAGE)
    ids, counts = [idea.id for idea in page.items], queries.assignment_counts(challenge)
    return render_template(
        "ideas/assignments.html", challenge=challenge, page=page, tasks=queries.assignments_of(ids), form=form,
        refused=refused, counts=counts, own=queries.stakes(somebody(), ids),
    )  # fmt: skip


def _offered(choices: Sequence[queries.Choice], proposed: Iterable[int]) -> list[queries.Choice]:
    """The proposed, then the next best, then who is too close and therefore not asked."""
    first = set(proposed)
    ordered = sorted(choices, key=lambda one: (one.person.id not in first, one.excluded))
    free = [one for one in ordered if not one.excluded][:MOST_OFFERED]
    return free + [one for one in ordered if one.excluded]


def _loads(proposed: Iterable[list[int]]) -> dict[int, int]:
    """How many reviews each would get."""
    counts: dict[int, int] = {}
    for people in proposed:
        for person_id in people:
            counts[person_id] = counts.get(person_id, 0) + 1
    return counts


def _people(offered: dict[int, list[queries.Choice]]) -> dict[int, queries.Choice]:
    return {one.person.id: one for some in offered.values() for one in some}

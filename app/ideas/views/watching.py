"""What was found about votes: for those who decide, and for those whose votes were set aside."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core import realtime
from app.core.access import Invalid, ensure, found
from app.ideas import commands, policy, queries, words
from app.ideas.models import Idea
from app.ideas.views.frame import Page, blueprint
from app.voting import queries as voting
from app.voting.models import VoteFinding

BENCH = "/ideas/votes/findings"


@realtime.topic("vote-findings")
def may_watch_findings(_identifier: str, person: Person | None) -> bool:
    """Those who decide about them."""
    return bool(policy.may_judge_votes(person))


@blueprint.get("/ideas/votes/findings")
def findings() -> Page:
    """What looks arranged, newest first, with its evidence and what it does to the counts."""
    ensure(policy.may_judge_votes(somebody()))
    return _bench()


@blueprint.put("/ideas/votes/findings/<id:finding_id>/setting-aside")
def set_aside(finding_id: int) -> Page:
    """Let these votes count no more, with a reason."""
    person, finding = _decider(finding_id)
    try:
        commands.set_votes_aside(finding, request.form.get("reason", "")[:4000], by=person)
    except Invalid as refusal:
        return _bench({finding.id: refusal.errors["reason"]}), 422
    flash(_("The votes are set aside. Those who cast them are told, and can answer."))
    return _back(finding)


@blueprint.delete("/ideas/votes/findings/<id:finding_id>/setting-aside")
def restore(finding_id: int) -> Page:
    """Undo that."""
    person, finding = _decider(finding_id)
    commands.restore_votes(finding, by=person)
    flash(_("The votes count again. Those who cast them are told."))
    return _back(finding)


@blueprint.put("/ideas/votes/findings/<id:finding_id>/dismissal")
def dismiss(finding_id: int) -> Page:
    """Say that nothing is wrong."""
    person, finding = _decider(finding_id)
    commands.dismiss_finding(finding, by=person)
    flash(_("Noted: nothing is wrong with these votes."))
    return _back(finding)


@blueprint.delete("/ideas/votes/findings/<id:finding_id>/dismissal")
def reopen(finding_id: int) -> Page:
    """Take that back."""
    person, finding = _decider(finding_id)
    commands.dismiss_finding(finding, by=person, undo=True)
    return _back(finding)


@blueprint.get("/ideas/votes/mine/<id:finding_id>")
def mine(finding_id: int) -> Page:
    """One's own votes that were set aside, why, and what one says to it."""
    person = somebody()
    finding = found(queries.finding_about(person, finding_id))
    ensure(policy.may_hear_of_finding(person, finding))
    return _mine(finding, person)


@blueprint.put("/ideas/votes/mine/<id:finding_id>/answer")
def answer(finding_id: int) -> Page:
    """Answer."""
    person = somebody()
    finding = found(queries.finding_about(person, finding_id))
    ensure(policy.may_answer_finding(person, finding))
    try:
        commands.answer_finding(finding, request.form.get("body", ""), by=person)
    except Invalid as refusal:
        return _mine(finding, person, refusal.errors["body"]), 422
    flash(_("Your answer is with those who decide."))
    return redirect(f"/ideas/votes/mine/{finding.id}", 303)


def _bench(errors: dict[int, str] | None = None) -> str:
    state = request.args.get("state", "")
    state = state if state in words.finding_states() else "open"
    page = voting.findings(queries.watched(somebody()), state=state, after=request.args.get("after"))
    shown = queries.shown_findings(page.items)
    may = policy.may_decide_findings(somebody(), page.items)
    return render_template(
        "ideas/findings.html", page=page, shown=shown, state=state, states=words.finding_states(),
        kinds=words.finding_kinds(), evidence=words.evidence, may=may, errors=errors or {}, sees=_sees_count,
    )  # fmt: skip


def _sees_count(idea: Idea) -> bool:
    return policy.sees_counts(me(), idea.challenge)


def _mine(finding: VoteFinding, person: Person, error: str = "") -> str:
    return render_template(
        "ideas/finding.html", finding=finding, ideas=queries.votes_of_finding(finding, person), error=error,
        answer=voting.own_answer(finding, person), may_answer=policy.may_answer_finding(person, finding),
        kinds=words.finding_kinds(),
    )  # fmt: skip


def _decider(finding_id: int) -> tuple[Person, VoteFinding]:
    person = somebody()
    ensure(policy.may_judge_votes(me()))
    finding = found(queries.finding_to_judge(person, finding_id))
    ensure(policy.may_decide_finding(person, finding))
    return person, finding


def _back(finding: VoteFinding) -> Response:
    return redirect(f"{BENCH}?state={finding.state}#finding-{finding.id}", 303)

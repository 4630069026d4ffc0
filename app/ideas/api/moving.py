"""The API's operations that move ideas and answer them."""

from __future__ import annotations

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import ensure, found, public
from app.core.api import Cursor, Listing, operation
from app.ideas import commands, gates, policy, queries
from app.ideas.api.given import (
    FindingOut,
    GateStatusOut,
    HoldingOut,
    IdeaOut,
    MoveOut,
    ResponseOut,
    ideas_out,
)
from app.ideas.api.taken_deciding import HoldingIn, MoveIn, MovesIn, ResponseIn, TickIn
from app.ideas.models import Idea
from app.ideas.queries.promises import answers_due


@operation("moveIdea", "POST /ideas/<id:idea_id>/moves", body=MoveIn, returns=MoveOut, status=201)
def move_idea(idea_id: int, body: MoveIn) -> MoveOut:
    """Move an idea to another stage, with a reason that everybody reads; 403 `stage-gate` where its gate is shut."""
    person, idea = _mover(idea_id)
    for criterion in body.waivers:
        ensure(policy.may_waive(person, idea, commands.criterion_of(idea, body.stage, criterion)))
    made = commands.move(
        idea, body.stage, body.reason, waivers=body.waivers, expects=body.expects or "", by=person
    )  # fmt: skip
    return MoveOut.model_validate(made)


@operation("undoMove", "DELETE /ideas/<id:idea_id>/moves/<id:move_id>")
def undo_move(idea_id: int, move_id: int) -> None:
    """Take the last move back; it stays in the story as taken back."""
    person, idea = _mover(idea_id)
    commands.undo_move(idea, found(queries.move_of(idea, move_id)), by=person)


@operation("moveIdeas", "POST /moves", body=MovesIn, returns=Listing[MoveOut], status=201)
def move_ideas(body: MovesIn) -> Listing[MoveOut]:
    """Move several ideas with one reason: all or none; 422 says which cannot go and why, as `ideas.42`."""
    pairs = [_mover(idea_id) for idea_id in dict.fromkeys(body.ideas)]
    made = commands.move_all([idea for _person, idea in pairs], body.stage, body.reason, by=somebody())
    return Listing(items=[MoveOut.model_validate(each) for each in made], next=None)


@operation("getGate", "GET /ideas/<id:idea_id>/gates/<stage>", returns=GateStatusOut)
def get_gate(idea_id: int, stage: str) -> GateStatusOut:
    """What the gate before a stage asks of an idea, and what of it is met or waived."""
    person, idea = _mover(idea_id)
    found(queries.stage_named(idea.space_id, stage))
    findings = queries.findings_seen(person, [(idea, stage)])[idea.id]
    return GateStatusOut(
        stage=stage, passes=not gates.unmet(findings), criteria=[FindingOut.of(each) for each in findings]
    )


@operation("tickCriterion", "PUT /ideas/<id:idea_id>/gates/<stage>/criteria/<criterion>/tick", body=TickIn, status=204)
def tick_criterion(idea_id: int, stage: str, criterion: str, body: TickIn) -> None:
    """Say that a criterion is met which no figure tells: a free one, or your own sign-off."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_tick(person, idea, commands.criterion_of(idea, stage, criterion)))
    commands.tick(idea, criterion, body.note, by=person)


@operation("untickCriterion", "DELETE /ideas/<id:idea_id>/gates/<stage>/criteria/<criterion>/tick")
def untick_criterion(idea_id: int, stage: str, criterion: str) -> None:
    """Take the tick back."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_tick(person, idea, commands.criterion_of(idea, stage, criterion)))
    commands.untick(idea, criterion, by=person)


@operation("getResponse", "GET /ideas/<id:idea_id>/response", returns=ResponseOut)
def get_response(idea_id: int) -> ResponseOut:
    """The official response to an idea."""
    idea = found(queries.visible_idea(me(), idea_id))
    public()
    return ResponseOut.of(found(queries.response_to(idea)))


@operation("respondToIdea", "PUT /ideas/<id:idea_id>/response", body=ResponseIn, returns=ResponseOut)
def respond_to_idea(idea_id: int, body: ResponseIn) -> ResponseOut:
    """Give the official response, or change it; what it said before is kept."""
    person, idea = _mover(idea_id)
    return ResponseOut.of(commands.respond(idea, body.body, by=person))


@operation("withdrawResponse", "DELETE /ideas/<id:idea_id>/response")
def withdraw_response(idea_id: int) -> None:
    """Take the official response back."""
    person, idea = _mover(idea_id)
    commands.withdraw_response(idea, by=person)


@operation("putAnswerOff", "POST /ideas/<id:idea_id>/holding-answers", body=HoldingIn, returns=HoldingOut, status=201)
def put_answer_off(idea_id: int, body: HoldingIn) -> HoldingOut:
    """Say in public why the answer takes longer, and until when."""
    person, idea = _mover(idea_id)
    return HoldingOut.model_validate(commands.put_off(idea, body.reason, body.until, by=person))


@operation("listAnswersDue", "GET /answers-due", query=Cursor, returns=Listing[IdeaOut])
def list_answers_due(query: Cursor) -> Listing[IdeaOut]:
    """The ideas that are owed an answer, the most overdue first."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    page = answers_due(person, after=query.after, limit=query.limit)
    return Listing(items=ideas_out(page.items, person), next=page.next)


def _mover(idea_id: int) -> tuple[Person, Idea]:
    """Who decides about which idea, through the door."""
    person, idea = somebody(), found(queries.visible_idea(me(), idea_id))
    ensure(policy.may_decide(person, idea))
    return person, idea

"""What the team says officially to an idea, with or without moving it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import promising
from app.ideas.commands.entering import hold_row
from app.ideas.events import ResponseChanged, ResponseGiven, ResponseWithdrawn
from app.ideas.models import Idea, OfficialResponse
from app.screening import commands as screening


def respond(idea: Idea, body: str, *, by: Person) -> OfficialResponse:
    """Give the official response, or change it, keeping what it said before; giving it keeps the promise."""
    if not body.strip():
        raise Invalid({"body": _("Write the response first.")})
    if len(body) > text.LONGEST:
        raise Invalid({"body": _("Use at most %(most)d characters.", most=text.LONGEST)})
    screening.pass_unheld(body, "body", by=by, space_id=idea.space_id)
    hold_row(idea)
    standing = queries.response_to(idea)
    if standing is None:
        return _give(idea, body, by)
    if standing.body == body:
        return standing
    version = {"body": standing.body, "by": standing.given_by_id}
    standing.history = [*standing.history, {**version, "at": clock.rfc3339(standing.changed_at or standing.given_at)}]
    standing.body, standing.body_html = body, text.render(body)
    standing.given_by_id, standing.given_by, standing.changed_at = by.id, by, clock.now()
    db.session.flush()
    audit.log("ideas.response_changed", f"idea:{idea.id}", by=by, before={"body": version["body"]})
    record(ResponseChanged(idea_id=idea.id, response_id=standing.id), by=by, space_id=idea.space_id)
    return standing


def withdraw_response(idea: Idea, *, by: Person) -> None:
    """Take the official response back; the clock runs on unless something else answered."""
    hold_row(idea)
    standing = queries.response_to(idea)
    if standing is None:
        raise Conflict(_("There is no official response."))
    audit.log("ideas.response_withdrawn", f"idea:{idea.id}", by=by, before={"body": standing.body})
    db.session.delete(standing)
    db.session.flush()
    promising.reckon_answer(idea)
    record(ResponseWithdrawn(idea_id=idea.id), by=by, space_id=idea.space_id)


def _give(idea: Idea, body: str, by: Person) -> OfficialResponse:
    made = OfficialResponse(
        idea_id=idea.id, body=body, body_html=text.render(body), history=[], given_by_id=by.id, given_by=by,
        given_at=clock.now(), changed_at=None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    promising.note_answer(idea)
    audit.log("ideas.response_given", f"idea:{idea.id}", by=by, after={"response": made.id})
    record(ResponseGiven(idea_id=idea.id, response_id=made.id), by=by, space_id=idea.space_id)
    return made

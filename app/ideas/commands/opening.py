"""The switch that opens an internal challenge to customers, after those who took part had time to think."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.discussion import commands as discussion
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import queries
from app.ideas.commands.commenting import set_comment_state
from app.ideas.commands.ideas import named, set_idea_hold
from app.ideas.events import AudienceWidened, OpeningCalledOff, OpeningPlanned
from app.ideas.models import Challenge, ChosenSegment, Idea, Opening
from app.spaces import commands as spaces
from app.spaces.models import Space

NOTICE = timedelta(hours=24)
MOST_NOTICE = timedelta(days=60)
# Spaces into which customers see.
OUTSIDE = ("public", "customers")


def plan_opening(
    challenge: Challenge, *, audience: str, segments: Sequence[str] = (), space: Space, notice: timedelta = NOTICE,
    by: Person,
) -> Opening:  # fmt: skip
    """Open a challenge to customers after a notice, or at once where nobody but the team took part.

    Raises Invalid for what cannot be chosen, Conflict where it is open or planned already.
    """
    db.session.refresh(challenge, with_for_update=True)
    if is_open_to_customers(challenge):
        raise Conflict(_("This challenge is open to customers already."))
    if queries.planned_opening(challenge) is not None:
        raise Conflict(_("It is planned already. Call that off first."))
    if errors := _faults(challenge, audience, segments, space, notice):
        raise Invalid(errors)
    opening = Opening(
        challenge_id=challenge.id, audience=audience, segments=sorted(set(segments)) if audience == "segments" else [],
        space_id=space.id, opens_at=clock.now() + notice, planned_by_id=by.id, planned_at=clock.now(), ended_at=None,
    )  # fmt: skip
    db.session.add(opening)
    db.session.flush()
    audit.log("ideas.opening_planned", f"challenge:{challenge.id}", by=by, after=_plain(opening))
    planned = OpeningPlanned(challenge_id=challenge.id, opening_id=opening.id)
    record(planned, by=by, space_id=challenge.space_id)
    if not notice:
        _open(challenge, opening, by)
    return opening


def call_off_opening(challenge: Challenge, *, by: Person) -> None:
    """Do not open it after all; raises Conflict where nothing is planned."""
    db.session.refresh(challenge, with_for_update=True)
    opening = queries.planned_opening(challenge)
    if opening is None:
        raise Conflict(_("No opening is planned."))
    opening.ended_at = clock.now()
    audit.log("ideas.opening_called_off", f"challenge:{challenge.id}", by=by, before=_plain(opening))
    called_off = OpeningCalledOff(challenge_id=challenge.id, opening_id=opening.id)
    record(called_off, by=by, space_id=challenge.space_id)


def open_due() -> None:
    """Open the challenges whose time has come; of two workers the one that holds the row first."""
    transaction.apart(queries.due_openings(), _open_in_turn)


def withdraw_idea(idea: Idea, *, by: Person) -> None:
    """Take one's own idea back before customers see it."""
    actor = named(idea, by)
    audit.log("ideas.idea_withdrawn", f"idea:{idea.id}", by=actor)
    set_idea_hold(idea, "removed", by=actor)


def withdraw_comment(comment: Comment, *, by: Person) -> None:
    """Take one's own comment back before customers see it."""
    idea = db.session.get_one(Idea, comment.subject_id)
    tells = idea.anonymous and queries.wrote(idea, comment.author_id, comment.posted_at)
    actor = None if tells else by
    audit.log("ideas.comment_withdrawn", f"comment:{comment.id}", by=actor)
    set_comment_state(comment, "removed", by=actor)


def is_open_to_customers(challenge: Challenge) -> bool:
    """Whether every customer who sees its space sees it, and customers see its space."""
    return challenge.audience == "public" and challenge.space.visibility in OUTSIDE


def _open_in_turn(opening: Opening) -> None:
    challenge = db.session.get_one(Challenge, opening.challenge_id)
    db.session.refresh(challenge, with_for_update=True)
    db.session.refresh(opening)
    if opening.ended_at is None:
        _open(challenge, opening, None)


def _open(challenge: Challenge, opening: Opening, by: Actor | None) -> None:
    before = {"audience": challenge.audience, "segments": challenge.segments, "space": challenge.space_id}
    challenge.audience, opening.ended_at = opening.audience, clock.now()
    challenge.chosen = [ChosenSegment(segment=segment) for segment in opening.segments]
    db.session.flush()
    if opening.space_id != challenge.space_id:
        _carry(challenge, opening.space_id)
    audit.log("ideas.audience_widened", f"challenge:{challenge.id}", by=by, before=before, after=_plain(opening))
    widened = AudienceWidened(challenge_id=challenge.id, opening_id=opening.id)
    record(widened, by=by, space_id=opening.space_id, at=min(opening.opens_at, clock.now()))


def _carry(challenge: Challenge, space_id: int) -> None:
    """Take a challenge with all that is in it into another space."""
    spaces.count_ideas(challenge.space_id, -challenge.idea_count)
    spaces.count_ideas(space_id, challenge.idea_count)
    discussion.carry("idea", select(Idea.id).where(Idea.challenge_id == challenge.id), space_id)
    db.session.execute(update(Idea).where(Idea.challenge_id == challenge.id).values(space_id=space_id))
    challenge.space_id = space_id
    db.session.flush()
    db.session.refresh(challenge, ["space"])


def _faults(
    challenge: Challenge, audience: str, segments: Sequence[str], space: Space, notice: timedelta
) -> dict[str, str]:
    errors = {}
    if audience not in {"public", "segments"}:
        errors["audience"] = _("Choose all customers, or some segments.")
    if audience == "segments" and not segments:
        errors["segments"] = _("Choose at least one segment.")
    if audience == challenge.audience == "segments" and not set(segments) > set(challenge.segments):
        errors["segments"] = _("Choose the segments that see it now and at least one more.")
    if space.visibility not in OUTSIDE:
        errors["space"] = _("Customers do not see this space. Choose one that they see.")
    if not timedelta(0) <= notice <= MOST_NOTICE:
        errors["notice"] = _("Use at most 60 days.")
    elif notice < NOTICE and queries.took_part(challenge):
        errors["notice"] = _("Others took part: give them at least 24 hours to withdraw or hide what is theirs.")
    return errors


def _plain(opening: Opening) -> dict[str, Any]:
    return {
        "audience": opening.audience, "segments": opening.segments, "space": opening.space_id,
        "opens_at": clock.rfc3339(opening.opens_at),
    }  # fmt: skip

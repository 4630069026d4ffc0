"""Submitting ideas and talking about them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import update

from app.accounts.models import Person
from app.core import clock, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.discussion import commands as discussion
from app.discussion.models import Comment
from app.extensions import db
from app.ideas.commands import capping, counting, voting
from app.ideas.commands.holding import hold_rows
from app.ideas.events import IdeaHeld, IdeaHoldChanged, IdeaSubmitted
from app.ideas.models import SHOWN, Challenge, Idea
from app.screening import commands as screening

SHORTEST_TITLE, LONGEST_TITLE = 8, 160


def submit(
    challenge: Challenge, *, title: str, body: str, by: Person, external_id: str | None = None, stage: str = "submitted"
) -> Idea:
    """Answer a challenge; a rule may hold the idea for a moderator. Raises Invalid for text that cannot be taken.

    Raises Conflict where a cap is used up, except for what is imported, which has its `external_id`.
    """
    if external_id is None:
        capping.hold_room_for_idea(challenge, by)
    title = text.tidy(title)
    if len(title) < SHORTEST_TITLE:
        raise Invalid({"title": _("Say in a few words what the idea is.")})
    if len(title) > LONGEST_TITLE:
        raise Invalid({"title": _("Use at most %(most)d characters; the rest goes below.", most=LONGEST_TITLE)})
    rules = screening.pass_or_raise(title, scope="idea", field="title")
    rules += screening.pass_or_raise(body, scope="idea", field="body")
    idea = Idea(
        challenge_id=challenge.id, challenge=challenge, space_id=challenge.space_id, author_id=by.id, author=by,
        title=title, body=body, body_html=text.render(body), hold="held" if rules else SHOWN, stage=stage,
        external_id=external_id, submitted_at=clock.now(), moved_at=clock.now(), vote_count=0, exposed_count=0,
        comment_count=0, review_count=0,
    )  # fmt: skip
    db.session.add(idea)
    db.session.flush()
    voting.rank(idea)
    if rules:
        held = IdeaHeld(idea_id=idea.id, challenge_id=challenge.id, rules=rules)
        record(held, by=by, space_id=idea.space_id)
    else:
        counting.settle([(idea, (0, 0))])
        record(IdeaSubmitted(idea_id=idea.id, challenge_id=challenge.id), by=by, space_id=idea.space_id)
    return idea


def comment(
    idea: Idea, body: str, *, by: Person, reply_to_id: int | None = None, external_id: str | None = None
) -> Comment:
    """Comment on an idea; a rule may hold the comment for a moderator."""
    rules = screening.pass_or_raise(body, scope="comment", field="body")
    page = f"idea:{idea.id}"
    made = discussion.post(
        "idea", idea.id, body, page=page, space_id=idea.space_id, by=by, reply_to_id=reply_to_id, held_by=rules,
        external_id=external_id,
    )  # fmt: skip
    if not rules:
        _count_comments(idea.id, 1)
    return made


def set_comment_state(made: Comment, state: str, *, by: Actor) -> None:
    """Publish, hide or remove a comment beneath an idea, keeping the count."""
    _count_comments(made.subject_id, discussion.set_state(made, state, by=by))


def set_idea_hold(idea: Idea, hold: str, *, by: Actor) -> None:
    """Release, hide, remove or restore an idea; one released for the first time is announced as submitted."""
    hold_rows(idea)
    counted, before = counting.share(idea), idea.hold
    idea.hold = hold
    counting.settle([(idea, counted)])
    record(IdeaHoldChanged(idea_id=idea.id, challenge_id=idea.challenge_id, hold=hold), by=by, space_id=idea.space_id)
    if before == "held" and hold == SHOWN:
        submitted = IdeaSubmitted(idea_id=idea.id, challenge_id=idea.challenge_id)
        record(submitted, by=idea.author, space_id=idea.space_id)


def _count_comments(idea_id: int, change: int) -> None:
    values = {"comment_count": Idea.comment_count + change}
    db.session.execute(update(Idea).where(Idea.id == idea_id).values(**values))

"""Submitting ideas, and what moderators let be seen of them."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import capping, counting, voting
from app.ideas.commands.holding import hold_rows
from app.ideas.events import IdeaHeld, IdeaHoldChanged, IdeaSentToTeam, IdeaSubmitted
from app.ideas.models import SHOWN, Challenge, Idea
from app.ideas.queries.stages import entry_stage
from app.screening import commands as screening

SHORTEST_TITLE, LONGEST_TITLE = 8, 160


def submit(
    challenge: Challenge,
    *,
    title: str,
    body: str,
    by: Person,
    external_id: str | None = None,
    anonymous: bool = False,
    private: bool = False,
) -> Idea:
    """Answer a challenge; a rule may hold the idea for a moderator. Raises Invalid for text that cannot be taken.

    An `anonymous` one names nobody until it is decided, a `private` one only the team reads, where the challenge
    allows that. Raises Conflict where a cap is used up, except for what is imported, which has its `external_id`.
    """
    if external_id is None:
        capping.hold_room_for_idea(challenge, by)
    _check_reach(challenge, anonymous=anonymous, private=private)
    title, rules = checked(title, body)
    idea = Idea(
        challenge_id=challenge.id, challenge=challenge, space_id=challenge.space_id, author_id=by.id, author=by,
        title=title, body=body, body_html=text.render(body), hold="held" if rules else SHOWN,
        stage=entry_stage(challenge.space_id).key, kind="open",
        external_id=external_id, anonymous=anonymous, private=private,
        submitted_at=clock.now(), moved_at=clock.now(), vote_count=0, exposed_count=0,
        comment_count=0, review_count=0,
    )  # fmt: skip
    db.session.add(idea)
    db.session.flush()
    voting.rank(idea)
    if rules:
        held = IdeaHeld(idea_id=idea.id, challenge_id=challenge.id, rules=rules)
        record(held, by=named(idea, by), space_id=idea.space_id)
    else:
        counting.settle([(idea, (0, 0))])
        announce(idea)
    return idea


def checked(title: str, body: str) -> tuple[str, list[str]]:
    """A title made tidy, and the rules that hold these words; raises Invalid for words that cannot be taken."""
    title = text.tidy(title)
    if len(title) < SHORTEST_TITLE:
        raise Invalid({"title": _("Say in a few words what the idea is.")})
    if len(title) > LONGEST_TITLE:
        raise Invalid({"title": _("Use at most %(most)d characters; the rest goes below.", most=LONGEST_TITLE)})
    rules = screening.pass_or_raise(title, scope="idea", field="title")
    return title, rules + screening.pass_or_raise(body, scope="idea", field="body")


def announce(idea: Idea) -> None:
    """Tell of an idea for the first time: everybody and the counts, or the team alone."""
    if idea.private:
        sent = IdeaSentToTeam(idea_id=idea.id, challenge_id=idea.challenge_id)
        record(sent, by=named(idea, idea.author), space_id=idea.space_id)
        return
    submitted = IdeaSubmitted(idea_id=idea.id, challenge_id=idea.challenge_id)
    record(submitted, by=named(idea, idea.author), space_id=idea.space_id)


def named(idea: Idea, by: Person) -> Person | None:
    """Who the event book names for a deed: no author of an anonymous idea, since what it says goes many ways."""
    return None if idea.anonymous and queries.is_author(by, idea) else by


def set_idea_hold(idea: Idea, hold: str, *, by: Actor | None) -> None:
    """Release, hide, remove or restore an idea; one released for the first time is announced as submitted."""
    hold_rows(idea)
    counted, before = counting.share(idea), idea.hold
    idea.hold = hold
    counting.settle([(idea, counted)])
    if before == "held" and hold == SHOWN:
        announce(idea)
    record(IdeaHoldChanged(idea_id=idea.id, challenge_id=idea.challenge_id, hold=hold), by=by, space_id=idea.space_id)


def _check_reach(challenge: Challenge, *, anonymous: bool, private: bool) -> None:
    errors = {}
    if anonymous and not challenge.allows_anonymous:
        errors["anonymous"] = _("Ideas on this challenge are not anonymous.")
    if private and not challenge.allows_private:
        errors["private"] = _("Ideas on this challenge are for everybody who sees it.")
    if errors:
        raise Invalid(errors)

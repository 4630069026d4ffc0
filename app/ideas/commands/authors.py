"""Who an idea is by: asking co-authors, agreeing, leaving, and naming those who were anonymous."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import assigning, casting, counting, endorsing, rounds
from app.ideas.commands.ideas import announce, named
from app.ideas.events import CoauthorAgreed, CoauthorInvited, CoauthorRemoved, IdeaOpeningAsked, IdeaRevealed
from app.ideas.models import SHOWN, Coauthor, FormerAuthor, Idea
from app.voting.queries import votes_of

MOST_COAUTHORS = 8
DECIDED = frozenset({"decided", "doing", "done", "closed"})


def invite(idea: Idea, handle: str, *, by: Person) -> Coauthor:
    """Ask somebody to be a co-author; raises Invalid for whoever cannot be one."""
    _hold(idea)
    person = accounts.by_handle(handle.strip().removeprefix("@"))
    if person is None or person.state != "active" or person.is_guest or not _may_answer(person, idea):
        raise Invalid({"handle": _("Nobody of that handle can be asked here.")})
    if person.id == idea.author_id or queries.partner_of(idea, person.id) is not None:
        raise Invalid({"handle": _("%(name)s stands there already.", name=person.name)})
    standing = db.session.scalar(select(func.count()).where(Coauthor.idea_id == idea.id)) or 0
    if standing >= MOST_COAUTHORS:
        raise Invalid({"handle": _("An idea has at most %(most)d co-authors.", most=MOST_COAUTHORS)})
    made = Coauthor(idea_id=idea.id, person_id=person.id, person=person, invited_at=clock.now())
    db.session.add(made)
    _settle(idea)
    record(CoauthorInvited(idea_id=idea.id, person_id=person.id), by=named(idea, by), space_id=idea.space_id)
    return made


def agree(idea: Idea, *, by: Person) -> None:
    """Become a co-author; one's vote, endorsement, say in rounds and task to review are taken back.

    Raises Conflict without an invitation, or after a review.
    """
    _hold(idea)
    asked = queries.partner_of(idea, by.id)
    if asked is None:
        raise Conflict(_("The invitation was taken back."))
    if asked.agreed_at is not None:
        return
    if queries.review_of(by, idea) is not None:
        raise Conflict(_("You reviewed this idea, so you cannot be one of its authors."))
    if votes_of(by, "idea", [idea.id]):
        casting.vote(idea, 0, by=by)
    if (endorsed := queries.endorsement_of(idea, by)) is not None:
        endorsing.withdraw_endorsement(endorsed, by=by)
    rounds.stand_aside(idea, by=by)
    asked.agreed_at = clock.now()
    _settle(idea)
    assigning.stand_aside(idea, by)
    record(CoauthorAgreed(idea_id=idea.id, person_id=by.id), by=named(idea, by), space_id=idea.space_id)


def remove(idea: Idea, person_id: int, *, by: Person) -> None:
    """Decline, leave, or take an invitation or co-author back; nothing where there is none.

    Who was a co-author never judges the idea afterwards.
    """
    _hold(idea)
    asked = queries.partner_of(idea, person_id)
    if asked is None:
        return
    actor = None if idea.anonymous else by
    db.session.delete(asked)
    if asked.agreed_at is not None:
        db.session.merge(FormerAuthor(idea_id=idea.id, person_id=person_id, left_at=clock.now()))
    _settle(idea)
    gone = CoauthorRemoved(idea_id=idea.id, person_id=person_id, by_themselves=by.id == person_id)
    record(gone, by=actor, space_id=idea.space_id)


def reveal(idea: Idea) -> None:
    """Name the authors of an idea that was anonymous; nothing where they are named."""
    if not idea.anonymous:
        return
    idea.anonymous = False
    if idea.hold != "held":  # one that waits for a moderator is announced under its author's name once it is released
        record(IdeaRevealed(idea_id=idea.id, author_id=idea.author_id), by=idea.author, space_id=idea.space_id)


def reveal_if_decided(idea: Idea) -> None:
    """Whoever submits an idea without a name agrees to be named once it is decided, either way."""
    if idea.kind in DECIDED:
        reveal(idea)


def ask_to_open(idea: Idea, *, by: Person) -> None:
    """Ask the author of a private idea to show it to everybody; asking again says nothing new."""
    _hold(idea)
    if not idea.private:
        raise Conflict(_("Everybody sees this idea already."))
    if idea.opening_asked_at is None:
        idea.opening_asked_at = clock.now()
        audit.log("ideas.idea_opening_asked", f"idea:{idea.id}", by=by)
        record(IdeaOpeningAsked(idea_id=idea.id), by=by, space_id=idea.space_id)


def open_up(idea: Idea) -> None:
    """Show everybody what only the team read: it counts, is found and announced from now on."""
    _hold(idea)
    if not idea.private:
        return
    counted = counting.share(idea)
    idea.private, idea.opening_asked_at, idea.announced_at = False, None, None
    counting.settle([(idea, counted)])
    if idea.hold == SHOWN:
        announce(idea)


def _may_answer(person: Person, idea: Idea) -> bool:
    return queries.visible_challenge(person, idea.challenge.slug) is not None


def _hold(idea: Idea) -> None:
    """Read the row as it is now and keep it until the transaction ends, so that two deeds at once do not cross."""
    db.session.flush()
    db.session.refresh(idea, ["anonymous", "private", "opening_asked_at", "hold", "stage"], with_for_update=True)


def _settle(idea: Idea) -> None:
    db.session.flush()
    db.session.refresh(idea, ["partners", "former_authors"])

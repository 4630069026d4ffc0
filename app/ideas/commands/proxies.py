"""Votes on behalf of a customer: each is the customer's own, with who cast it and how they heard of it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts import commands as accounts
from app.accounts import queries as people
from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import capping, casting, voting
from app.ideas.commands.holding import hold_rows, hold_ways
from app.ideas.events import VoteProxied
from app.ideas.models import SOURCES, Idea, ProxyVote
from app.voting import queries as votes

LONGEST_NOTE = 300


def vote_for(idea: Idea, customer: str, *, source: str, note: str, name: str = "", by: Person) -> ProxyVote:
    """Cast a customer's vote; `customer` is an e-mail or handle. An unknown address becomes a person who cannot sign in
    until they claim the account.

    Raises Invalid for a customer or source that cannot be taken, Conflict where the customer decided themselves.
    """
    _check(source, note)
    capping.hold_room_for_others(by)
    person = _customer(customer, name)
    capping.hold_room_for_vote(idea, person)
    hold_rows(idea)
    _check_voter(idea, person)
    known = queries.proxy_vote(idea, person.id)
    if known is not None and known.ended_at is not None and known.ended_by_id == person.id:
        said = _("%(name)s took back the vote that was cast for them. Only they can cast it again.", name=person.name)
        raise Conflict(said)
    if votes.votes_of(person, "idea", [idea.id]):
        raise Conflict(_("%(name)s’s vote is counted already.", name=person.name))
    made = known or ProxyVote(idea_id=idea.id, person_id=person.id, person=person)
    made.proxy_id, made.proxy, made.source, made.note = by.id, by, source, text.tidy(note)
    made.cast_at, made.ended_at, made.ended_by_id = clock.now(), None, None
    db.session.add(made)
    voting.set_vote(idea, 1, person=person, by=by)
    what = {"person": person.id, "source": source}
    audit.log("ideas.vote_proxied", f"idea:{idea.id}", by=by, reason=made.note, after=what)
    hidden = idea.challenge.hides_votes
    proxied = VoteProxied(idea_id=idea.id, proxy_vote_id=made.id, person_id=person.id, hidden=hidden)
    record(proxied, by=by, space_id=idea.space_id)
    return made


def take_back(vote: ProxyVote, *, by: Person) -> None:
    """Take back a vote that was cast for a customer: by the team, or by the customer themselves."""
    (way,) = hold_ways(vote.idea)
    db.session.refresh(vote, ["ended_at", "ended_by_id"], with_for_update=True)
    if vote.ended_at is not None:
        raise Conflict(_("This vote was taken back already, or is the customer’s own by now."))
    vote.ended_at, vote.ended_by_id = clock.now(), by.id
    casting.withdraw(vote, way, by=by)
    what = {"person": vote.person_id, "source": vote.source}
    audit.log("ideas.proxied_vote_taken_back", f"idea:{vote.idea_id}", by=by, before=what)


def _customer(said: str, name: str) -> Person:
    """Who is meant; an address that nobody has is somebody new."""
    said = said.strip().removeprefix("@")
    person = people.by_email(said) if "@" in said else people.by_handle(said)
    if person is None and "@" in said:
        if not _is_address(said):
            raise Invalid({"customer": _("This is no e-mail address.")})
        return accounts.ensure_imported(email=said, name=text.tidy(name)[:80])
    if person is None:
        raise Invalid({"customer": _("Nobody has this handle. Enter their e-mail address instead.")})
    if person.is_employee:
        raise Invalid({"customer": _("This is a colleague. Colleagues vote for themselves.")})
    if person.state not in {"active", "imported"}:
        raise Invalid({"customer": _("This account cannot vote.")})
    return person


def _is_address(said: str) -> bool:
    local, _at, host = said.partition("@")
    plain = local and "." in host.strip(".") and "@" not in host
    return bool(plain) and len(said) <= 254 and not any(c.isspace() or not c.isprintable() for c in said)


def _check(source: str, note: str) -> None:
    errors = {}
    if source not in SOURCES:
        errors["source"] = _("Say how you heard of it.")
    if len(note) > LONGEST_NOTE:
        errors["note"] = _("Use at most %(most)d characters.", most=LONGEST_NOTE)
    if errors:
        raise Invalid(errors)


def _check_voter(idea: Idea, person: Person) -> None:
    """A vote can be cast only for who could cast it themselves."""
    if idea.merged_into_id is not None:
        raise Conflict(_("This idea was merged. Vote for the one it went into."))
    if idea.anonymous:  # whose vote is refused would tell who wrote it
        raise Conflict(_("This idea is anonymous still. Votes for others can be cast once its author is named."))
    if queries.is_author(person, idea):
        raise Invalid({"customer": _("This is the author’s own idea.")})
    if queries.visible_idea(person, idea.id) is None:
        raise Invalid({"customer": _("This customer does not see the idea.")})

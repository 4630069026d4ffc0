"""Voting, where somebody may have cast a vote for one before."""

from __future__ import annotations

from itertools import pairwise

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict
from app.ideas import queries
from app.ideas.commands import capping, carrying, voting
from app.ideas.commands.holding import hold_ways
from app.ideas.models import Idea, ProxyVote
from app.voting import queries as votes
from app.voting.commands import carry


def vote(idea: Idea, value: int, *, by: Person) -> int:
    """Vote (1) or take it back (0), idempotent; returns the new count. Whoever votes has seen the idea.

    A vote that somebody cast for them is their own from then on. Raises Conflict for an idea that was merged meanwhile,
    and where the challenge's cap of votes is used up.
    """
    if value > 0:
        capping.hold_room_for_vote(idea, by)
    ahead = voting.look_ahead(idea, by)
    hold_ways(idea, *(each.idea for each in (queries.proxied_at(idea, by) if ahead.proxied else ())))
    if idea.merged_into_id is not None:
        raise Conflict(_("This idea was merged. Vote for the one it went into."))
    proxied = queries.proxied_at(idea, by)
    for each in proxied:
        each.ended_at, each.ended_by_id = clock.now(), by.id
        if not value:
            withdraw(each, queries.way_of(each.idea), by=by)
    if proxied and value and votes.votes_of(by, "idea", [idea.id]):
        carry("idea", idea.id, 1, person_id=by.id)  # as of now it is theirs here, whatever becomes of the merge
    return voting.set_vote(idea, value, person=by, by=by, ahead=ahead)


def withdraw(vote: ProxyVote, way: list[Idea], *, by: Person) -> None:
    """Take back a vote that was cast for somebody, on the idea and as far as merges carried it; all are held by now."""
    voting.set_vote(way[0], 0, person=vote.person, by=by)
    for idea, into in pairwise(way):
        if not carrying.release(idea, into, vote.person_id):
            break
        voting.set_vote(into, 0, person=vote.person, by=by)

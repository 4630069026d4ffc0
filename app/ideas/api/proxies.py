"""The API's operations on votes for customers."""

from __future__ import annotations

from app.accounts.current import me, somebody
from app.core.access import ensure, found
from app.core.api import Listing, operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import ProxyVoteOut
from app.ideas.api.taken import ProxyVoteIn


@operation("listProxyVotes", "GET /ideas/<id:idea_id>/proxy-votes", returns=Listing[ProxyVoteOut])
def list_proxy_votes(idea_id: int) -> Listing[ProxyVoteOut]:
    """The newest fifty votes for an idea that colleagues cast for customers; for care and the innovation team.

    While votes are hidden, care sees those that they cast themselves.
    """
    idea = found(queries.visible_idea(me(), idea_id))
    ensure(policy.sees_proxies(me()))
    proxy = None if policy.sees_counts(me(), idea.challenge) else me()
    return Listing(items=[ProxyVoteOut.of(vote) for vote in queries.proxy_votes(idea, proxy)], next=None)


@operation(
    "voteForCustomer", "POST /ideas/<id:idea_id>/proxy-votes", body=ProxyVoteIn, returns=ProxyVoteOut, status=201
)
def vote_for_customer(idea_id: int, body: ProxyVoteIn) -> ProxyVoteOut:
    """Cast a customer's vote. An unknown address becomes a person who cannot sign in until they claim the account.

    409 where the customer voted already, or took back a vote that was cast for them.
    """
    person = somebody()
    idea = found(queries.visible_idea(person, idea_id))
    ensure(policy.may_vote_for_others(person, idea))
    return ProxyVoteOut.of(commands.vote_for(idea, by=person, **body.model_dump()))


@operation("takeBackProxyVote", "DELETE /ideas/<id:idea_id>/proxy-votes/<id:vote_id>")
def take_back_proxy_vote(idea_id: int, vote_id: int) -> None:
    """Take back a vote that was cast for a customer; 403 for one that counts for your own idea: a colleague does it."""
    person = somebody()
    idea = found(queries.visible_idea(person, idea_id))
    ensure(policy.may_take_back_for_others(person, idea))
    vote = queries.proxy_vote_by_id(vote_id)
    commands.take_back(found(vote if vote is not None and vote.idea_id == idea.id else None), by=person)

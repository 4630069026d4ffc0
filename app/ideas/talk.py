"""What an idea's page shows of what people say about it, put together for its reader."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.ideas import policy, queries, words
from app.ideas.forms import ProxyVoteForm
from app.ideas.models import Idea


def told(idea: Idea, person: Person | None) -> dict[str, Any]:
    """What the parts about merges and votes on behalf need."""
    return {"sources": words.sources(), **_behalf(idea, person)}


def _behalf(idea: Idea, person: Person | None) -> dict[str, Any]:
    """Votes on behalf are the team's affair: nobody else is told which they are, or how many."""
    if not policy.sees_proxies(person):
        return {"sees_proxies": False}
    return {
        "sees_proxies": True,
        "may_proxy": policy.may_vote_for_others(person, idea),
        "proxies": queries.proxy_votes(idea),
        "on_behalf": queries.on_behalf_count(idea),
        "proxying": ProxyVoteForm(formdata=None),
    }

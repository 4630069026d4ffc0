"""Who is told of what was found about votes, and decided."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.core.events import Entry
from app.ideas import events as ideas
from app.notifications.commands import tell
from app.notifications.subscribers.telling import notifications
from app.voting import queries as voting


@notifications.on(ideas.VotesSetAside, ideas.VotesRestored)
def decided_on_votes(event: Any, entry: Entry) -> None:
    """Those whose votes they are; nobody hears of what was merely found."""
    finding = voting.finding_by_id(event.finding_id)
    if finding is not None:
        kind = "votes_aside" if isinstance(event, ideas.VotesSetAside) else "votes_restored"
        where = f"/ideas/votes/mine/{finding.id}"
        tell(set(finding.people), kind, entry, subject=f"vote-finding:{finding.id}", url=where, note=finding.reason)


@notifications.on(ideas.FindingAnswered)
def finding_answered(event: ideas.FindingAnswered, entry: Entry) -> None:
    """Whoever set the votes aside."""
    finding = voting.finding_by_id(event.finding_id)
    if finding is None or finding.decided_by_id is None or accounts.by_id(finding.decided_by_id) is None:
        return
    where = f"/ideas/votes/findings?state={finding.state}#finding-{finding.id}"
    tell({finding.decided_by_id}, "votes_answered", entry, subject=f"vote-finding:{finding.id}", url=where)

"""Watching over the votes of challenges, and what a person decides about what was found."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import counting, voting
from app.ideas.commands.holding import hold_rows
from app.ideas.events import FindingAnswered, FindingDismissed, VotesFound, VotesRestored, VotesSetAside
from app.ideas.models import Challenge, Idea
from app.voting import commands as votes
from app.voting import queries as voted
from app.voting.models import VoteFinding


def watch(challenge: Challenge) -> int:
    """Look at a challenge's votes, and write down what looks arranged; returns how much is new. Changes no count."""
    # A ring names people by whose ideas they voted for: who wrote an anonymous one stays out of it.
    named = (Idea.challenge_id == challenge.id, Idea.anonymous.is_(False))
    authors = dict(db.session.execute(select(Idea.id, Idea.author_id).where(*named)).all())
    within = select(Idea.id).where(Idea.challenge_id == challenge.id)
    made = votes.look_at(challenge.id, voted.casts("idea", within, authors))
    for finding in made:
        record(VotesFound(finding_id=finding.id, challenge_id=challenge.id), by=None, space_id=challenge.space_id)
    return len(made)


def set_votes_aside(finding: VoteFinding, reason: str, *, by: Person) -> None:
    """Let a finding's votes count no more; they stay on record. Raises Invalid without a reason, Conflict if late."""
    _hold(finding)
    _count(votes.set_aside(finding, reason, by=by))
    after = {"votes": finding.vote_ids, "people": finding.people}
    audit.log("ideas.votes_set_aside", f"vote-finding:{finding.id}", by=by, reason=finding.reason, after=after)
    record(VotesSetAside(finding_id=finding.id, challenge_id=finding.scope_id), by=by, space_id=_space_id(finding))


def restore_votes(finding: VoteFinding, *, by: Person) -> None:
    """Undo setting them aside, exactly."""
    _hold(finding)
    _count(votes.restore(finding, by=by))
    audit.log("ideas.votes_restored", f"vote-finding:{finding.id}", by=by, before={"votes": finding.vote_ids})
    record(VotesRestored(finding_id=finding.id, challenge_id=finding.scope_id), by=by, space_id=_space_id(finding))


def dismiss_finding(finding: VoteFinding, *, by: Person, undo: bool = False) -> None:
    """Say that nothing is wrong; or take that back."""
    votes.dismiss(finding, by=by, undo=undo)
    action = "ideas.finding_reopened" if undo else "ideas.finding_dismissed"
    audit.log(action, f"vote-finding:{finding.id}", by=by)
    record(
        FindingDismissed(finding_id=finding.id, challenge_id=finding.scope_id, undone=undo),
        by=by,
        space_id=_space_id(finding),
    )


def answer_finding(finding: VoteFinding, body: str, *, by: Person) -> None:
    """Answer as somebody whose votes were set aside."""
    votes.answer(finding, body, by=by)
    record(FindingAnswered(finding_id=finding.id, challenge_id=finding.scope_id), by=by, space_id=_space_id(finding))


def _space_id(finding: VoteFinding) -> int:
    return db.session.get_one(Challenge, finding.scope_id).space_id


def _hold(finding: VoteFinding) -> None:
    """Its ideas before its votes, as whoever votes does, so that the two never wait for each other."""
    ideas = queries.any_by_ids({vote.subject_id for vote in voted.votes_in([finding]).values()})
    hold_rows(*ideas.values())


def _count(changes: Mapping[int, int]) -> None:
    """Keep the counters of ideas and challenge, and rank by them."""
    ideas = queries.any_by_ids(changes)
    before = [(idea, counting.share(idea)) for idea in ideas.values()]
    for idea_id, change in sorted(changes.items()):
        counted = update(Idea).where(Idea.id == idea_id).values(vote_count=Idea.vote_count + change)
        db.session.execute(counted)
        db.session.refresh(ideas[idea_id], ["vote_count"])
        voting.rank(ideas[idea_id])
    counting.settle(before)

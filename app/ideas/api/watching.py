"""The API's operations on what was found about votes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.ideas import commands, policy, queries
from app.voting import queries as voting
from app.voting.models import VoteFinding


class FindingsQuery(Cursor):
    """Which findings."""

    state: Literal["open", "aside", "dismissed"] | None = None
    limit: int = Field(10, ge=1, le=50)


class ReasonIn(In):
    """Why."""

    reason: Text = Field(min_length=1, max_length=4000)


class FindingAnswerIn(In):
    """What somebody says whose votes were set aside."""

    body: Text = Field(min_length=1, max_length=4000)


class EffectOut(Out):
    """Of one idea: the votes that were found, all that stand, the count as it is now; null where counts are hidden."""

    idea_id: int
    found: int
    raw: int | None
    count: int | None


class FindingOut(Out):
    """Votes that look arranged: `people` are ids, `kind` is ring, burst, journey or address."""

    id: int
    challenge: str
    kind: str
    state: str
    people: list[int]
    evidence: dict[str, Any]
    effects: list[EffectOut]
    reason: str
    found_at: Moment
    decided_at: Moment | None

    @classmethod
    def of(cls, finding: VoteFinding) -> FindingOut:
        """One."""
        return findings_out([finding])[0]


def findings_out(items: list[VoteFinding]) -> list[FindingOut]:
    """Findings with their effects."""
    names = ("id", "kind", "state", "people", "evidence", "reason", "found_at", "decided_at")
    return [
        FindingOut(
            **{name: getattr(each.finding, name) for name in names},
            challenge=each.challenge.slug if each.challenge else "",
            effects=[_effect(effect) for effect in each.effects],
        )
        for each in queries.shown_findings(items)
    ]


def _effect(effect: queries.Effect) -> EffectOut:
    seen = policy.sees_counts(somebody(), effect.idea.challenge)
    raw, count = (effect.raw, effect.idea.vote_count) if seen else (None, None)
    return EffectOut(idea_id=effect.idea.id, found=effect.found, raw=raw, count=count)


@operation("listVoteFindings", "GET /vote-findings", query=FindingsQuery, returns=Listing[FindingOut])
def list_vote_findings(query: FindingsQuery) -> Listing[FindingOut]:
    """What was found about votes, newest first; for the innovation team and moderators."""
    person = somebody()
    ensure(policy.may_judge_votes(person))
    page = voting.findings(queries.watched(person), state=query.state or "", after=query.after, limit=query.limit)
    return Listing(items=findings_out(list(page.items)), next=page.next)


@operation("setVotesAside", "PUT /vote-findings/<id:finding_id>/setting-aside", body=ReasonIn, returns=FindingOut)
def set_votes_aside(finding_id: int, body: ReasonIn) -> FindingOut:
    """Let a finding's votes count no more; those who cast them are told why."""
    person, finding = _decider(finding_id)
    commands.set_votes_aside(finding, body.reason, by=person)
    return FindingOut.of(finding)


@operation("restoreVotes", "DELETE /vote-findings/<id:finding_id>/setting-aside")
def restore_votes(finding_id: int) -> None:
    """Undo setting them aside, exactly."""
    person, finding = _decider(finding_id)
    commands.restore_votes(finding, by=person)


@operation("dismissFinding", "PUT /vote-findings/<id:finding_id>/dismissal", returns=FindingOut)
def dismiss_finding(finding_id: int) -> FindingOut:
    """Say that nothing is wrong with these votes."""
    person, finding = _decider(finding_id)
    commands.dismiss_finding(finding, by=person)
    return FindingOut.of(finding)


@operation("reopenFinding", "DELETE /vote-findings/<id:finding_id>/dismissal")
def reopen_finding(finding_id: int) -> None:
    """Take that back."""
    person, finding = _decider(finding_id)
    commands.dismiss_finding(finding, by=person, undo=True)


@operation("answerFinding", "PUT /vote-findings/<id:finding_id>/answer", body=FindingAnswerIn)
def answer_finding(finding_id: int, body: FindingAnswerIn) -> None:
    """Answer as somebody whose votes were set aside."""
    person = somebody()
    finding = found(queries.finding_about(person, finding_id))
    ensure(policy.may_answer_finding(person, finding))
    commands.answer_finding(finding, body.body, by=person)


def _decider(finding_id: int) -> tuple[Person, VoteFinding]:
    person = somebody()
    ensure(policy.may_judge_votes(person))
    finding = found(queries.finding_to_judge(person, finding_id))
    ensure(policy.may_decide_finding(person, finding))
    return person, finding

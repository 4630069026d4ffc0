"""Who watches over votes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.ideas import queries
from app.voting.models import ASIDE, VoteFinding


def may_judge_votes(person: Person | None) -> Decision:
    """Whether somebody sees what was found about votes: the innovation team, and moderators."""
    return has_role(person, "innovation", "moderator")


def may_decide_finding(person: Person, finding: VoteFinding) -> Decision:
    """Whether somebody may decide about it: nobody judges their own votes, or those for what they wrote on."""
    return may_decide_findings(person, [finding])[finding.id]


def may_decide_findings(person: Person, found: Iterable[VoteFinding]) -> dict[int, Decision]:
    """The same of many, by id; the database is asked as often as of one."""
    asked, decision = list(found), may_judge_votes(person)
    if not decision:
        return dict.fromkeys((each.id for each in asked), decision)
    with_stake = queries.findings_with_stake(person, asked)
    return {each.id: _impartial(person, each, has_stake=each.id in with_stake) for each in asked}


def _impartial(person: Person, finding: VoteFinding, *, has_stake: bool) -> Decision:
    if person.id in finding.people:
        return refused(_("Your own votes are part of this. Let a colleague decide."), gate="own")
    if has_stake:
        return refused(_("Votes for an idea that you wrote on are part of this. Let a colleague decide."), gate="own")
    return ALLOWED


def may_hear_of_finding(person: Person, finding: VoteFinding) -> Decision:
    """Whether somebody may read why votes were set aside: theirs are among them."""
    return ALLOWED if person.id in finding.people else refused(_("This is about the votes of others."), gate="own")


def may_answer_finding(person: Person, finding: VoteFinding) -> Decision:
    """Whether somebody may say something: their votes are set aside now."""
    if person.id in finding.people and finding.state == ASIDE:
        return ALLOWED
    return refused(_("Your votes count. There is nothing to answer."), gate="state")

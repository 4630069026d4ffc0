"""What was found about votes, with what it is about and what it does to the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.extensions import db
from app.ideas.models import Challenge, Idea
from app.ideas.queries.challenges import is_listed as is_challenge_listed
from app.ideas.queries.challenges import may_see as may_see_challenge
from app.ideas.queries.ideas import stakes
from app.voting import queries as voting
from app.voting.models import DISMISSED, FindingAnswer, VoteFinding

MOST_NAMED = 40


@dataclass(frozen=True)
class Effect:
    """What a finding is to one idea: so many votes, of so many that stand, and the count as it is now."""

    idea: Idea
    found: int
    raw: int


@dataclass(frozen=True)
class Shown:
    """A finding with its challenge, the people it names, its effects and the answers to it."""

    finding: VoteFinding
    challenge: Challenge | None
    people: Sequence[Person]
    effects: Sequence[Effect]
    answers: Sequence[FindingAnswer]


def shown_findings(found: Sequence[VoteFinding]) -> list[Shown]:
    """Findings as those who decide see them, in a bounded number of statements."""
    votes = voting.votes_in(found)
    ideas = any_by_ids({vote.subject_id for vote in votes.values()})
    raw = voting.raw_counts("idea", ideas)
    named = {person for finding in found for person in finding.people[:MOST_NAMED]}
    people, answers = accounts.by_ids(named), voting.answers_to([finding.id for finding in found])
    ids = {finding.scope_id for finding in found}
    places = {each.id: each for each in db.session.scalars(select(Challenge).where(Challenge.id.in_(ids)))}
    shown = []
    for finding in found:
        counts = Counter(votes[each].subject_id for each in finding.vote_ids if each in votes and votes[each].value > 0)
        effects = [Effect(ideas[idea], n, raw.get(idea, 0)) for idea, n in counts.most_common() if idea in ideas]
        who = [people[person] for person in finding.people[:MOST_NAMED] if person in people]
        shown.append(Shown(finding, places.get(finding.scope_id), who, effects, answers.get(finding.id, [])))
    return shown


def watched(person: Person | None) -> Select[int]:
    """The challenges whose findings somebody may judge: of spaces that they see, and that are not archived."""
    return select(Challenge.id).where(may_see_challenge(person), is_challenge_listed(person))


def findings_with_stake(person: Person, found: Sequence[VoteFinding]) -> set[int]:
    """Those of these findings that hold votes for an idea that a person is or was an author of."""
    votes = voting.votes_in(found)
    own = stakes(person, {vote.subject_id for vote in votes.values()})
    return {each.id for each in found if any(votes[vote].subject_id in own for vote in each.vote_ids if vote in votes)}


def finding_to_judge(person: Person | None, finding_id: int) -> VoteFinding | None:
    """A finding in a challenge that somebody sees."""
    mine = (VoteFinding.id == finding_id, VoteFinding.scope_id.in_(watched(person)))
    return db.session.scalar(select(VoteFinding).where(*mine))


def any_by_ids(ids: Iterable[int]) -> dict[int, Idea]:
    """Ideas in any state, by id, in one query."""
    wanted = sorted(ids)
    found = db.session.scalars(select(Idea).where(Idea.id.in_(wanted)).order_by(Idea.id)) if wanted else ()
    return {idea.id: idea for idea in found}


def finding_about(person: Person | None, finding_id: int) -> VoteFinding | None:
    """A finding that was decided against somebody's votes, as they may see it: never one that nobody acted on."""
    finding = voting.finding_by_id(finding_id)
    if person is None or finding is None or person.id not in finding.people:
        return None
    return finding if finding.reason and finding.state != DISMISSED else None


def votes_of_finding(finding: VoteFinding, person: Person) -> list[Idea]:
    """The ideas on which somebody's own votes are part of a finding."""
    votes = voting.votes_in([finding])
    mine = {vote.subject_id for vote in votes.values() if vote.person_id == person.id}
    return list(any_by_ids(mine).values())

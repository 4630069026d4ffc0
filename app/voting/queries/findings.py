"""Reading what was found about votes, and what the watch looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, and_, func, select

from app.accounts.models import Person
from app.core.pages import Page, page
from app.extensions import db
from app.voting.models import OPEN, FindingAnswer, Vote, VoteFinding, VoteTrace
from app.voting.watch import Cast


def findings(
    scopes: Select[int] | None = None, *, state: str = "", after: str | None = None, limit: int = 10
) -> Page[VoteFinding]:
    """What was found, newest first; with `scopes`, in these challenges only."""
    query = select(VoteFinding)
    if scopes is not None:
        query = query.where(VoteFinding.scope_id.in_(scopes))
    if state:
        query = query.where(VoteFinding.state == state)
    return page(query, VoteFinding.id, after=after, limit=limit)


def open_count(scopes: Select[int]) -> int:
    """How many findings of these challenges wait for a decision."""
    waiting = (VoteFinding.state == OPEN, VoteFinding.scope_id.in_(scopes))
    return db.session.scalar(select(func.count()).select_from(VoteFinding).where(*waiting)) or 0


def finding_by_id(finding_id: int) -> VoteFinding | None:
    """One finding."""
    return db.session.get(VoteFinding, finding_id)


def votes_in(found: Iterable[VoteFinding]) -> dict[int, Vote]:
    """The votes that these findings are about, by id, in one query."""
    ids = {vote_id for finding in found for vote_id in finding.vote_ids}
    votes = db.session.scalars(select(Vote).where(Vote.id.in_(ids))) if ids else ()
    return {vote.id: vote for vote in votes}


def answers_to(ids: Iterable[int]) -> dict[int, list[FindingAnswer]]:
    """What those concerned said to these findings, in one query."""
    found: dict[int, list[FindingAnswer]] = {}
    query = select(FindingAnswer).where(FindingAnswer.finding_id.in_(list(ids))).order_by(FindingAnswer.id)
    for answer in db.session.scalars(query):
        found.setdefault(answer.finding_id, []).append(answer)
    return found


def own_answer(finding: VoteFinding, person: Person) -> FindingAnswer | None:
    """What somebody said themselves."""
    mine = (FindingAnswer.finding_id == finding.id, FindingAnswer.person_id == person.id)
    return db.session.scalar(select(FindingAnswer).where(*mine))


def casts(kind: str, subjects: Select[int], authors: Mapping[int, int]) -> Sequence[Cast]:
    """The votes that stand on these things, as the watch looks at them; `authors` says who made each thing."""
    same = (VoteTrace.person_id == Vote.person_id, VoteTrace.kind == kind, VoteTrace.subject_id == Vote.subject_id)
    columns = (
        Vote.id,
        Vote.person_id,
        Vote.subject_id,
        Vote.at,
        Person.joined_at,
        VoteTrace.journey,
        VoteTrace.address,
    )
    query = select(*columns).join(Person, Person.id == Vote.person_id).outerjoin(VoteTrace, and_(*same))
    query = query.where(Vote.kind == kind, Vote.value > 0, Vote.subject_id.in_(subjects)).order_by(Vote.id)
    # Who was imported cannot sign in, and so votes for nobody.
    query = query.where(Person.state != "imported")
    return [
        Cast(vote, person, subject, authors.get(subject, 0), at, joined_at, journey or "", address or "")
        for vote, person, subject, at, joined_at, journey, address in db.session.execute(query)
    ]

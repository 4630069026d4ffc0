"""Reading rounds: what is asked next, what somebody answered, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.ideas import bradley_terry
from app.ideas.bradley_terry import Strength
from app.ideas.models import Allocation, Challenge, Comparison, Idea, Round, RoundIdea
from app.ideas.queries.authors import is_author
from app.ideas.queries.challenges import may_see as may_see_challenge
from app.ideas.queries.ideas import may_see


@dataclass(frozen=True)
class Spread:
    """What an idea was given in a budget round: points, by so many people; ideas with as many share a rank."""

    idea: Idea
    points: int
    people: int
    rank: int


@dataclass(frozen=True)
class Standing:
    """Where an idea stands after a head-to-head round."""

    idea: Idea
    strength: Strength


@dataclass(frozen=True)
class Duels:
    """What came of a head-to-head round: the strongest first; `islands` counts groups never compared to others."""

    standings: Sequence[Standing]
    comparisons: int
    skipped: int
    islands: int


def visible_round(person: Person | None, round_id: int) -> Round | None:
    """A round, if this person may see its challenge."""
    seen = select(Challenge.id).where(may_see_challenge(person))
    return db.session.scalar(select(Round).where(Round.id == round_id, Round.challenge_id.in_(seen)))


def rounds_of(challenge: Challenge) -> Sequence[Round]:
    """The rounds of a challenge, newest first."""
    query = select(Round).where(Round.challenge_id == challenge.id).order_by(Round.id.desc()).limit(20)
    return db.session.scalars(query).all()


def round_ideas(round_: Round, person: Person | None) -> Sequence[Idea]:
    """The ideas of a round that somebody may see, merged ones left out."""
    within = select(RoundIdea.idea_id).where(RoundIdea.round_id == round_.id)
    query = select(Idea).where(Idea.id.in_(within), may_see(person), Idea.merged_into_id.is_(None))
    return db.session.scalars(query.order_by(Idea.id)).all()


def points_of(round_: Round, person: Person | None) -> dict[int, int]:
    """What somebody gave each idea."""
    if person is None:
        return {}
    mine = (Allocation.round_id == round_.id, Allocation.person_id == person.id)
    return dict(db.session.execute(select(Allocation.idea_id, Allocation.points).where(*mine)).all())


def spread_of(round_: Round, ideas: Sequence[Idea]) -> list[Spread]:
    """What each idea was given, the most first."""
    sums = select(Allocation.idea_id, func.sum(Allocation.points), func.count()).group_by(Allocation.idea_id)
    given = {idea: (int(points), people) for idea, points, people in _rows(sums, Allocation, round_)}
    told = sorted(((idea, *given.get(idea.id, (0, 0))) for idea in ideas), key=lambda each: (-each[1], each[0].id))
    points = [each[1] for each in told]
    return [Spread(idea, given_to, people, points.index(given_to) + 1) for idea, given_to, people in told]


def others_ideas(round_: Round, person: Person) -> list[Idea]:
    """The ideas of a round that somebody may judge: those that are not theirs, alone or with others."""
    return [idea for idea in round_ideas(round_, person) if not is_author(person, idea)]


def next_pair(round_: Round, person: Person) -> tuple[Idea, Idea] | None:
    """Which two somebody is asked next: of those they have not seen, those that were compared least; None at the end.

    Never an idea of their own. Equals and left and right are drawn, the same for as long as they have not answered.
    """
    ideas = {idea.id: idea for idea in others_ideas(round_, person)}
    mine = (Comparison.round_id == round_.id, Comparison.person_id == person.id)
    done = {(low, high) for low, high in db.session.execute(select(Comparison.low_id, Comparison.high_id).where(*mine))}
    left = [pair for pair in combinations(sorted(ideas), 2) if pair not in done]
    if not left:
        return None
    of_pair, of_idea = _compared(round_)
    rng = Random(f"{round_.id} {person.id} {len(done)}")  # noqa: S311 - a fair order is no secret
    rng.shuffle(left)
    low, high = min(left, key=lambda pair: (of_pair[pair], of_idea[pair[0]] + of_idea[pair[1]]))
    shown = [ideas[low], ideas[high]]
    rng.shuffle(shown)
    return shown[0], shown[1]


def pair_progress(round_: Round, person: Person) -> tuple[int, int]:
    """How many pairs somebody has seen, and how many there are for them."""
    theirs = others_ideas(round_, person)
    mine = (Comparison.round_id == round_.id, Comparison.person_id == person.id)
    done = db.session.scalar(select(func.count()).select_from(Comparison).where(*mine)) or 0
    return done, max(done, len(theirs) * (len(theirs) - 1) // 2)


def last_comparison(round_: Round, person: Person) -> Comparison | None:
    """What somebody answered last."""
    mine = (Comparison.round_id == round_.id, Comparison.person_id == person.id)
    return db.session.scalar(select(Comparison).where(*mine).order_by(Comparison.id.desc()).limit(1))


def duels_of(round_: Round, ideas: Sequence[Idea]) -> Duels:
    """Strengths with intervals, the strongest first."""
    columns = (Comparison.low_id, Comparison.high_id, Comparison.winner_id, func.count())
    query = select(*columns).group_by(*columns[:3])
    wins: Counter[tuple[int, int]] = Counter()
    skipped = 0
    for low, high, winner, count in _rows(query, Comparison, round_):
        if winner is None:
            skipped += count
        else:
            wins[winner, high if winner == low else low] += count
    things, by_id = [idea.id for idea in ideas], {idea.id: idea for idea in ideas}
    found = sorted(bradley_terry.strengths(things, wins), key=lambda each: (-each.value, each.thing))
    pairs = [pair for pair in wins if pair[0] in by_id and pair[1] in by_id]
    groups = len(bradley_terry.islands(things, pairs)) if pairs else 0
    return Duels([Standing(by_id[each.thing], each) for each in found], sum(wins.values()), skipped, groups)


def _compared(round_: Round) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    """How often each pair, and each idea, was compared by anybody."""
    query = select(Comparison.low_id, Comparison.high_id, func.count()).where(Comparison.winner_id.is_not(None))
    of_pair: Counter[tuple[int, int]] = Counter()
    of_idea: Counter[int] = Counter()
    for low, high, count in _rows(query.group_by(Comparison.low_id, Comparison.high_id), Comparison, round_):
        of_pair[low, high] = count
        of_idea[low] += count
        of_idea[high] += count
    return of_pair, of_idea


def _rows(query: Any, table: type[Allocation] | type[Comparison], round_: Round) -> Sequence[Any]:
    return db.session.execute(query.where(table.round_id == round_.id)).all()

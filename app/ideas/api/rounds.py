"""The API's operations on rounds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.core.api import In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.ideas import commands, policy, queries
from app.ideas.api.taken import Number, When
from app.ideas.models import BUDGET, Round
from app.ideas.queries.challenges import MOST_DIGITS


class RoundIn(In):
    """A round over ideas of a challenge; `points` and `cap` are for a budget."""

    kind: Literal["budget", "pairs"]
    title: Text = Field(min_length=1, max_length=160)
    ideas: list[Number] = Field(min_length=2, max_length=40)
    points: int = Field(0, ge=0, le=1000)
    cap: int | None = Field(None, ge=1, le=1000)
    opens_at: When | None = None
    closes_at: When


class SpreadIn(In):
    """Points by idea id; what is left out gets none."""

    points: dict[str, int] = Field(max_length=40)


class CompareIn(In):
    """Two ideas, and which of them is preferred; null skips them."""

    one: int
    other: int
    winner: int | None


class ResultOut(Out):
    """What came of it for one idea: points, or a strength (log, 0 is the mean) with its 95 % interval."""

    idea_id: int
    points: int | None = None
    people: int | None = None
    strength: float | None = None
    low: float | None = None
    high: float | None = None
    compared: int | None = None


class RoundOut(Out):
    """A round; `results` is null until it is over, except for the innovation team."""

    id: int
    challenge: str
    kind: str
    title: str
    points: int
    cap: int | None
    opens_at: Moment
    closes_at: Moment
    is_open: bool
    part_count: int
    ideas: list[int]
    given: dict[str, int]
    results: list[ResultOut] | None
    url: str

    @classmethod
    def of(cls, shown: Round) -> RoundOut:
        """As whoever asks may see it."""
        names = ("id", "kind", "title", "points", "cap", "opens_at", "closes_at", "is_open", "part_count", "url")
        return cls(
            **{name: getattr(shown, name) for name in names},
            challenge=shown.challenge.slug,
            ideas=[idea.id for idea in queries.round_ideas(shown, me())],
            given={str(idea): number for idea, number in queries.points_of(shown, me()).items()},
            results=_results(shown) if policy.sees_results(me(), shown) else None,
        )


class PairOut(Out):
    """Which two ideas are asked next; null when all were seen."""

    one: int | None
    other: int | None
    done: int
    all: int


@operation("listRounds", "GET /challenges/<challenge>/rounds", returns=Listing[RoundOut])
def list_rounds(challenge: str) -> Listing[RoundOut]:
    """The twenty newest rounds of a challenge."""
    public()
    shown = found(queries.named(me(), challenge))
    return Listing(items=[RoundOut.of(each) for each in queries.rounds_of(shown)], next=None)


@operation("openRound", "POST /challenges/<challenge>/rounds", body=RoundIn, returns=RoundOut, status=201)
def open_round(challenge: str, body: RoundIn) -> RoundOut:
    """Put a round over some ideas of a challenge to people."""
    person = somebody()
    shown = found(queries.named(person, challenge))
    ensure(policy.may_run_challenges(person))
    given = body.model_dump(exclude={"ideas"})
    return RoundOut.of(commands.open_round(shown, idea_ids=body.ideas, by=person, **given))


@operation("getRound", "GET /rounds/<id:round_id>", returns=RoundOut)
def get_round(round_id: int) -> RoundOut:
    """A round, with one's own points, and its results where they may be seen."""
    public()
    return RoundOut.of(_round(round_id))


@operation("spreadPoints", "PUT /rounds/<id:round_id>/points", body=SpreadIn, returns=RoundOut)
def spread_points(round_id: int, body: SpreadIn) -> RoundOut:
    """Spread your points in a budget round, in place of what you gave before."""
    person, shown = somebody(), _round(round_id)
    ensure(policy.may_take_part(person, shown))
    commands.spread(shown, {_number(idea): points for idea, points in body.points.items()}, by=person)
    return RoundOut.of(shown)


@operation("nextPair", "GET /rounds/<id:round_id>/pairs/next", returns=PairOut)
def next_pair(round_id: int) -> PairOut:
    """Which two ideas you are asked next."""
    person, shown = somebody(), _round(round_id)
    ensure(policy.may_take_part(person, shown))
    return _pair(shown)


@operation("comparePair", "PUT /rounds/<id:round_id>/pairs", body=CompareIn, returns=PairOut)
def compare_pair(round_id: int, body: CompareIn) -> PairOut:
    """Say which of two ideas you prefer; gives the next two."""
    person, shown = somebody(), _round(round_id)
    ensure(policy.may_take_part(person, shown))
    commands.compare(shown, body.one, body.other, body.winner, by=person)
    return _pair(shown)


@operation("takeBackPair", "DELETE /rounds/<id:round_id>/pairs")
def take_back_pair(round_id: int) -> None:
    """Take back what you chose last."""
    person, shown = somebody(), _round(round_id)
    ensure(policy.may_take_part(person, shown))
    commands.uncompare(shown, by=person)


@operation("closeRound", "PUT /rounds/<id:round_id>/closing", returns=RoundOut)
def close_round(round_id: int) -> RoundOut:
    """End a round now."""
    person, shown = somebody(), _round(round_id)
    ensure(policy.may_run_challenges(person))
    commands.close_round(shown, by=person)
    return RoundOut.of(shown)


def _number(name: str) -> int:
    """The id that a name says, 0 for one that no idea can have."""
    return int(name) if name.isascii() and name.isdigit() and len(name) < MOST_DIGITS else 0


def _pair(shown: Round) -> PairOut:
    person = somebody()
    done, total = queries.pair_progress(shown, person)
    one, other = queries.next_pair(shown, person) or (None, None)
    return PairOut(one=one.id if one else None, other=other.id if other else None, done=done, all=total)


def _results(shown: Round) -> list[ResultOut]:
    ideas = queries.round_ideas(shown, me())
    if shown.kind == BUDGET:
        given = queries.spread_of(shown, ideas)
        return [ResultOut(idea_id=each.idea.id, points=each.points, people=each.people) for each in given]
    return [
        ResultOut(
            idea_id=each.idea.id,
            strength=each.strength.value,
            low=each.strength.low,
            high=each.strength.high,
            compared=each.strength.compared,
        )
        for each in queries.duels_of(shown, ideas).standings
    ]


def _round(round_id: int) -> Round:
    return found(queries.visible_round(me(), round_id))

"""Return, as programs read it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, Out, operation
from app.core.api.operations import Day, Text
from app.ideas import queries as ideas
from app.ideas.queries import Sums
from app.insights import policy
from app.insights.api.reports import MovementOut
from app.insights.queries import returns
from app.spaces import queries as spaces


class ReturnQuery(Cursor):
    """Which lines of the ledgers: of a challenge or a space, dated from `from` to `to`, both counted."""

    challenge: Text | None = Field(None, max_length=80)
    space: Text | None = Field(None, max_length=60)
    start: Day | None = Field(None, alias="from")
    to: Day | None = None


class SumsOut(Out):
    """Sums in one currency; a return is null while no cost is known, a payback while there is none yet."""

    currency: str
    forecast_cost: Decimal
    forecast_benefit: Decimal
    realised_cost: Decimal
    realised_benefit: Decimal
    attested_cost: Decimal
    attested_benefit: Decimal
    roi: Decimal | None
    forecast_roi: Decimal | None
    attested_roi: Decimal | None
    payback: date | None
    forecast_payback: date | None

    @classmethod
    def of(cls, currency: str, sums: Sums) -> SumsOut:
        """From sums."""
        named = {name: getattr(sums, name) for name in cls.model_fields if name != "currency"}
        return cls(currency=currency, **named)


class SourceReturnOut(SumsOut):
    """What came from ideas, or from the answer board."""

    source: str


class IdeaReturnOut(SumsOut):
    """One idea's."""

    idea: int
    title: str
    stage: str
    challenge: str


class ChangeOut(MovementOut):
    """How the net of a quarter moved over the last three that have ended, in one currency."""

    currency: str


class StandingOut(Out):
    """How net and return of all that was realised, the return of what was attested and as forecast by then, and the
    share of forecasts that came true stand today, against the ends of the two quarters before.
    """

    currency: str
    net: MovementOut
    roi: MovementOut
    attested_roi: MovementOut
    forecast_roi: MovementOut
    accuracy: MovementOut


class ReturnOut(Out):
    """What ideas and the answer board cost and brought."""

    totals: list[SumsOut]
    sources: list[SourceReturnOut]
    ideas: list[IdeaReturnOut]
    movement: list[ChangeOut]
    standing: list[StandingOut]


@operation("getReturn", "GET /insights/return", query=ReturnQuery, returns=ReturnOut)
def get_return(query: ReturnQuery) -> ReturnOut:
    """Ledger sums, return and payback, by source and by idea, each currency by itself."""
    person = somebody()
    ensure(policy.may_see_return(person))
    report = returns.returned(
        person, challenge=found(ideas.visible_challenge(person, query.challenge)) if query.challenge else None,
        space=found(spaces.visible_space(person, query.space)) if query.space else None, start=query.start,
        end=query.to + timedelta(days=1) if query.to else None, answers=bool(policy.may_see_deflection(person)),
    )  # fmt: skip
    return ReturnOut(
        totals=[SumsOut.of(currency, sums) for currency, sums in report.totals.items()],
        sources=[
            SourceReturnOut(source=group.thing, **SumsOut.of(group.currency, group.sums).model_dump())
            for group in report.sources
        ],
        ideas=[_idea(row) for row in report.rows],
        movement=[
            ChangeOut(currency=currency, **MovementOut.of(moved).model_dump())
            for currency, moved in report.moved.items()
        ],
        standing=[
            StandingOut(
                currency=currency, net=MovementOut.of(stands.net), roi=MovementOut.of(stands.roi),
                attested_roi=MovementOut.of(stands.attested), forecast_roi=MovementOut.of(stands.forecast),
                accuracy=MovementOut.of(stands.accuracy),
            )
            for currency, stands in report.standing.items()
        ],
    )  # fmt: skip


def _idea(row: returns.Row) -> IdeaReturnOut:
    return IdeaReturnOut(
        idea=row.idea.id, title=row.idea.title, stage=row.idea.stage, challenge=row.idea.challenge.slug,
        **SumsOut.of(row.currency, row.sums).model_dump(),
    )  # fmt: skip

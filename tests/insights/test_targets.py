"""The share of promises kept: late ones count as soon as they are late, running ones not before they are decided."""

from __future__ import annotations

from datetime import timedelta

from app.board import commands
from app.core import clock, transaction
from app.insights.queries import Period
from app.insights.queries.targets import kept
from tests.board.promises import HOUR, MONDAY, after, promise
from tests.cast import Cast


def test_the_share_in_time(cast: Cast) -> None:
    space, carla, colin = cast.space("help"), cast.carla, cast.colin
    with clock.at(MONDAY):
        promise(cast)
        with transaction.unit():
            asked = [commands.ask(space=space, title=f"Question number {n}", by=carla) for n in range(4)]
    for question, hours in zip(asked, (1, 3), strict=False):
        with after(hours * HOUR), transaction.unit():
            commands.answer(question, "It is so.", by=colin)
    with after(HOUR), transaction.unit():
        commands.close(asked[2], by=carla)
    period = Period(MONDAY - timedelta(days=1), MONDAY + timedelta(days=6))
    with after(1.5 * HOUR):
        first, _resolution = kept(period, cast.anna)
        assert (first.share, first.n) == (0.5, 2)  # the second was late already when it was answered
    with after(4 * HOUR):
        first, resolution = kept(period, cast.anna)
        assert (first.share, first.n) == (1 / 3, 3)
        assert (resolution.share, resolution.n) == (None, 0)
    assert kept(Period(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)), cast.anna)[0].n == 0

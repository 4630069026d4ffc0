"""When a grace of the guidelines runs out, whoever has not accepted is on no question any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.board import commands, queries
from app.core import clock, transaction
from app.training import commands as training
from tests.cast import Cast
from tests.training.test_commands import happened


@pytest.mark.parametrize("grace", [0, 14])
def test_claims_end_with_the_grace_for_those_who_did_not_accept(
    cast: Cast, settle: Callable[[], None], grace: int
) -> None:
    for person in (cast.emma, cast.erik):
        cast.certify(person)
        cast.season(person)
    space = cast.space("help")
    settle()
    with transaction.unit():
        asked = [commands.ask(space=space, title=f"Question {n}", by=cast.carla) for n in range(2)]
        training.publish_guideline("Be kinder.", grace_days=grace, by=cast.stella)
        if grace:
            training.accept_guidelines(2, by=cast.erik)
    ends = clock.now() + timedelta(days=grace)
    if grace:
        with clock.at(ends - timedelta(minutes=5)), transaction.unit():
            for question, person in zip(asked, (cast.emma, cast.erik), strict=True):
                commands.claim(question, by=person)
        with clock.at(ends - timedelta(minutes=3)):
            settle()
            assert set(queries.claimants()) == {cast.emma.id, cast.erik.id}
    with clock.at(ends + timedelta(minutes=1)):
        settle()
        settle()
        assert list(queries.claimants()) == ([cast.erik.id] if grace else [])
    told = happened("training.guidelines_bound")
    assert [each["version"] for each in told] == [1, 2]
    assert happened("board.claim_released") == ([{"question_id": asked[0].id}] if grace else [])

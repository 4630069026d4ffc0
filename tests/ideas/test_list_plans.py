"""A page of ideas reads what it shows, by an index in its order, whatever it is filtered by."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

from app.core import transaction
from app.demo import bulk
from app.extensions import db
from app.ideas import queries
from app.ideas.queries.ideas import SORTS
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge


@pytest.fixture
def many(cast: Cast, challenge_of: MakeChallenge) -> int:
    """A challenge with many ideas, one in a hundred of which is launched."""
    challenge, *_others = (challenge_of(slug=f"challenge-{number}") for number in range(20))
    assert cast.emma.id
    with transaction.unit():
        bulk.fill_ideas(2_000, seed=7)
    with transaction.unit():
        db.session.execute(text("ANALYZE"))
    return challenge.id


def _plan(**asked: Any) -> str:
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if "idea.hot_key" in statement:
            sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert len(queries.listed(None, limit=3, **asked).items) == 3
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    (statement, parameters) = sent[0]
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    rows = db.session.connection().exec_driver_sql(explain + statement, parameters).all()
    db.session.rollback()
    return "\n".join(str(row[-1]) for row in rows)


def test_no_order_of_a_list_is_made_by_sorting(many: int) -> None:
    for filters in (
        {},
        {"challenge_id": many},
        {"stage": "launched"},
        {"challenge_id": many, "stage": "launched"},
    ):
        for sort in SORTS:
            plan = _plan(sort=sort, **filters)
            assert "TEMP B-TREE FOR ORDER BY" not in plan, (sort, filters, plan)
            assert "Sort  (" not in plan, (sort, filters, plan)

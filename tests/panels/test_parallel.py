"""Many at once: one draw, one membership, one answer, and counters that are right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.accounts import queries as people
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.panels import commands, queries
from app.panels.models import Draw, Member, Panel, Study
from app.panels.queries import Wanted
from tests.cast import Cast
from tests.panels.conftest import SEED, Crowd, Join, MakeStudy, fill
from tests.parallel import at_once

TIMES = 10
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def closing(app: Flask) -> Iterator[None]:
    """The connections that the threads used are closed afterwards."""
    yield
    db.session.remove()
    db.engine.dispose()


def count(query: object) -> int:
    return db.session.scalar(select(func.count()).select_from(query)) or 0  # type: ignore[arg-type]


def happened(name: str) -> int:
    found = db.session.scalar(select(func.count()).where(Entry.name == name)) or 0
    db.session.rollback()  # an open transaction would hold up those that come next
    return found


def _came_through(results: list[object]) -> None:
    """One at least; a database of one writer may tell others that it is busy, and nothing of theirs is left."""
    assert None in results
    assert all(each is None or isinstance(each, OperationalError) for each in results)


def test_a_draw_that_was_looked_at_is_made_once(app: Flask, cast: Cast, panel: Panel, crowd: Crowd) -> None:
    crowd(6)
    number, owner, wanted = panel.id, cast.ines.id, Wanted(segments=("Households",))
    expected = queries.plan(panel, wanted, each=4, quotas={}, seed=SEED).digest
    db.session.commit()

    def invite(_place: int) -> int:
        there, by = queries.panel_by_id(number), people.by_id(owner)
        assert there
        assert by
        return commands.invite(there, wanted, each=4, quotas={}, seed=SEED, expected=expected, by=by).id

    results = at_once(app, TIMES, invite)
    assert len([each for each in results if isinstance(each, int)]) == 1
    assert all(isinstance(each, int | Conflict | Invalid | OperationalError) for each in results)
    assert (count(Draw), count(Member)) == (1, 4)


def test_a_member_joins_and_answers_once(app: Flask, cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla, accept=False)
    study = study_of(panel)
    carla, there, asked = cast.carla.id, panel.id, study.id
    db.session.commit()

    def accept(_place: int) -> None:
        shown, by = queries.panel_by_id(there), people.by_id(carla)
        assert shown
        assert by
        member = queries.member_of(by, shown)
        assert member
        commands.accept(shown, member, by=by)

    _came_through(at_once(app, TIMES, accept))
    assert happened("panels.invitation_accepted") == 1

    def answer(_place: int) -> None:
        shown, by = queries.study_by_id(asked), people.by_id(carla)
        assert shown
        assert by
        sheet = queries.sheet_of(by, shown)
        assert sheet
        commands.answer(shown, sheet, fill(shown, by), by=by)

    _came_through(at_once(app, TIMES, answer))
    assert happened("panels.answer_given") == 1
    db.session.expire_all()
    assert (db.session.get_one(Panel, there).member_count, db.session.get_one(Study, asked).answer_count) == (1, 1)
    assert db.session.get_one(Study, asked).asked_count == 1

"""The one rule of what somebody may read on the board; every list, count, feed and search goes through it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from app.accounts.models import Person
from app.board.models import SHOWN, Question
from app.spaces import queries as spaces


def readable(person: Person | None) -> ColumnElement[bool]:
    """Whether a person may read a question as everybody who may does: a condition on `Question` for any statement."""
    return and_(Question.hold == SHOWN, Question.space_id.in_(spaces.visible_ids(person)))

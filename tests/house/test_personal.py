"""No table about people is forgotten when somebody takes their data along or has it erased."""

from __future__ import annotations

from flask import Flask

from app.core import personal
from app.extensions import db


def _about_people() -> set[tuple[str, str]]:
    return {
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }


def _declared() -> set[tuple[str, str]]:
    return {(held.model.__tablename__, held.owner) for held in personal.HELD if held.owner}


def test_every_column_that_names_a_person_is_declared(app: Flask) -> None:
    reached = {held.model.__tablename__ for held in personal.HELD if held.whose}
    left = {each for each in _about_people() - _declared() - personal.REFERRED if each[0] not in reached}
    assert left == set()


def test_what_is_declared_is_there(app: Flask) -> None:
    for held in personal.HELD:
        columns = set(held.model.__mapper__.columns.keys())
        assert {*held.shows, *held.blanks} <= columns
        assert bool(held.blanks) == (held.fate in {"blanked", "words"})
    tables = {(table.name, column.name) for table in db.metadata.sorted_tables for column in table.columns}
    assert tables >= personal.REFERRED

"""Keeping what somebody is writing, so that neither a crash nor another device loses it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.discussion import queries
from app.discussion.models import Draft
from app.extensions import db

Fields = Mapping[str, str | Sequence[str]]
MOST_CHARACTERS = 24_000
MOST_DRAFTS = 200
KEPT = timedelta(days=30)
ENDED_KEPT = timedelta(days=2)


class Overtaken(Conflict):
    """The draft was changed, posted or discarded elsewhere since the text at hand was read."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("This draft was changed elsewhere."), version=str(draft.version))
        self.draft = draft


def save_draft(place: str, fields: Fields, *, version: int, by: Person) -> Draft:
    """Keep a form as it stands; `version` is the one that it is a change of, 0 for none.

    Raises Overtaken when the kept one is another, unless both say the same; Invalid when there is no room for it.
    """
    if len(json.dumps(fields, ensure_ascii=False)) > MOST_CHARACTERS:
        raise Invalid({"fields": _("This is too long to keep as a draft.")})
    draft = _held(place, by)
    if draft is None:
        return _first(place, fields, version, by)
    if draft.ended_at is None and draft.fields == fields:
        return draft
    if draft.version != version:
        raise Overtaken(draft)
    if draft.ended_at is not None:
        _check_room(by)
    draft.fields, draft.version, draft.saved_at, draft.ended_at = dict(fields), version + 1, clock.now(), None
    return draft


def end_draft(place: str, *, by: Person) -> None:
    """Let a draft go on all devices, as what it was of was posted or it was discarded."""
    draft = _held(place, by)
    if draft is None:
        draft = _insert(Draft(person_id=by.id, place=place, fields={}, version=0, saved_at=clock.now()))
    if draft.ended_at is None:
        draft.fields, draft.version, draft.ended_at = {}, draft.version + 1, clock.now()


def forget_old_drafts() -> None:
    """Drop drafts that nobody came back to, and the empty rows of ended ones."""
    now = clock.now()
    old = or_(Draft.saved_at < now - KEPT, Draft.ended_at < now - ENDED_KEPT)
    db.session.execute(delete(Draft).where(old))


def _held(place: str, by: Person) -> Draft | None:
    """The row, held until the transaction ends, as it is now."""
    query = select(Draft).where(Draft.person_id == by.id, Draft.place == place).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def _first(place: str, fields: Fields, version: int, by: Person) -> Draft:
    """The first save at a place; where another device was faster, its text stands and this one is told of it."""
    _check_room(by)
    made = Draft(person_id=by.id, place=place, fields=dict(fields), version=version + 1, saved_at=clock.now())
    if (there := _insert(made)) is not made:
        raise Overtaken(there)
    return made


def _insert(made: Draft) -> Draft:
    """Add a row, or find the one that was added at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        query = select(Draft).where(Draft.person_id == made.person_id, Draft.place == made.place)
        return db.session.scalars(query).one()
    return made


def _check_room(by: Person) -> None:
    if queries.count_drafts(by) >= MOST_DRAFTS:
        raise Invalid({"fields": _("You have %(most)d drafts. Discard some to keep more.", most=MOST_DRAFTS)})

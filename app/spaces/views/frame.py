"""What the pages of spaces share."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField

from app.accounts import queries as accounts
from app.accounts.current import me
from app.accounts.models import Person
from app.core.access import found
from app.spaces import queries
from app.spaces.models import Space

blueprint = Blueprint("spaces", __name__)
Page = str | Response | tuple[str, int]


def space_of(slug: str) -> Space:
    """The space of an address, if the reader may see it."""
    return found(queries.visible_space(me(), slug))


def person_named(field: StringField) -> Person | None:
    """The person whose handle was typed in, or a sentence on the field."""
    person = accounts.by_handle((field.data or "").strip().removeprefix("@"))
    if person is None and not field.errors:
        field.errors = [_("Nobody has this handle.")]
    return person

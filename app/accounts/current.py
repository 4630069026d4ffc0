"""Who is asking."""

from __future__ import annotations

from typing import cast

from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import sessions
from app.accounts.models import Person
from app.core import returning
from app.core.access import Decision, Refused, refused


def me() -> Person | None:
    """The signed-in person, or None for a visitor."""
    return cast(Person, current_user._get_current_object()) if current_user.is_authenticated else None  # noqa: SLF001


def let_in(person: Person) -> None:
    """Sign somebody in on this browser who has just proved who they are."""
    sessions.open_for(person)


def somebody() -> Person:
    """The signed-in person; a visitor is sent to sign in and back again."""
    person = me()
    if person is None:
        raise Refused(sign_in_first())
    return person


def sign_in_first() -> Decision:
    """The refusal that a visitor gets where a member may go on."""
    return refused(_("Sign in first."), gate="sign-in", remedy=returning.with_way_back("/sign-in"))

"""API tokens: making them and ending them, on record."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from app.accounts import queries
from app.accounts.models import Person, Token
from app.core import audit, clock
from app.core.access import Invalid
from app.core.api import scopes as known_scopes
from app.core.events import Actor
from app.extensions import db

ALL = "all"


def make_token(
    person: Person, scopes: Iterable[str], *, name: str = "", expires_at: datetime | None = None, by: Actor | None
) -> str:
    """Make an API token and return it; it cannot be shown again. `by` is None for the operator.

    Raises Invalid without a scope, and for one that no operation asks for.
    """
    wanted, known = list(dict.fromkeys(scopes)), [*known_scopes(), ALL]
    if not wanted or not {*wanted} <= {*known}:
        raise Invalid({"scopes": _("Choose from these scopes: %(all)s.", all=", ".join(known))})
    secret = f"wgl_{secrets.token_urlsafe(32)}"
    made = Token(
        person_id=person.id, name=name, token_hash=queries.digest(secret), scopes=wanted, created_at=clock.now(),
        expires_at=expires_at,
    )  # fmt: skip
    db.session.add(made)
    audit.log("accounts.token_made", f"person:{person.id}", by=by, after={"scopes": made.scopes, "name": name})
    return secret


def revoke_token(token_id: int, *, by: Person) -> None:
    """End one of one's own tokens; what is none, or is ended, stays as it is."""
    mine = (Token.id == token_id, Token.person_id == by.id, Token.revoked_at.is_(None))
    ended = db.session.execute(update(Token).where(*mine).values(revoked_at=clock.now()))
    if ended.rowcount:  # type: ignore[attr-defined]
        audit.log("accounts.token_revoked", f"token:{token_id}", by=by)

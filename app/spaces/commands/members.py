"""Who has which role in a space, and who may open spaces."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.spaces import queries
from app.spaces.events import MemberChanged
from app.spaces.models import ROLES, Membership, Opener, Space


def set_role(space: Space, person: Person, role: str | None, *, by: Actor | None) -> None:
    """Give somebody a role in a space, or take it with None; it holds from the next thing they do."""
    if role is not None and role not in ROLES:
        raise Invalid({"role": _("Choose one of %(all)s.", all=", ".join(ROLES))})
    held = queries.membership(space, person)
    before = held.role if held else None
    if before == role:
        return
    if role is None:
        db.session.delete(held)
    else:
        _write(held or Membership(space_id=space.id, person_id=person.id, person=person), role, by)
    audit.log(
        "spaces.member_changed", f"space:{space.id}", by=by,
        before={"person": person.id, "role": before}, after={"person": person.id, "role": role},
    )  # fmt: skip
    record(MemberChanged(space_id=space.id, person_id=person.id, role=role), by=by, space_id=space.id)


def let_open(person: Person, *, outside: bool = False, by: Actor) -> Opener:
    """Let a programme's lead open spaces, with `outside` also such as customers see; raises Invalid for others."""
    if not person.is_employee:
        raise Invalid({"handle": _("Spaces are opened by employees.")})
    held = queries.opener(person)
    before = {"outside": held.outside} if held else None
    if held is None:
        held = Opener(person_id=person.id, person=person)
        db.session.add(held)
    held.outside, held.granted_by_id, held.granted_at = outside, by.id, clock.now()
    db.session.flush()
    audit.log("spaces.opener_named", f"person:{person.id}", by=by, before=before, after={"outside": outside})
    return held


def let_open_no_more(person: Person, *, by: Actor) -> None:
    """Take that back; the spaces that they opened stay, and stay theirs."""
    held = queries.opener(person)
    if held is not None:
        db.session.delete(held)
        audit.log("spaces.opener_dropped", f"person:{person.id}", by=by, before={"outside": held.outside})


def _write(held: Membership, role: str, by: Actor | None) -> None:
    held.role, held.granted_by_id, held.granted_at = role, by.id if by else None, clock.now()
    db.session.add(held)

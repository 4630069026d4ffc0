"""How many lines stand on whose log, kept on rows: each identity's, each contact's, and by kind and channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, literal, select, update

from app.core.database import insert_into
from app.crm import queries
from app.crm.models import Contact, ContactFacet, Identity, IdentityLink, Interaction
from app.extensions import db

Cell = tuple[str, str]
COLUMNS = ("contact_id", "kind", "channel", "interaction_count")


def count_line(line: Interaction, change: int) -> None:
    """Count a line in or out, on its identity first: that holds the row, so that no tie changes meanwhile."""
    counter = Identity.interaction_count + change
    seen_at = case((Identity.seen_at < line.at, line.at), else_=Identity.seen_at) if change > 0 else Identity.seen_at
    counted = update(Identity).where(Identity.id == line.identity_id).returning(Identity.contact_id)
    if db.session.scalar(counted.values(interaction_count=counter, seen_at=seen_at)) is None:
        return  # what has no contact has no tie that stands
    stands = (IdentityLink.identity_id == line.identity_id, IdentityLink.unlinked_at.is_(None))
    speaks = (IdentityLink.valid_from <= line.at, IdentityLink.valid_until > line.at)
    whose = db.session.scalar(select(IdentityLink.contact_id).where(*stands, *speaks))
    count_stretch(whose, {(line.kind, line.channel): 1}, change)


def count_stretch(contact_id: int | None, cells: Mapping[Cell, int], sign: int) -> None:
    """Count what a stretch has, by kind and channel, in or out of a contact's log; nobody's is counted nowhere."""
    if contact_id is None or not cells:
        return
    counter = func.coalesce(Contact.interaction_count, 0) + sign * sum(cells.values())
    db.session.execute(update(Contact).where(Contact.id == contact_id).values(interaction_count=counter))
    for (kind, channel), count in sorted(cells.items()):
        row = (literal(contact_id), literal(kind), literal(channel), literal(sign * count))
        _add(select(*row).where(literal(True)))  # SQLite takes what follows for a join without a condition
    if sign < 0:
        _drop_empty(ContactFacet.contact_id == contact_id)


def cells_between(identity_id: int, since: datetime, until: datetime) -> dict[Cell, int]:
    """How many lines an identity has in a stretch, by kind and channel."""
    within = (Interaction.identity_id == identity_id, Interaction.at >= since, Interaction.at < until)
    cell = (Interaction.kind, Interaction.channel)
    counts = select(*cell, func.count()).where(*within, Interaction.withdrawn_at.is_(None)).group_by(*cell)
    return {(kind, channel): count for kind, channel, count in db.session.execute(counts)}


def count_anew() -> None:
    """Count everything from the log itself, as after it was rebuilt."""
    stands = Interaction.withdrawn_at.is_(None)
    of_identity = select(func.count()).where(Interaction.identity_id == Identity.id, stands).scalar_subquery()
    db.session.execute(update(Identity).values(interaction_count=of_identity))
    db.session.execute(delete(ContactFacet))
    cell = (IdentityLink.contact_id, Interaction.kind, Interaction.channel)
    tied = select(*cell, func.count()).select_from(Interaction).join(IdentityLink, queries.holds(IdentityLink))
    db.session.execute(insert_into(ContactFacet).from_select(COLUMNS, tied.where(stands).group_by(*cell)))
    of_contact = select(func.coalesce(func.sum(ContactFacet.interaction_count), 0))
    counted = of_contact.where(ContactFacet.contact_id == Contact.id).scalar_subquery()
    db.session.execute(update(Contact).values(interaction_count=counted))


def _add(rows: Any) -> None:
    made = insert_into(ContactFacet).from_select(COLUMNS, rows)
    count = ContactFacet.interaction_count + made.excluded.interaction_count
    db.session.execute(made.on_conflict_do_update(index_elements=COLUMNS[:3], set_={"interaction_count": count}))


def _drop_empty(whose: ColumnElement[bool]) -> None:
    """What is counted no more is not there, as after counting anew."""
    db.session.execute(delete(ContactFacet).where(whose, ContactFacet.interaction_count <= 0))

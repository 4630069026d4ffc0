"""What a contact's log can be filtered by, from counters that are kept; nothing is counted at a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, literal, or_, select, union_all

from app.crm.models import Contact, ContactFacet, IdentityLink, Interaction
from app.crm.queries.identities import links_of
from app.crm.queries.log import MOST_PARTS, Part, stretch
from app.extensions import db


@dataclass(frozen=True)
class Facets:
    """Kinds and channels with how many lines each has, those with most first; whether any line has a sentiment."""

    kinds: dict[str, int]
    channels: dict[str, int]
    any_scored: bool


def facets(contact: Contact, ties: Sequence[IdentityLink] | None = None) -> Facets:
    """Of a contact's whole log; `ties` are those that stand, for whoever has read them already."""
    mine = (ContactFacet.contact_id == contact.id, ContactFacet.interaction_count > 0)
    kinds: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    for row in db.session.scalars(select(ContactFacet).where(*mine).order_by(ContactFacet.kind, ContactFacet.channel)):
        kinds[row.kind] += row.interaction_count
        channels[row.channel] += row.interaction_count
    known = links_of(contact) if ties is None else ties
    return Facets(dict(kinds.most_common()), dict(channels.most_common()), _any_scored([*map(stretch, known)]))


def _any_scored(parts: Sequence[Part]) -> bool:
    """Of each part one line is looked for, which an index of the scored ones leads to."""
    scored = (Interaction.sentiment.is_not(None), Interaction.withdrawn_at.is_(None))
    if len(parts) > MOST_PARTS:
        return (
            db.session.scalar(select(literal(1)).where(or_(*(and_(*part) for part in parts)), *scored).limit(1))
            is not None
        )
    one_each = [select(select(literal(1)).where(*part, *scored).limit(1).subquery()) for part in parts]
    return bool(parts) and db.session.scalar(union_all(*one_each).limit(1)) is not None

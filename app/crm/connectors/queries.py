"""Reading connectors: what there is, how each fares, and what it would send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.core import dispatch
from app.core.dispatch import Dispatch, DispatchTarget
from app.crm import queries as crm
from app.crm.connectors import feeding, mapping
from app.crm.connectors.fields import CASES, OF_MESSAGES, Thing, thing, thing_of
from app.crm.connectors.models import Connector, ConnectorChange
from app.crm.connectors.port import CASE
from app.crm.models import Contact, Identity, Interaction, SupportCase
from app.extensions import db

TRIED = 10
LOOKED_AT = 200


@dataclass(frozen=True)
class Standing:
    """How something that is told fares: what waits in dispatch and before it, what was given up, and its target."""

    waiting: int
    unread: int
    dead: int
    fares: DispatchTarget | None

    @property
    def is_paused(self) -> bool:
        """Whether it is not called."""
        return self.fares is not None and self.fares.is_paused

    @property
    def is_behind(self) -> bool:
        """Whether more is noted than goes to dispatch at the next look."""
        return self.unread > min(feeding.BATCH, max(feeding.MOST_WAITING - self.waiting, 0))


def connectors() -> Sequence[Connector]:
    """All that are not removed; few, since each is a CRM."""
    return db.session.scalars(select(Connector).where(Connector.removed_at.is_(None)).order_by(Connector.id)).all()


def connector(connector_id: int) -> Connector | None:
    """One of them."""
    return db.session.scalar(select(Connector).where(Connector.id == connector_id, Connector.removed_at.is_(None)))


def standings(targets: Sequence[str]) -> dict[str, Standing]:
    """How these fare, in as many queries however many they are."""
    fares = dispatch.targets(targets)
    waiting, dead = dispatch.waiting(targets), dispatch.waiting(targets, "dead")
    unread = _unread()
    return {
        name: Standing(waiting.get(name, 0), unread.get(name, 0), dead.get(name, 0), fares.get(name))
        for name in targets
    }


def unsaid(connector: Connector) -> list[str]:
    """What of a message to the care team its mapping of cases does not name; nothing where cases are not sent."""
    template = connector.templates.get(CASE)
    named = set(mapping.names(mapping.parse(template))) if template else set(OF_MESSAGES)
    return [name for name in OF_MESSAGES if name not in named]


def latest_case() -> Thing | None:
    """The case that was opened last: what a mapping of cases is tried on."""
    newest = select(SupportCase.id).order_by(SupportCase.opened_at.desc(), SupportCase.id.desc()).limit(1)
    number = db.session.scalar(newest)
    return None if number is None else thing_of(f"{CASES}{number}")


def latest() -> list[Thing]:
    """The last ten interactions that are somebody's, newest first: what a mapping is tried on."""
    standing = select(Interaction).where(Interaction.withdrawn_at.is_(None))
    rows = db.session.scalars(standing.order_by(Interaction.at.desc(), Interaction.id.desc()).limit(LOOKED_AT)).all()
    whose = crm.owners(rows)
    found = (thing(row, whose[row.id]) for row in rows)
    return [each for each in found if each is not None][:TRIED]


def named(letters: Iterable[Dispatch]) -> dict[str, tuple[str, str]]:
    """Whose deed of what kind these are of, by their key here; what is no longer anybody's is missing."""
    keys = {str(letter.payload["key"]) for letter in letters if "key" in letter.payload}
    if not keys:
        return {}
    rows = db.session.scalars(select(Interaction).where(Interaction.key.in_(keys))).all()
    whose = crm.owners(rows)
    deeds = {row.key: (contact.name, row.kind) for row in rows if (contact := whose[row.id]) is not None}
    return deeds | _named_cases(int(key.removeprefix(CASES)) for key in keys if key.startswith(CASES))


def _named_cases(numbers: Iterable[int]) -> dict[str, tuple[str, str]]:
    """The same of cases; whose asker no contact is tied to, by their handle."""
    who = func.coalesce(Contact.name, Identity.value, "")
    kind = case((SupportCase.question_id.is_(None), "opened_case"), else_="escalated")
    rows = select(SupportCase.id, who, kind).outerjoin(Identity, Identity.id == SupportCase.identity_id)
    rows = rows.outerjoin(Contact, Contact.id == Identity.contact_id).where(SupportCase.id.in_(list(numbers)))
    return {f"{CASES}{number}": (name, did) for number, name, did in db.session.execute(rows)}


def _unread() -> dict[str, int]:
    counts = select(ConnectorChange.connector_id, func.count()).group_by(ConnectorChange.connector_id)
    return {f"connector:{number}": count for number, count in db.session.execute(counts)}

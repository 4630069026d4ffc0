"""What connectors look at when ties change, and who hears of it when nothing can be sent any more."""

from __future__ import annotations

from typing import Any

from app.core import audit, dispatch
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.crm.connectors import commands, feeding, queries
from app.crm.events import CaseOpened, IdentityLinked, IdentityUnlinked, InteractionWithdrawn

# Nothing is built here that a replay would have to empty: the same state is never sent twice.
connectors = Subscriber("connectors", reset=lambda: None, then=feeding.feed)


@connectors.on(IdentityLinked, IdentityUnlinked)
def tied(event: Any, entry: Entry) -> None:
    """What was nobody's is somebody's now, or the other way round."""
    feeding.note_identity(event.identity_id)


@connectors.on(InteractionWithdrawn)
def withdrawn(event: InteractionWithdrawn, entry: Entry) -> None:
    """What was taken back here is taken back there."""
    feeding.note([event.key])


@connectors.on(CaseOpened)
def opened(event: CaseOpened, entry: Entry) -> None:
    """An escalated question or a message to the care team is a case there too."""
    feeding.note([f"case:{event.case_id}"])


@dispatch.watch("connector")
def down(target: str, reason: str) -> None:
    """Nothing could be delivered for over an hour: its owner hears of it."""
    connector = queries.connector(int(target.partition(":")[2]))
    if connector is not None:
        audit.log("crm.connector_paused", target, by=None, reason=reason)
        commands.tell_owner(connector, reason)

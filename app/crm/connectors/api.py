"""The API's operations on what webhooks were told."""

from __future__ import annotations

from app.accounts.current import somebody
from app.core import dispatch
from app.core.access import Conflict, ensure, found
from app.core.api import Cursor, Listing, Out, operation
from app.core.api.operations import Moment
from app.core.dispatch import Dispatch
from app.crm import commands, policy, queries
from app.crm.api.webhooks import NewWebhookOut
from app.crm.models import Webhook


class DeliveryOut(Out):
    """One event for one webhook: `key` is the webhook-id it is sent under, each time."""

    id: int
    key: str
    type: str
    state: str
    tries: int
    error: str | None
    written_at: Moment
    delivered_at: Moment | None

    @classmethod
    def of(cls, row: Dispatch) -> DeliveryOut:
        """From a row."""
        return cls(
            id=row.id, key=row.key, type=row.payload["event"]["type"], state=row.state, tries=row.attempts,
            error=row.last_error, written_at=row.created_at, delivered_at=row.done_at,
        )  # fmt: skip


@operation(
    "rotateWebhookSecret", "POST /webhooks/<id:webhook_id>/secret", returns=NewWebhookOut, scope="admin", status=201
)
def rotate_webhook_secret(webhook_id: int) -> NewWebhookOut:
    """A new secret, told once; for a day deliveries are signed with the one before as well."""
    person = somebody()
    ensure(policy.may_connect(person))
    hook = found(queries.webhook(webhook_id))
    commands.rotate_secret(hook, by=person)
    return NewWebhookOut.model_validate(hook)


@operation(
    "listWebhookDeliveries", "GET /webhooks/<id:webhook_id>/deliveries", query=Cursor, returns=Listing[DeliveryOut],
    scope="admin",
)  # fmt: skip
def list_deliveries(webhook_id: int, query: Cursor) -> Listing[DeliveryOut]:
    """What a webhook was told, or is to be, newest first."""
    hook = _webhook(webhook_id)
    page = dispatch.letters(hook.target, after=query.after, limit=query.limit)
    return Listing(items=[DeliveryOut.of(row) for row in page.items], next=page.next)


@operation(
    "resendWebhookDelivery", "POST /webhooks/<id:webhook_id>/deliveries/<id:delivery_id>/tries", returns=DeliveryOut,
    scope="admin", status=201,
)  # fmt: skip
def send_again(webhook_id: int, delivery_id: int) -> DeliveryOut:
    """Send a delivery again, under the id it had; one that still waits is a conflict."""
    hook = _webhook(webhook_id)
    row = found(dispatch.letter(hook.target, delivery_id))
    if row.state not in ("dead", "done"):
        raise Conflict("It still waits to be delivered.")
    commands.send_again(hook, row, by=somebody())
    return DeliveryOut.of(row)


def _webhook(webhook_id: int) -> Webhook:
    ensure(policy.may_connect(somebody()))
    return found(queries.webhook(webhook_id))

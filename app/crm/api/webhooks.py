"""The API's operations on webhooks."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Text
from app.crm import commands, policy, queries


class WebhookIn(In):
    """A webhook to add."""

    url: Text = Field(min_length=8, max_length=500)
    events: list[Text] = Field([], max_length=100)


class WebhookOut(Out):
    """A webhook; its secret is told once, when it is made."""

    id: int
    url: str
    events: list[str]
    made_at: datetime


class NewWebhookOut(WebhookOut):
    """A webhook just made."""

    secret: str


@operation("listWebhooks", "GET /webhooks", query=Cursor, returns=Listing[WebhookOut], scope="admin")
def list_webhooks(query: Cursor) -> Listing[WebhookOut]:
    """Webhooks, newest first."""
    ensure(policy.may_connect(somebody()))
    page = queries.webhooks(after=query.after, limit=query.limit)
    return Listing(items=[WebhookOut.model_validate(hook) for hook in page.items], next=page.next)


@operation("createWebhook", "POST /webhooks", body=WebhookIn, returns=NewWebhookOut, status=201, scope="admin")
def create_webhook(body: WebhookIn) -> NewWebhookOut:
    """Tell an address of events, signed after Standard Webhooks."""
    person = somebody()
    ensure(policy.may_connect(person))
    return NewWebhookOut.model_validate(commands.add_webhook(body.url, body.events, by=person))


@operation("deleteWebhook", "DELETE /webhooks/<id:webhook_id>", scope="admin", status=204)
def delete_webhook(webhook_id: int) -> None:
    """Stop telling an address."""
    person = somebody()
    ensure(policy.may_connect(person))
    commands.remove_webhook(found(queries.webhook(webhook_id)), by=person)

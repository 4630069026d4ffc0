"""The API's operations on contacts, identities, the log and webhooks."""

from app.crm.api import contacts, identities, log, webhooks

__all__ = ["contacts", "identities", "log", "webhooks"]

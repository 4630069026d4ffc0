"""What is done with contacts, identities, the log and webhooks."""

from app.crm.commands.contacts import ContactRow, ImportReport, Refusal, import_contacts, read_csv
from app.crm.commands.identities import ensure_identity, link_identity, unlink_identity
from app.crm.commands.log import forget_log, log_interaction, open_case
from app.crm.commands.support import SupportRow, import_support_contacts
from app.crm.commands.webhooks import add_webhook, remove_webhook

__all__ = [
    "ContactRow",
    "ImportReport",
    "Refusal",
    "SupportRow",
    "add_webhook",
    "ensure_identity",
    "forget_log",
    "import_contacts",
    "import_support_contacts",
    "link_identity",
    "log_interaction",
    "open_case",
    "read_csv",
    "remove_webhook",
    "unlink_identity",
]

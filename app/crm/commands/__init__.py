"""What is done with contacts, identities, the log and webhooks."""

from app.crm.commands.contacts import (
    ContactRow,
    Planned,
    import_contacts,
    plan_contacts,
    upsert_from_crm,
)
from app.crm.commands.identities import ensure_identity, identity_called, link_identity, unlink_identity
from app.crm.commands.log import (
    forget_log,
    log_interaction,
    open_case,
    rename_subjects,
    reword_comment,
    score_interactions,
    withdraw_interaction,
)
from app.crm.commands.proposals import accept_proposal, propose, reject_proposal
from app.crm.commands.reading import ImportReport, Refusal, columns, read_csv, repeats
from app.crm.commands.support import PlannedSupport, SupportRow, import_support_contacts, plan_support_contacts
from app.crm.commands.webhooks import (
    add_webhook,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    rotate_secret,
    send_again,
    tell_maker,
)

__all__ = [
    "ContactRow",
    "ImportReport",
    "Planned",
    "PlannedSupport",
    "Refusal",
    "SupportRow",
    "accept_proposal",
    "add_webhook",
    "columns",
    "ensure_identity",
    "forget_log",
    "identity_called",
    "import_contacts",
    "import_support_contacts",
    "link_identity",
    "log_interaction",
    "open_case",
    "pause_webhook",
    "plan_contacts",
    "plan_support_contacts",
    "propose",
    "read_csv",
    "reject_proposal",
    "remove_webhook",
    "rename_subjects",
    "repeats",
    "resume_webhook",
    "reword_comment",
    "rotate_secret",
    "score_interactions",
    "send_again",
    "tell_maker",
    "unlink_identity",
    "upsert_from_crm",
    "withdraw_interaction",
]

"""Pages of the CRM: contacts, one contact's log, identities and proposed ties, the import."""

from app.crm.views import contacts, identities, importing
from app.crm.views.blueprint import blueprint

__all__ = ["blueprint", "contacts", "identities", "importing"]

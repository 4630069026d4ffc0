"""Who may send files in and remove them; who may see one, `queries` says, as it depends on what it hangs on."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.files.models import StoredFile


def may_upload(person: Person | None) -> Decision:
    """Whoever may write."""
    return may_write(person)


def may_describe(person: Person | None, file: StoredFile) -> Decision:
    """Its owner, until it is posted: what stands beside it passes the rules together with what it is posted with."""
    if (decision := may_remove(person, file)) and file.subject is not None:
        return refused(_("This file is posted. Take it away there, and attach it again."), gate="state")
    return decision


def may_remove(person: Person | None, file: StoredFile) -> Decision:
    """Its owner, in good standing."""
    if not (decision := may_write(person)):
        return decision
    return ALLOWED if person is not None and person.id == file.owner_id else refused("", gate="own")

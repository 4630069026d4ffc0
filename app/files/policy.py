"""Who may send files in and remove them; who may see one, `queries` says, as it depends on what it hangs on."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.files.models import StoredFile


def may_upload(person: Person | None) -> Decision:
    """Whoever may write."""
    return may_write(person)


def may_remove(person: Person | None, file: StoredFile) -> Decision:
    """Its owner, in good standing."""
    if not (decision := may_write(person)):
        return decision
    return ALLOWED if person is not None and person.id == file.owner_id else refused("", gate="own")

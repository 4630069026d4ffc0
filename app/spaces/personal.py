"""What spaces hold of a person."""

from __future__ import annotations

from app.core.personal import Held, holds, refers
from app.spaces.models import Membership, Opener

holds(
    Held(Membership, "person_id", "goes", "memberships", ("space_id", "role", "granted_at")),
    Held(Opener, "person_id", "goes", "may_open_spaces", ("outside", "granted_at")),
)
refers(Membership, "granted_by_id")
refers(Opener, "granted_by_id")

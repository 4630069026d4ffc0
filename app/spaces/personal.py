"""What spaces hold of a person."""

from __future__ import annotations

from app.core.personal import Held, holds
from app.spaces.models import Membership

holds(Held(Membership, "person_id", "goes", "memberships", ("space_id", "role")))

"""Rules say by id only who added them."""

from __future__ import annotations

from app.core.personal import refers
from app.screening.models import StoredRule

refers(StoredRule, "added_by_id")

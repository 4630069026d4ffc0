"""Rules say by id only who added them and who wrote each of their versions."""

from __future__ import annotations

from app.core.personal import refers
from app.screening.models import RuleVersion, StoredRule

refers(StoredRule, "added_by_id")
refers(RuleVersion, "written_by_id")

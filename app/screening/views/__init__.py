"""The pages of screening."""

from __future__ import annotations

from app.screening.views import lint, rules, writing
from app.screening.views.frame import blueprint

__all__ = ["blueprint", "lint", "rules", "writing"]

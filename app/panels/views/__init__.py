"""The pages of panels."""

from __future__ import annotations

from app.panels.views import answering, inviting, membership, panels, results, writing
from app.panels.views.frame import blueprint

__all__ = ["answering", "blueprint", "inviting", "membership", "panels", "results", "writing"]

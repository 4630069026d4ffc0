"""Panels, who is in them, what they are asked, and what they said."""

from app.panels.models.panels import Draw, Member, OptOut, Panel
from app.panels.models.studies import Concept, Item, Outcome, Sheet, Study

__all__ = ["Concept", "Draw", "Item", "Member", "OptOut", "Outcome", "Panel", "Sheet", "Study"]

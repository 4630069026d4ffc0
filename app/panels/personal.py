"""What panels hold of a person: what they said stays without their name, as an invitation promises."""

from __future__ import annotations

from app.core.personal import Held, holds, refers
from app.panels.models import Draw, Member, OptOut, Outcome, Panel, Sheet, Study

holds(
    Held(Sheet, "person_id", "words", "", (), {"answers": {}, "withheld": {}}),
    Held(Sheet, "person_id", "blanked", "answers to studies", ("study_id", "answers", "asked_at", "answered_at"),
         {"person_id": None, "traits": {}}),
    Held(Member, "person_id", "stays", "panels", ("panel_id", "state", "invited_at", "joined_at")),
    Held(OptOut, "person_id", "goes", "no invitations to panels", ("at",)),
)  # fmt: skip
refers(Panel, "owner_id")
refers(Draw, "made_by_id")
refers(Study, "made_by_id")
refers(Outcome, "made_by_id")

"""What the CRM and the contact centre know."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from app.core import clock
from app.crm import commands as crm
from app.crm.commands import ContactRow, SupportRow
from app.demo.story import CONTENT, Story

IMPORTED_DAY = -89.0
# What the CRM learned since: who agreed that visits are joined, and a handle that somebody there wrote down.
LEARNED: list[dict[str, Any]] = [
    {"external_id": "C-204110", "name": "Aoife Brennan", "consent": "given"},
    {"external_id": "C-204115", "name": "Kwame Mensah", "consent": "given"},
    {"external_id": "C-204182", "name": "Eve Lindqvist", "consent": "refused"},
    {"external_id": "C-204711", "name": "Mr Jim Davies", "consent": "given", "handles": ["handle:jimbo"]},
]


def tell_customers(story: Story) -> None:
    """Contacts come from the CRM early on, support contacts of the whole time today."""
    story.at(IMPORTED_DAY, _import_contacts)
    story.at(-0.0003, _learn)
    story.at(-0.0002, _import_support, story)


def _import_contacts() -> None:
    rows, refused = crm.read_csv((CONTENT / "contacts.csv").read_text(encoding="utf-8"), ContactRow)
    crm.import_contacts(rows, by=None)
    _insist(refused)


def _learn() -> None:
    _insist(crm.upsert_from_crm(LEARNED).refused)


def _import_support(story: Story) -> None:
    """The file counts days from now; the import wants moments."""
    reader = csv.DictReader(io.StringIO((CONTENT / "support-contacts.csv").read_text(encoding="utf-8")))
    rows = []
    for line, row in enumerate(reader, start=2):
        at = story.now + timedelta(days=float(row.pop("at_day")))
        rows.append((line, SupportRow.model_validate({**row, "at": at.replace(microsecond=0)})))
    with clock.at(story.now):
        _insist(crm.import_support_contacts(rows, by=None).refused)


def _insist(refused: object) -> None:
    if refused:
        raise ValueError(f"the demo's own files must all go in: {refused}")

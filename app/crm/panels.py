"""What customers do in panels: that they joined and that they answered, never where or what; and the CRM's counts."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.core.events import Entry
from app.crm import commands
from app.crm.commands.log import OWN
from app.crm.models import Contact
from app.crm.subscribers import crm
from app.extensions import db
from app.panels import events
from app.panels import queries as panels


@crm.on(events.InvitationAccepted)
def joined_panel(event: events.InvitationAccepted, entry: Entry) -> None:
    """A customer joined a panel."""
    panel = panels.panel_by_id(event.panel_id)
    if panel is not None:
        _log(event.person_id, entry, "joined_panel", f"panel:{panel.id}", panel.url)


@crm.on(events.AnswerGiven)
def answered_study(event: events.AnswerGiven, entry: Entry) -> None:
    """A customer answered a study; what they said stays in the panel."""
    study = panels.study_by_id(event.study_id)
    if study is not None:
        _log(event.person_id, entry, "answered_study", f"study:{study.id}", study.url)


@panels.population("segment")
def segments_of_contacts() -> dict[str, int]:
    """How many contacts each segment has."""
    named = select(Contact.segment, func.count()).where(Contact.segment != "").group_by(Contact.segment)
    return {str(row[0]): int(row[1]) for row in db.session.execute(named.order_by(Contact.segment))}


def _log(person_id: int, entry: Entry, kind: str, subject: str, url: str) -> None:
    """Without the panel's name, which those who read the log may not know."""
    person = accounts.by_id(person_id)
    if person is None or person.is_employee:
        return
    identity = commands.ensure_identity("person", person.handle, person=person)
    commands.log_interaction(
        f"{OWN}e{entry.id}-{kind}", identity, kind, at=entry.at, subject=subject, summary="", url=url
    )

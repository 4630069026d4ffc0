"""Sales leads: found, handed over to a named person with grounds for it, and their end."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.listening.monitoring import queries
from app.listening.monitoring.events import LeadClosed, LeadHandedOver
from app.listening.monitoring.models import CONSENTS, FOUND, HANDED_OVER, LEAD_STATES, Lead, Mention, Monitor

ENDS = LEAD_STATES[2:]
LONGEST = 2_000


def find_lead(mention: Mention, monitor: Monitor | None = None) -> Lead:
    """Note that somebody wants something that can be sold, once a mention, also where two note it at once."""
    known = queries.lead_of(mention)
    if known is not None:
        return known
    lead = Lead(
        mention_id=mention.id, mention=mention, monitor_id=monitor.id if monitor else None, state=FOUND,
        found_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(lead)
    except IntegrityError:
        return db.session.scalars(select(Lead).where(Lead.mention_id == mention.id)).unique().one()
    return lead


def hand_over(lead: Lead, to: Person | None, *, consent: str, grounds: str, note: str = "", by: Person) -> None:
    """Let a colleague follow it up, with the grounds on which they may; raises Invalid, and Conflict if it has ended.

    They must be able to read what was said: a lead opens nothing to anybody.
    """
    _hold(lead)
    errors = {}
    if to is None or not to.is_employee or not to.is_in_good_standing:
        errors["to"] = _("Name a colleague by their handle.")
    elif queries.visible_mention(to, lead.mention_id) is None:
        errors["to"] = _("They may not read what was said. Name somebody else.")
    if consent not in CONSENTS:
        errors["consent"] = _("Say whether they asked for it or agreed. Without either nobody may contact them.")
    if not grounds.strip() or len(grounds) > 300:
        errors["grounds"] = _("Say in a sentence where that can be seen.")
    if len(note) > LONGEST:
        errors["note"] = _("At most %(most)d characters.", most=LONGEST)
    if errors or to is None:
        raise Invalid(errors)
    lead.state, lead.to_id, lead.to, lead.by_id = HANDED_OVER, to.id, to, by.id
    lead.consent, lead.grounds, lead.note, lead.handed_at = consent, grounds.strip(), note.strip(), clock.now()
    audit.log("listening.lead_handed_over", f"lead:{lead.id}", by=by, after={"to": to.id, "consent": consent})
    mention = lead.mention
    record(
        LeadHandedOver(
            lead_id=lead.id, mention_id=mention.id, subject=mention.subject, page=mention.stands_on, to_id=to.id,
            person_id=mention.person_id, identity=mention.identity, consent=consent,
        ),
        by=by,
    )  # fmt: skip


def close_lead(lead: Lead, state: str, outcome: str, *, by: Person) -> None:
    """Say what became of it: won, lost or declined; raises Invalid, and Conflict where that was said already."""
    _hold(lead)
    errors = {}
    if state not in ENDS or (lead.state == FOUND and state != "declined"):
        errors["state"] = _("Choose how it ended; what was never handed over can only be declined.")
    if not 0 < len(outcome.strip()) <= LONGEST:
        errors["outcome"] = _("Say in a few words what became of it.")
    if errors:
        raise Invalid(errors)
    lead.state, lead.outcome, lead.closed_at = state, outcome.strip(), clock.now()
    audit.log("listening.lead_closed", f"lead:{lead.id}", by=by, after={"state": state})
    mention = lead.mention
    record(
        LeadClosed(
            lead_id=lead.id, mention_id=mention.id, subject=mention.subject, page=mention.stands_on, state=state,
            to_id=lead.to_id,
        ),
        by=by,
    )  # fmt: skip


def _hold(lead: Lead) -> None:
    """Of two who press at once the second sees what the first did; raises Conflict for one that has ended."""
    db.session.refresh(lead, ["state", "to_id", "to"], with_for_update={"of": Lead})
    if lead.state not in {FOUND, HANDED_OVER}:
        raise Conflict(_("This lead has come to its end."))

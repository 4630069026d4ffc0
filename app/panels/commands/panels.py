"""Making panels and bringing them to an end."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.panels import queries
from app.panels.commands.holding import hold
from app.panels.commands.passing import close_study
from app.panels.events import PanelClosed, PanelMade
from app.panels.models import Panel
from app.screening import commands as screening
from app.spaces.models import Space

LONGEST_NAME, LONGEST_PROMISE = 120, 300
MOST_FATIGUE, LEAST_KEPT, MOST_KEPT = 365, 30, 1825


def make_panel(
    space: Space, *, name: str, purpose: str, promise: str, fatigue_days: int = 30, keeps_days: int = 365, by: Person
) -> Panel:
    """Make a panel, its maker's own; raises Invalid for what is missing or out of bounds."""
    name, promise = text.tidy(name), text.tidy(promise)
    _check(name, purpose, promise, fatigue_days, keeps_days)
    said = {"name": name, "purpose": purpose, "promise": promise}
    screening.pass_all_unheld(said, by=by, space_id=space.id)
    panel = Panel(
        space_id=space.id, space=space, owner_id=by.id, owner=by, name=name, purpose=purpose,
        purpose_html=text.render(purpose), promise=promise, state="open", fatigue_days=fatigue_days,
        keeps_days=keeps_days, member_count=0, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(panel)
    db.session.flush()
    audit.log("panels.panel_made", f"panel:{panel.id}", by=by, after={"keeps_days": keeps_days})
    record(PanelMade(panel_id=panel.id), by=by, space_id=space.id)
    return panel


def close_panel(panel: Panel, *, by: Person) -> None:
    """End a panel: nobody is invited or asked any more, open studies close; what was found stays."""
    hold(panel)
    if not panel.is_open:
        return
    panel.state, panel.closed_at = "closed", clock.now()
    for study in queries.open_studies(panel):
        close_study(study)
    audit.log("panels.panel_closed", f"panel:{panel.id}", by=by)
    record(PanelClosed(panel_id=panel.id), by=by, space_id=panel.space_id)


def _check(name: str, purpose: str, promise: str, fatigue_days: int, keeps_days: int) -> None:
    errors = {}
    if not 3 <= len(name) <= LONGEST_NAME:
        errors["name"] = _("Give the panel a name of at most %(most)d characters.", most=LONGEST_NAME)
    if not purpose.strip():
        errors["purpose"] = _("Say what the panel is for.")
    if not 3 <= len(promise) <= LONGEST_PROMISE:
        errors["promise"] = _("Say how often you ask, and what members get.")
    if not 0 <= fatigue_days <= MOST_FATIGUE:
        errors["fatigue_days"] = _("Between 0 and %(most)d days.", most=MOST_FATIGUE)
    if not LEAST_KEPT <= keeps_days <= MOST_KEPT:
        errors["keeps_days"] = _("Between %(least)d and %(most)d days.", least=LEAST_KEPT, most=MOST_KEPT)
    if errors:
        raise Invalid(errors)

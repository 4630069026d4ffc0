"""You said, we did."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import record
from app.core.returning import is_local
from app.core.settings import settings
from app.extensions import db
from app.panels.events import OutcomeTold
from app.panels.models import Outcome, Study
from app.screening import commands as screening

LONGEST = 4000


def tell_outcome(study: Study, *, body: str, url: str = "", decided_on: date | None = None, by: Person) -> Outcome:
    """Tell those who answered what was decided, perhaps with a page of this site; raises Invalid."""
    decided_on = decided_on or clock.now().date()
    address = url.strip().removeprefix(settings().base_url)
    errors = {}
    if not 3 <= len(body.strip()) <= LONGEST:
        errors["body"] = _("Say what was decided.")
    if address and (not is_local(address) or len(address) > 300):
        errors["url"] = _("Give the address of a page here, such as /ideas/12.")
    if decided_on > clock.now().date():
        errors["decided_on"] = _("This is still to come.")
    if errors:
        raise Invalid(errors)
    screening.pass_unheld(body, "body", by=by, space_id=study.panel.space_id)
    made = Outcome(
        study_id=study.id, study=study, body=body, body_html=text.render(body), url=address, decided_on=decided_on,
        made_by_id=by.id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.log("panels.outcome_told", f"study:{study.id}", by=by, after={"outcome": made.id})
    told = OutcomeTold(panel_id=study.panel_id, study_id=study.id, outcome_id=made.id)
    record(told, by=by, space_id=study.panel.space_id)
    return made

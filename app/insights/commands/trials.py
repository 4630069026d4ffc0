"""Trials: half of all journeys held out for a time, so that the answer comes sooner."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.extensions import db
from app.insights import queries
from app.insights.models import Trial

HALF = 0.5
SHORTEST, LONGEST = 7, 90


def begin_trial(days: int, reason: str, *, by: Person | None) -> Trial:
    """Hold out half of the journeys that open from now on, for so many days; raises Invalid where one is under way."""
    if not SHORTEST <= days <= LONGEST:
        raise Invalid({"days": _("Between %(least)s and %(most)s days.", least=SHORTEST, most=LONGEST)})
    if queries.running_trial() is not None:
        raise Invalid({"days": _("A trial is under way already.")})
    now = clock.now()
    trial = Trial(
        share=HALF, starts_at=now, ends_at=now + timedelta(days=days), reason=reason.strip()[:200],
        begun_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(trial)
    db.session.flush()
    audit.log("insights.trial_begun", f"trial:{trial.id}", by=by, after={"share": HALF, "days": days})
    return trial


def end_trial(trial: Trial, *, by: Person | None) -> None:
    """End it now; what was held out stays held out, and later journeys go by the usual share."""
    trial.ends_at = clock.now()
    db.session.flush()
    audit.log("insights.trial_ended", f"trial:{trial.id}", by=by)

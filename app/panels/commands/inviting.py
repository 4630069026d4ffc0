"""Inviting people by a draw that can be repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.panels import queries
from app.panels.commands.holding import hold
from app.panels.events import MembersInvited
from app.panels.models import Draw, Member, Panel
from app.panels.queries import Plan, Wanted
from app.screening import commands as screening

SEED = re.compile(r"[0-9a-f]{8,40}")
MOST_AT_ONCE = 2000
LEAST_DAYS, MOST_DAYS = 1, 90
LONGEST_MESSAGE = 500


def invite(
    panel: Panel, wanted: Wanted, *, each: int, quotas: Mapping[str, int], seed: str, expected: str = "",
    days: int = 14, message: str = "", by: Person,
) -> Draw:  # fmt: skip
    """Draw and invite; `expected` is the digest of the plan that was looked at.

    Raises Invalid where nobody or too many would be invited, Conflict where it would be others than expected.
    """
    _check(seed, days, message)
    screening.pass_unheld(message, "message", by=by, space_id=panel.space_id)
    hold(panel)
    plan = queries.plan(panel, wanted, each=each, quotas=quotas, seed=seed)
    if expected and plan.digest != expected:
        raise Conflict(_("Who can be invited has changed meanwhile. Look at the preview again."))
    if not plan.total:
        raise Invalid({"each": _("Nobody would be invited by this.")})
    if plan.total > MOST_AT_ONCE:
        raise Invalid({"each": _("At most %(most)d people at once.", most=MOST_AT_ONCE)})
    drawn = _keep(panel, wanted, plan, days=days, message=text.tidy(message), by=by)
    after = {"draw": drawn.id, "seed": seed, "invited": plan.total}
    audit.log("panels.members_invited", f"panel:{panel.id}", by=by, after=after)
    record(MembersInvited(panel_id=panel.id, draw_id=drawn.id), by=by, space_id=panel.space_id)
    return drawn


def _keep(panel: Panel, wanted: Wanted, plan: Plan, *, days: int, message: str, by: Person) -> Draw:
    moment = clock.now()
    drawn = Draw(
        panel_id=panel.id, seed=plan.seed, wanted=wanted.as_row(), quotas=plan.quotas, pool=plan.pool,
        cells=[asdict(cell) for cell in plan.cells], message=message, expires_at=moment + timedelta(days=days),
        made_by_id=by.id, made_at=moment,
    )  # fmt: skip
    db.session.add(drawn)
    db.session.flush()
    db.session.add_all(
        Member(
            panel_id=panel.id, person_id=person, draw_id=drawn.id, cell=cell, state="invited", invited_at=moment,
            expires_at=drawn.expires_at,
        )
        for cell, people in plan.drawn.items()
        for person in people
    )  # fmt: skip
    db.session.flush()
    return drawn


def _check(seed: str, days: int, message: str) -> None:
    errors = {}
    if not SEED.fullmatch(seed):
        errors["seed"] = _("A seed is 8 to 40 of the characters 0-9 and a-f.")
    if not LEAST_DAYS <= days <= MOST_DAYS:
        errors["days"] = _("Between %(least)d and %(most)d days.", least=LEAST_DAYS, most=MOST_DAYS)
    if len(message) > LONGEST_MESSAGE:
        errors["message"] = _("At most %(most)d characters.", most=LONGEST_MESSAGE)
    if errors:
        raise Invalid(errors)

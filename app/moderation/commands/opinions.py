"""Second opinions: a colleague says what they would decide; who asked decides."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.moderation import queries
from app.moderation.commands.holding import hold
from app.moderation.events import OpinionAsked, OpinionGiven
from app.moderation.models import ACTIONS, WAITING, Case, SecondOpinion


def ask_opinion(case: Case, colleague: Person, question: str = "", *, by: Person) -> SecondOpinion:
    """Ask a colleague who may decide it too; raises Invalid for anybody else, Conflict where it is decided."""
    hold(case)
    if case.state not in WAITING:
        raise Conflict(_("Somebody has decided this case already."))
    if colleague not in queries.colleagues(case, but=by):
        raise Invalid({"colleague": _("%(name)s cannot decide this case. Choose somebody else.", name=colleague.name)})
    if any(asked.person_id == colleague.id for asked in queries.opinions_on(case)):
        raise Invalid({"colleague": _("%(name)s was asked already.", name=colleague.name)})
    asked = SecondOpinion(
        case_id=case.id, asked_by_id=by.id, asked_by=by, person_id=colleague.id, person=colleague,
        question=question.strip(), asked_at=clock.now(), action="", body="",
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    asking = OpinionAsked(case_id=case.id, opinion_id=asked.id, person_id=colleague.id)
    record(asking, by=by, space_id=case.space_id)
    return asked


def give_opinion(asked: SecondOpinion, case: Case, action: str, body: str, *, by: Person) -> None:
    """Say what one would decide and why; may be said anew until the case is decided."""
    if action not in ACTIONS:
        raise Invalid({"action": _("Choose what you would do.")})
    if not body.strip():
        raise Invalid({"body": _("Say why, so that it helps to decide.")})
    hold(case)
    if case.state not in WAITING:
        raise Conflict(_("Somebody has decided this case already."))
    asked.action, asked.body, asked.given_at = action, body.strip(), clock.now()
    given = OpinionGiven(case_id=case.id, opinion_id=asked.id, asked_by_id=asked.asked_by_id)
    record(given, by=by, space_id=case.space_id)

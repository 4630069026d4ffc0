"""Appeals: an author asks once, and somebody else than who decided answers."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.moderation import queries
from app.moderation.commands.deciding import enter
from app.moderation.commands.holding import hold
from app.moderation.commands.undoing import standing, take_back
from app.moderation.commands.verdicts import Verdict
from app.moderation.events import AppealAnswered, CaseAppealed
from app.moderation.models import OUTCOMES, Appeal, Case


def appeal(case: Case, body: str, *, by: Person) -> Appeal:
    """Ask that somebody else looks; raises Invalid without a text, Conflict where it was asked before."""
    if not body.strip():
        raise Invalid({"body": _("Say why the decision should be looked at again.")})
    hold(case)
    made = queries.standing_decision(case)
    if made is None or case.state != "decided" or queries.appeal_of(case) is not None:
        raise Conflict(_("This decision cannot be appealed, or was already."))
    asked = Appeal(
        case_id=case.id, decision_id=made.id, person_id=by.id, body=body.strip(), at=clock.now(), outcome="", answer=""
    )
    db.session.add(asked)
    case.state = "appealed"
    audit.log("moderation.case_appealed", f"case:{case.id}", by=by, after={"action": made.action})
    appealed = CaseAppealed(case_id=case.id, decision_id=made.id, author_id=case.author_id, subject=case.subject)
    record(appealed, by=by, space_id=case.space_id)
    return asked


def answer_appeal(case: Case, outcome: str, words: str, *, by: Person) -> Appeal:
    """Let the decision stand (`upheld`), or restore all it changed and let the thing through (`overturned`)."""
    if outcome not in OUTCOMES:
        raise Invalid({"outcome": _("Choose what becomes of the decision.")})
    if not words.strip():
        raise Invalid({"answer": _("Say why: the author reads it.")})
    hold(case)
    asked = queries.waiting_appeal(case)
    if asked is None or case.state != "appealed":
        raise Conflict(_("Somebody has answered this appeal already."))
    if outcome == "overturned":
        take_back({case: standing(case)}, by=by, reason=words)
        _let_through(case, words, by)
    case.state = "decided"
    asked.outcome, asked.answer, asked.answered_by_id, asked.answered_at = outcome, words.strip(), by.id, clock.now()
    db.session.flush()
    audit.log("moderation.appeal_answered", f"case:{case.id}", by=by, reason=words, after={"outcome": outcome})
    answered = AppealAnswered(
        case_id=case.id, appeal_id=asked.id, author_id=case.author_id, subject=case.subject, outcome=outcome
    )
    record(answered, by=by, space_id=case.space_id)
    return asked


def _let_through(case: Case, words: str, by: Person) -> None:
    _judged, left = enter([case], Verdict("approve", words), by=by)
    if left:
        raise left[case.id]

"""Severities, asking back, and what a space promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, update

from app.accounts.models import Person
from app.board import queries
from app.board.commands.discussing import comment_on_question
from app.board.commands.holding import hold_row
from app.board.commands.timing import keep_time
from app.board.events import AskedBack, ServiceRulesChanged, SeverityChanged
from app.board.models import NORMAL, SEVERITIES, SHOWN, TARGETS, AskBack, Question, ServiceRules
from app.core import audit, clock
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.discussion.models import Comment
from app.extensions import db
from app.spaces import queries as spaces
from app.spaces.models import Space

MOST_MINUTES = 60 * 24 * 365
MOST_WAITS_DAYS = 90


def first_severity(space_id: int, channel: str) -> str:
    """How severe a new question is taken to be: as its space says of the channel, else of all."""
    rules = queries.rules_in_force(space_id)
    if rules is None:
        return NORMAL
    return str(rules.channels.get(channel) or rules.severity)


def set_severity(question: Question, severity: str, *, by: Person) -> None:
    """Say how severe a question is; its targets follow. The same again changes nothing."""
    if severity not in SEVERITIES:
        raise Invalid({"severity": _("Choose one of %(all)s.", all=", ".join(SEVERITIES))})
    hold_row(question)
    before = question.severity
    if severity == before:
        return
    question.severity = severity
    audit.log(
        "board.severity_changed", f"question:{question.id}", by=by, before={"severity": before},
        after={"severity": severity},
    )  # fmt: skip
    record(SeverityChanged(question_id=question.id, severity=severity), by=by, space_id=question.space_id)
    keep_time(question)


def ask_back(question: Question, body: str, *, by: Person) -> Comment:
    """Ask the asker for details, in a comment; the clocks stand still until they reply. Raises Invalid for bad text.

    Where a rule holds the comment the asker does not see it, and the clocks go on.
    """
    hold_row(question)
    if question.asked_back_at is not None:
        raise Conflict(_("The asker is being asked already."))
    comment = comment_on_question(question, body, by=by)
    if comment.state == "published":
        asked = AskBack(question_id=question.id, comment_id=comment.id, person_id=by.id, asked_at=clock.now())
        db.session.add(asked)
        question.asked_back_at = asked.asked_at
        record(AskedBack(question_id=question.id, comment_id=comment.id), by=by, space_id=question.space_id)
        keep_time(question)
    return comment


def set_rules(
    space: Space | None,
    *,
    targets: Mapping[str, Mapping[str, int | None]],
    severity: str = NORMAL,
    channels: Mapping[str, str] | None = None,
    by: Actor,
    **rest: Any,
) -> ServiceRules:
    """Say what a space promises, or with None every space without rules of its own; raises Invalid with the field.

    `rest` may hold warn_percent, answerers_after, owner_after, case_after (minutes or None), waits_days and closes.
    """
    kept = {name: {t: m for t, m in told.items() if m} for name, told in targets.items()}
    told = {"targets": kept, "severity": severity, "channels": dict(channels or {}), **_rest(rest)}
    _check_rules(told)
    space_id = space.id if space else None
    held, before = queries.rules_set(space_id), {}
    if held is None:
        held = ServiceRules(scope=spaces.scopes_of(space_id)[0])
        db.session.add(held)
    else:
        before = {name: getattr(held, name) for name in told}
    for name, value in told.items():
        setattr(held, name, value)
    held.changed_at = clock.now()
    _tell_rules(space_id, before, told, by)
    return held


def drop_rules(space: Space, *, by: Actor) -> None:
    """Let a space promise what the company does again."""
    held = queries.rules_set(space.id)
    if held is not None:
        db.session.delete(held)
        _tell_rules(space.id, {"targets": held.targets}, {}, by)


def look_again(space_id: int | None) -> None:
    """Have every unsettled question of a space, or of all, reckoned anew by the next looks: hours or rules changed."""
    unsettled: list[ColumnElement[bool]] = [
        Question.solved_at.is_(None), Question.closed_at.is_(None), Question.hold == SHOWN,
    ]  # fmt: skip
    if space_id is not None:
        unsettled.append(Question.space_id == space_id)
    db.session.execute(update(Question).where(*unsettled).values(look_at=clock.now()))


def _rest(rest: Mapping[str, Any]) -> dict[str, Any]:
    usual = {
        "warn_percent": 75, "answerers_after": 0, "owner_after": None, "case_after": None, "waits_days": 7,
        "closes": False,
    }  # fmt: skip
    return {name: rest.get(name, value) for name, value in usual.items()}


def _check_rules(told: dict[str, Any]) -> None:
    errors: dict[str, str] = {}
    targets, channels = told["targets"], told["channels"]
    minutes = [m for each in targets.values() for m in each.values()]
    if set(targets) - set(SEVERITIES) or any(set(each) - set(TARGETS) for each in targets.values()):
        errors["targets"] = _("Targets are for %(all)s.", all=", ".join(SEVERITIES))
    elif not all(1 <= m <= MOST_MINUTES for m in minutes):
        errors["targets"] = _("A target is between a minute and a year.")
    if {told["severity"], *channels.values()} - set(SEVERITIES):
        errors["severity"] = _("Choose one of %(all)s.", all=", ".join(SEVERITIES))
    for name, least, most in _BOUNDS:
        if told[name] is not None and not least <= told[name] <= most:
            errors[name] = _("Between %(least)d and %(most)d.", least=least, most=most)
    if errors:
        raise Invalid(errors)


_BOUNDS = (
    ("warn_percent", 1, 99), ("answerers_after", 0, MOST_MINUTES), ("owner_after", 0, MOST_MINUTES),
    ("case_after", 0, MOST_MINUTES), ("waits_days", 1, MOST_WAITS_DAYS),
)  # fmt: skip


def _tell_rules(space_id: int | None, before: dict[str, Any], after: dict[str, Any], by: Actor) -> None:
    audit.log("board.rules_changed", spaces.scopes_of(space_id)[0], by=by, before=before, after=after)
    record(ServiceRulesChanged(space_id=space_id), by=by, space_id=space_id)

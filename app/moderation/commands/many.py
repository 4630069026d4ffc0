"""Deciding many cases in one go, and taking all of it back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.moderation import subjects
from app.moderation.commands.deciding import Verdict, check, give
from app.moderation.commands.undoing import undo
from app.moderation.models import Case

MOST = 500


@dataclass
class Many:
    """What came of it: how many were decided or taken back, and why others were not, by case."""

    batch: str
    done: int = 0
    left: dict[int, str] = field(default_factory=dict)


def give_all(cases: Sequence[Case], verdict: Verdict, *, by: Person) -> Many:
    """Give each case the same verdict, its blanks filled in for each author; what cannot be decided is left.

    Raises Invalid for a verdict that fits no case, and for more than 500 of them.
    """
    check(verdict)
    if verdict.action == "edit":
        raise Invalid({"action": _("Texts are changed one by one.")})
    if not 0 < len(cases) <= MOST:
        raise Invalid({"case": _("Choose at least one case, and %(most)d at most.", most=MOST)})
    verdict = replace(verdict, batch=secrets.token_hex(8))
    return _each(cases, str(verdict.batch), partial(give, verdict=verdict, by=by))


def undo_all(cases: Sequence[Case], batch: str, *, by: Person) -> Many:
    """Take back what stands of decisions made in one go."""
    return _each(cases, batch, partial(undo, by=by))


def _each(cases: Sequence[Case], batch: str, act: Callable[[Case], object]) -> Many:
    came = Many(batch)
    # Held until the end, so that each deed finds its thing without asking for it again.
    things = subjects.find_all(case.subject for case in cases)
    for case in cases:
        try:
            with db.session.begin_nested():
                act(case)
            came.done += 1
        except (Conflict, Invalid) as refusal:
            came.left[case.id] = str(refusal)
    things.clear()
    return came

"""Deciding many cases in one go, and taking all of it back: in statements that do not grow with the cases."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import Conflict, Invalid
from app.moderation.commands.deciding import give_each
from app.moderation.commands.undoing import undo_each
from app.moderation.commands.verdicts import Verdict, check
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
    check(verdict, by=by)
    if verdict.action == "edit":
        raise Invalid({"action": _("Texts are changed one by one.")})
    if not 0 < len(cases) <= MOST:
        raise Invalid({"case": _("Choose at least one case, and %(most)d at most.", most=MOST)})
    batch = secrets.token_hex(8)
    made, left = give_each(cases, replace(verdict, batch=batch), by=by)
    return Many(batch, len(made), _said(left))


def undo_all(cases: Sequence[Case], batch: str, *, by: Person) -> Many:
    """Take back what stands of decisions made in one go."""
    left = undo_each(cases, by=by)
    return Many(batch, len(cases) - len(left), _said(left))


def _said(left: Mapping[int, Conflict | Invalid]) -> dict[int, str]:
    return {case_id: str(refusal) for case_id, refusal in left.items()}

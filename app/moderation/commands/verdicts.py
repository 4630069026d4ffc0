"""What can be decided, and what the author then reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock
from app.core.access import Invalid
from app.moderation.models import ACTIONS, CODES, FINE, STOPS
from app.screening import commands as screening

SUSPENDED_FOR = 7
LONGEST = {"suspend": 90, "ban": 3650}
Standing = tuple[str, datetime | None]


@dataclass(frozen=True)
class Verdict:
    """What is decided: the words for the author may hold blanks, and without any the usual ones are sent.

    `days` is how long a suspension or ban lasts: 0 means a week for one and no end for the other.
    """

    action: str
    words: str = ""
    code: str = ""
    clause: str = ""
    days: int = 0
    body: str | None = None
    batch: str | None = None

    @property
    def until(self) -> datetime | None:
        """When what it takes away comes back."""
        days = self.days or (SUSPENDED_FOR if self.action == "suspend" else 0)
        return clock.now() + timedelta(days=days) if days and self.action in STOPS else None

    def code_after(self, reports: list[str]) -> str:
        """Its code; where it names none what readers reported most, and for an approval that nothing is wrong."""
        if self.code:
            return self.code
        if self.action == "approve":
            return FINE
        return max(reports, key=reports.count) if reports else "other"


def check(verdict: Verdict, *, by: Person) -> None:
    """Raise Invalid for what no case can be given, and for words that rules refuse or warn of.

    Who decides may cite what would be held.
    """
    if verdict.action not in ACTIONS:
        raise Invalid({"action": _("Choose one of %(all)s.", all=", ".join(ACTIONS))})
    if verdict.code and verdict.code not in CODES:
        raise Invalid({"code": _("Choose one of %(all)s.", all=", ".join(CODES))})
    if not 0 <= verdict.days <= LONGEST.get(verdict.action, verdict.days):
        raise Invalid({"days": _("Choose %(most)d days at most.", most=LONGEST[verdict.action])})
    if verdict.words.strip():
        screening.pass_or_raise(verdict.words, "reason", scope="comment", by=by, posts=False)


def standing_after(standing: Standing, until: datetime | None) -> Standing:
    """An account's state, and until when, once its right to post is taken away; what was taken for longer stays so."""
    state, known = standing
    longer = known is None or (until is not None and known > until)
    return standing if state == "suspended" and longer else ("suspended", until)

"""What keeps a rule from being applied, field by field."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.screening import patterns
from app.screening.language import LANGUAGES
from app.screening.personal_data import KINDS as DATA_KINDS
from app.screening.rules import ACTIONS, EVERYWHERE, KINDS, NEED_TERMS, SCOPES, WRITERS
from app.screening.words import words

MOST_TERMS = 2_000
LONGEST_MESSAGE = 500
MOST_DAYS = 3_650
MOST_MINUTES = 7 * 24 * 60


def faults_of(said: dict[str, Any]) -> dict[str, str]:
    """A sentence for each field of a rule that cannot be as it is; empty when the rule can be applied."""
    errors = _choices(said)
    if problem := _terms(said["kind"], said["terms"]):
        errors["terms"] = problem
    if len(said["message"]) > LONGEST_MESSAGE:
        errors["message"] = _("At most %(most)d characters.", most=LONGEST_MESSAGE)
    return errors | _numbers(said)


def _choices(said: dict[str, Any]) -> dict[str, str]:
    allowed: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("kind", KINDS), ("action", ACTIONS), ("language", ("", *LANGUAGES)), ("writers", WRITERS),
    )  # fmt: skip
    errors = {
        field: _("Choose one of %(all)s.", all=", ".join(filter(None, values)))
        for field, values in allowed
        if said[field] not in values
    }
    scopes = said["scope"].split()
    if not scopes or not set(scopes) <= {EVERYWHERE, *SCOPES}:
        errors["scope"] = _("Choose one of %(all)s.", all=", ".join((EVERYWHERE, *SCOPES)))
    return errors


def _terms(kind: str, terms: list[str]) -> str:
    problem: str = ""
    if kind in NEED_TERMS and not terms:
        problem = _("Say which words the rule looks for.")
    elif len(terms) > MOST_TERMS:
        problem = _("At most %(most)d in one rule.", most=MOST_TERMS)
    elif kind == "personal_data" and not set(terms) <= set(DATA_KINDS):
        problem = _("Choose from %(all)s.", all=", ".join(DATA_KINDS))
    elif kind == "patterns":
        problem = _pattern_problem(terms)
    elif kind in NEED_TERMS and (wordless := next((term for term in terms if not any(words(term))), "")):
        problem = _("“%(term)s” holds no word. Choose the kind “Patterns” for signs.", term=wordless)
    return problem


def _pattern_problem(terms: list[str]) -> str:
    for term in terms:
        try:
            patterns.compiled(term)
        except patterns.BadPattern as error:
            said: str = _("“%(term)s” cannot be used: %(why)s.", term=term[:60], why=str(error))
            return said
    return ""


def _numbers(said: dict[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not 0 <= said["newer_than"] <= MOST_DAYS or (said["kind"] == "newcomers" and not said["newer_than"]):
        errors["newer_than"] = _("Say how many days an account counts as new: 1 to %(most)d.", most=MOST_DAYS)
    if said["kind"] == "spam" and not 0 < said["least"] <= 1:
        errors["least"] = _("Say from which score on: above 0, at most 1; 0.5 is a good beginning.")
    if said["kind"] == "toxicity" and said["least"] not in (1, 2, 3):
        errors["least"] = _("Say from which severity on: 1, 2 or 3.")
    if said["kind"] == "velocity":
        if not 1 <= said["most"] <= 1_000:
            errors["most"] = _("Say how many posts are fine: 1 to 1000.")
        if not 1 <= said["minutes"] <= MOST_MINUTES:
            errors["minutes"] = _("Say within how many minutes: 1 to %(most)d.", most=MOST_MINUTES)
    return errors

"""What levels, clearances, kinds of questions and their figures are called."""

from __future__ import annotations

from flask_babel import gettext as _

from app.training.marking import Verdict


def levels() -> dict[str, str]:
    """By level, whom its courses are for."""
    return {
        "reader": _("Everybody who reads along"),
        "answerer": _("Those who answer"),
        "expert": _("Experts"),
        "mentor": _("Mentors"),
        "moderator": _("Moderators"),
    }


def clearings() -> dict[str, str]:
    """By action, what a certificate lets somebody do."""
    return {
        "": _("Nothing by itself"),
        "answer": _("Answer questions"),
        "review": _("Review ideas"),
        "verify": _("Verify answers"),
    }


def exercises() -> dict[str, str]:
    """By what ends it, what an exercise is."""
    return {
        "": _("None"),
        "ready": _("A practice answer that a mentor finds ready"),
        "handed_in": _("A practice answer that is handed in"),
    }


def kinds() -> dict[str, str]:
    """By kind, how a question is answered."""
    return {
        "single": _("One choice is right"),
        "multiple": _("Several choices are right"),
        "order": _("Choices to put in order"),
        "text": _("In words, judged by a person"),
    }


def verdict(of: Verdict) -> tuple[str, str]:
    """What the figures of a question say, and in which tone."""
    return {
        "few": (_("Too few answers yet"), ""),
        "fine": (_("Works"), "good"),
        "easy": (_("Nearly everybody knows it"), "soon"),
        "hard": (_("Hardly anybody gets it right"), "bad"),
        "weak": (_("Says little about who knows the rest"), "soon"),
        "misleading": (_("Those who know the rest get it wrong"), "bad"),
    }[of]

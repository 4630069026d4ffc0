"""What points are for, and where an order stands, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.recognition.models import BadgeRule


def kinds() -> dict[str, str]:
    """What a line of points is."""
    return {
        "answer": _("Answered"), "accepted": _("Answer accepted"), "verified": _("Answer verified"),
        "helpful": _("Somebody was helped"), "thanks": _("Somebody said thanks"), "idea": _("Shared an idea"),
        "launched": _("Idea launched"), "spent": _("Spent on a reward"), "returned": _("Came back"),
    }  # fmt: skip


def voids() -> dict[str, str]:
    """Why a line does not count."""
    return {
        "down": _("does not count while it is taken down"),
        "own": _("from yourself"),
        "split": _("counts once for a question"),
        "often": _("more from one person than counts"),
        "ring": _("given among people who give mostly to each other"),
    }


def states() -> dict[str, str]:
    """Where an order stands."""
    return {
        "waiting": _("Waiting"), "handed_out": _("Handed out"), "refused": _("Refused"), "called_off": _("Called off"),
    }  # fmt: skip


def reward_kinds() -> dict[str, str]:
    """What a reward is."""
    return {"voucher": _("Voucher"), "event": _("Event"), "day_off": _("Day off")}


def audiences() -> dict[str, str]:
    """For whom a reward is."""
    return {"everybody": _("Everybody"), "employees": _("Employees"), "customers": _("Customers")}


def credential_states() -> dict[str, str]:
    """Whether a signed badge holds."""
    return {"holds": _("Holds"), "revoked": _("Taken back"), "lapsed": _("Lapsed")}


def counted() -> dict[str, str]:
    """What a badge can count."""
    return {
        "answer": _("Answers given"), "accepted": _("Answers that their asker accepted"),
        "verified": _("Answers that an expert verified"), "helpful": _("Readers who were helped"),
        "thanks": _("Thanks that were said"), "idea": _("Ideas shared"), "launched": _("Ideas launched"),
    }  # fmt: skip


def rule_states() -> dict[str, str]:
    """Whether a badge can be earned."""
    return {"draft": _("Draft"), "on": _("On"), "off": _("Off")}


def asks(rule: BadgeRule) -> str:
    """What a badge asks for, but for the space and the topic."""
    parts = [_("%(what)s: at least %(least)d", what=counted()[rule.kind], least=rule.least)]
    if rule.people > 1:
        parts.append(_("from at least %(people)d different people", people=rule.people))
    if rule.within_days is not None:
        parts.append(ngettext("within a day", "within %(num)d days", rule.within_days))
    return ", ".join(parts)

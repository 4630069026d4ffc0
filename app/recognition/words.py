"""What points are for, and where an order stands, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


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

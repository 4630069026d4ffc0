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
        "daily": _("more in one day than counts"),
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
        "coauthored": _("Ideas written together with others"), "review": _("Reviews of ideas"),
        "explained": _("Decisions on ideas explained"), "moderated": _("Cases decided as a moderator"),
        "reported": _("Reports that a moderator found right"),
        "mentored": _("Novices led until they answer on their own"), "trained": _("Courses passed"),
    }  # fmt: skip


def guards() -> dict[str, str]:
    """What does not count of it."""
    people = _("From oneself, over and over from the same person, and given around in rings does not count.")
    return {
        "answer": _("While it is published."), "accepted": people, "verified": people, "helpful": people,
        "thanks": people, "idea": _("Anonymous ideas once their authors are named; none that was taken down."),
        "launched": _("Once an idea; none that was taken down."),
        "coauthored": _("Once an idea, by who agreed and stayed. Not in rings, and at most %(most)d a day.", most=5),
        "review": _("Once an idea, however often revised; nothing for standing down. At most %(most)d a day.", most=15),
        "explained": _("Once an idea, not one's own, while the response stands. At most %(most)d a day.", most=20),
        "moderated": _("Once a case, while the decision stands. At most %(most)d a day.", most=40),
        "reported": _("Once a case in which something was done, while that stands. At most %(most)d a day.", most=5),
        "mentored": _("Once a novice, for the mentor they had when their answers stopped waiting."),
        "trained": _("Once a course, however often renewed; not what was granted without passing."),
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

"""Figures in words: what is missing, and what the holdout says."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import format_decimal, lazy_gettext
from flask_babel import gettext as _

from app.core import clock
from app.insights.estimates.balance import MISMATCH_BELOW
from app.insights.queries.deflection import Deflection

CHANNELS = {
    "call": lazy_gettext("Calls"),
    "chat": lazy_gettext("Chats"),
    "email": lazy_gettext("E-mails"),
    "case": lazy_gettext("Cases"),
}
MISSING = {
    "support_contacts": lazy_gettext("support contacts from the contact centre"),
    "viewers": lazy_gettext("people who read an answer"),
    "survey_solved": lazy_gettext("replies to “Is it solved now?”"),
    "survey_otherwise": lazy_gettext("replies to “Would you have contacted us otherwise?”"),
    "survey_invitations": lazy_gettext("people who were asked in the survey"),
    "exposed_journeys": lazy_gettext("journeys in which an answer was opened"),
    "enough_journeys": lazy_gettext("thirty journeys on either side"),
    "unexposed_journeys": lazy_gettext("journeys in which no answer was opened"),
    "holdout_journeys": lazy_gettext("journeys in the holdout"),
    "treated_journeys": lazy_gettext("journeys that were shown answers"),
    "balanced_assignment": lazy_gettext("a fair draw: the two groups do not have the sizes that the draw should give"),
    "cost_per_minute": lazy_gettext("what an hour of answering costs"),
    "assignment_by_space": lazy_gettext("a draw for this space alone; journeys are drawn over all spaces"),
    "one_currency": lazy_gettext("one currency for all costs"),
    "holdout": lazy_gettext("a holdout; it is switched off in the settings"),
    "journeys": lazy_gettext("journeys"),
    "ledger": lazy_gettext("lines in the ledgers"),
    "questions": lazy_gettext("questions in this period"),
    "this_period": lazy_gettext("this period"),
    "period_before": lazy_gettext("the period before"),
    "second_period_before": lazy_gettext("the period before that"),
}


def missing_words(names: Iterable[str]) -> str:
    """A sentence on what a figure lacks; empty when it lacks nothing."""
    said = [_missing_word(name) for name in dict.fromkeys(names)]
    return _("Missing: %(what)s.", what="; ".join(said)) if said else ""


def _missing_word(name: str) -> str:
    head, _colon, channel = name.partition(":")
    if head == "cost_per_contact":
        return str(_("what a contact costs (%(channel)s)", channel=str(CHANNELS.get(channel, channel))))
    return str(MISSING.get(head, name))


def verdict(found: Deflection) -> tuple[str, str]:
    """What the holdout says, in one sentence, and how sure that is, in another."""
    rate = found.causal.compared.rate
    if rate.value is None or rate.low is None or rate.high is None:
        return _("We cannot say yet what the board spares us."), missing_words(rate.missing)
    of = {
        "low": abs(round(1000 * rate.low)),
        "high": abs(round(1000 * rate.high)),
        "value": abs(round(1000 * rate.value)),
    }
    if rate.low > 0:
        first = _("The board spares us a contact in %(value)s of every 1,000 support journeys.", **of)
        return first, _("Between %(low)s and %(high)s, nineteen times in twenty.", **of)
    if rate.high < 0:
        first = _("Journeys that were shown answers led to more contacts: %(value)s more in every 1,000.", **of)
        return first, _("Between %(high)s and %(low)s, nineteen times in twenty.", **of)
    first = _("We cannot tell yet whether the board spares us contacts.")
    if rate.value >= 0:
        more = _(
            "Per 1,000 journeys it may be %(low)s more or up to %(high)s fewer; our best guess is %(value)s fewer.",
            **of,
        )
    else:
        more = _(
            "Per 1,000 journeys it may be %(low)s more or up to %(high)s fewer; our best guess is %(value)s more.", **of
        )
    return first, more


def fairness(found: Deflection) -> tuple[str, bool]:
    """Whether the draw fell as it should."""
    chance = found.causal.mismatch_probability
    if chance is None:
        return _("The draw cannot be checked yet"), False
    if chance < MISMATCH_BELOW:
        return _("The draw fell unevenly (p = %(p)s): do not use the figure", p=f"{chance:.4f}"), False
    return _("The draw fell evenly (p = %(p)s)", p=f"{chance:.2f}"), True


def assumptions(found: Deflection) -> list[str]:
    """What the measures take for granted, as the reader should know it."""
    counted = found.count
    left_out = _(
        "Journeys of employees (%(staff)s) and of bots (%(bots)s) are left out.", staff=counted.staff, bots=counted.bots
    )
    matched = _(
        "%(matched)s of %(all)s journeys are of people the contact centre would recognise; the others count as without "
        "a contact, so the figures are too small rather than too large.",
        matched=format_decimal(counted.matched), all=format_decimal(len(counted.journeys)),
    )  # fmt: skip
    followed, contacts = counted.followed
    shared = _(
        "%(journeys)s journeys were followed by %(contacts)s different contacts: one counts for each journey of its "
        "person within the days before it.",
        journeys=format_decimal(followed), contacts=format_decimal(contacts),
    )  # fmt: skip
    window = _("A support contact counts within %(days)d days of the opening of a journey.", days=found.window.days)
    young = _("Journeys of the last %(days)d days may still be followed by one.", days=found.window.days)
    ends = _("A journey ends after 30 minutes of silence.")
    still = counted.period.end + found.window > clock.now()
    return [ends, window, *([young] if still else []), left_out, matched, *([shared] if followed else [])]


def split_assumption(found: Deflection) -> str:
    """What dividing the contacts spared by channel and reason takes for granted."""
    made = sum(found.count.contacts.values())
    return str(
        _(
            "Nobody knows by which channel, or about what, contacts would have come that were spared. They are divided "
            "as the %(n)s contacts divide that were made in the period. Where answers spare some kinds of contact "
            "rather than others, each part is off, and what was saved in all too; how many were spared is not.",
            n=format_decimal(made),
        )
    )  # fmt: skip


def kinds() -> dict[str, str]:
    """The kinds of stages on the way of an idea."""
    return {
        "open": _("Submitted"),
        "review": _("In review"),
        "decided": _("Approved"),
        "doing": _("In pilot"),
        "done": _("Launched"),
    }


def behind() -> dict[str, str]:
    """What the lists of questions behind a figure are called."""
    return {name: label for name, (label, _unit) in vitals().items()} | {
        "answered": _("Answered questions"),
        "within_a_day": _("Answered within a day"),
        "solved": _("Solved"),
        "first_response": _("First response: in time or not"),
        "first_response_kept": _("First response in time"),
        "resolution": _("Resolution: in time or not"),
        "resolution_kept": _("Resolved in time"),
    }


def vitals() -> dict[str, tuple[str, str]]:
    """What each figure of a space's health is called, and its unit: share, hours or number."""
    return {
        "asked": (_("Questions asked"), "number"),
        "answer_rate": (_("Answer rate"), "share"),
        "first_answer_hours": (_("Median first answer"), "hours"),
        "verified_share": (_("Verified share"), "share"),
        "solved_by_reading": (_("Solved by reading"), "share"),
        "people": (_("People"), "number"),
        "backlog": (_("Backlog"), "number"),
        "cases": (_("Cases"), "number"),
    }

"""What the signs of urgency are called where people read of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

SIGNS = {
    "danger": _("danger"),
    "frail": _("somebody who is ill, small or old"),
    "theft": _("money or data in other hands"),
    "outage": _("something that stands still"),
    "locked_out": _("locked out"),
    "soon": _("a time that is near"),
    "going_on": _("it goes on"),
    "many": _("many, all or nobody"),
    "asks_help": _("what to do now"),
    "at_once": _("words of hurry"),
    "leaving": _("leaving, or the law"),
    "again": _("not the first time"),
    "exclaimed": _("exclamation marks"),
    "shouted": _("capitals"),
    "settled": _("it is over"),
    "unhurried": _("it can wait"),
    "idle": _("an idea, praise or curiosity"),
    "asking": _("a question of how it is"),
    "wish": _("a wish or a plan"),
    "past": _("something of the past"),
    "mild": _("a small matter"),
    "glad": _("gladness"),
}


def told(signs: dict[str, float]) -> list[tuple[str, float]]:
    """Those that were found in a text as people call them, each with what it adds or takes, the heaviest first."""
    found = sorted(signs.items(), key=lambda sign: -abs(sign[1]))
    return [(str(SIGNS[name]), weight) for name, weight in found]

"""The words in which an author hears a decision: the usual ones for each, and the blanks that make them personal."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _

from app.core import blanks
from app.core.access import Invalid
from app.moderation.models import FINE
from app.moderation.subjects import Subject

HELLO = _("Hello {{name}},")
DEEDS = {
    "approve": _("we looked at what you wrote (“{{title}}”). It breaks no rule, and everybody can read it."),
    "edit": _("we changed a passage of what you wrote (“{{title}}”), so that it can stay."),
    "hide": _("we hid what you wrote (“{{title}}”). It is not lost and can be shown again."),
    "remove": _("we removed what you wrote (“{{title}}”)."),
    "warn": _("what you wrote (“{{title}}”) stays, but please mind how you write."),
    "suspend": _("we hid what you wrote (“{{title}}”), and you cannot post until {{until}}. You can go on reading."),
    "ban": _("we hid what you wrote (“{{title}}”), and you cannot post any more. You can go on reading."),
}
BANNED_UNTIL = _("we hid what you wrote (“{{title}}”), and you are banned from posting until {{until}}.")
WHYS = {
    "abuse": _("It goes against a person instead of the matter."),
    "personal_data": _("It shows personal data, which everybody could have read."),
    "promise": _("It promises what we may not be able to keep."),
    "spam": _("It advertises."),
    "wrong": _("It is wrong or out of date, and somebody could act on it."),
    "off_topic": _("It does not belong in this place."),
}
CLAUSE = _("Our guidelines say: {{clause}}")
APPEAL = _("If you think that this is a mistake, you can appeal once, and somebody else decides.")
BLANKS = ("name", "title", "space", "clause", "until")


def usual(action: str, code: str, *, clause: str = "", ends: bool = True) -> str:
    """The usual words for a decision, with blanks; who decides may change them before they are sent."""
    deed = BANNED_UNTIL if action == "ban" and ends else DEEDS[action]
    parts = [str(deed), str(WHYS.get(code, ""))]
    if clause and code != FINE:
        parts.append(str(CLAUSE))
    if action != "approve":
        parts.append(str(APPEAL))
    return f"{HELLO}\n" + " ".join(part for part in parts if part)


def personal(words: str, subject: Subject, *, space: str, clause: str, until: datetime | None) -> str:
    """Words with their blanks filled in for one author; raises Invalid for what stays blank."""
    known = {
        "name": subject.author.name, "title": subject.title, "space": space, "clause": clause,
        "until": format_datetime(until, "medium") if until else "",
    }  # fmt: skip
    filled = blanks.fill(words.strip(), known)
    if left := [name for name in blanks.unfilled(words) if name in BLANKS and not known[name]]:
        raise Invalid({"reason": gettext("This is still blank: %(names)s.", names=", ".join(left))})
    return filled

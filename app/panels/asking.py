"""What can be asked, and what is an answer to it: pure rules on one item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from flask_babel import gettext as _

from app.core.access import Invalid

MOST_OPTIONS, MOST_RANKED = 20, 10
LONGEST_OPTION = 120
LONGEST_PROMPT = 300
LONGEST_TEXT = 4000
WIDEST_SCALE = 11
CHOOSING = frozenset({"single", "multiple", "rank"})


class Answerable(Protocol):
    """What of an item the rules go by."""

    kind: str
    options: list[Any]
    least: int
    most: int


def check_item(kind: str, prompt: str, options: Sequence[str], least: int, most: int) -> tuple[int, int]:
    """The bounds of an item in good order; raises Invalid for one that nobody could answer."""
    errors = {}
    if kind not in {*CHOOSING, "scale", "text"}:
        errors["kind"] = _("Choose what kind of answer you want.")
    if not 3 <= len(prompt) <= LONGEST_PROMPT:
        errors["prompt"] = _("Ask in at most %(most)d characters.", most=LONGEST_PROMPT)
    if kind in CHOOSING and (fault := _fault_of(options, MOST_RANKED if kind == "rank" else MOST_OPTIONS)):
        errors["options"] = fault
    most = most or {"multiple": len(options), "scale": 5}.get(kind, 0)
    if kind == "multiple" and not 0 <= least <= most <= max(1, len(options)):
        errors["most"] = _("At least and at most must fit the options.")
    if kind == "scale" and not (least in {0, 1} and least + 1 < most < WIDEST_SCALE):
        errors["most"] = _("A scale goes from 0 or 1 to at most %(most)d.", most=WIDEST_SCALE - 1)
    if errors:
        raise Invalid(errors)
    return (least, most) if kind in {"multiple", "scale"} else (0, 0)


def cleaned(item: Answerable, value: Any) -> Any:
    """An answer as it is kept, None for no answer; raises ValueError with a sentence for one that does not fit.

    single: the place of an option; multiple: places, in order; rank: all places, the best first; scale: a number;
    text: words.
    """
    if value is None or value in ("", []):
        return None
    found = RULES[item.kind](item, value)
    return found if found not in ("", []) else None


def _single(item: Answerable, value: Any) -> int:
    if type(value) is not int or not 0 <= value < len(item.options):
        raise ValueError(_("Choose one of these."))
    return value


def _multiple(item: Answerable, value: Any) -> list[int]:
    places = _places(item, value)
    if not max(1, item.least) <= len(places) <= item.most:
        if item.least == item.most:
            raise ValueError(_("Choose %(count)d of these.", count=item.most))
        raise ValueError(_("Choose %(least)d to %(most)d of these.", least=max(1, item.least), most=item.most))
    return sorted(places)


def _rank(item: Answerable, value: Any) -> list[int]:
    places = _places(item, value)
    if len(places) != len(item.options):
        raise ValueError(_("Give each a place of its own, from 1 to %(last)d.", last=len(item.options)))
    return places


def _scale(item: Answerable, value: Any) -> int:
    if type(value) is not int or not item.least <= value <= item.most:
        raise ValueError(_("Choose a number from %(least)d to %(most)d.", least=item.least, most=item.most))
    return value


def _text(_item: Answerable, value: Any) -> str:
    if not isinstance(value, str) or len(value.strip()) > LONGEST_TEXT:
        raise ValueError(_("At most %(most)d characters.", most=LONGEST_TEXT))
    return str(value).replace("\0", "").strip()


def _places(item: Answerable, value: Any) -> list[int]:
    places = value if isinstance(value, list) else []
    if any(type(place) is not int or not 0 <= place < len(item.options) for place in places):
        raise ValueError(_("Choose from these."))
    if len(set(places)) != len(places) or not places:
        raise ValueError(_("Give each a place of its own, from 1 to %(last)d.", last=len(item.options)))
    return list(places)


def _fault_of(options: Sequence[str], most: int) -> str:
    fault = ""
    if not 2 <= len(options) <= most:
        fault = _("Give 2 to %(most)d options, one a line.", most=most)
    elif len({option.casefold() for option in options}) != len(options):
        fault = _("Two options are the same.")
    elif any(len(option) > LONGEST_OPTION for option in options):
        fault = _("An option has at most %(most)d characters.", most=LONGEST_OPTION)
    return str(fault)


RULES = {"single": _single, "multiple": _multiple, "rank": _rank, "scale": _scale, "text": _text}

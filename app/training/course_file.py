"""A course as a file: its shape, what is wrong with one and on which line, and how it is written; pure.

docs/courses.md describes the shape. Whatever is written can be read again, and is written the same again.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]  # public, but not in the stubs
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.core import text
from app.training.lesson_page import PICTURE_NAME
from app.training.models import CLEARS, FEWEST_DRAWN, KINDS, LEVELS, PRACTICE_DONE, Course, Lesson, QuizItem

LONGEST_FILE = 24_000_000
MOST_DRAWN, MOST_ITEMS, MOST_LESSONS, MOST_CHOICES, MOST_FUNCTIONS, MOST_PICTURES = 60, 500, 100, 12, 50, 20
DAY, YEAR = 1440, 366
BLANK = re.compile(r"[ \t\n\r]*")
SCALAR = json.JSONDecoder()
Path = tuple[str | int, ...]
Check = Callable[[Any], str]


class Fault(NamedTuple):
    """What is wrong, and where: `("bank", 3, "right")` is the right choices of the fourth question."""

    path: Path
    says: str

    @property
    def where(self) -> str:
        """The place as it is written in a report."""
        return "".join(
            f"[{step + 1}]" if isinstance(step, int) else f".{_shown(step)[:60]}" for step in self.path
        ).lstrip(".")


def faults(content: object, *, complete: bool = True) -> list[Fault]:
    """Everything that is wrong with a course's content; a draft need not be `complete` yet."""
    if not isinstance(content, Mapping):
        return [Fault((), _("A course is an object with a slug, a title, lessons and a bank."))]
    found = list(_fields(content, COURSE, ("slug", "title"), ()))
    for name, parts in PARTS.items():
        for place, part in enumerate(content[name] if isinstance(content.get(name), list) else ()):
            found += _part(part, parts, (name, place))
    drawn = content.get("draw_count", FEWEST_DRAWN)
    bank = content.get("bank", [])
    if complete and isinstance(drawn, int) and isinstance(bank, list) and len(bank) <= drawn:
        says = _("Draw at least %(fewest)d questions from a larger bank.", fewest=FEWEST_DRAWN)
        found.append(Fault(("bank",), says))
    return found


def item_fault(item: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with a question whose fields have the right types: the field and a sentence."""
    kind, choices, right = kind_of(item), item.get("choices", []), item.get("right", [])
    places = set(right)
    if kind == "text":
        return ("choices", _("A question that is answered in words has no choices.")) if choices or right else None
    if len(choices) < 2 or len(set(choices)) < len(choices):
        return "choices", _("Each question needs two choices or more, all different.")
    if kind == "order":
        follows = sorted(right) == list(range(len(choices)))
        return None if follows else ("right", _("Say of each choice where it stands in the right order."))
    if len(places) < len(right) or not places or not places < set(range(len(choices))):
        return "right", _("Each question needs two choices or more, at least one right and one wrong.")
    if kind == "single" and len(places) > 1:
        return "right", _("Where several choices are right, choose the kind for several.")
    return None


def kind_of(item: Mapping[str, Any]) -> str:
    """The kind of a question; where it does not say, by how many choices are right."""
    return str(item.get("kind") or ("multiple" if len(set(item.get("right", []))) > 1 else "single"))


def content_of(course: Course) -> dict[str, Any]:
    """A course in the shape of its file."""
    plain = ("slug", "title", "about", "level", "functions", "clears", "pass_share", "draw_count", "valid_days")
    limits = ("wait_minutes", "attempts_a_week", "position")
    return {
        **{name: getattr(course, name) for name in (*plain, *limits)},
        "lessons": [lesson_content(lesson) for lesson in course.lessons],
        "bank": [item_content(item) for item in course.items],
    }


def lesson_content(lesson: Lesson) -> dict[str, Any]:
    """A lesson in the shape of its file."""
    said: dict[str, Any] = {"title": lesson.title, "body": lesson.body}
    if lesson.practice_done:
        said["practice"] = {"done": lesson.practice_done}
    if lesson.practice_done and lesson.practice_on:
        said["practice"] |= {"question": lesson.practice_on, "asked": lesson.practice_asked}
    return said


def item_content(item: QuizItem) -> dict[str, Any]:
    """A question in the shape of its file."""
    names = ("kind", "prompt", "choices", "right", "explanation")
    return {name: getattr(item, name) for name in names}


def with_pictures(content: Mapping[str, Any], pictures: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """A course's content with its pictures, by name, as its file carries them."""
    carried = [{"name": name, "data": base64.b64encode(data).decode()} for name, data in pictures]
    return {**content, "pictures": carried} if carried else dict(content)


def write(content: Mapping[str, Any]) -> str:
    """The file of a course."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(source: str, *, complete: bool = True) -> tuple[Any, list[tuple[int, Fault]]]:
    """The content of a file, and what is wrong with it, each fault with its line, the first being 1."""
    if len(source) > LONGEST_FILE:
        return None, [(1, Fault((), _("The file is too large.")))]
    try:
        content = json.loads(source)
        lines = _lines(source)
    except json.JSONDecodeError as error:
        return None, [(error.lineno, Fault((), _("This is not JSON: %(says)s.", says=error.msg)))]
    except RecursionError:
        return None, [(1, Fault((), _("The file is nested too deeply.")))]
    found = [(_line(lines, fault.path), fault) for fault in faults(content, complete=complete)]
    return content, sorted(found, key=lambda pair: pair[0])


def _fields(part: Mapping[Any, Any], checks: Mapping[str, Check], needed: tuple[str, ...], at: Path) -> Iterator[Fault]:
    for name in needed:
        if name not in part:
            yield Fault(at, _("“%(name)s” is missing.", name=name))
    for name, value in part.items():
        if name not in checks:
            yield Fault((*at, name), _("“%(name)s” is not known here.", name=_shown(name)[:60]))
        elif says := checks[name](value):
            yield Fault((*at, name), says)


def _part(part: object, checks: Mapping[str, Check], at: Path) -> list[Fault]:
    if not isinstance(part, Mapping):
        return [Fault(at, _("This must be an object."))]
    found = list(_fields(part, checks, NEEDED[str(at[0])], at))
    if not found and checks is ITEM and (fault := item_fault(part)):
        return [Fault((*at, fault[0]), fault[1])]
    return found


def _words(longest: int, *, needed: bool = False) -> Check:
    def check(value: Any) -> str:
        if not _is_text(value) or len(value) > longest or (needed and not value.strip()):
            return str(_("This must be text of at most %(most)d letters.", most=longest))
        return ""

    return check


def _is_text(value: Any) -> bool:
    """Whether it is a string that a database and a page can hold: without NUL and halves of characters."""
    return isinstance(value, str) and "\0" not in value and value == _shown(value)


def _shown(name: object) -> str:
    return str(name).encode(errors="replace").decode()


def _one_of(allowed: tuple[str, ...]) -> Check:
    names = ", ".join(name for name in allowed if name)
    return lambda value: "" if value in allowed else str(_("Choose one of %(all)s.", all=names))


def _number(least: int, most: int) -> Check:
    def check(value: Any) -> str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and least <= value <= most else str(_range(least, most))

    return check


def _range(least: int, most: int) -> str:
    return str(_("This must be a whole number from %(least)d to %(most)d.", least=least, most=most))


def _share(value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if number and 0 < value <= 1 else str(_("This must be above 0 and at most 1."))


def _slug(value: Any) -> str:
    good = isinstance(value, str) and value == text.slug(value) and value != "-" and len(value) <= 60
    return "" if good else str(_("Use lower-case letters, digits and hyphens."))


def _practice(value: Any) -> str:
    if not isinstance(value, Mapping) or value.get("done") not in PRACTICE_DONE:
        return str(_("Say when it is done: %(all)s.", all=", ".join(PRACTICE_DONE)))
    named, asked = value.get("question", 1), value.get("asked", "")
    number = isinstance(named, int) and not isinstance(named, bool) and 0 < named < 2**63
    known = set(value) <= {"done", "question", "asked"} and isinstance(asked, str) and len(asked) <= 40
    return "" if number and known else str(_("Name the question by its number, or leave it out for any."))


def _picture(value: Any) -> str:
    return "" if isinstance(value, str) and PICTURE_NAME.fullmatch(value) else str(_("Name it like kettle-1.png."))


def _base64(value: Any) -> str:
    try:
        good = isinstance(value, str) and bool(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        good = False
    return "" if good else str(_("This must be a picture's bytes in base64."))


def _list(most: int, each: Check | None = None) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, list) or len(value) > most:
            return str(_("This must be a list of at most %(most)d.", most=most))
        return next((says for part in value if each and (says := each(part))), "")

    return check


COURSE: dict[str, Check] = {
    "slug": _slug,
    "title": _words(120, needed=True),
    "about": _words(2000),
    "level": _one_of(LEVELS),
    "functions": _list(MOST_FUNCTIONS, _words(80, needed=True)),
    "clears": _one_of(CLEARS),
    "pass_share": _share,
    "draw_count": _number(FEWEST_DRAWN, MOST_DRAWN),
    "valid_days": _number(1, 10 * YEAR),
    "wait_minutes": _number(0, 30 * DAY),
    "attempts_a_week": _number(0, 50),
    "position": _number(0, 9999),
    "lessons": _list(MOST_LESSONS),
    "bank": _list(MOST_ITEMS),
    "pictures": _list(MOST_PICTURES),
}
LESSON: dict[str, Check] = {
    "title": _words(120, needed=True),
    "body": _words(text.LONGEST, needed=True),
    "practice": _practice,
}
ITEM: dict[str, Check] = {
    "kind": _one_of(KINDS),
    "prompt": _words(1000, needed=True),
    "choices": _list(MOST_CHOICES, _words(500, needed=True)),
    "right": _list(MOST_CHOICES, _number(0, MOST_CHOICES - 1)),
    "explanation": _words(2000),
}
PICTURE: dict[str, Check] = {"name": _picture, "data": _base64}
PARTS = {"lessons": LESSON, "bank": ITEM, "pictures": PICTURE}
NEEDED = {"lessons": ("title", "body"), "bank": ("prompt",), "pictures": ("name", "data")}


def _line(lines: Mapping[Path, int], path: Path) -> int:
    return next(lines[path[:length]] for length in range(len(path), -1, -1) if path[:length] in lines)


def _lines(source: str) -> dict[Path, int]:
    """On which line each value of a JSON text begins; the text has been read without an error before."""
    ends = [match.start() for match in re.finditer("\n", source)]
    lines: dict[Path, int] = {}

    def walk(place: int, path: Path) -> int:
        place = _skip(source, place)
        lines.setdefault(path, bisect_left(ends, place) + 1)
        if source[place] not in "{[":
            return SCALAR.raw_decode(source, place)[1]
        closing, number = "}" if source[place] == "{" else "]", 0
        place = _skip(source, place + 1)
        while source[place] != closing:
            step: str | int = number
            if closing == "}":
                step, place = scanstring(source, place + 1, False)
                place = _skip(source, place) + 1
            place = _skip(source, walk(place, (*path, step)))
            place, number = _skip(source, place + 1) if source[place] == "," else place, number + 1
        return place + 1

    walk(0, ())
    return lines


def _skip(source: str, place: int) -> int:
    match = BLANK.match(source, place)
    return match.end() if match else place

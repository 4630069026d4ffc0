"""The pictures that lessons show."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.core import pictures, text
from app.core.access import Conflict, Invalid
from app.core.events import Actor
from app.core.pictures import Picture
from app.training import lesson_page, queries
from app.training.models import Course

MOST_PICTURES = 20
BARE = {ord(sign): None for sign in "[]\\"}


class NewPicture(NamedTuple):
    """A picture that was checked, what it is called by, and what it shows."""

    name: str
    prepared: Any
    alt: str = ""

    @property
    def markdown(self) -> str:
        """The paragraph that shows it."""
        return f"![{self.alt}]({self.name})"


def checked_picture(sent: str, content: bytes, alt: str = "") -> NewPicture:
    """Check one that somebody sent, before any row is touched; raises Invalid on `picture`."""
    try:
        prepared = pictures.keeper().prepared(sent, content)
    except Invalid as refusal:
        raise Invalid({"picture": str(refusal)}) from refusal
    return NewPicture(lesson_page.picture_name(sent), prepared, " ".join(alt.split()).translate(BARE))


def keep_picture(course: Course, new: NewPicture, *, by: Actor) -> Picture:
    """Keep a picture for a course's lessons, in place of one of its name; raises Invalid on `picture`."""
    there = {picture.name for picture in queries.pictures_of(course)}
    if new.name not in there and len(there) >= MOST_PICTURES:
        raise Invalid({"picture": _("At most %(most)d pictures. Take one out first.", most=MOST_PICTURES)})
    try:
        return pictures.keeper().keep(new.prepared, new.name, queries.pictured(course), by=by)
    except Invalid as refusal:
        raise Invalid({"picture": str(refusal)}) from refusal


def remove_picture(course: Course, name: str, *, by: Actor) -> None:
    """Take a picture away; raises Conflict while a lesson shows it."""
    for lesson in course.lessons:
        if name in dict(lesson_page.pictures_in(lesson.body_html)):
            raise Conflict(_("Lesson “%(title)s” shows this picture. Take it out there first.", title=lesson.title))
    pictures.keeper().drop(name, queries.pictured(course), by=by)


def checked_pictures(content: Mapping[str, Any]) -> list[NewPicture] | None:
    """The pictures of a course's file, checked before any row is touched; None where it says nothing of them."""
    if "pictures" not in content:
        return None
    return [checked_picture(each["name"], base64.b64decode(each["data"])) for each in content["pictures"]]


def bring_pictures(course: Course, brought: list[NewPicture], *, by: Actor | None) -> None:
    """Let a course have exactly these pictures; raises Invalid where nobody is named who brings them."""
    if by is None and brought:
        raise Invalid({"pictures": _("Say who brings its pictures in.")})
    if by is None:
        return
    for gone in {picture.name for picture in queries.pictures_of(course)} - {new.name for new in brought}:
        pictures.keeper().drop(gone, queries.pictured(course), by=by)
    for new in brought:
        keep_picture(course, new, by=by)


def picture_fault(body: str, known: Collection[str]) -> str:
    """What is wrong with the pictures that a lesson's text shows, or nothing."""
    for name, alt in lesson_page.pictures_in(text.render(body)):
        if name not in known:
            return str(_("There is no picture “%(name)s” in this course.", name=name[:60]))
        if not alt:
            return str(_("Say between the brackets what “%(name)s” shows, for those who do not see it.", name=name))
    return ""

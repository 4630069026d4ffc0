"""The pictures of features beneath this one, which cannot know it: kept here for a course's lessons."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core.access import Invalid
from app.core.pictures import Picture, keeps_pictures
from app.extensions import db
from app.files import commands, kinds, queries, vault
from app.files.models import StoredFile
from app.training import policy
from app.training import queries as training


class PictureKeeper:
    """Keeps them as files of whoever sent them, under the name that their thing calls them by."""

    def prepared(self, name: str, content: bytes) -> commands.Prepared:
        """A picture made anew; raises Invalid for what is none."""
        made = commands.prepare(commands.Sent(name, "", content))
        if made.media not in kinds.PICTURES:
            raise Invalid({"files": _("“%(name)s” is no picture. PNG, JPEG, WebP and GIF are.", name=name[:60])})
        return made

    def keep(self, prepared: commands.Prepared, name: str, subject: str, *, by: Person) -> Picture:
        """Hang it on a thing; raises Invalid without room."""
        held = _held(subject, name)
        if held is not None and vault.path_of(held.token).read_bytes() == prepared.content:
            return _picture(held)
        if held is not None:
            commands.remove(held, by=by)
        file = commands.store(prepared, by=by)
        file.name = name
        commands.hang(commands.Chosen([file]), subject, by=by)
        db.session.refresh(file)
        return _picture(file)

    def of(self, subject: str) -> list[Picture]:
        """The pictures of a thing."""
        return [_picture(file) for file in queries.attached([subject]).get(subject, ()) if file.is_image]

    def content(self, picture: Picture) -> bytes:
        """Its bytes."""
        return vault.path_of(picture.token).read_bytes()

    def drop(self, name: str, subject: str, *, by: Person) -> None:
        """Take one away."""
        if (held := _held(subject, name)) is not None:
            commands.remove(held, by=by)


@queries.hangs_on("course")
def may_see_at_course(course_id: int, person: Person | None) -> bool:
    """Whoever may see the course: employees one that is taught, its owners any."""
    course = training.course_by_id(course_id)
    return course is not None and bool(policy.may_see_course(person, course))


def _held(subject: str, name: str) -> StoredFile | None:
    there = (StoredFile.subject == subject, StoredFile.name == name, StoredFile.removed_at.is_(None))
    return db.session.scalar(select(StoredFile).where(*there))


def _picture(file: StoredFile) -> Picture:
    return Picture(file.token, file.name, file.url, file.thumb_url, file.width or 0, file.height or 0)


keeps_pictures(PictureKeeper())

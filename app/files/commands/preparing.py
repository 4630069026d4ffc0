"""Checking what came in, before anything is stored: no database, so that no lock is held while a picture is decoded."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.core.access import Invalid
from app.files import kinds, pictures

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Sent:
    """A file as it came in: its name and label are its sender's word alone."""

    name: str
    label: str
    content: bytes

    @classmethod
    def of(cls, upload: FileStorage) -> Sent:
        """From a form; reads no more than is needed to see that it is too large."""
        with upload.stream as stream:
            return cls(upload.filename or "", upload.mimetype, stream.read(MOST_BYTES + 1))


@dataclass(frozen=True)
class Prepared:
    """A file that may be stored: a picture made anew, or a document as it came."""

    name: str
    media: str
    content: bytes
    thumb: bytes | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        """All the bytes that it takes."""
        return len(self.content) + len(self.thumb or b"")


def prepare(sent: Sent) -> Prepared:
    """Check a file and make a picture anew; raises Invalid with a sentence that names the file."""
    shown = sent.name[:60] or _("this file")
    if len(sent.content) > MOST_BYTES:
        raise _refusal(_("“%(name)s” is too large: at most %(most)d MB.", name=shown, most=MOST_BYTES // 1024**2))
    kind = kinds.kind_of(sent.content)
    if kind is None:
        raise _refusal(_("“%(name)s” cannot be attached. PNG, JPEG, WebP, GIF, PDF and TXT can.", name=shown))
    if not kinds.agrees(kind, sent.name, sent.label):
        raise _refusal(
            _("The name of “%(name)s” does not fit what is in it. Save it again as PNG, JPEG, PDF or TXT.", name=shown)
        )
    name = kinds.tidy_name(sent.name, kind)
    if kind not in kinds.PICTURES:
        return Prepared(name, kind, sent.content)
    return _picture(sent.content, kind, name, shown)


def _picture(content: bytes, kind: str, name: str, shown: str) -> Prepared:
    try:
        made = pictures.remake(content, kind)
    except pictures.TooLarge as error:
        most = pictures.MOST_PIXELS // 1_000_000
        raise _refusal(_("“%(name)s” has too many pixels: at most %(most)d million.", name=shown, most=most)) from error
    except pictures.Unreadable as error:
        raise _refusal(_("“%(name)s” is damaged: no picture can be made of it.", name=shown)) from error
    return Prepared(name, kind, made.content, made.thumb, made.width, made.height)


def _refusal(sentence: str) -> Invalid:
    return Invalid({"files": sentence})

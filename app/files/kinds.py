"""What a file is, by its content; what its sender says about it must only agree."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from app.core.text import tidy
from app.files.models import LONGEST_NAME

PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
PDF, TEXT = "application/pdf", "text/plain"
ENDINGS = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "jfif": "image/jpeg", "webp": "image/webp",
    "gif": "image/gif", "pdf": PDF, "txt": TEXT, "log": TEXT,
}  # fmt: skip
UNSAID = frozenset({"", "application/octet-stream", "application/x-www-form-urlencoded"})
PDF_END_WITHIN = 2048
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def kind_of(content: bytes) -> str | None:
    """The media type that the bytes have, or None for what is not taken."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in content[-PDF_END_WITHIN:] else None
    return TEXT if _is_text(content) else None


def agrees(kind: str, name: str, label: str) -> bool:
    """Whether name and label say the same as the bytes; one picture format may pass for another, as it is made anew."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    label = label.split(";", 1)[0].strip().lower()
    said = [ENDINGS.get(ending, "unknown")] if ending else []
    said += [label] if label not in UNSAID else []
    return all(word == kind or (word in PICTURES and kind in PICTURES) for word in said)


def tidy_name(name: str, kind: str) -> str:
    """A file's name without folders and invisible letters, with the ending of what it is."""
    last = tidy(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    path = PurePosixPath(last or "file")
    ending = PICTURES.get(kind) or path.suffix.lstrip(".").lower() or ("pdf" if kind == PDF else "txt")
    stem = path.stem if path.suffix.lstrip(".").lower() in ENDINGS else path.name
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode()
    except UnicodeDecodeError:
        return False
    return bool(words.strip()) and not _CONTROL.search(words)

"""Pictures made anew: decoded within bounds, turned upright, shrunk and written again, so that only pixels are left."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
THUMB_SIDE = 320
MOST_FRAMES = 200
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
SAVED: dict[str, dict[str, Any]] = {"JPEG": {"quality": 85, "optimize": True}, "WEBP": {"quality": 85}}
# One picture at a time in each process bounds what decoding can take of its memory.
_one_at_a_time = threading.Lock()
# Pillow makes room for each frame while it looks for the next, before our own bound can see it: it refuses alike.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# A progressive JPEG goes over all its pixels once a scan, and an empty scan takes only a few bytes.
MOST_SCANS = 64
SCAN, END = 0xDA, 0xD9
LENGTHLESS = frozenset({0x01, 0xD8})
_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")


class TooLarge(ValueError):
    """More pixels than are taken."""


class Unreadable(ValueError):
    """Bytes that no picture can be made of."""


@dataclass(frozen=True)
class Picture:
    """A picture made anew, with its small copy."""

    content: bytes
    thumb: bytes
    width: int
    height: int


def remake(content: bytes, media: str) -> Picture:
    """The picture made anew; raises TooLarge or Unreadable."""
    try:
        with _one_at_a_time:
            return _remade(content, media)
    except TooLarge:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge from error
    except Exception as error:  # a decoder fed with hostile bytes may raise anything
        raise Unreadable(str(error)) from error


def _remade(content: bytes, media: str) -> Picture:
    if media == "image/webp":
        _bound(*_webp_canvas(content))  # its decoder takes memory for the whole canvas when it is opened
    if media == "image/jpeg" and _scans(content) > MOST_SCANS:
        raise Unreadable("too many scans")
    with Image.open(BytesIO(content), formats=[FORMATS[media]]) as source:
        _bound(*source.size)
        if media == "image/gif" and getattr(source, "is_animated", False):
            return _moving(source)
        return _still(source, FORMATS[media])


def _still(source: Image.Image, saved_as: str) -> Picture:
    turn = TURNS.get(source.getexif().get(ORIENTATION, 1))
    source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a fraction of its size
    picture = _plain(source)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info = {}
    return Picture(_written(picture, saved_as), _thumb(picture), *picture.size)


def _moving(source: Image.Image) -> Picture:
    frames, durations = [], []
    for frame in _frames(source):
        durations.append(int(frame.info.get("duration", 100)))
        small = _plain(frame)
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        small.info = {}
        frames.append(small)
    out = BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0, disposal=2, comment=b""
    )
    return Picture(out.getvalue(), _thumb(frames[0]), *frames[0].size)


def _frames(source: Image.Image) -> Iterator[Image.Image]:
    """Frame by frame; all of them together may have as many pixels as one picture."""
    for number in range(MOST_FRAMES + 1):
        try:
            source.seek(number)
        except EOFError:
            return
        width, height = source.size
        if number == MOST_FRAMES or width * height * (number + 1) > MOST_PIXELS:
            raise TooLarge
        yield source


def _plain(source: Image.Image) -> Image.Image:
    """Grey, colour, or colour with transparency: what every format can be written from."""
    if source.mode in {"RGBA", "LA", "PA"} or "transparency" in source.info:
        return source.convert("RGBA")
    return source.convert("L" if source.mode in {"1", "L"} or source.mode.startswith("I") else "RGB")


def _written(picture: Image.Image, saved_as: str) -> bytes:
    out = BytesIO()
    picture.save(out, saved_as, **SAVED.get(saved_as, {}))
    return out.getvalue()


def _thumb(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return _written(small, "WEBP")


def _bound(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise TooLarge


def _webp_canvas(content: bytes) -> tuple[int, int]:
    """Width and height as the header says them, read without the decoder."""
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(content[26:28], "little") & 0x3FFF, int.from_bytes(content[28:30], "little") & 0x3FFF


def _scans(content: bytes) -> int:
    """How often a JPEG goes over its pixels, up to its end; what a telephone hangs behind that is never decoded."""
    scans, place = 0, 2
    while found := _MARKER.search(content, place):
        kind, place = found[1][0], found.end()
        if kind == END:
            break
        scans += kind == SCAN
        place += 0 if kind in LENGTHLESS else max(2, int.from_bytes(content[place : place + 2]))
    return scans

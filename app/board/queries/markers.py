"""The page marker of a queue: which questions were shown already.

A queue is ranked anew whenever it is read, since claims, presence and clocks change its order; a place in it would skip
and repeat. What was shown is no place: the next page is the best of everything else, whatever happened in between.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from app.core.access import Invalid

# A marker travels in addresses; this many numbers take at most some 1,400 characters of one.
MOST_SHOWN = 400
LONGEST = 2400


def pack(numbers: Iterable[int]) -> str:
    """Numbers as a short text: the steps between them in their order, seven bits a byte."""
    packed, before = bytearray(), 0
    for number in sorted(numbers):
        packed += _bytes(number - before)
        before = number
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(marker: str | None) -> frozenset[int]:
    """The numbers of a marker; raises Invalid when it is not one of ours."""
    said = (marker or "") + "=" * (-len(marker or "") % 4)
    try:
        numbers = list(_numbers(base64.b64decode(said, altchars=b"-_", validate=True)))
    except (binascii.Error, ValueError) as error:
        raise _broken() from error
    if len(numbers) > MOST_SHOWN or any(number >= 2**63 for number in numbers):
        raise _broken()
    return frozenset(numbers)


def _bytes(number: int) -> bytes:
    said = bytearray()
    while number > 127:
        said.append(number & 127 | 128)
        number >>= 7
    said.append(number)
    return bytes(said)


def _numbers(packed: bytes) -> Iterator[int]:
    number = step = shift = 0
    for byte in packed:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            number += step
            yield number
            step = shift = 0
    if shift:
        raise ValueError("ends within a number")


def _broken() -> Invalid:
    return Invalid({"after": _("This page marker is not one of ours. Start from the first page.")})

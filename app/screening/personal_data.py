"""Personal data that people paste by mistake: cards, accounts, addresses, phone and identity numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from stdnum import iban, luhn, numdb
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.pl import pesel
from stdnum.us import ssn

Span = tuple[int, int]

_DIGIT_RUN = re.compile(r"[0-9]+(?:[ .-]{1,2}[0-9]+)*")
_DIGITS = re.compile(r"[0-9]+")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
_MAIL_NAME = re.compile(r"[\w.!#$%&*+/=?^`{|}~'-]{1,64}\Z")
_MAIL_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}")
_PHONE = re.compile(
    r"(?<![\w/=.#@-])(?:\+|00)?\(?[0-9](?:[ ./()-]{0,3}[0-9]){6,16}(?:\s?(?:x|ext\.?)\s?[0-9]{1,5})?(?![\w@:])"
)
# A date, or an address of a computer.
_NOT_A_PHONE = re.compile(
    r"[0-9]{4}([-./])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-./])[0-9]{1,2}\2[0-9]{4}|(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])"
)
_PHONE_CUE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|call|calls|called|calling|ring|text|messages?|sms|fax|whatsapp|dial|contact)\b",
    re.IGNORECASE,
)
_PHONE_CUE_REACH = 40
_NINO = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b",
    re.IGNORECASE,
)
_SHAPED: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"(?<![\w-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])"), ssn.is_valid),
    (re.compile(r"\b[0-9]{8}-?[A-Z]\b", re.IGNORECASE), dni.is_valid),
    (re.compile(r"\b[XYZ][0-9]{7}-?[A-Z]\b", re.IGNORECASE), nie.is_valid),
    (re.compile(r"\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]\b", re.IGNORECASE), codicefiscale.is_valid),
    (
        re.compile(r"(?<![\w-])[12] ?[0-9]{2} ?[0-9]{2} ?[0-9AB]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}(?![\w-])"),
        nir.is_valid,
    ),
    (re.compile(r"(?<![\w-])[0-9]{11}(?![\w-])"), pesel.is_valid),
    (re.compile(r"\b[0-9]{6}[-+A][0-9]{3}[0-9A-Y]\b"), hetu.is_valid),
    (_NINO, bool),
)
# First digits and lengths as the schemes publish them (ISO/IEC 7812 issuer ranges).
_ISSUERS: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({13, 16, 19})),
    (51, 55, frozenset({16})),
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),
    (37, 37, frozenset({15})),
    (300, 305, frozenset({14, 16})),
    (36, 36, frozenset({14, 16})),
    (38, 39, frozenset({14, 16})),
    (3528, 3589, frozenset(range(16, 20))),
    (2131, 2131, frozenset({15})),
    (1800, 1800, frozenset({15})),
    (6011, 6011, frozenset(range(16, 20))),
    (644, 659, frozenset(range(16, 20))),
    (62, 62, frozenset(range(16, 20))),
    (2200, 2204, frozenset(range(16, 20))),
    (50, 50, frozenset(range(12, 20))),
    (56, 58, frozenset(range(12, 20))),
    (60, 61, frozenset(range(16, 20))),
    (6304, 6304, frozenset(range(12, 20))),
    (67, 67, frozenset(range(12, 20))),
    (81, 82, frozenset({16})),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of personal data and where it stands."""

    kind: str
    start: int
    end: int


def find(text: str, region: str = "GB", kinds: Collection[str] = ()) -> list[Found]:
    """Personal data in a text, in order, none overlapping; of all kinds when none are named."""
    plain = _flatten(text)
    all_found: list[Found] = []
    for kind, scan in _SCANS:
        fresh = [Found(kind, start, end) for start, end in scan(plain, region)]
        plain = _without(plain, fresh)
        all_found += fresh
    return sorted((found for found in all_found if not kinds or found.kind in kinds), key=lambda found: found.start)


def mask(text: str, region: str = "GB") -> str:
    """The text with each piece of personal data replaced by its kind, fit for a log."""
    for found in reversed(find(text, region)):
        text = f"{text[: found.start]}[{found.kind}]{text[found.end :]}"
    return text


def _without(text: str, gone: Iterable[Found]) -> str:
    # What one scan has explained must not be read again as something else by the next.
    chars = list(text)
    for found in gone:
        chars[found.start : found.end] = "\0" * (found.end - found.start)
    return "".join(chars)


def _flatten(text: str) -> str:
    return text if text.isascii() else "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """One character for one, so that spans stay true: any decimal digit, space or dash becomes the ASCII one."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return {"Zs": " ", "Cf": " ", "Pd": "-"}.get(unicodedata.category(char), char)


def _ibans(text: str, region: str) -> Iterator[Span]:
    found = _IBAN.search(text)
    while found:
        end = _iban_end(text, found.start(), found.end())
        if end:
            yield found.start(), end
        found = _IBAN.search(text, end or found.start() + 1)


def _iban_end(text: str, start: int, most: int) -> int | None:
    # The pattern runs on into the next word when one follows after a space; the country says where to stop.
    left = _iban_length(text[start : start + 2].upper())
    for end in range(start, most):
        left -= text[end].isalnum()
        if left == 0:
            is_whole = not text[end + 1 : end + 2].isalnum()
            return end + 1 if is_whole and iban.is_valid(text[start : end + 1]) else None
    return None


@lru_cache(maxsize=1024)
def _iban_length(country: str) -> int:
    parts = numdb.get("iban").info(country)
    return 4 + sum(int(count) for count in re.findall(r"[0-9]+", parts[0][1].get("bban", "")))


def _cards(text: str, region: str) -> Iterator[Span]:
    for run in _DIGIT_RUN.finditer(text):
        groups = [match.span() for match in _DIGITS.finditer(text, run.start(), run.end())]
        first = 0
        while first < len(groups):
            last = _card_end(text, groups, first)
            if last is not None:
                yield groups[first][0], groups[last][1]
            first = first + 1 if last is None else last + 1


def _card_end(text: str, groups: list[Span], first: int) -> int | None:
    number, best = "", None
    is_printed = True
    for last in range(first, len(groups)):
        start, end = groups[last]
        number += text[start:end]
        # Among other numbers only groups such as cards are printed in count, or any row of numbers would hold a card.
        is_printed = is_printed and end - start >= 3
        if len(number) > 19 or not (is_printed or first == 0):
            break
        if (is_printed or last == len(groups) - 1) and is_card(number):
            best = last
    return best


def is_card(number: str) -> bool:
    """Whether the digits could be a payment card's: a known issuer, its length, and the check digit (Luhn)."""
    return any(_issued(number, *issuer) for issuer in _ISSUERS) and luhn.is_valid(number)


def _issued(number: str, low: int, high: int, lengths: frozenset[int]) -> bool:
    return len(number) in lengths and low <= int(number[: len(str(low))]) <= high


def _national_ids(text: str, region: str) -> Iterator[Span]:
    for shape, is_valid in _SHAPED:
        for found in shape.finditer(text):
            if is_valid(found.group()):
                yield found.span()


def _emails(text: str, region: str) -> Iterator[Span]:
    at = text.find("@")
    while at >= 0:
        name, host = _MAIL_NAME.search(text[max(0, at - 64) : at]), _MAIL_HOST.match(text, at + 1)
        if name and host:
            yield at - len(name.group()), host.end()
        at = text.find("@", at + 1)


def _phones(text: str, region: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        if _is_phone(found.group(), region, text[max(0, found.start() - _PHONE_CUE_REACH) : found.start()]):
            yield found.span()


def _is_phone(written: str, region: str, before: str) -> bool:
    if _NOT_A_PHONE.match(written):
        return False
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return False
    if _PHONE_CUE.search(before):
        return True
    # A bare row of digits is a valid number too often; people write the trunk zero where there is one.
    is_dialled = written.lstrip("(").startswith(("+", "0")) or phonenumbers.ndd_prefix_for_region(region, True) != "0"
    return is_dialled and phonenumbers.is_valid_number(number)


_SCANS: tuple[tuple[str, Callable[[str, str], Iterator[Span]]], ...] = (
    ("iban", _ibans),
    ("card", _cards),
    ("national_id", _national_ids),
    ("email", _emails),
    ("phone", _phones),
)
KINDS = tuple(kind for kind, _ in _SCANS)

"""Under which address a topic goes: no two names that differ in more than case, accents and punctuation share one."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 60
_SHARP = re.compile(r"(?<=[^\W\d_])[#♯]")
_SIGNS = re.compile(r"(?<=[^\W_])[#♯+]+(?![^\W_])")
_SPOKEN = str.maketrans({"#": "sharp", "♯": "sharp", "+": "plus"})


def slug(name: str) -> str:
    """A name, or an address already, as the end of an address: never empty, at most 60 characters.

    "C#" goes by c-sharp and "C++" by c-plus-plus; a name that plain Latin letters cannot spell keeps its own letters.
    """
    said = _SHARP.sub(" sharp ", unicodedata.normalize("NFKC", name)).replace("+", " plus ")
    own = _joined(unicodedata.normalize("NFKC", said.casefold()))
    latin = "".join(c for c in unicodedata.normalize("NFKD", own) if not unicodedata.combining(c))
    return (latin if latin.isascii() else own)[:LONGEST_SLUG].strip("-") or "-"


def with_signs(text: str) -> str:
    """A text in which the signs at the end of a word are part of the word, as what C++ and C# are found by."""
    return _SIGNS.sub(lambda signs: signs[0].translate(_SPOKEN), text)


def _joined(words: str) -> str:
    # Vowel signs are marks (M), which \w leaves out; without them many names in Indic scripts would be the same.
    return "-".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in words).split())

"""Named blanks in prepared texts, such as `{{customer}}`: the known are filled in, the rest is left for a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

BLANK = re.compile(r"\{\{\s*([^\W\d_](?:[\w -]{0,38}\w)?)\s*\}\}")
# What stands in code is code: a template language has the same braces.
CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`+[^`\n]*`+)", re.DOTALL)
CODE_HTML = re.compile(r"(<(?:code|pre)\b.*?</(?:code|pre)>)", re.DOTALL)


def fill(words: str, known: Mapping[str, str]) -> str:
    """The text with every blank filled of which the value is known; a value never makes a new blank."""

    def filled(found: re.Match[str]) -> str:
        value = known.get(_name(found), "")
        return value.replace("{{", "{ {") if value else found.group(0)

    return _outside(CODE, words, lambda part: BLANK.sub(filled, part))


def unfilled(words: str) -> list[str]:
    """The names of the blanks that are still open, each once, in their order."""
    names: list[str] = []
    for place, part in enumerate(CODE.split(words)):
        if place % 2 == 0:
            names += [_name(found) for found in BLANK.finditer(part)]
    return list(dict.fromkeys(names))


def marked(html: str) -> str:
    """Rendered text in which open blanks stand out."""
    return _outside(CODE_HTML, html, lambda part: BLANK.sub(r'<mark class="blank">\g<0></mark>', part))


def _outside(code: re.Pattern[str], words: str, change: Callable[[str], str]) -> str:
    parts = code.split(words)
    return "".join(part if place % 2 else change(part) for place, part in enumerate(parts))


def _name(found: re.Match[str]) -> str:
    return " ".join(found.group(1).split()).lower()

"""The points of the guidelines, each in a few words; pure."""

from __future__ import annotations

import re

POINT = re.compile(r"^[ ]{0,3}\d{1,3}[.)][ \t]+(?P<text>\S.*)$", re.MULTILINE)
LEAD = re.compile(r"^(\*\*|__)(?P<lead>.+?)\1")
SIGNS = re.compile(r"\*\*|__|`|\[(?P<words>[^\]]*)\]\([^)]*\)")
LONGEST = 160
MOST = 40


def of(body: str) -> list[str]:
    """What stands as a numbered point in a text, each once: its bold beginning where there is one, else its line."""
    found = (_short(match["text"]) for match in POINT.finditer(body))
    return [point for point in dict.fromkeys(found) if point][:MOST]


def _short(line: str) -> str:
    lead = LEAD.match(line)
    words = lead["lead"] if lead else line
    plain = SIGNS.sub(lambda sign: sign["words"] or "", words).strip()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"

"""A mail that somebody forwards to the listening address: who said it first, and what."""

from __future__ import annotations

import re
from email.utils import parseaddr

LONGEST = 20_000
MOST_LINES = 400
LONGEST_LINE = 1_000
# How Gmail, Apple Mail, Outlook and Thunderbird begin what is forwarded.
BEGINS = re.compile(
    r"^[\s>]*(?:-{2,}\s*(?:forwarded message|original message|weitergeleitete nachricht|message transféré)\s*-{0,}"
    r"|begin forwarded message:|_{10,})\s*$",
    re.IGNORECASE,
)
HEADER = re.compile(r"^(?:from|date|sent|subject|to|cc|reply-to|von|datum|betreff|an)\s*:\s*(.*)$", re.IGNORECASE)
FROM = re.compile(r"^(?:from|von)\s*:\s*(.*)$", re.IGNORECASE)


def original(text: str, sender: str) -> tuple[str, str]:
    """Who said it and what they said: of what is forwarded, else of the mail itself.

    Nobody, where it is forwarded and does not say: whoever forwards words is not who said them.
    """
    lines = [line[:LONGEST_LINE] for line in text[:LONGEST].splitlines()]
    start = next((place for place in range(min(len(lines), MOST_LINES)) if _begins(lines, place)), None)
    if start is None:
        return sender, text[:LONGEST].strip()
    author, body = "", start + 1
    for place in range(start + 1, min(len(lines), start + 13)):
        line = _plain(lines[place])
        if found := FROM.match(line):
            author = _author(found[1].replace("*", "")) or author
        if line and not HEADER.match(line):
            break
        body = place + 1
    said = "\n".join(line.lstrip("> ") for line in lines[body:]).strip()
    return author, said or text[:LONGEST].strip()


def _begins(lines: list[str], place: int) -> bool:
    """A line alone, such as Outlook draws, begins nothing unless it is said behind it from whom that is."""
    if not BEGINS.match(lines[place]):
        return False
    return bool(lines[place].strip("> _")) or any(FROM.match(_plain(line)) for line in lines[place + 1 : place + 4])


def _plain(line: str) -> str:
    return line.strip().lstrip("> ").strip("* ")


def _author(said: str) -> str:
    name, address = parseaddr(re.sub(r"\[mailto:([^\]]*)\]", r"<\1>", said))
    return (address if "@" in address else name).strip()[:254]

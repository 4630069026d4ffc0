"""Between plain text and Markdown: what was said elsewhere shown as it was typed, what was said here told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from app.core.text import parse

SPECIAL = re.compile(r"([\\`*_\[\]<>~|&])")
LINE_START = re.compile(r"^([#>+-]+|\d+(?=[.)])|=+$)")
WEB = re.compile(r"(https?://[^\s<>]+)")
BREAKS = ("paragraph_close", "heading_close", "bullet_list_close", "ordered_list_close", "table_close", "hr")


def literal(words: str) -> str:
    """Plain text as Markdown that shows the same text, line for line, with its links."""
    paragraphs = re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip())
    return "\n\n".join("  \n".join(map(_literal_line, paragraph.splitlines())) for paragraph in paragraphs)


def plain(source: str) -> str:
    """Markdown as plain text for where there is none: paragraphs and lists stay, a link's address follows its words."""
    told = "".join(_told(parse(source)))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<![ \t])[ \t]+\n", "\n", told)).strip()


def _literal_line(line: str) -> str:
    pieces = WEB.split(line.strip())
    kept = [piece if place % 2 else SPECIAL.sub(r"\\\1", piece) for place, piece in enumerate(pieces)]
    return LINE_START.sub(_escaped_start, "".join(kept))


def _escaped_start(found: re.Match[str]) -> str:
    start = found.group()
    return f"{start}\\" if start[-1].isdigit() else f"\\{start}"


def _told(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _inline(token.children or [])
        elif token.type in {"fence", "code_block"}:
            yield f"{token.content.rstrip()}\n\n"
        elif token.type == "list_item_open":
            yield f"{token.info}. " if token.info else "- "
        elif token.type in {"th_close", "td_close"}:
            yield "  "
        elif token.type == "tr_close":
            yield "\n"
        elif token.type in BREAKS:
            yield "\n" if token.hidden else "\n\n"


def _inline(children: list[Token]) -> Iterator[str]:
    opened: list[tuple[str, list[str]]] = []
    for child in children:
        if child.type == "link_open":
            opened.append((str(child.attrGet("href") or ""), []))
            continue
        if child.type == "link_close":
            address, words = opened.pop()
            shown = "".join(words)
            said = shown if shown in {address, address.removeprefix("mailto:")} else f"{shown} ({address})"
        else:
            said = {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
        if opened:
            opened[-1][1].append(said)
        else:
            yield said

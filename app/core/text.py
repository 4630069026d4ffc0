"""Markdown to safe HTML: markdown-it without raw HTML, then two allow-list walls; and plain excerpts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module

import bleach
import nh3
from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, linkify
from markdown_it.token import Token
from markupsafe import Markup

RENDER_VERSION = 1
LONGEST = 20_000
DEEPEST = 20
LONGEST_SCHEME = 12
LONGEST_ADDRESS = 254
# Rows are filled up to the width of their table: without this bound 20 kB of text make 700 kB of HTML.
import_module("markdown_it.rules_block.table").__dict__["MAX_AUTOCOMPLETED_CELLS"] = 2_000
WORDS = ("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "a")
BLOCKS = ("ul", "ol", "li", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
TAGS = frozenset({*WORDS, *BLOCKS})
ATTRIBUTES = {"a": ["href", "title", "rel"], "ol": ["start"], "th": ["scope"]}
SCHEMES = frozenset({"http", "https", "mailto"})
# What XML has no way to write: one of them in a body, and no reader opens the feed.
_NO_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LINK_REL = "nofollow ugc noopener"


class TextTooLong(ValueError):
    """A source longer than LONGEST characters."""


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough", "linkify"]).disable(["image"])
    parser.inline.ruler.at("linkify", _linkify)
    return parser


def _linkify(state: StateInline, silent: bool) -> bool:
    """The library's rule, kept from looking through all that was read before each "://": a text of them took seconds.

    While a link's words are only measured, what was read before is not what stands before, and may match backwards.
    """
    if not state.src.startswith("://", state.pos):
        return False
    if not silent and len(state.pending) > LONGEST_SCHEME:
        state.pending, scheme = state.pending[:-LONGEST_SCHEME], state.pending[-LONGEST_SCHEME:]
        state.pushPending()
        state.pending = scheme
    place = state.pos
    if linkify(state, silent) and state.pos > place:
        return True
    state.pos = place
    return False


@cache
def _cleaner() -> Cleaner:
    return bleach.Cleaner(tags=TAGS, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True)


def render(source: str) -> Markup:
    """Markdown as safe HTML; raises TextTooLong. The result is stored with RENDER_VERSION beside its source."""
    if len(source) > LONGEST:
        raise TextTooLong(f"at most {LONGEST} characters")
    html = _lower_headings(_markdown().render(_NO_TEXT.sub("", source)))
    html = _cleaner().clean(html)
    safe = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: {name for name in names if name != "rel"} for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=LINK_REL,
    )
    return Markup(safe)  # noqa: S704 - this is the one place that makes HTML of what people wrote


def parse(source: str) -> list[Token]:
    """What a Markdown text is made of, for whoever tells it otherwise than in HTML."""
    return _markdown().parse(source[:LONGEST].replace("\0", ""))


@lru_cache(maxsize=512)  # lists show the same beginnings again and again, and rendering is dear
def excerpt(source: str, length: int = 160) -> str:
    """The first words of a Markdown text as one plain line."""
    plain = nh3.clean(str(render(source[:LONGEST])), tags=set())
    line = " ".join(_unescape(plain).split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def slug(words: str) -> str:
    """A title as the readable end of an address; never empty."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "-"


def tidy(words: str) -> str:
    """One line of typed text: normalised, without control characters or runs of spaces."""
    kept = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", words))
    return " ".join(kept.split())


def is_address(words: str) -> bool:
    """Whether words can be one person's e-mail address, and nothing that a mail program takes for several."""
    local, _at, host = words.partition("@")
    is_plain = words.isprintable() and not any(c.isspace() or c in '@,;:<>()[]"\\' for c in local + host)
    return is_plain and bool(local and host) and len(words) <= LONGEST_ADDRESS


def _lower_headings(html: str) -> str:
    """The page owns h1 and h2, so what people write starts at h3."""
    return re.sub(r"(</?h)([1-6])>", lambda m: f"{m[1]}{min(6, int(m[2]) + 2)}>", html)


def _unescape(html: str) -> str:
    return Markup(html).unescape()  # noqa: S704 - unescaped to plain text, never shown as HTML

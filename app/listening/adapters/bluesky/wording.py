"""What a post says, in plain words, and what may be said in one: pure, the network's rules alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import regex

LONGEST = 300  # graphemes, as the network counts them
MOST_BYTES = 3000
MORE = "…"
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}'’…]")
FACET = "app.bsky.richtext.facet"
UNKEPT = re.compile("[\0\ud800-\udfff]")  # no database keeps these
GREETING = " \t\r\n,;:–—-"


@dataclass(frozen=True)
class Wording:
    """A post's text, with what its bytes link to."""

    text: str
    facets: list[dict[str, Any]]


def graphemes(text: str) -> list[str]:
    """What a reader takes for one character each, an emoji of five joined code points too."""
    return [found.group() for found in regex.finditer(r"\X", text)]


def worded(text: str, link: str) -> Wording:
    """A text with a link behind it, if any, cut between two words where it would be longer than a post may be."""
    text, label = text.strip(), labelled(link)
    whole = "\n\n".join(part for part in (text, label) if part)
    if not fits(whole):
        ending = f"{MORE} {label}".rstrip()
        whole = f"{_cut(text, ending)}{ending}"
    start = len(whole) - len(label)
    links = set(LINK.findall(text))  # a link that the cut went through leads nowhere
    found = [(m.start(), m.end(), m.group()) for m in LINK.finditer(whole[:start]) if m.group() in links]
    ending_link = [(start, len(whole), link)] if link else []
    return Wording(whole, [_facet(whole, *one) for one in [*found, *ending_link]])


def labelled(link: str) -> str:
    """A link as it is shown, short but with the host it leads to: `hive.example.com/questions/42`."""
    parts = urlsplit(link)
    pieces = [piece for piece in parts.path.split("/") if piece][:2]
    return "/".join([parts.netloc, *pieces])


def fits(text: str) -> bool:
    """Whether the network takes it."""
    return len(text.encode()) <= MOST_BYTES and len(graphemes(text)) <= LONGEST


def spoken(record: dict[str, Any], did: str) -> str:
    """What somebody said: links in full, our own name taken off both ends, and what hangs on the post."""
    raw = str(record.get("text") or "").encode(errors="replace").decode()
    text = _expanded(raw, _facets(record), did)
    pieces = [text, *(piece for piece in _hanging(record.get("embed")) if piece not in text)]
    return UNKEPT.sub("", "\n\n".join(pieces)).strip()


def mentions(record: dict[str, Any], did: str) -> bool:
    """Whether a post names somebody."""
    return any(kind == "mention" and value == did for _start, _end, kind, value in _facets(record))


def _cut(text: str, ending: str) -> str:
    """The most of a text that leaves room for an ending; back to the last space, unless that loses much."""
    room, weight = LONGEST - len(graphemes(ending)), MOST_BYTES - len(ending.encode())
    kept: list[str] = []
    for piece in graphemes(text):
        room, weight = room - 1, weight - len(piece.encode())
        if room < 0 or weight < 0:
            break
        kept.append(piece)
    cut = "".join(kept)
    shorter = cut.rsplit(None, 1)[0] if re.search(r"\s", cut) else cut
    return (shorter if len(shorter) > len(cut) * 2 // 3 else cut).rstrip(" \t\r\n.,;:")


def _facet(text: str, start: int, end: int, uri: str) -> dict[str, Any]:
    """Facets count bytes of UTF-8, not characters."""
    index = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
    return {"$type": FACET, "index": index, "features": [{"$type": f"{FACET}#link", "uri": uri}]}


def _facets(record: dict[str, Any]) -> list[tuple[int, int, str, str]]:
    """(first byte, byte after the last, "link" or "mention", address or whose) of what is well-formed, in order."""
    found = []
    for facet in _list(record.get("facets")):
        index = _dict(_dict(facet).get("index"))
        start, end = index.get("byteStart"), index.get("byteEnd")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
            continue
        for feature in map(_dict, _list(_dict(facet).get("features"))):
            kind = str(feature.get("$type")).removeprefix(f"{FACET}#")
            value = feature.get("uri" if kind == "link" else "did")
            if kind in {"link", "mention"} and isinstance(value, str):
                found.append((start, end, kind, value))
    return sorted(found)


def _expanded(text: str, facets: list[tuple[int, int, str, str]], did: str) -> str:
    """The text with links in full, and without our own name where it only says whom they speak to."""
    pieces = _pieces(text.encode(), facets, did)
    while pieces and (pieces[-1][1] or not pieces[-1][0].strip()):
        pieces.pop()
    addressed = False
    while pieces and (pieces[0][1] or not pieces[0][0].strip(GREETING)):
        addressed = pieces.pop(0)[1] or addressed
    said = "".join(shown for shown, _ours in pieces).strip()
    return said.lstrip(GREETING) if addressed else said


def _pieces(raw: bytes, facets: list[tuple[int, int, str, str]], did: str) -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether it is our own name."""
    pieces, at = [], 0
    for start, end, kind, value in facets:
        if at <= start and end <= len(raw):
            shown = value if kind == "link" and _is_web(value) else raw[start:end].decode(errors="replace")
            pieces += [(raw[at:start].decode(errors="replace"), False), (shown, kind == "mention" and value == did)]
            at = end
    return [*pieces, (raw[at:].decode(errors="replace"), False)]


def _hanging(embed: Any) -> list[str]:
    """The address of a card or of a quoted post, and what is said of pictures, for those who do not see them."""
    embed = _dict(embed)
    media = _dict(embed.get("media"))
    card = _dict(embed.get("external")).get("uri") or _dict(media.get("external")).get("uri")
    pictures = [*_list(embed.get("images")), *_list(media.get("images"))]
    said = [str(_dict(picture).get("alt") or "").strip() for picture in pictures]
    return [*([card] if isinstance(card, str) and _is_web(card) else []), *(f"[{alt}]" for alt in said if alt)]


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

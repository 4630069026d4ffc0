"""What a lesson shows beside its words: pictures of its course, and links to videos as cards; pure.

A paragraph that is only `![what it shows](name.png)` is a picture. One that is only a link to a film, or to anything
with the title "video", is a card: nothing is asked of anybody before it is opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

from app.core import text
from app.core.pictures import Picture

PICTURE_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\.(?:png|jpg|webp|gif)")
HOSTS = frozenset({"youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "player.vimeo.com", "loom.com"})
FILMS = (".mp4", ".webm", ".ogv", ".mov", ".m4v")
SAYS_VIDEO = "video"
IMAGE = Markup(
    '<figure class="lesson-picture"><a href="{}">'
    '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></a></figure>'
)
CARD = Markup(
    '<p><a class="video-card" href="{}" rel="nofollow noopener noreferrer" target="_blank">'
    '<span class="video-mark" aria-hidden="true"></span><span><b>{}</b><small>{}</small></span></a></p>'
)
# These are as core/text writes them; what stands in code is escaped, and never looks like one.
_PICTURE = re.compile(r'<p>!<a href="(?P<name>[^"]*)"[^>]*>(?P<alt>[^<]*)</a></p>')
_LINK = re.compile(r'<p><a href="(?P<url>https?://[^"]+)"(?: title="(?P<title>[^"]*)")?[^>]*>(?P<words>[^<]*)</a></p>')

_ALONE = re.compile(r"^(?:!\[[^\]\n]*\]\([^)\n]*\)|https?://\S+)[ \t]*$", re.MULTILINE)


def words_in(source: str) -> str:
    """A lesson's Markdown without what stands in its place as a picture or a bare link, for a few words of it."""
    return _ALONE.sub("", source)


def pictures_in(html: str) -> list[tuple[str, str]]:
    """The pictures that a rendered lesson shows: their names, and what is said of them."""
    return [(_plain(found["name"]), _plain(found["alt"]).strip()) for found in _PICTURE.finditer(html)]


def shown(html: str, pictures: Mapping[str, Picture], video: str, missing: str) -> Markup:
    """A rendered lesson with its pictures and cards; `video` and `missing` are the words for these two."""

    def picture(found: re.Match[str]) -> str:
        known, alt = pictures.get(_plain(found["name"])), _plain(found["alt"])
        if known is None:
            return str(Markup('<p class="faint">{} {}</p>').format(missing, alt))
        return str(IMAGE.format(known.url, known.url, alt, known.width, known.height))

    def card(found: re.Match[str]) -> str:
        url = _plain(found["url"])
        return _card(url, _plain(found["words"]), video) if _is_video(url, found["title"] or "") else found[0]

    return Markup(_LINK.sub(card, _PICTURE.sub(picture, html)))  # noqa: S704 - rendered, and what is put in is escaped


def picture_name(sent: str) -> str:
    """The name that a picture is called by in lessons: what its file was called, fit for an address."""
    stem, _, ending = sent.replace("\\", "/").rpartition("/")[2].rpartition(".")
    ending = {"jpeg": "jpg", "jfif": "jpg"}.get(ending.lower(), ending.lower())
    plain = text.slug(stem)[:60].strip("-") or "picture"
    return f"{plain}.{ending if ending in {'png', 'jpg', 'webp', 'gif'} else 'png'}"


def _is_video(url: str, title: str) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return title.strip().casefold() == SAYS_VIDEO or host in HOSTS or parts.path.lower().endswith(FILMS)


def _card(url: str, words: str, video: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    title = video if words == url else words
    says = f"{video}, {host}" if title != video else host
    return str(CARD.format(url, title, says))


def _plain(html: str) -> str:
    return Markup(html).unescape()  # noqa: S704 - unescaped to plain text

"""What an origin is: a scheme, a host and perhaps a port, as browsers write it and as a policy header takes it."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from flask_babel import gettext as _

LONGEST = 300
HOST = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
LOOPBACK = frozenset({"localhost", "127.0.0.1"})
USUAL = {"http": 80, "https": 443}


def origin_of(words: str, *, base_url: str) -> str:
    """The origin that somebody wrote; raises ValueError with a sentence for what is none, or must not be one."""
    parts = _parts(words)
    host, port = parts.hostname or "", _port(parts)
    if parts.scheme not in USUAL or not HOST.fullmatch(host):
        raise ValueError(
            _("“%(words)s” is no address of a site. Write it as https://www.example.com.", words=words[:80])
        )
    if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        start = f"{parts.scheme}://{host}"
        raise ValueError(_("Leave out what follows the site's name: %(start)s is enough.", start=start))
    if parts.scheme == "http" and host not in LOOPBACK and base_url.startswith("https:"):
        raise ValueError(_("%(host)s must begin with https://, else anybody on the way could change it.", host=host))
    origin = f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, USUAL[parts.scheme]} else "")
    if origin == base_url.casefold():
        raise ValueError(_("This is our own address; the frame is for other sites."))
    return origin


def _parts(words: str) -> SplitResult:
    """Urlsplit forgives white space and control characters, which a policy header must not."""
    if len(words) > LONGEST or not words.isascii() or not words.isprintable() or " " in words or "\\" in words:
        raise ValueError(_("Write each address in plain letters; one with others begins with xn--."))
    try:
        return urlsplit(words.casefold())
    except ValueError as error:
        raise ValueError(
            _("“%(words)s” is no address of a site. Write it as https://www.example.com.", words=words[:80])
        ) from error


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise ValueError(_("The number after the colon is no port.")) from error

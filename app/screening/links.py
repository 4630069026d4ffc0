"""Links in a text, and the hosts they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LINK = re.compile(r"(?:https?://|www\.)([^\s/?#<>\"'()\[\]]{1,300})[^\s<>\"'()\[\]]*", re.IGNORECASE)


def find(text: str, hosts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where links stand that lead to one of these hosts or below it; to anywhere, when no host is named."""
    wanted = tuple(host.strip().strip(".").casefold() for host in hosts if host.strip())
    for link in _LINK.finditer(text):
        if not wanted or _is_below(_host(link.group(1)), wanted):
            yield link.span()


def _host(authority: str) -> str:
    return authority.rsplit("@", 1)[-1].split(":", 1)[0].rstrip(".,;!").casefold()


def _is_below(host: str, wanted: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith("." + name) for name in wanted)

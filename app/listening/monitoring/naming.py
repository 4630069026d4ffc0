"""How somebody who has no account here is named for others: by kind and value."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def identity_of(author: str) -> str:
    """By address where it is one, else by handle; nothing for nobody."""
    name = author.strip()
    if ADDRESS.fullmatch(name):
        return f"email:{name.casefold()}"
    bare = name.removeprefix("@")
    return f"handle:{bare}" if bare else ""

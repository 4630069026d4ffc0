"""What the channels are called where people read of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.listening.port import CHANNELS

# These have no adapter: the site itself, what stands on other sites, and what the contact centre hands in.
OTHERS = {
    "site": _l("On this site"),
    "widget": _l("Widget"),
    "import": _l("Import"),
    "call": _l("Call"),
    "chat": _l("Chat"),
    "case": _l("Case"),
}


def channel_name(name: str) -> str:
    """A channel as people call it; one that we do not know is called as its connector calls it."""
    known = CHANNELS.get(name)
    return known.label if known else str(OTHERS.get(name, name))

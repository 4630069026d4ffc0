"""Live pages: the socket says only that a topic changed, and who is here; the page fetches what it may see."""

from app.core.realtime.live import Live, allowed_origins, install
from app.core.realtime.rules import RULES, may_watch, topic
from app.core.realtime.tail import tail

__all__ = ["RULES", "Live", "allowed_origins", "install", "may_watch", "tail", "topic"]

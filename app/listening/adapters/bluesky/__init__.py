"""Bluesky: mentions come in as questions, answers go out as replies in the same thread.

Only these few lines are loaded with the application; the network's library is loaded by the first call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from flask_babel import gettext as _

from app.listening.adapters.bluesky.posts import Post, Ref, link_to, ref_of
from app.listening.adapters.bluesky.wording import LONGEST, fits
from app.listening.port import Connection, Inbound, Outbound, Said, TakenBack

if TYPE_CHECKING:
    from app.listening.adapters.bluesky.line import Line

SESSION = "session"
ROOM = "app.listening.adapters.bluesky"


class Bluesky:
    """The network at bsky.social, or at any other data server."""

    name = "bluesky"
    label = "Bluesky"
    limit = LONGEST
    server = "https://bsky.social"

    def check(self, connection: Connection) -> str:
        """Sign in, and see that the account may post."""
        with _line(connection) as line:
            return str(import_module(f"{ROOM}.calls").account(line))

    def identify(self, connection: Connection, handle: str) -> str:
        """The id behind a handle."""
        with _line(connection) as line:
            return str(import_module(f"{ROOM}.calls").identify(line, handle.removeprefix("@")))

    def fetch(self, connection: Connection, since: datetime) -> Sequence[Inbound]:
        """Mentions and replies."""
        with _line(connection) as line:
            return [_inbound(post) for post in import_module(f"{ROOM}.calls").spoken_to(line, since)]

    def why_not(self, refs: dict[str, Any], text: str) -> str:
        """The network counts graphemes."""
        if ref_of(refs.get("self")) is None:
            return str(_("It is not known what to reply to."))
        return "" if fits(text) else str(_("A post has at most %(most)d characters.", most=LONGEST))

    def post(self, connection: Connection, message: Outbound) -> Said:
        """Reply in the thread."""
        root, parent = ref_of(message.refs.get("root")), ref_of(message.refs.get("self"))
        if parent is None:
            raise TakenBack
        with _line(connection) as line:
            said = import_module(f"{ROOM}.calls").say(
                line, message.key, message.at, message.text, message.link, root or parent, parent
            )
        if said is None:
            raise TakenBack
        return Said(said.uri, link_to(said), _refs(said, root or parent))

    def withdraw(self, connection: Connection, refs: dict[str, Any]) -> None:
        """Delete a post of ours."""
        if (itself := ref_of(refs.get("self"))) is not None:
            with _line(connection) as line:
                import_module(f"{ROOM}.calls").withdraw(line, itself)


@contextmanager
def _line(connection: Connection) -> Iterator[Line]:
    """A line, whose session is kept for the next one even where the call on it failed."""
    line = import_module(f"{ROOM}.line").Line(
        connection.server, connection.address, connection.secret, str(connection.memory.get(SESSION) or "")
    )
    try:
        yield cast("Line", line)
    finally:
        connection.memory[SESSION] = line.session
        line.close()


def _inbound(post: Post) -> Inbound:
    parents = [ref.uri for ref in (post.parent, post.root) if ref is not None]
    return Inbound(
        external_id=post.ref.uri, key=post.did, handle=post.handle, text=post.text, at=post.at, opens=post.mentions_us,
        parents=parents, url=link_to(post.ref), refs=_refs(post.ref, post.root or post.ref),
    )  # fmt: skip


def _refs(itself: Ref, root: Ref) -> dict[str, dict[str, str]]:
    return {"self": itself.told, "root": root.told}

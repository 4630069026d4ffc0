"""What we ask of the network: who spoke to us, and to keep one post of ours."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from flask_babel import gettext as _

from app.core import clock
from app.core.dispatch import NeverRetry
from app.listening.adapters.bluesky.keys import key_for
from app.listening.adapters.bluesky.line import Line, Missing
from app.listening.adapters.bluesky.posts import POST, REASONS, Post, Ref, read, ref_of, seen_at
from app.listening.adapters.bluesky.wording import worded
from app.listening.port import Refused

PAGE = 100
MOST_PAGES = 200
# The network files a notification under the moment its post names, which may lie before our last look.
LATE = timedelta(hours=1)
log = logging.getLogger(__name__)


def spoken_to(line: Line, since: datetime) -> list[Post]:
    """Mentions and replies since a moment and those that may have come late, oldest first."""
    ours = line.did
    recent = takewhile(lambda told: (seen_at(told) or since) >= since - LATE, _notifications(line))
    posts = {post.ref.uri: post for told in recent if (post := read(told, ours)) is not None}
    return sorted(posts.values(), key=lambda post: (post.at, post.ref.uri))


def account(line: Line) -> str:
    """Our handle as the network knows it; raises Refused where the account may not be used."""
    known = line.ask("com.atproto.server.getSession")
    if known.get("active") is False:
        raise Refused(_("Bluesky says that this account is %(state)s.", state=known.get("status") or _("not active")))
    line.ask("app.bsky.notification.listNotifications", limit=1)
    return str(known.get("handle"))


def identify(line: Line, handle: str) -> str:
    """Who is behind a handle."""
    return str(line.ask("com.atproto.identity.resolveHandle", handle=handle)["did"])


def say(line: Line, word: str, moment: datetime, text: str, link: str, root: Ref, parent: Ref) -> Ref | None:
    """Reply once, however often it is tried under one `word`; None where what it replies to was taken back."""
    key, said = key_for(word, moment), worded(text, link)
    if (known := _kept(line, key)) is not None:
        return known
    if (beneath := _still_there(line, parent, root)) is None:
        return None
    record = {
        "$type": POST, "text": said.text, "facets": said.facets, "createdAt": clock.rfc3339(moment),
        "reply": {"root": root.told, "parent": beneath.told},
    }  # fmt: skip
    try:
        made = line.tell("com.atproto.repo.createRecord", repo=line.did, collection=POST, rkey=key, record=record)
    except ConnectionError:  # it may have been kept all the same, or by another try at the same time
        if (known := _kept(line, key)) is not None:
            return known
        raise
    return _named(made)


def withdraw(line: Line, ref: Ref) -> None:
    """Delete a post of ours; deleting it again does no harm."""
    line.tell("com.atproto.repo.deleteRecord", repo=line.did, collection=POST, rkey=ref.uri.rpartition("/")[2])


def _kept(line: Line, key: str) -> Ref | None:
    try:
        found = line.ask("com.atproto.repo.getRecord", repo=line.did, collection=POST, rkey=key)
    except (Missing, NeverRetry):  # a suspended account's posts cannot be asked for; what it tries to say tells why
        return None
    return _named(found)


def _named(answer: dict[str, Any]) -> Ref:
    if (ref := ref_of(answer)) is None:
        raise ConnectionError("the server does not say what it kept")
    return ref


def _still_there(line: Line, *refs: Ref) -> Ref | None:
    """The first of some posts that has not been deleted."""
    found = line.ask("app.bsky.feed.getPosts", uris=list({ref.uri: None for ref in refs})).get("posts") or []
    there = {str(post.get("uri")) for post in found}
    return next((ref for ref in refs if ref.uri in there), None)


def _notifications(line: Line) -> Iterator[Any]:
    """What the network told us, newest first."""
    cursor = None
    for _page in range(MOST_PAGES):
        answer = line.ask("app.bsky.notification.listNotifications", reasons=list(REASONS), limit=PAGE, cursor=cursor)
        yield from answer.get("notifications") or []
        cursor = answer.get("cursor")
        if not cursor:
            return
    log.warning("more than %s notifications at once; the oldest of them were not read", PAGE * MOST_PAGES)

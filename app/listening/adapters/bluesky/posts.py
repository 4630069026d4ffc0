"""Posts as the network tells of them, read as far as they can be: whatever somebody's server sent, reading goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core import clock
from app.listening.adapters.bluesky.wording import mentions, spoken

POST = "app.bsky.feed.post"
REASONS = ("mention", "reply")
BROKEN_HANDLE = "handle.invalid"


@dataclass(frozen=True)
class Ref:
    """A post in one of its versions: where it is, and the sum of what it says."""

    uri: str
    cid: str

    @property
    def told(self) -> dict[str, str]:
        """As the network wants it named."""
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True)
class Post:
    """Somebody spoke to us; `root` and `parent` are None where the post begins a thread."""

    ref: Ref
    did: str
    handle: str
    text: str
    at: datetime
    mentions_us: bool
    root: Ref | None
    parent: Ref | None


def link_to(ref: Ref) -> str:
    """Where people read a post."""
    did, _, key = ref.uri.removeprefix("at://").partition(f"/{POST}/")
    return f"https://bsky.app/profile/{did}/post/{key}"


def read(notification: Any, ours: str) -> Post | None:
    """The post that a notification tells of; None for what is none, is our own, or cannot be made out."""
    told, author = _dict(notification), _dict(_dict(notification).get("author"))
    record, ref, did = _dict(told.get("record")), ref_of(told), author.get("did")
    if ref is None or not isinstance(did, str) or did == ours:
        return None
    if told.get("reason") not in REASONS or record.get("$type") != POST:
        return None
    reply = _dict(record.get("reply"))
    return Post(
        ref=ref, did=did, handle=_handle(author), text=spoken(record, ours), at=_moment(told, record),
        mentions_us=mentions(record, ours), root=ref_of(reply.get("root")), parent=ref_of(reply.get("parent")),
    )  # fmt: skip


def seen_at(notification: Any) -> datetime | None:
    """When the network filed a notification; they come newest first."""
    return _time(_dict(notification).get("indexedAt"))


def _handle(author: dict[str, Any]) -> str:
    """Their handle, or where it leads nowhere just now, what they are behind it."""
    handle = author.get("handle")
    return f"@{handle}" if isinstance(handle, str) and handle != BROKEN_HANDLE else str(author["did"])


def _moment(told: dict[str, Any], record: dict[str, Any]) -> datetime:
    """When it was written, as far as the network bears it out: nobody writes in the future."""
    written, filed = _time(record.get("createdAt")), seen_at(told)
    return min([moment for moment in (written, filed, clock.now()) if moment is not None])


def ref_of(value: Any) -> Ref | None:
    """What an answer or a reply names, if it does."""
    uri, cid = _dict(value).get("uri"), _dict(value).get("cid")
    return Ref(uri, cid) if isinstance(uri, str) and isinstance(cid, str) and uri.startswith("at://") else None


def _time(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(clock.now().tzinfo) if moment.tzinfo else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

"""A real Bluesky network: what its makers test their own with, on this machine, from `bin/test bluesky`'s npm packages.

Everybody on it has a handle ending in .test; the packages come in by `npm ci` beside this file.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from atproto import Client, models
from atproto.exceptions import AtProtocolError

from tests.servers import free_port, own_folder, postgres_server, redis_server, running, wait_for

HERE = Path(__file__).resolve().parent
PASSWORD = "hunter2hunter2"
ADMIN = ("admin", "admin-pass")
PATIENCE = 60.0
START_PATIENCE = 180.0  # seven programs at once; seconds on an idle machine


@dataclass(frozen=True)
class Network:
    """The network's addresses, and its operator's powers."""

    pds: str
    plc: str
    appview: str
    members: list[Member] = field(default_factory=list)

    def join(self, name: str) -> Member:
        """Open an account; returns once the whole network knows it."""
        client = Client(base_url=self.pds)
        handle = f"{name}.test"
        client.com.atproto.server.create_account(
            {"handle": handle, "email": f"{name}@example.com", "password": PASSWORD}
        )
        until(lambda: _signed_in(client, handle))
        self.members.append(Member(self, client, handle))
        return self.members[-1]

    def suspend(self, member: Member, *, applied: bool = True) -> None:
        """Take an account down, or put it back, as the network's moderators do."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": member.did}
        answer = httpx.post(
            f"{self.pds}/xrpc/com.atproto.admin.updateSubjectStatus",
            json={"subject": subject, "takedown": {"applied": applied, "ref": "test"}},
            auth=ADMIN,
        )
        answer.raise_for_status()


@dataclass(frozen=True)
class Member:
    """Somebody with an account on the network."""

    network: Network
    client: Client
    handle: str

    @property
    def did(self) -> str:
        """Who they are, whatever they call themselves."""
        assert self.client.me is not None
        return self.client.me.did

    def say(self, text: str, *, to: Member | None = None, reply_to: Any = None, **more: Any) -> Any:
        """Post; `to` is mentioned at the front, `reply_to` the (root, parent) that it answers."""
        facets = []
        if to is not None:
            name = f"@{to.handle}"
            text = f"{name} {text}"
            facets = [facet(0, len(name), models.AppBskyRichtextFacet.Mention(did=to.did))]
        return self.client.send_post(text=text, facets=facets or None, reply_to=reply_to and thread(*reply_to), **more)

    def posts(self) -> list[Any]:
        """Their own posts as their server keeps them, whatever the network's index has seen yet."""
        params = {"repo": self.did, "collection": "app.bsky.feed.post", "limit": 100}
        return list(self.client.com.atproto.repo.list_records(params).records)

    def told_of(self, reason: str, text: str) -> bool:
        """Whether the network has told them of a mention or a reply that says something."""
        told = self.client.app.bsky.notification.list_notifications().notifications
        return any(one.reason == reason and text in str(getattr(one.record, "text", "")) for one in told)


def thread(root: Any, parent: Any) -> Any:
    """What a reply hangs from."""
    return models.AppBskyFeedPost.ReplyRef(root=models.create_strong_ref(root), parent=models.create_strong_ref(parent))


def facet(start: int, end: int, feature: Any) -> Any:
    """What some bytes of a post stand for."""
    return models.AppBskyRichtextFacet.Main(
        index=models.AppBskyRichtextFacet.ByteSlice(byte_start=start, byte_end=end), features=[feature]
    )


def until(happened: Callable[[], Any], *, every: float = 0.05) -> Any:
    """What is true before long, since the network passes things on at its own pace."""
    deadline = time.monotonic() + PATIENCE
    while not (result := happened()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(every)
    return result


@contextmanager
def bluesky_network() -> Iterator[Network]:
    """A network of its own, gone afterwards; skips, saying so, where it cannot be had."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / ".ready").exists():
        pytest.skip("the Bluesky network is not installed: bin/test bluesky installs it (needs Node.js and npm)")
    with postgres_server() as database, redis_server() as redis, own_folder("waggle-bluesky-", None) as folder:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "NODE_ENV": "test",
            "LOG_ENABLED": "false",
            "DB_POSTGRES_URL": database,
            "REDIS_HOST": redis.removeprefix("redis://").removesuffix("/0"),
            "PDS_PORT": str(free_port()),
            "PLC_PORT": str(free_port()),
        }
        command = [node, "--no-deprecation", "-r", "./loopback.cjs", "network.mjs"]
        with running(command, folder, None, stop_with=signal.SIGTERM, cwd=HERE, environ=environ) as process:
            wait_for(process, folder, lambda: _addresses(folder) is not None, START_PATIENCE)
            network = Network(**(_addresses(folder) or {}))
            yield network
            for member in network.members:
                member.client.request.close()


def _addresses(folder: Path) -> dict[str, str] | None:
    lines = [line for line in (folder / "log").read_text().splitlines() if line.startswith("{")]
    return json.loads(lines[0]) if lines else None


def _signed_in(client: Client, handle: str) -> bool:
    """An account may sign in at once, but has no profile before the network's index has seen it."""
    try:
        client.login(handle, PASSWORD)
    except AtProtocolError:
        return False
    return client.me is not None

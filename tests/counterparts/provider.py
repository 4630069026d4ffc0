"""The provider's process, as tests start it and tell it what to say."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener

from tests.servers import free_port

SCRIPT = Path(__file__).with_name("provider_process.py")
CLIENT, SECRET = "waggle", "a secret: 100% sure"
PATIENCE = 20


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


@dataclass
class Provider:
    """It, on its port."""

    port: int

    def issuer(self, realm: str) -> str:
        """One of its two issuers, staff and clients."""
        return f"http://127.0.0.1:{self.port}/{realm}"

    def state(self, **changes: Any) -> dict[str, Any]:
        """All that it is told to say, after these changes."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/control", json.dumps(changes).encode(), method="POST"
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return dict(json.load(answer))

    def says(self, **claims: Any) -> None:
        """Say this of whoever signs on next."""
        self.state(who={**self.state()["who"], **claims})

    def back_from(self, address: str) -> str:
        """The address that somebody is sent back to, as their browser gets it, without the host."""
        try:
            build_opener(_Stay).open(address, timeout=PATIENCE)
        except urllib.error.HTTPError as redirect:
            return "/" + redirect.headers["Location"].split("/", 3)[3]
        raise AssertionError(f"{address} did not send anybody back")


@contextmanager
def provider_process() -> Iterator[Provider]:
    """The process, while the block lasts."""
    provider = Provider(free_port())
    process = subprocess.Popen([sys.executable, str(SCRIPT), str(provider.port)])
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                provider.state()
                break
            except OSError:
                assert time.monotonic() < until, "the provider did not start"
                time.sleep(0.02)
        yield provider
    finally:
        process.kill()
        process.wait()

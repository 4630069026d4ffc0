"""A session of the library requests whose every connection passes core/egress."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from app.core import egress


class _Guarded(HTTPAdapter):
    """Hands requests our manager of connections in place of its own, and reads a bounded answer."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Called once by the library."""
        self.poolmanager = egress.Manager()

    def send(self, request: Any, *args: Any, **more: Any) -> Any:
        """One call, no redirect."""
        egress.check(str(request.url))
        more["timeout"] = (egress.CONNECT_SECONDS, egress.READ_SECONDS)
        return super().send(request, *args, **more)


def session() -> Any:
    """A session that follows no redirect, takes nothing from the environment, and keeps no connection."""
    made = requests.Session()
    made.trust_env, made.max_redirects = False, 0
    made.headers["Connection"] = "close"
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Guarded(max_retries=0))
    return made

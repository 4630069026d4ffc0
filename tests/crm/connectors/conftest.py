"""What the connectors' tests begin with: a CRM in a process of its own, and one connector to it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core import transaction
from app.crm.connectors import commands
from app.crm.connectors.models import Connector
from tests.cast import Cast
from tests.servers import free_port

SCRIPT = Path(__file__).with_name("crm_process.py")
PATIENCE = 20


@dataclass
class FarCrm:
    """The CRM as the tests see it."""

    port: int
    store: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or start it again with what it kept."""
        self.stop()
        self.process = subprocess.Popen([sys.executable, str(SCRIPT), str(self.port), str(self.store)])
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.state()
                return
            except (OSError, urllib.error.URLError):
                assert time.monotonic() < until, "the CRM did not start"
                time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def state(self, **changes: Any) -> dict[str, Any]:
        """All that it knows, after these changes."""
        asked = urllib.request.Request(f"{self.url}/control", json.dumps(changes).encode(), method="POST")
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return dict(json.load(answer))

    def fail(self, *faults: str) -> None:
        """Fail the next calls so."""
        self.state(fail=list(faults))

    def rows(self) -> list[dict[str, Any]]:
        """What was left with it, in order."""
        return list(self.state()["rows"].values())

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Every call so far."""
        return [call for call in self.state()["calls"] if method in ("", call["method"])]


@pytest.fixture(scope="module")
def far_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarCrm]:
    """The process, once for a file of tests."""
    far = FarCrm(free_port(), tmp_path_factory.mktemp("crm") / "rows.json")
    far.start()
    yield far
    far.stop()


@pytest.fixture
def far(far_process: FarCrm, app: Flask) -> Iterator[FarCrm]:
    """A CRM with nothing in it, whose host the operator allowed by name."""
    if far_process.process is None or far_process.process.poll() is not None:
        far_process.start()
    far_process.state(rows={}, calls=[], fail=[], contacts=[], host="127.0.0.1")
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, egress_allowed=frozenset({"127.0.0.1"}))
    yield far_process
    app.extensions["settings"] = before


def settings_for(far: FarCrm, **more: str) -> dict[str, str]:
    """A REST connector's settings for it."""
    return {
        "push_url": f"{far.url}/activities", "push_method": "POST", "headers": "Authorization: Bearer {{secret}}",
        "secret": "s3cret", "id_path": "data.id", "find_url": f"{far.url}/activities?ref={{{{id}}}}",
        "find_path": "items.0.id", "update_url": f"{far.url}/activities/{{{{external_id}}}}", "update_method": "PATCH",
        "withdraw_url": f"{far.url}/activities/{{{{external_id}}}}", "case_url": f"{far.url}/cases", **more,
    }  # fmt: skip


@pytest.fixture
def connector(cast: Cast, far: FarCrm) -> Connector:
    """A connector to it."""
    ada, settings = cast.ada, settings_for(far)
    with transaction.unit():
        return commands.add_connector("rest", "Far CRM", settings, by=ada)

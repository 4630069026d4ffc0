"""A real Tryton on this machine, where one is installed, with a fresh database that has parties."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import free_port

PASSWORD = "three bees make honey"
PATIENCE = 120


@contextmanager
def tryton(folder: Path) -> Iterator[str]:
    """Its address with the database; skips where there is none, here or for the Python that is named."""
    python = os.environ.get("WAGGLE_TRYTON_PYTHON") or (importlib.util.find_spec("trytond") and sys.executable)
    if not python:
        pytest.skip("needs a Tryton: pip install trytond trytond_party, its Python in WAGGLE_TRYTON_PYTHON")
    port, settings = free_port(), folder / "trytond.conf"
    settings.write_text(f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n")
    (folder / "pass").write_text(PASSWORD)
    (folder / "crm.sqlite").touch()
    environ = {**os.environ, "TRYTONPASSFILE": str(folder / "pass")}
    known = ["-c", str(settings), "-d", "crm"]
    for more in (["--all", "--email", "a@example.com"], ["-u", "party", "--activate-dependencies"]):
        made = [str(Path(python).parent / "trytond-admin"), *known, *more]
        subprocess.run(made, env=environ, check=True, capture_output=True, timeout=PATIENCE)
    served = [str(Path(python).parent / "trytond"), *known]
    running = subprocess.Popen(served, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(f"http://127.0.0.1:{port}/crm/rpc/")
        yield f"http://127.0.0.1:{port}/crm"
    finally:
        running.kill()
        running.wait()


def _await(url: str) -> None:
    question = json.dumps({"id": 1, "method": "common.server.version", "params": []}).encode()
    until = time.monotonic() + PATIENCE
    while True:
        asked = urllib.request.Request(url, question, {"Content-Type": "application/json"})
        try:
            urllib.request.urlopen(asked, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it wants us to sign in
        except OSError:
            assert time.monotonic() < until, "Tryton did not start"
            time.sleep(0.2)

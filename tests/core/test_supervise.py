"""The supervisor beside another server: it says whose the port is not, and never that it is ready."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import BadSetting

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "supervise.py"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port where somebody listens who would share it, as a second start of the same server does."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_another_has_ends_the_start_with_what_to_do(taken: int, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, str(SCRIPT), "--port", str(taken), "--data", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (said.returncode, said.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{taken}: Address already in use; try --port N" in said.stderr


def test_a_port_taken_while_the_database_was_prepared_is_not_shared(taken: int, tmp_path: Path) -> None:
    supervise: Any = _loaded()
    touched = tmp_path / "started"
    web = supervise.Process("web", ["touch", str(touched)], "127.0.0.1", taken, start_at=time.monotonic())
    with pytest.raises(BadSetting, match=f"cannot listen on 127.0.0.1:{taken}"):
        supervise.tend(web, {})
    assert web.running is None
    assert not touched.exists()
    ports = [each.port for each in supervise.processes("127.0.0.1", 8000)]
    assert ports == [8000, 8001, 0], "what listens is looked after"


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("supervise", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module

"""A hundred times web, worker or receiver are killed outright under load: nothing is lost, doubled or left askew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def killed(database: str, rounds: int) -> dict[str, Any]:
    """What a run of bench.crash found."""
    command = [sys.executable, "-m", "bench.crash", "--rounds", str(rounds), "--database", database]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert ran.stdout, ran.stderr
    return dict(json.loads(ran.stdout.strip().splitlines()[-1]))


@pytest.mark.slow
def test_a_hundred_kills_leave_nothing_amiss() -> None:
    found = killed("sqlite", 100)
    assert found["amiss"] == []
    assert sum(found["killed"].values()) == 100 <= found["acknowledged"] <= found["deliveries"] + 100
    assert min(found["killed"].values()) >= 10
    assert found["tried_again"] > 0


@pytest.mark.slow
@pytest.mark.postgres
def test_kills_leave_nothing_amiss_on_postgresql(database_kind: str) -> None:
    if database_kind != "postgres":
        pytest.skip("this is of the part of PostgreSQL: bin/test postgres")
    found = killed("postgres", 25)
    assert found["amiss"] == []
    assert found["acknowledged"] >= 25

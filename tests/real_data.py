"""Real data laid beside the project, as import lines; tests that need it skip, saying so, where it is absent."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

DATA = Path(os.environ.get("WAGGLE_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def need(*parts: str) -> Path:
    """A file of the real data; skips the test where it is absent."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no real data at {path}; set WAGGLE_TEST_DATA")
    return path


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Rows as JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def banking_questions() -> Iterator[dict[str, Any]]:
    """10,003 questions with their topic."""
    with need("banking77", "train.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield {
                "external_id": f"banking-{number}",
                "title": " ".join(row["text"].split())[:200],
                "body": row["text"],
                "topics": [row["category"].replace("_", " ")],
                "author": {"handle": f"caller-{number % 500}"},
                "created_at": LONG_AGO.isoformat(),
            }


def covid_questions() -> Iterator[dict[str, Any]]:
    """Answered questions of the public."""
    pairs = json.loads(need("covidfaq", "query_answer_pairs.json").read_text(encoding="utf-8"))
    for pair in pairs:
        if pair["query_type"] == "faq":
            answer = {
                "external_id": f"covid-answer-{pair['id']}",
                "body": pair["answer"],
                "author": {"handle": "health-desk"},
                "created_at": LONG_AGO.isoformat(),
                "accepted": True,
            }
            yield {
                "external_id": f"covid-{pair['id']}",
                "title": pair["question"],
                "topics": ["covid"],
                "author": {"handle": "public"},
                "created_at": LONG_AGO.isoformat(),
                "answers": [answer],
            }

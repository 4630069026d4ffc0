"""How fast similar questions are found while typing, in an embedded index of 20,000 answered questions.

Questions are put together anew from the halves of real ones, which are given as a CSV file with a column `text`.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from app.search.engine.port import Document
from app.search.engine.whoosh_engine import WhooshEngine

SPACES = frozenset(range(1, 5))


def questions(real: list[str], count: int, seed: int) -> Iterator[Document]:
    """So many different answered questions, the same for a seed."""
    draw = random.Random(seed)  # noqa: S311
    for number in range(count):
        first, second, *rest = (draw.choice(real).split() for _ in range(8))
        title = " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])
        yield Document(
            key=f"question:{number}",
            kind="question",
            space_id=draw.randint(1, 4),
            title=title,
            answer=" ".join(" ".join(words) for words in rest),
            answered=draw.random() < 0.8,
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )


def typed(real: list[str], count: int, seed: int) -> Iterator[str]:
    """What the field holds at moments of the typing: a question cut anywhere after its sixth letter."""
    draw = random.Random(seed + 1)  # noqa: S311
    for _ in range(count):
        question = draw.choice(real)
        yield question[: draw.randint(min(6, len(question)), len(question))]


def measure(file: Path, documents: int, queries: int, seed: int = 1) -> dict[str, float]:
    """Seconds to fill the index, and milliseconds a query at the median, the 95th and the 99th percentile."""
    with file.open(encoding="utf-8", newline="") as lines:
        real = [row["text"].strip() for row in csv.DictReader(lines)]
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        started = time.perf_counter()
        engine.put(questions(real, documents, seed))
        filled = time.perf_counter() - started
        spent = [_milliseconds(engine, q) for q in typed(real, queries, seed)]
    cuts = quantiles(spent, n=100)
    return {"documents": documents, "fill_s": filled, "p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98]}


def _milliseconds(engine: WhooshEngine, q: str) -> float:
    started = time.perf_counter()
    engine.similar(q, SPACES)
    return (time.perf_counter() - started) * 1_000


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=500)
    asked = parser.parse_args()
    figures = measure(asked.file, asked.documents, asked.queries)
    print(json.dumps({"name": "search.similar", **{name: round(value, 2) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()

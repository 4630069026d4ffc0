"""How good "similar while typing" is on three public sets of labelled questions, beside SQLite's full text search.

Half of each set chose the weights of the ranking, the other half is reported. `hit@1` and `hit@5` are the shares of
questions whose right answer (or a question of the same intent) comes first, or among the first five; `MRR@10` is the
mean reciprocal rank. For what is out of scope nothing should be shown: the share of which something is.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.search.engine.analysis import words
from app.search.engine.port import Document, Engine
from app.search.engine.whoosh_engine import WhooshEngine
from app.search.queries import ALIKE_ENOUGH, NEAREST, TELLING_FROM, likeliest

SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)
SHOWN = 5
DEPTH = 10
# Every so many questions of a set of nothing but questions one is asked, the others are there to be found.
ASKED_EVERY = 5

Find = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Known:
    """A question that is there to be found; those of one label are right for each other."""

    title: str
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set: what is known, and what is asked with the label that is right, in the half that is reported."""

    name: str
    known: tuple[Known, ...]
    asked: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a search did."""

    hit_1: float
    hit_5: float
    mrr_10: float

    def __str__(self) -> str:
        """The three figures as they are printed."""
        return f"hit@1 {self.hit_1:.3f}  hit@5 {self.hit_5:.3f}  MRR@10 {self.mrr_10:.3f}"


def covidfaq(data: Path) -> Labelled:
    """Questions of the public in their own words; the right one has the same answer."""
    pairs = json.loads((data / "covidfaq" / "query_answer_pairs.json").read_text(encoding="utf-8"))
    known = (Known(each["question"], each["answer"], each["answer"]) for each in pairs if each["query_type"] == "faq")
    rest = (each for each in pairs if each["query_type"] != "faq" and int(each["id"]) % 2 == 0)
    return Labelled("covidfaq", tuple(known), tuple((each["question"], each["answer"]) for each in rest))


def banking77(data: Path) -> Labelled:
    """Customers' questions to a bank; right is one of the same intent."""
    with (data / "banking77" / "train.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(" ".join(row["text"].split()), row["category"]) for row in csv.DictReader(lines)]
    known = (Known(text, "", label) for number, (text, label) in enumerate(rows) if number % ASKED_EVERY)
    return Labelled("banking77", tuple(known), tuple(rows[:: 2 * ASKED_EVERY]))


def clinc150(data: Path) -> Labelled:
    """Requests to an assistant in 150 intents; right is one of the same intent."""
    parts = json.loads((data / "clinc150" / "data_small.json").read_text(encoding="utf-8"))
    known = (Known(text, "", label) for text, label in parts["train"])
    return Labelled("clinc150", tuple(known), tuple((text, label) for text, label in parts["test"]))


def out_of_scope(data: Path) -> list[str]:
    """Requests of the same people that are of none of the 150 intents."""
    parts = json.loads((data / "clinc150" / "data_small.json").read_text(encoding="utf-8"))
    return [text for text, _ in parts["oos_test"]]


SETS = (covidfaq, banking77, clinc150)


def fill(engine: Engine, labelled: Labelled) -> None:
    """Put what is known into an empty engine."""
    engine.put(
        Document(
            key=f"question:{number}", kind="question", space_id=1, title=each.title, answer=each.answer, answered=True,
            at=SOME_DAY,
        )
        for number, each in enumerate(labelled.known)
    )  # fmt: skip


def ours(engine: Engine) -> Find:
    """What the engine finds similar."""
    return lambda q: [int(hit.key.partition(":")[2]) for hit in engine.similar(q, limit=DEPTH).items]


def full_text(labelled: Labelled, columns: Sequence[float]) -> Find:
    """SQLite FTS5 with Porter's stems: any of the words, best first by BM25 with these weights of title and answer."""
    rows = sqlite3.connect(":memory:")
    names = ["title", "answer"][: len(columns)]
    rows.execute(f"CREATE VIRTUAL TABLE known USING fts5({', '.join(names)}, tokenize='porter unicode61')")
    marks = ", ".join("?" * (len(columns) + 1))
    texts = ((number, each.title, each.answer) for number, each in enumerate(labelled.known))
    rows.executemany(f"INSERT INTO known (rowid, {', '.join(names)}) VALUES ({marks})",  # noqa: S608
                     (row[: len(columns) + 1] for row in texts))  # fmt: skip
    order = f"bm25(known, {', '.join(map(str, columns))})"

    def find(q: str) -> list[int]:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", q.lower())))
        query = f"SELECT rowid FROM known WHERE known MATCH ? ORDER BY {order} LIMIT {DEPTH}"  # noqa: S608
        return [row[0] for row in rows.execute(query, (wanted,))] if wanted else []

    return find


def quality(labelled: Labelled, find: Find) -> Quality:
    """How well a search does on what is asked."""
    ranks = [_rank(labelled, find(q), label) for q, label in labelled.asked]
    first, five = sum(rank == 1 for rank in ranks), sum(0 < rank <= SHOWN for rank in ranks)
    return Quality(first / len(ranks), five / len(ranks), sum(1 / rank for rank in ranks if rank) / len(ranks))


def baseline(labelled: Labelled) -> Quality:
    """The best that full text search does with titles alone, or with answers at a tenth or in full."""
    columns: list[list[float]] = [[1.0]]
    if any(each.answer for each in labelled.known):
        columns += [[10.0, 1.0], [1.0, 1.0]]
    return max((quality(labelled, full_text(labelled, each)) for each in columns), key=lambda best: best.mrr_10)


def shown(engine: Engine, asked: Sequence[str]) -> float:
    """The share of questions for which the product would suggest something."""
    return sum(_suggests(engine, q) for q in asked) / len(asked)


def proposed(engine: Engine, labelled: Labelled) -> float:
    """The share of questions whose intent is among the topics that would be proposed."""

    def topics(q: str) -> list[str]:
        hits = engine.similar(q, limit=NEAREST, kind="question").items
        return likeliest((hit.alikeness, [labelled.known[int(hit.key.partition(":")[2])].label]) for hit in hits)

    return sum(label in topics(q) for q, label in labelled.asked) / len(labelled.asked)


def _suggests(engine: Engine, q: str) -> bool:
    enough = ALIKE_ENOUGH if len(words(q)) >= TELLING_FROM else 0.0
    return any(hit.alikeness >= enough for hit in engine.similar(q, limit=SHOWN).items)


def _rank(labelled: Labelled, found: Sequence[int], label: str) -> int:
    return next((rank for rank, number in enumerate(found, start=1) if labelled.known[number].label == label), 0)


def main() -> None:
    """Print a line a set and search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with covidfaq, banking77 and clinc150")
    data = parser.parse_args().data
    for load in SETS:
        if not (data / load.__name__).is_dir():
            print(f"{load.__name__}: not there, skipped")
            continue
        labelled = load(data)
        with tempfile.TemporaryDirectory() as folder:
            engine = WhooshEngine(Path(folder))
            fill(engine, labelled)
            print(f"{labelled.name:10} n={len(labelled.asked):5} of {len(labelled.known):5}  FTS5 {baseline(labelled)}")
            print(f"{'':32} ours {quality(labelled, ours(engine))}")
            if load is banking77:
                print(f"the intent is among the topics proposed: {proposed(engine, labelled):.3f}")
            if load is clinc150:
                within = shown(engine, [q for q, _ in labelled.asked])
                print(
                    f"something is shown: in scope {within:.3f}, out of scope {shown(engine, out_of_scope(data)):.3f}"
                )


if __name__ == "__main__":
    main()

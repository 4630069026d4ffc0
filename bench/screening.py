"""What screening costs: texts of customers under many rules, and texts and patterns made to cost as much as they can.

python -m bench.screening [FILE]     FILE: one text a line; without it, texts are made up
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from app.screening import measuring, patterns, personal_data, phrases, severity
from app.screening.check import check
from app.screening.rules import Rule, starting_rules

WORDS = "the my hub is broken since monday and nobody calls back about line order phone price guarantee we you"
LONG = 20_000
# Each would take longer than anybody lives on an engine that goes back over the text.
HOSTILE = ((r"(a+)+$", "a"), (r"(a|aa)+$", "a"), (r"(.*a){12}", "b"), (r"([a-z]+)*!", "z"), (r"(\d+)*[^\d]x", "1"))


def rules(count: int) -> list[Rule]:
    """Rules such as a community has: words, patterns, promises, prices, links, and the ones that are always on."""
    own = [Rule(n, f"words {n}", "words", tuple(f"word{n}x{m}" for m in range(50)), "hold", "m") for n in range(count)]
    kinds = [Rule(900 + n, kind, kind, (), "hold", "m") for n, kind in enumerate(("promises", "prices", "links"))]
    own += [Rule(990, "toxicity", "toxicity", (), "hold", "m", least=1)]
    own += [Rule(991, "patterns", "patterns", (r"order\s+no\.?\s*\d{4,}", r"\bCW-?\d{6,8}\b"), "hold", "m")]
    return [*own, *kinds]


def texts(file: str | None) -> list[str]:
    """Texts from a file, or made up of usual words."""
    if file:
        return [line for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    draw, usual = Random(1), WORDS.split()  # noqa: S311 - an order of words, no secret
    return [" ".join(draw.choices(usual, k=draw.randint(8, 120))) for _ in range(2_000)]


def timed(act: Callable[[], object]) -> float:
    """Seconds of this processor that an act takes."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def show(name: str, value: float, unit: str) -> None:
    """One figure as a line of JSON."""
    sys.stdout.write(json.dumps({"bench": "screening", "name": name, "value": round(value, 4), "unit": unit}) + "\n")


def run(sample: list[str]) -> None:
    """Measure and print."""
    for count in (0, 50):
        made = rules(count)
        seconds = timed(lambda made=made: [check(text, made, "question") for text in sample])  # type: ignore[misc]
        show(f"{len(made)} rules, a text", 1_000 * seconds / len(sample), "ms")
    scans: dict[str, Callable[[str], Iterable[object]]] = {
        "personal data": personal_data.find, "prices": phrases.prices, "promises": phrases.promises,
        "hurtful words": lambda text: severity.find(text, 1),
    }  # fmt: skip
    for name, scan in scans.items():
        units = ("1", "1 ", "a@", "+1(", "GB82 ", "we ", "!", "a1", "€1,")
        worst = max(timed(lambda scan=scan, u=u: list(scan((u * LONG)[:LONG]))) for u in units)  # type: ignore[misc]
        show(f"{name}, the worst of hostile texts of {LONG} characters", 1_000 * worst, "ms")
    for pattern, unit in HOSTILE:
        spent = timed(lambda pattern=pattern, unit=unit: list(patterns.find(unit * LONG, (pattern,))))  # type: ignore[misc]
        show(f"pattern {pattern} on {LONG} times “{unit}”", 1_000 * spent, "ms")
    show("rules that are always on", len(starting_rules()), "rules")
    for name, many, figures in measuring.all_measured():
        show(f"{name}, {many} texts: precision", figures.precision, "share")
        show(f"{name}, {many} texts: recall", figures.recall, "share")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?")
    run(texts(parser.parse_args().file))

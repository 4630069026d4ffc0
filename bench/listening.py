"""How near sentiment comes to people's, how well urgency tells what cannot wait, and what a text costs.

python -m bench.listening [FILES]     files of lines "id, mean rating, text" with tabs between

Prints one line of JSON a figure. Urgency is measured on bench/urgency/labelled.tsv, whose guideline stands beside it.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from app.listening.monitoring.labelled import judged, read_labelled
from app.listening.monitoring.measuring import measured, read_rated
from app.listening.monitoring.sentiment import LONGEST, sentiment
from app.listening.monitoring.terms import terms
from app.listening.monitoring.urgency import urgency

LABELLED = Path(__file__).parent / "urgency" / "labelled.tsv"
HOSTILE = ("!" * LONGEST, "very " * 400, "not good " * 220, "a" * LONGEST, "no " * 650, "by " * 650, ":( " * 650)


def show(name: str, value: float | None, unit: str) -> None:
    """One figure as a line of JSON."""
    shown = None if value is None else round(value, 4)
    sys.stdout.write(json.dumps({"bench": "listening", "name": name, "value": shown, "unit": unit}) + "\n")


def cost(texts: list[str]) -> float:
    """Milliseconds of this processor for a text: its sentiment, urgency and terms."""
    begun = time.process_time()
    for text in texts:
        urgency(text, sentiment(text))
        terms(text)
    return 1_000 * (time.process_time() - begun) / len(texts)


def judge() -> None:
    """Measure urgency on either half of the labelled lines."""
    lines = read_labelled(LABELLED)
    for half in ("tune", "held"):
        for each in judged([line for line in lines if line.half == half]):
            for name, value in (("precision", each.precision), ("recall", each.recall), ("macro-F1", each.f1)):
                show(f"urgency, {half}, {each.name}, {name}", value, f"of {each.n} texts")


def run(files: list[Path]) -> None:
    """Measure and print."""
    judge()
    for file in files:
        rated = read_rated(file)
        for each in measured(rated):
            show(f"{file.stem}, {each.name}, correlation", each.r, "r")
            show(f"{file.stem}, {each.name}, three moods", each.f1, "macro-F1")
        show(f"{file.stem}, a text", cost([text for _mean, text in rated[:1_000]]), "ms")
    show("the worst of hostile texts", max(cost([text]) for text in HOSTILE), "ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    run(parser.parse_args().files)

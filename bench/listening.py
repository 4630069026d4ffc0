"""How near sentiment comes to people's, and what a text costs: one line of JSON a figure.

python -m bench.listening FILES     files of lines "id, mean rating, text" with tabs between
"""

import argparse
import json
import sys
import time
from pathlib import Path

from app.listening.monitoring.measuring import measured, read_rated
from app.listening.monitoring.sentiment import LONGEST, sentiment
from app.listening.monitoring.terms import terms
from app.listening.monitoring.urgency import urgency

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


def run(files: list[Path]) -> None:
    """Measure and print."""
    for file in files:
        rated = read_rated(file)
        for each in measured(rated):
            show(f"{file.stem}, {each.name}, correlation", each.r, "r")
            show(f"{file.stem}, {each.name}, three moods", each.f1, "macro-F1")
        show(f"{file.stem}, a text", cost([text for _mean, text in rated[:1_000]]), "ms")
    show("the worst of hostile texts", max(cost([text]) for text in HOSTILE), "ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    run(parser.parse_args().files)

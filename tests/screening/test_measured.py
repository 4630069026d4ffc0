"""How much of the personal data in 1,500 labelled synthetic sentences is found, and how much else with it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.screening.personal_data import find

DATA = Path(os.environ.get("WAGGLE_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
LABELLED = DATA / "pii_synth" / "synth_dataset_v2.json"
# Least precision and recall. Many of the phone numbers are of other countries, written without their code.
LEAST = {
    "card": ("CREDIT_CARD", 0.99, 0.92),
    "iban": ("IBAN_CODE", 0.99, 0.99),
    "email": ("EMAIL_ADDRESS", 0.99, 0.99),
    "phone": ("PHONE_NUMBER", 0.95, 0.60),
}


@pytest.fixture(scope="module")
def sentences() -> list[dict[str, Any]]:
    if not LABELLED.exists():
        pytest.skip(f"no labelled sentences at {LABELLED}; set WAGGLE_TEST_DATA")
    loaded: list[dict[str, Any]] = json.loads(LABELLED.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("kind", LEAST)
def test_precision_and_recall(kind: str, sentences: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    label, least_precision, least_recall = LEAST[kind]
    right = wrong = missed = 0
    for sentence in sentences:
        wanted = [(s["start_position"], s["end_position"]) for s in sentence["spans"] if s["entity_type"] == label]
        found = [(f.start, f.end) for f in find(sentence["full_text"], kinds=[kind])]
        hits = sum(any(_touch(span, other) for other in found) for span in wanted)
        right, missed = right + hits, missed + len(wanted) - hits
        wrong += sum(not any(_touch(span, other) for other in wanted) for span in found)
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(f"\n{label}: precision {precision:.3f}, recall {recall:.3f} (n={right + missed})")
    assert precision >= least_precision
    assert recall >= least_recall


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]

"""How right screening is on labelled texts: personal data, spam; how often it is wrong about harmless ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.screening import language, phrases, severity
from app.screening.personal_data import find
from app.screening.scoring import Labelled, cross_validated, figures, learn, read_labelled
from tests.real_data import banking_questions, need

# Least precision and recall. Many of the phone numbers are of other countries, written without their code.
LEAST = {
    "card": ("CREDIT_CARD", 0.99, 0.92),
    "iban": ("IBAN_CODE", 0.99, 0.99),
    "email": ("EMAIL_ADDRESS", 0.99, 0.99),
    "phone": ("PHONE_NUMBER", 0.95, 0.60),
    "national_id": ("US_SSN", 0.95, 0.90),
}


@pytest.fixture(scope="module")
def sentences() -> list[dict[str, Any]]:
    kept = need("pii_synth", "synth_dataset_v2.json").read_text(encoding="utf-8")
    loaded: list[dict[str, Any]] = json.loads(kept)
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


def _labelled_messages() -> list[Labelled]:
    with need("sms_spam", "sms-spam.tsv").open(encoding="utf-8") as lines:
        return read_labelled(lines, "spam")


def _customer_questions() -> list[str]:
    return [str(question["body"]) for question in banking_questions()]


@pytest.mark.slow
def test_spam_is_told_from_what_people_write(capsys: pytest.CaptureFixture[str]) -> None:
    examples = _labelled_messages()
    measured = figures(cross_validated(examples), (0.5, 0.7, 0.9))
    scorer, questions = learn(examples), _customer_questions()
    alarms = [sum(scorer.score(text) >= each.threshold for text in questions) for each in measured]
    with capsys.disabled():
        for each, alarmed in zip(measured, alarms, strict=True):
            print(
                f"\nspam from {each.threshold}: precision {each.precision:.3f}, recall {each.recall:.3f} on messages "
                f"in five folds; {alarmed} false alarms in {len(questions)} questions of customers"
            )
    assert measured[0].precision >= 0.985
    assert measured[0].recall >= 0.91
    assert alarms[0] <= len(questions) // 500
    assert alarms[2] == 0


@pytest.mark.slow
def test_hurtful_words_and_promises_leave_customers_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """What share of hurtful texts is found cannot be said: no labelled set of them is there."""
    questions = _customer_questions()
    hurtful = sum(bool(severity.find(text, 1)) for text in questions)
    promised = sum(bool(phrases.promises(text)) for text in questions)
    with capsys.disabled():
        print(f"\nfalse alarms in {len(questions)} questions: {hurtful} hurtful words, {promised} promises")
    assert hurtful <= len(questions) // 2_000
    assert promised <= len(questions) // 1_000


@pytest.mark.slow
def test_english_is_never_taken_for_another_language(capsys: pytest.CaptureFixture[str]) -> None:
    questions = _customer_questions()
    missed = sum("en" not in language.may_be(text) for text in questions)
    alone = sum(language.may_be(text) == {"en"} for text in questions)
    with capsys.disabled():
        print(f"\nof {len(questions)} English questions {missed} not taken for English, {alone} for English alone")
    assert missed <= len(questions) // 500

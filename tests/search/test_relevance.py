"""Similar questions on public sets of real people's labelled questions, beside SQLite's full text search.

The weights of the ranking were chosen on one half of each set, what is asked here is the other; the largest
set, which takes minutes, is asked by `bin/test real`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.search.engine.port import Engine
from bench import retrieval
from bench.retrieval import Labelled
from tests.real_data import DATA, need

Every = Callable[[int], int]


def test_the_right_answer_is_found_better_than_by_plain_full_text(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    need("covidfaq", "query_answer_pairs.json")
    _beats(engine, retrieval.covidfaq(DATA), capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "file"), [(retrieval.banking77, "train.csv"), (retrieval.clinc150, "data_small.json")]
)
def test_the_nearest_question_has_the_same_intent(
    embedded: Engine, load: Callable[[Path], Labelled], file: str, every: Every, capsys: pytest.CaptureFixture[str]
) -> None:
    need(load.__name__, file)
    if load is retrieval.clinc150:
        _need_whole(every)
    _beats(embedded, load(DATA), capsys)


@pytest.mark.slow
def test_what_is_out_of_scope_is_mostly_met_with_silence(
    embedded: Engine, every: Every, capsys: pytest.CaptureFixture[str]
) -> None:
    need("clinc150", "data_small.json")
    _need_whole(every)
    labelled = retrieval.clinc150(DATA)
    retrieval.fill(embedded, labelled)
    within = retrieval.shown(embedded, [q for q, _ in labelled.asked])
    without = retrieval.shown(embedded, retrieval.out_of_scope(DATA))
    with capsys.disabled():
        print(f"\nsomething is suggested: in scope {within:.3f}, out of scope {without:.3f}")
    assert within > 0.85
    assert without < 0.3


def _need_whole(every: Every) -> None:
    """The largest set takes a minute and tells what the others tell."""
    if every(2) > 1:
        pytest.skip("the largest set is asked by bin/test real")


def _beats(engine: Engine, labelled: Labelled, capsys: pytest.CaptureFixture[str]) -> None:
    retrieval.fill(engine, labelled)
    ours, plain = retrieval.quality(labelled, retrieval.ours(engine)), retrieval.baseline(labelled)
    with capsys.disabled():
        print(f"\n{labelled.name}, {type(engine).__name__}: {ours}; FTS5: {plain}; n={len(labelled.asked)}")
    assert ours.mrr_10 > plain.mrr_10
    assert ours.hit_1 > plain.hit_1
    assert ours.hit_5 > plain.hit_5

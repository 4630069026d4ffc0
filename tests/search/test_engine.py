"""What every engine does, whichever it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.search.engine.analysis import trigrams
from app.search.engine.port import Document, Engine, Hits
from app.search.engine.whoosh_engine import WhooshEngine

CARD = Document(
    key="question:1",
    kind="question",
    space_id=1,
    title="How do I log in after losing my card?",
    answer="Use the recovery code, then block the card.",
    topics=("sign-in",),
    answered=True,
    at=datetime(2026, 1, 1, tzinfo=UTC),
)
PARCEL = replace(CARD, key="question:2", title="Where is my parcel?", answer="Track it.", topics=(), space_id=2)
OPEN = replace(PARCEL, key="question:3", title="Parcel tracking shows nothing", answer="", answered=False)
IDEA = replace(PARCEL, key="idea:1", kind="idea", title="Parcels in paper", answer="", answered=False)
ALL = [CARD, PARCEL, OPEN, IDEA]


def keys(hits: Hits) -> list[str]:
    return [hit.key for hit in hits.items]


def test_all_the_words_are_wanted(engine: Engine) -> None:
    engine.put(ALL)
    assert keys(engine.search("parcel tracking")) == ["question:3", "question:2"]
    assert keys(engine.search("recovery code")) == ["question:1"]
    assert keys(engine.search("sign-in")) == ["question:1"]


def test_any_of_the_words_where_none_has_all(engine: Engine) -> None:
    engine.put(ALL)
    assert keys(engine.search("recovery unicorn")) == ["question:1"]


def test_the_last_word_may_be_unfinished(engine: Engine) -> None:
    engine.put(ALL)
    assert "question:3" in keys(engine.search("parcel trac"))
    assert keys(engine.search("losi")) == ["question:1"]


def test_kind_and_spaces_limit(engine: Engine) -> None:
    engine.put(ALL)
    assert keys(engine.search("parcel", kind="idea")) == ["idea:1"]
    assert keys(engine.search("parcel", spaces={1})) == []
    assert keys(engine.search("parcel", spaces=set())) == []
    assert keys(engine.similar("parcel", spaces={1})) == []
    assert keys(engine.similar("parcel", spaces={1, 2})) == ["question:2"]


def test_similar_shows_answered_ones_with_the_answer(engine: Engine) -> None:
    engine.put(ALL)
    hits = engine.similar("my parcels have not come")
    assert keys(hits)[0] == "question:2"
    assert not {"question:3", "idea:1"} & set(keys(hits))
    assert hits.items[0].answer == "Track it."
    assert set(keys(engine.similar("parcel tracking", kind="question"))) == {"question:2", "question:3"}
    assert keys(engine.similar("parcel tracking", kind="idea")) == ["idea:1"]


@pytest.mark.parametrize("typed", ["how do i login", "recovry of my account", "lost cards", "recov"])
def test_similar_forgives(engine: Engine, typed: str) -> None:
    engine.put([CARD, PARCEL, replace(PARCEL, key="question:4", title="Recovery after losing a password")])
    assert "question:1" in keys(engine.similar(typed)) or "question:4" in keys(engine.similar(typed))


def test_pages_follow_each_other(engine: Engine) -> None:
    engine.put(replace(PARCEL, key=f"question:{n}") for n in range(10, 35))
    first, second = engine.search("parcel", limit=10), engine.search("parcel", limit=10, offset=10)
    assert (first.total, len(first.items), len(second.items)) == (25, 10, 10)
    assert not set(keys(first)) & set(keys(second))


def test_put_replaces_and_drop_removes(engine: Engine) -> None:
    engine.put(ALL)
    engine.put([replace(PARCEL, title="Where is my letter?"), replace(PARCEL, title="Where is my postcard?")])
    assert engine.count() == 4
    assert keys(engine.search("postcard")) == ["question:2"]
    engine.drop(["question:2", "question:99"])
    assert (engine.count(), keys(engine.search("postcard"))) == (3, [])


def test_clear_forgets_the_watermark_too(engine: Engine) -> None:
    assert engine.watermark() == 0
    engine.put(ALL)
    engine.set_watermark(41)
    engine.set_watermark(42)
    assert engine.watermark() == 42
    engine.clear()
    assert (engine.count(), engine.watermark(), keys(engine.search("parcel"))) == (0, 0, [])


@pytest.mark.parametrize(
    "q", ["", "  ", "?!", "'", "\\", "a' | 'b", "* OR NOT (", "\x00", "x" * 5_000, "\u4f60\u597d", "%_"]
)
def test_nothing_typed_is_a_mistake(engine: Engine, q: str) -> None:
    engine.put(ALL)
    engine.search(q)
    engine.similar(q)


def test_whoosh_keeps_everything_when_opened_again(tmp_path: Path) -> None:
    first = WhooshEngine(tmp_path)
    first.put(ALL)
    first.set_watermark(7)
    again = WhooshEngine(tmp_path)
    assert (again.count(), again.watermark()) == (4, 7)


def test_a_word_still_being_typed_is_found_by_its_beginning(engine: Engine) -> None:
    engine.put(ALL)
    for typed in ("losin", "after losin", "where is my parc", "track"):
        assert keys(engine.similar(typed)), typed
    assert keys(engine.similar("after losin"))[0] == "question:1"


def test_likeness_tells_the_same_from_a_few_shared_words(engine: Engine) -> None:
    engine.put(ALL)
    same, other = "How can I log in when I am losing my card", "Who may keep a goose in the yard, and how many"
    near, far = engine.similar(same).items[0], engine.similar(other).items[0]
    assert near.key == "question:1"
    assert near.alikeness > 0.6
    assert far.alikeness < 0.4


def test_another_form_of_a_word_counts_though_its_stem_differs(engine: Engine) -> None:
    titles = ["Forget an identity", "Verify an identity", "Verification by post"]
    engine.put(replace(CARD, key=f"question:{n}", title=title, answer="") for n, title in enumerate(titles))
    assert keys(engine.similar("verification of identity")) == ["question:2", "question:1", "question:0"]


def test_a_long_word_that_every_answer_has_does_not_outweigh_a_short_telling_one(engine: Engine) -> None:
    titles = ["What is coronavirus?", "Will the sun end it?", "Who pays?", "May I fly?", "Do masks help?"]
    answer = "Coronavirus is what the office for health knows."
    engine.put(replace(CARD, key=f"question:{n}", title=title, answer=answer) for n, title in enumerate(titles))
    assert keys(engine.similar("coronavirus sun"))[0] == "question:1"


def test_the_letters_of_a_word_are_taken_three_in_a_row_with_its_ends() -> None:
    assert trigrams("card") == {" ca", "car", "ard", "rd "}
    assert (trigrams("a"), trigrams("it")) == ({" a "}, {" it", "it "})


def test_a_handful_of_questions_still_tells_a_duplicate(engine: Engine) -> None:
    engine.put([CARD, replace(CARD, key="question:7", title="How do I log in after losing my phone?")])
    hits = engine.similar("How do I log in after losing my card?")
    assert keys(hits)[0] == "question:1"
    assert hits.items[0].alikeness > 0.9


def test_what_was_dropped_is_similar_to_nothing(engine: Engine) -> None:
    engine.put(ALL)
    assert keys(engine.similar("parcel")) == ["question:2"]
    engine.drop(["question:2"])
    assert keys(engine.similar("parcel")) == []
    engine.put([replace(PARCEL, space_id=1)])
    assert keys(engine.similar("parcel", spaces={2})) == []
    assert keys(engine.similar("parcel", spaces={1})) == ["question:2"]


def test_whoosh_reads_on_while_another_process_writes(tmp_path: Path) -> None:
    reading, writing = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    for number in range(30):
        writing.put([replace(PARCEL, key=f"question:{number}")])
        if number % 3 == 0:
            writing.drop([f"question:{number}"])
        assert reading.similar("where is the parcel", limit=50).total == reading.search("parcel").total > -1
    assert reading.count() == 20

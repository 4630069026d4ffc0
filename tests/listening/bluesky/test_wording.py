"""What a post says, and how an answer becomes one: the rules of the network, without the network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.listening.adapters.bluesky.keys import SORTABLE, key_for
from app.listening.adapters.bluesky.wording import LONGEST, MOST_BYTES, fits, graphemes, mentions, spoken, worded

LINK = "https://hive.example.com/questions/42/is-the-charger-ok"
US, THEM = "did:plc:us", "did:plc:them"
FAMILY = "👩‍👩‍👧‍👦"
PIECES = [*"ab \n.,é", "e\u0301", "🇩🇪", "👍🏽", "क्ष", "각", "\u200d", "\u202e", FAMILY, "https://a.example/b "]
AWKWARD = st.lists(st.sampled_from(PIECES), max_size=700).map("".join)


def facet(text: str, part: str, kind: str, value: str) -> dict[str, Any]:
    start = len(text[: text.index(part)].encode())
    index = {"byteStart": start, "byteEnd": start + len(part.encode())}
    name = "uri" if kind == "link" else "did"
    return {"index": index, "features": [{"$type": f"app.bsky.richtext.facet#{kind}", name: value}]}


def linked(text: str, made: dict[str, Any]) -> tuple[str, str]:
    raw, index = text.encode(), made["index"]
    return raw[index["byteStart"] : index["byteEnd"]].decode(), made["features"][0]["uri"]


def test_a_short_answer_is_said_whole_with_the_link_beneath() -> None:
    made = worded("Yes, any 65 W charger works.", LINK)
    assert made.text == "Yes, any 65 W charger works.\n\nhive.example.com/questions/42"
    assert [linked(made.text, one) for one in made.facets] == [("hive.example.com/questions/42", LINK)]


def test_a_long_one_is_cut_between_words() -> None:
    made = worded("Unplug it, wait a minute, plug it in. " * 20, LINK)
    assert len(graphemes(made.text)) <= LONGEST
    body, _, label = made.text.rpartition("… ")
    assert label == "hive.example.com/questions/42"
    assert body.endswith(("Unplug", "it", "wait", "a", "minute", "plug", "in"))
    assert len(graphemes(made.text)) > LONGEST - 12, "no more is lost than a word"


def test_joined_emoji_count_one_each_and_are_never_torn() -> None:
    made = worded(FAMILY * 90, LINK)
    assert made.text.count(FAMILY) == 90
    heavy = worded(FAMILY * 400, LINK)
    assert len(heavy.text.encode()) <= MOST_BYTES, "the network counts bytes too"
    assert heavy.text.removesuffix("… hive.example.com/questions/42") == FAMILY * (heavy.text.count(FAMILY))


@given(AWKWARD)
def test_whatever_is_said_fits_and_leads_back(text: str) -> None:
    made = worded(text, LINK)
    assert fits(made.text)
    assert linked(made.text, made.facets[-1]) == ("hive.example.com/questions/42", LINK)
    assert made.text.isascii() or made.text.encode().decode() == made.text


def test_links_in_an_answer_can_be_followed_unless_the_cut_went_through_them() -> None:
    made = worded("Sée https://help.example.com/reset, then restart.", LINK)
    assert linked(made.text, made.facets[0]) == ("https://help.example.com/reset",) * 2
    torn = worded("word " * 50 + "https://help.example.com/" + "reset" * 30, LINK)
    assert [linked(torn.text, one)[1] for one in torn.facets] == [LINK]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@ask.test is it ok?", "is it ok?"),
        ("@ask.test, is it ok?", "is it ok?"),
        ("  @ask.test: is it ok? @ask.test ", "is it ok?"),
        ("Is it ok? @ask.test", "Is it ok?"),
        ("Hello @ask.test is it ok?", "Hello @ask.test is it ok?"),
        ("@ask.test – 65 W für Größe “M”?", "65 W für Größe “M”?"),
        ("@ask.test", ""),
    ],
)
def test_our_own_name_is_taken_off_both_ends(text: str, said: str) -> None:
    facets, at = [], text.find("@ask.test")
    while at >= 0:
        start = len(text[:at].encode())
        index = {"byteStart": start, "byteEnd": start + 9}
        facets.append({"index": index, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": US}]})
        at = text.find("@ask.test", at + 1)
    record = {"text": text, "facets": facets}
    assert spoken(record, US) == said
    assert mentions(record, US)
    assert not mentions(record, THEM)
    assert spoken(record, THEM) == text.strip(), "another's name is left"


def test_letters_that_no_database_keeps_are_left_out() -> None:
    card = {"external": {"uri": "https://shop.example.com/\0a"}}
    assert spoken({"text": "The hub\0 is \ud800dead.", "embed": card}, US) == (
        "The hub is ?dead.\n\nhttps://shop.example.com/a"
    )


def test_a_shortened_link_is_told_in_full() -> None:
    text = "This one: shop.example.com/very-lo…"
    full = "https://shop.example.com/very-long-name"
    assert spoken({"text": text, "facets": [facet(text, "shop.example.com/very-lo…", "link", full)]}, US) == (
        f"This one: {full}"
    )
    script = facet(text, "shop.example.com/very-lo…", "link", "javascript:alert(1)")
    assert spoken({"text": text, "facets": [script]}, US) == text


def test_what_hangs_on_a_post_is_told_too() -> None:
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://shop.example.com/65w", "title": "65 W"}}
    assert spoken({"text": "This one?", "embed": card}, US) == "This one?\n\nhttps://shop.example.com/65w"
    picture = {"$type": "app.bsky.embed.images", "images": [{"alt": "A charger, its plug bent"}, {"alt": ""}]}
    assert spoken({"text": "Broken?", "embed": picture}, US) == "Broken?\n\n[A charger, its plug bent]"


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"text": None, "facets": 3, "embed": []},
        {"text": "ok?", "facets": [None, {}, {"index": {"byteStart": 2, "byteEnd": 1}}, {"index": 1, "features": 2}]},
        {"text": "ö?", "facets": [facet("ö?", "ö", "mention", US) | {"index": {"byteStart": 1, "byteEnd": 99}}]},
        {"text": "ö?", "facets": [facet("ö?", "ö", "mention", US) | {"index": {"byteStart": 0, "byteEnd": 1}}]},
    ],
)
def test_malformed_posts_are_read_as_far_as_they_go(record: dict[str, Any]) -> None:
    assert isinstance(spoken(record, US), str)


@given(st.text(), st.datetimes(datetime(2023, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_key_is_one_the_network_takes_and_always_the_same(word: str, moment: datetime) -> None:
    key = key_for(word, moment)
    assert key == key_for(word, moment)
    assert len(key) == 13
    assert key[0] in SORTABLE[:8]
    assert set(key) <= set(SORTABLE)
    later = key_for(word, moment + timedelta(seconds=1))
    assert key < later, "posts sort by when they were decided on"


def test_two_effects_of_one_second_have_two_keys() -> None:
    moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert len({key_for(f"answer:{number}", moment) for number in range(2000)}) == 2000

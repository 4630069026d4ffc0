"""Reading who spoke to us and saying one thing once, on a real network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from atproto import models
from flask import Flask

from app.core.text import excerpt
from app.listening.adapters.bluesky import calls
from app.listening.adapters.bluesky.calls import say, spoken_to
from app.listening.adapters.bluesky.line import Line
from app.listening.adapters.bluesky.posts import Post, Ref
from app.listening.adapters.bluesky.wording import graphemes
from tests.counterparts.bluesky import PASSWORD, Member, Network, facet, until

pytestmark = [pytest.mark.bluesky, pytest.mark.slow]
LINK = "https://hive.example.com/questions/42/is-the-charger-ok"
Joined = Callable[[str], Member]


@pytest.fixture(scope="module")
def asker(joined: Joined) -> Member:
    return joined("cleo")


@pytest.fixture
def line(reaching: Flask, network: Network, ours: Member) -> Iterator[Line]:
    opened = Line(network.pds, ours.handle, PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def start() -> datetime:
    return datetime.now(UTC)


def heard(line: Line, start: datetime, saying: str) -> Post:
    """The post that says something, once the network tells of it."""
    return until(lambda: next((post for post in spoken_to(line, start) if saying in post.text), None))


def ref(post: object) -> Ref:
    return Ref(post.uri, post.cid)  # type: ignore[attr-defined]


def test_a_mention_is_heard_with_its_author_and_date(line: Line, ours: Member, asker: Member, start: datetime) -> None:
    said = asker.say("is the 65 W charger ok for my 2019 laptop?", to=ours)
    post = heard(line, start, "65 W")
    assert post.text == "is the 65 W charger ok for my 2019 laptop?"
    assert (post.ref, post.did, post.handle) == (ref(said), asker.did, f"@{asker.handle}")
    assert abs(post.at - datetime.now(UTC)) < timedelta(seconds=30)
    assert post.mentions_us
    assert post.root is post.parent is None


def test_replies_are_heard_with_their_thread_and_our_own_words_are_not(
    line: Line, ours: Member, asker: Member, start: datetime
) -> None:
    # Step by step, as people do: the network tells nobody of a reply to what it does not know yet.
    root = asker.say("does it blink twice?", to=ours)
    heard(line, start, "blink twice")
    answer = ours.say("Twice is fine.", reply_to=(root, root))
    until(lambda: asker.told_of("reply", "Twice"))
    asker.say("Thrice, in fact.", reply_to=(root, answer))
    ours.say("talking to ourselves", to=ours)
    post = heard(line, start, "Thrice")
    assert (post.root, post.parent) == (ref(root), ref(answer))
    assert not post.mentions_us
    assert all(post.did != ours.did for post in spoken_to(line, start))


def test_a_reply_that_also_names_us_is_heard_once(line: Line, ours: Member, asker: Member, start: datetime) -> None:
    root = ours.say("We sell chargers.")
    asker.say("which one for me?", to=ours, reply_to=(root, root))
    heard(line, start, "which one")
    assert len([post for post in spoken_to(line, start) if "which one" in post.text]) == 1


def test_a_post_that_names_us_beneath_a_deleted_one_is_heard(
    line: Line, ours: Member, asker: Member, joined: Joined, start: datetime
) -> None:
    friend = joined("fred")
    root = friend.say("Any idea?")
    asker.say("what do you say about orphans?", to=ours, reply_to=(root, root))
    friend.client.delete_post(root.uri)
    post = heard(line, start, "orphans")
    assert post.parent == ref(root)


def test_a_post_that_was_taken_back_is_not_heard(line: Line, ours: Member, asker: Member, start: datetime) -> None:
    gone = asker.say("never mind", to=ours)
    heard(line, start, "never mind")
    asker.client.delete_post(gone.uri)
    until(lambda: not any("never mind" in post.text for post in spoken_to(line, start)))


def test_many_pages_are_read_oldest_first(
    line: Line, ours: Member, asker: Member, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        asker.say(f"page {number}", to=ours)
    heard(line, start, "page 4")
    monkeypatch.setattr(calls, "PAGE", 2)
    told = [post.text for post in spoken_to(line, start) if post.text.startswith("page")]
    assert told == [f"page {number}" for number in range(5)]
    assert spoken_to(line, datetime.now(UTC) + timedelta(hours=2)) == [], "what was heard long ago is not read again"


def test_an_answer_is_said_once_however_often_it_is_tried(
    line: Line, ours: Member, asker: Member, start: datetime
) -> None:
    root = ref(asker.say("say it once?", to=ours))
    until(lambda: ours.told_of("mention", "say it once"))
    first = say(line, "answer:1", start, "Yes.", LINK, root, root)
    assert first == say(line, "answer:1", start, "Yes.", LINK, root, root)
    assert first == say(line, "answer:1", start, "Yes, in other words.", LINK, root, root)
    assert first != say(line, "answer:2", start, "Yes.", LINK, root, root)
    assert len([kept for kept in ours.posts() if kept.value.reply and kept.value.reply.root.uri == root.uri]) == 2
    until(lambda: asker.told_of("reply", "Yes."))


def test_tries_at_the_same_time_leave_one(reaching: Flask, network: Network, ours: Member, asker: Member) -> None:
    root = ref(asker.say("four at once?", to=ours))
    until(lambda: ours.told_of("mention", "four at once"))
    moment = datetime.now(UTC)

    def attempt(_number: int) -> Ref | None:
        with reaching.app_context():
            opened = Line(network.pds, ours.handle, PASSWORD)
            try:
                return say(opened, "answer:race", moment, "One.", LINK, root, root)
            finally:
                opened.close()

    with ThreadPoolExecutor(4) as pool:
        said = set(pool.map(attempt, range(4)))
    assert len(said) == 1
    assert len([kept for kept in ours.posts() if kept.value.reply and kept.value.reply.root.uri == root.uri]) == 1


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦" * 400, "Größe “M” 👍🏽 passt. " * 60, "क्षत्रिय " * 90, "x" * 5000, ""])
def test_whatever_an_answer_says_the_network_takes_it(
    line: Line, ours: Member, asker: Member, start: datetime, text: str
) -> None:
    root = ref(asker.say("how long?", to=ours))
    until(lambda: ours.told_of("mention", "how long"))
    made = until(lambda: say(line, f"answer:{excerpt(text)}", start, text, LINK, root, root))
    kept = next(post.value for post in ours.posts() if post.uri == made.uri)
    assert len(graphemes(kept.text)) <= 300
    index, raw = kept.facets[-1].index, kept.text.encode()
    assert raw[index.byte_start : index.byte_end].decode() == "hive.example.com/questions/42"
    assert kept.facets[-1].features[0].uri == LINK


def test_nothing_is_said_beneath_what_was_taken_back_unless_the_thread_lives(
    line: Line, ours: Member, asker: Member, joined: Joined, start: datetime
) -> None:
    friend = joined("gus")
    root = friend.say("A thread.")
    middle = asker.say("what of threads?", to=ours, reply_to=(root, root))
    heard(line, start, "what of threads")
    asker.client.delete_post(middle.uri)
    until(lambda: not any("what of threads" in post.text for post in spoken_to(line, start)))
    made = say(line, "answer:thread", start, "They hold.", LINK, ref(root), ref(middle))
    assert made is not None
    until(lambda: friend.told_of("reply", "They hold."))
    friend.client.delete_post(root.uri)
    until(lambda: not friend.client.get_posts([root.uri]).posts)
    assert say(line, "answer:none", start, "To nobody.", LINK, ref(root), ref(middle)) is None


def test_links_and_pictures_come_in_full(line: Line, ours: Member, asker: Member, start: datetime) -> None:
    shown = f"@{ours.handle} is this one right? shop.example.com/65…"
    at = len(shown) - len("shop.example.com/65…")
    facets = [
        facet(0, len(ours.handle) + 1, models.AppBskyRichtextFacet.Mention(did=ours.did)),
        facet(at, len(shown.encode()), models.AppBskyRichtextFacet.Link(uri="https://shop.example.com/65-w-charger")),
    ]
    asker.client.send_post(text=shown, facets=facets)
    post = heard(line, start, "is this one right")
    assert post.text == "is this one right? https://shop.example.com/65-w-charger"

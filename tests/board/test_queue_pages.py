"""The queue page by page: nothing twice, nothing left out, one price, whatever happens in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as some

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Question
from app.board.queries import markers
from app.core import clock, transaction
from app.core.access import Invalid
from app.extensions import db
from tests.board.test_views import cost, counted
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
NUMBERS = some.frozensets(some.integers(1, 2**63 - 1), max_size=40)


@pytest.fixture
def many(cast: Cast) -> list[Question]:
    """A hundred and five questions that Emma, who is cleared, may see; every third is due."""
    cast.certify(cast.emma)
    cast.certify(cast.erik)
    space, now = cast.space("help"), clock.now()
    with transaction.unit():
        made = [commands.ask(space=space, title=f"Number {n}", topics=["Wi-Fi"], by=cast.carla) for n in range(105)]
        for n, question in enumerate(made):
            question.due_at = now + timedelta(hours=n - 20) if n % 3 == 0 else None
    return made


def walk(person: Person, between: Callable[[int], None] = lambda page: None, **more: object) -> Sequence[list[int]]:
    """The ids of every page from the first to the last."""
    pages, after = [], None
    while True:
        queue = queries.desk_queue(person, after=after, **more)  # type: ignore[arg-type]
        pages.append([question.id for question in queue.items])
        after = queue.next
        if after is None:
            return pages
        between(len(pages))
        db.session.expire_all()


@settings(deadline=None, max_examples=60)
@given(NUMBERS)
def test_a_marker_keeps_every_number(numbers: frozenset[int]) -> None:
    assert markers.unpack(markers.pack(numbers)) == numbers


@pytest.mark.parametrize("marker", ["_", "nonsense!", "\u00e9", "gA", "_" * 60, "AQ" * 2000, "\0"])
def test_any_other_text_is_refused(app: object, marker: str) -> None:
    with pytest.raises(Invalid):
        markers.unpack(marker)


def test_a_full_marker_fits_an_address() -> None:
    usual = markers.pack(range(1, 200_000, 200_000 // markers.MOST_SHOWN))
    assert len(usual) < 1400
    assert len(markers.pack(range(10**9, 10**9 + 400 * 2_000_000, 2_000_000))) <= markers.LONGEST


def test_every_page_goes_on_where_the_one_before_ended(cast: Cast, many: list[Question]) -> None:
    pages = walk(cast.emma)
    everything = [number for page in pages for number in page]
    assert [len(page) for page in pages] == [40, 40, 25]
    assert sorted(everything) == sorted(question.id for question in many)
    late = {question.id for question in many if question.due_at and question.due_at < clock.now()}
    assert late <= set(pages[0])


def test_claims_answers_and_new_questions_in_between_repeat_and_lose_nothing(cast: Cast, many: list[Question]) -> None:
    emma, erik, colin, space = cast.emma, cast.erik, cast.colin, cast.space("help")
    shown: set[int] = set()

    def between(page: int) -> None:
        with transaction.unit():
            if page == 1:
                shown.update(question.id for question in queries.desk_queue(emma).items)
                rest = [question for question in many if question.id not in shown]
                commands.claim(rest[0], by=erik)
                commands.claim(rest[1], by=emma)
                commands.claim(next(question for question in many if question.id in shown), by=emma)
                rest[2].due_at = clock.now() - timedelta(days=3)
                commands.ask(space=space, title="Just asked", by=colin)

    pages = walk(emma, between)
    everything = [number for page in pages for number in page]
    assert len(everything) == len(set(everything)), "nothing comes twice"
    assert {question.id for question in many} <= set(everything), "nothing is left out"
    assert len(everything) == 106
    assert pages[1][0] == [question for question in many if question.id not in shown][1].id, "one's own claim first"


def test_what_was_put_aside_is_paged_too(cast: Cast, many: list[Question]) -> None:
    with transaction.unit():
        for question in many[:70]:
            commands.snooze(question, clock.now() + timedelta(days=1), by=cast.emma)
    pages = walk(cast.emma, wanted=queries.Wanted(show="snoozed"), most=50)
    assert [len(page) for page in pages] == [50, 20]
    assert len({number for page in pages for number in page}) == 70


def test_a_page_larger_than_the_window_is_still_whole(cast: Cast, many: list[Question]) -> None:
    assert [len(page) for page in walk(cast.emma, most=100)] == [100, 5]


def test_a_marker_ends_and_says_so(
    cast: Cast, many: list[Question], signed_in: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.board.queries.desk.MOST_SHOWN", 80)
    first = queries.desk_queue(cast.emma)
    assert first.next
    last = queries.desk_queue(cast.emma, after=first.next)
    assert (last.is_more, last.next) == (True, None)
    assert "and more waits" in signed_in(cast.emma).get(f"/desk?after={first.next}").text


def test_each_page_costs_the_same(cast: Cast, many: list[Question]) -> None:
    costs, after = [], None
    for _page in range(3):
        db.session.expire_all()
        with counted() as sent:
            queue = queries.desk_queue(cast.emma, after=after)
        costs.append(len(sent))
        after = queue.next
    assert max(costs) <= min(costs) + 1, costs


def test_the_pages_of_the_desk_link_to_one_another(cast: Cast, many: list[Question], signed_in: Browse) -> None:
    browser = signed_in(cast.emma)
    seen: list[str] = []
    address = "/desk?show=free"
    for _page in range(3):
        page = browser.get(address).text
        seen += re.findall(r'id="waits-(\d+)"', page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
    assert (len(seen), len(set(seen)), address) == (105, 105, "")
    second = re.search(r'rel="next" href="([^"]+)"', browser.get("/desk").text)
    assert second
    chosen = re.search(r'id="waits-(\d+)"><a href="([^"]+)"', browser.get(second[1]).text)
    assert chosen
    assert f'id="waits-{chosen[1]}"' in browser.get(chosen[2].replace("&amp;", "&")).text, "choosing keeps the page"
    assert browser.get("/desk?after=nonsense!").status_code == 422
    assert cost(browser, second[1]) <= cost(browser, "/desk") + 2


def test_the_queue_by_the_api_page_by_page(cast: Cast, many: list[Question], api: Callable[..., FlaskClient]) -> None:
    emma, found, after = api(cast.emma), [], ""
    while True:
        answer = emma.get("/api/v1/desk", query_string={"limit": 50, **({"after": after} if after else {})}).json
        found += [item["id"] for item in answer["items"]]
        if not (after := answer["next"]):
            break
    assert sorted(found) == sorted(question.id for question in many)
    assert emma.get("/api/v1/desk?after=_").status_code == 422

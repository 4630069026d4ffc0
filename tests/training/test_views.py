"""The pages of training: through both gates and back to where one was stopped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db
from app.spaces import commands as spaces
from app.training import commands, queries
from app.training.models import Attempt
from tests.cast import Cast

Browser = Callable[[Person], FlaskClient]
BACK = "/questions/42/lights?tab=all"
QUOTED = "/questions/42/lights%3Ftab%3Dall"


@pytest.fixture
def rules(cast: Cast) -> None:
    """One version of the guidelines, and the course that clears answering."""
    cast.course()
    with transaction.unit():
        commands.publish_guideline("Be kind.\n\nBe quick.", by=cast.stella)


def send(browser: FlaskClient, address: str, page: str, **fields: Any) -> TestResponse:
    """Post a form with the token that its page carries."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
    assert token
    return browser.post(address, data={"csrf_token": token[1], **fields})


def chosen(attempt: Attempt, wrong: int = 0) -> dict[str, int]:
    """The form of an attempt, filled in right but for so many questions."""
    orders = list(attempt.orders.items())
    return {f"item-{key}": order.index(1 if place < wrong else 0) for place, (key, order) in enumerate(orders)}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run in the block."""
    statements: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost(browser: FlaskClient, address: str) -> int:
    """How many statements a page takes."""
    browser.get(address)
    with counted() as statements:
        assert browser.get(address).status_code == 200
    return len(statements)


@pytest.mark.usefixtures("rules")
def test_from_the_gate_through_both_remedies_and_back(signed_in: Browser, cast: Cast) -> None:
    nell = signed_in(cast.nell)
    reader = f"/learn/guidelines?next={QUOTED}"
    assert 'value="/questions/42/lights?tab=all"' in nell.get(reader).text
    accepted = send(nell, "/learn/guidelines/acceptance", reader, version=1, read="y", next=BACK)
    assert (accepted.status_code, accepted.location) == (303, f"/learn/courses/answering?next={QUOTED}")
    assert f"/lessons/1?next={QUOTED}" in nell.get(accepted.location).text
    started = send(nell, "/learn/courses/answering/attempts", accepted.location, next=BACK)
    attempt = queries.open_attempt(cast.nell, cast.course())
    assert attempt is not None
    assert started.location == f"{attempt.url}?next={QUOTED}"
    handed_in = send(nell, attempt.url, started.location, next=BACK, **chosen(attempt))
    assert handed_in.location == f"{attempt.url}?next={QUOTED}"
    result = nell.get(handed_in.location).text
    assert f'href="{BACK}"' in result
    assert "Because of" in result


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("other", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leaves_the_site(signed_in: Browser, cast: Cast, other: str) -> None:
    cast.certify(cast.emma)
    emma = signed_in(cast.emma)
    with transaction.unit():
        commands.publish_guideline("Be right.", by=cast.stella)
    accepted = send(emma, "/learn/guidelines/acceptance", "/learn/guidelines", version=2, read="y", next=other)
    assert accepted.location == "/learn"
    send(emma, "/learn/courses/answering/attempts", "/learn/courses/answering")
    attempt = queries.open_attempt(cast.emma, cast.course())
    assert attempt is not None
    send(emma, attempt.url, attempt.url, **chosen(attempt))
    assert "evil" not in emma.get(attempt.url, query_string={"next": other}).text.split("<main")[1]


@pytest.mark.usefixtures("rules")
def test_somebody_who_lacks_nothing_else_goes_straight_back(signed_in: Browser, cast: Cast) -> None:
    carla = signed_in(cast.carla)
    accepted = send(carla, "/learn/guidelines/acceptance", "/learn/guidelines", version=1, read="y", next=BACK)
    assert accepted.location == BACK


@pytest.mark.usefixtures("rules")
def test_guidelines_are_accepted_only_when_read(signed_in: Browser, cast: Cast) -> None:
    nell = signed_in(cast.nell)
    refused = send(nell, "/learn/guidelines/acceptance", "/learn/guidelines", version=1, next=BACK)
    assert refused.status_code == 422
    assert 'value="/questions/42/lights?tab=all"' in refused.text
    assert queries.accepted_version(cast.nell) == 0
    assert nell.post("/learn/guidelines/acceptance", data={"version": 1, "read": "y"}).status_code == 400


@pytest.mark.usefixtures("rules")
def test_the_reader_shows_what_changed(signed_in: Browser, cast: Cast) -> None:
    with transaction.unit():
        commands.accept_guidelines(1, by=cast.nell)
        commands.publish_guideline("Be kind.\n\nBe right.", by=cast.stella)
    page = signed_in(cast.nell).get("/learn/guidelines").text
    assert "<del>quick</del><ins>right</ins>" in page
    assert "<del>" not in signed_in(cast.emma).get("/learn/guidelines").text
    assert "Be quick." in signed_in(cast.emma).get("/learn/guidelines/1").text


@pytest.mark.usefixtures("rules")
def test_an_open_quiz_tells_nothing(signed_in: Browser, cast: Cast) -> None:
    nell = signed_in(cast.nell)
    send(nell, "/learn/courses/answering/attempts", "/learn/courses/answering")
    attempt = queries.open_attempt(cast.nell, cast.course())
    assert attempt is not None
    pages = [nell.get(attempt.url), send(nell, attempt.url, attempt.url, **dict([*chosen(attempt).items()][1:]))]
    assert [page.status_code for page in pages] == [200, 422]
    for page in pages:
        assert "Because of" not in page.text
        assert 'class="choice right"' not in page.text
    kept = next(iter([*chosen(attempt).items()][1:]))
    assert re.search(rf'checked[^>]*name="{kept[0]}"[^>]*value="{kept[1]}"', pages[1].text)


@pytest.mark.usefixtures("rules")
def test_a_failed_attempt_is_explained_and_can_be_tried_again(signed_in: Browser, cast: Cast) -> None:
    nell = signed_in(cast.nell)
    send(nell, "/learn/courses/answering/attempts", "/learn/courses/answering")
    attempt = queries.open_attempt(cast.nell, cast.course())
    assert attempt is not None
    page = nell.get(send(nell, attempt.url, attempt.url, next=BACK, **chosen(attempt, wrong=3)).location).text
    assert page.count('class="choice wrong"') == 3
    assert "Try again" in page
    assert f'name="next" value="{BACK}"' in page
    assert send(nell, attempt.url, "/learn/guidelines", **chosen(attempt)).status_code == 409


@pytest.mark.usefixtures("rules")
def test_attempts_and_certificates_of_others(signed_in: Browser, cast: Cast, client: FlaskClient) -> None:
    with transaction.unit():
        attempt = commands.start_attempt(cast.course(), by=cast.nell)
    (certificate,) = cast.certify(cast.emma)
    nell, erik, carla = signed_in(cast.nell), signed_in(cast.erik), signed_in(cast.carla)
    assert [browser.get(attempt.url).status_code for browser in (nell, erik, carla)] == [200, 404, 404]
    assert [browser.get(certificate.url).status_code for browser in (nell, carla, client)] == [200, 403, 403]


@pytest.mark.usefixtures("rules")
def test_visitors_read_guidelines_and_are_sent_to_sign_in_for_the_rest(client: FlaskClient) -> None:
    assert "Be kind." in client.get("/learn/guidelines").text
    for address in ("/learn", "/learn/courses/answering"):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={address}")


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("address", ["/learn/courses/answering", "/learn/courses/answering/lessons/2"])
def test_courses_are_not_for_customers(signed_in: Browser, cast: Cast, address: str) -> None:
    assert signed_in(cast.nell).get(address).status_code == 200
    refusal = signed_in(cast.carla).get(address)
    assert refusal.status_code == 403
    assert "/learn/guidelines?next=" in refusal.text


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("address", ["courses/none", "courses/answering/lessons/9", "guidelines/9"])
def test_what_is_not_there(signed_in: Browser, cast: Cast, address: str) -> None:
    assert signed_in(cast.nell).get(f"/learn/{address}").status_code == 404


def test_the_path_of_each(signed_in: Browser, cast: Cast) -> None:
    empty = signed_in(cast.carla).get("/learn").text
    assert "Nothing to learn yet" in empty
    cast.certify(cast.emma)
    with transaction.unit():
        commands.pair(cast.mona, cast.emma, by=cast.stella)
    page = signed_in(cast.emma).get("/learn").text
    assert "Certified until" in page
    assert "0 of 3, with Mona Mentor" in page
    assert "Emma Employee" in signed_in(cast.mona).get("/learn").text


def test_the_path_says_when_to_renew(signed_in: Browser, cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    with clock.at(certificate.expires_at - timedelta(days=29)):
        assert "renew it" in signed_in(cast.emma).get("/learn").text
    with clock.at(certificate.expires_at - timedelta(days=31)):
        assert "Certified until" in signed_in(cast.emma).get("/learn").text
    with clock.at(certificate.expires_at):
        page = signed_in(cast.emma).get("/learn").text
    assert "2 lessons, then a quiz" in page
    assert "Lapsed" in page


def test_owners_publish(signed_in: Browser, cast: Cast) -> None:
    assert signed_in(cast.nell).get("/learn/guidelines/new").status_code == 403
    stella = signed_in(cast.stella)
    assert "Write the first version" in stella.get("/learn/guidelines").text
    page = "/learn/guidelines/new"
    assert send(stella, page, page, summary="", body="Be kind.").status_code == 422
    assert send(stella, page, page, summary="First.", body="Be kind.", major="y").status_code == 303
    current = queries.current_guideline()
    assert current is not None
    assert (current.version, current.summary) == (1, "First.")


def test_owners_pair_and_take_back(signed_in: Browser, cast: Cast) -> None:
    stella, page = signed_in(cast.stella), "/learn/mentors"
    assert {cast.mona.handle, cast.nell.handle} == {"mona", "nell"}
    assert send(stella, page, page, novice="nell", mentor="nell").status_code == 422
    assert send(stella, page, page, novice="nell", mentor="mona").status_code == 303
    assert queries.mentor_of(cast.nell) == cast.mona
    (certificate,) = cast.certify(cast.emma)
    address = f"{certificate.url}/revocation"
    assert send(stella, address, certificate.url, reason="").status_code == 422
    assert send(stella, address, certificate.url, reason="A false claim.").status_code == 303
    assert queries.live_certificate(cast.emma, "answer") is None
    for who in (cast.nell, cast.carla):
        assert send(signed_in(who), address, "/learn/guidelines/new", reason="x").status_code == 403


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("address", ["/learn", "/learn/guidelines", "/learn/courses/answering"])
def test_pages_cost_the_same_however_much_there_is(signed_in: Browser, cast: Cast, address: str) -> None:
    nell = signed_in(cast.nell)
    cast.certify(cast.nell)
    with transaction.unit():
        commands.publish_guideline("Version 2.", major=False, by=cast.stella)
    few = cost(nell, address)
    for action in ("review", "verify"):
        cast.certify(cast.nell, action)
    with transaction.unit():
        for n in range(3, 6):
            commands.publish_guideline(f"Version {n}.", major=False, by=cast.stella)
        commands.start_attempt(cast.course("review"), by=cast.nell)
    assert cost(nell, address) == few <= 27


def test_a_spaces_rules_are_read_accepted_and_lead_back(signed_in: Browser, cast: Cast, client: FlaskClient) -> None:
    with transaction.unit():
        space = spaces.open_space(slug="shop", name="Shop", addendum="Be *kind*.", addendum_asked=True, by=cast.stella)
    page = f"/learn/addenda/shop?next={QUOTED}"
    nell = signed_in(cast.nell)
    assert "Be <em>kind</em>." in nell.get(page).text
    assert send(nell, "/learn/addenda/shop/acceptance", page, version=1, next=BACK).status_code == 422
    accepted = send(nell, "/learn/addenda/shop/acceptance", page, version=1, read="y", next=BACK)
    assert (accepted.status_code, accepted.location) == (303, BACK)
    words = {"name": "Shop", "purpose": "", "visibility": "internal", "addendum": "Be *brief*."}
    with transaction.unit():
        spaces.change_space(space, **words, by=cast.stella)
    assert "<del>kind</del><ins>brief</ins>" in nell.get(page).text
    stale = send(nell, "/learn/addenda/shop/acceptance", page, version=1, read="y", next=BACK)
    assert stale.status_code == 409
    assert [browser.get(page).status_code for browser in (client, signed_in(cast.carla))] == [404, 404]
    assert nell.get("/learn/addenda/staff").status_code == 404


@pytest.mark.usefixtures("rules")
def test_a_grace_is_shown_where_one_reads_and_on_the_path(signed_in: Browser, cast: Cast) -> None:
    cast.certify(cast.emma)
    stella, page = signed_in(cast.stella), "/learn/guidelines/new"
    fields = {"summary": "More.", "body": "Be kind.", "recertify": "y", "grace_days": "14"}
    refused = send(stella, page, page, **fields)
    assert refused.status_code == 422
    assert "Only a version that everybody must accept" in refused.text
    assert send(stella, page, page, **{**fields, "major": "y", "grace_days": "-1"}).status_code == 422
    assert send(stella, page, page, **fields, major="y").status_code == 303
    emma = signed_in(cast.emma)
    assert "Accept version 2 in time" in emma.get("/learn/guidelines").text
    assert "Accept version 2 by" in emma.get("/learn").text
    assert "Accept version 2" not in signed_in(cast.nell).get("/learn").text
    assert "What changed since version 1" in emma.get("/learn/guidelines/2").text

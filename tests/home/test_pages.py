"""Home, people, spaces, sitemap, catalogue and API docs: what each kind of reader finds there."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.core import transaction
from app.extensions import db
from app.spaces import commands as spaces
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]


def ask(cast: Cast, slug: str, title: str) -> str:
    with transaction.unit():
        return board.ask(space=cast.space(slug), title=title, body="Tell me.", topics=[], by=cast.emma).url


def text_of(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def queries_of(client: FlaskClient, url: str) -> int:
    count = 0

    def seen(*_arguments: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", seen)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", seen)
    return count


def test_an_empty_home_says_how_to_begin(client: FlaskClient) -> None:
    page = text_of(client, "/")
    assert "Quiet so far" in page
    assert "You said, we did" not in page
    assert "Solved" not in page


def test_home_shows_what_one_may_see(cast: Cast, client: FlaskClient, signed_in: Browsers) -> None:
    ask(cast, "help", "Why is the sky blue?")
    ask(cast, "staff", "Where is the new canteen?")
    assert "Why is the sky blue?" in text_of(client, "/")
    assert "canteen" not in text_of(client, "/")
    assert "canteen" in text_of(signed_in(cast.erik), "/")


def test_asking_from_home_needs_no_script(client: FlaskClient, cast: Cast) -> None:
    cast.space("help")
    page = text_of(client, "/")
    assert '<form class="block home-ask" action="/questions/new"' in page
    assert 'value="Why so?"' in text_of(client, "/questions/new?title=Why+so%3F")


def test_home_costs_the_same_however_full(cast: Cast, client: FlaskClient) -> None:
    for number in range(2):
        ask(cast, "help", f"Question number {number}")
    text_of(client, "/")
    few = queries_of(client, "/")
    for number in range(2, 9):
        ask(cast, "help", f"Question number {number}")
    assert queries_of(client, "/") == few


def test_people_are_found_and_paged(cast: Cast, client: FlaskClient) -> None:
    with transaction.unit():
        for number in range(35):
            accounts.add_person(name=f"Person {number}", kind="customer")
        accounts.add_person(name="Old Import", kind="customer", state="imported")
    assert cast.emma
    page = text_of(client, "/people")
    assert "Show more" in page
    assert "Old Import" not in page
    few = queries_of(client, "/people?q=emma")
    assert "Emma Employee" in text_of(client, "/people?q=EMMA")
    assert "Nobody found" in text_of(client, "/people?q=zzz%25_")
    assert "Emma Employee" not in text_of(client, "/people?kind=customer&q=emma")
    assert queries_of(client, "/people") == few


def test_a_profile_hides_what_the_reader_may_not_see(cast: Cast, client: FlaskClient, signed_in: Browsers) -> None:
    ask(cast, "help", "Why is the sky blue?")
    ask(cast, "staff", "Where is the new canteen?")
    page = text_of(client, "/people/emma")
    assert "sky" in page
    assert "canteen" not in page
    assert "canteen" in text_of(signed_in(cast.erik), "/people/emma")
    assert "emma@example.com" not in page
    assert client.get("/people/nobody").status_code == 404


def test_spaces_one_may_not_see_are_not_there(cast: Cast, client: FlaskClient, signed_in: Browsers) -> None:
    for slug in ("help", "lounge", "staff", "practice"):
        cast.space(slug)
    assert client.get("/spaces/help").status_code == 200
    assert [client.get(f"/spaces/{s}").status_code for s in ("lounge", "staff", "practice")] == [404] * 3
    assert signed_in(cast.carla).get("/spaces/lounge").status_code == 200
    assert signed_in(cast.carla).get("/spaces/staff").status_code == 404
    assert signed_in(cast.emma).get("/spaces/staff").status_code == 200
    assert "Staff" not in text_of(client, "/spaces")


def test_the_rules_of_a_space_are_rendered_safely(cast: Cast, client: FlaskClient) -> None:
    with transaction.unit():
        spaces.change_space(
            cast.space("help"), name="Help", purpose="<script>", visibility="public",
            addendum="Be *kind*. <script>alert(1)</script>", by=cast.stella,
        )  # fmt: skip
    page = text_of(client, "/spaces/help")
    assert "<em>kind</em>" in page
    assert "<script>alert" not in page


def test_the_sitemap_lists_what_everybody_may_read(cast: Cast, client: FlaskClient) -> None:
    shown, hidden = ask(cast, "help", "Why is the sky blue?"), ask(cast, "staff", "Where is the canteen?")
    places = [node.text or "" for node in ElementTree.fromstring(text_of(client, "/sitemap.xml")).iter() if node.text]
    assert any(place.endswith(shown) for place in places)
    assert not any(place.endswith(hidden) for place in places)
    assert any(place.endswith("/spaces/help") for place in places)


def test_the_api_can_be_read(client: FlaskClient) -> None:
    index = text_of(client, "/api/docs")
    document = client.get("/api/v1/openapi.json").get_json()
    pages = {area: text_of(client, f"/api/docs/{area}") for area in {path.split("/")[1] for path in document["paths"]}}
    for path, operations in document["paths"].items():
        area = path.split("/")[1]
        for operation in operations.values():
            assert f'href="/api/docs/{area}#{operation["operationId"]}"' in index
            assert f'id="{operation["operationId"]}"' in pages[area]
    for page in pages.values():
        assert set(re.findall(r'href="#(schema-\w+)"', page)) <= set(re.findall(r'id="(schema-\w+)"', page))
    assert client.get("/api/docs/nothing").status_code == 404


def test_the_catalogue_is_for_builders_only(app: Flask, client: FlaskClient) -> None:
    assert client.get("/catalogue").status_code == 404

"""Views of the queue: named, kept, ordered, opened with, dropped; nobody else's, and nothing that is closed to one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, queries
from app.board.commands import desk_views as views
from app.board.models import DeskView, Question
from app.core import transaction
from app.core.access import Invalid
from app.extensions import db
from app.spaces import commands as spaces
from tests.board.test_views import cost, send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]


def keep(person: Person, name: str, **wanted: object) -> DeskView:
    with transaction.unit():
        return commands.keep_view(name, queries.Wanted(**wanted), by=person)  # type: ignore[arg-type]


def names(person: Person) -> list[str]:
    db.session.expire_all()
    return [view.name for view in queries.desk_views(person)]


@pytest.mark.parametrize("name", ["", "  \t", "x" * 41, "Free", "FREE"])
def test_a_name_is_short_and_ones_own_only_once(cast: Cast, name: str) -> None:
    keep(cast.emma, "free", show="free")
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.keep_view(name, queries.Wanted(), by=cast.emma)
    assert "name" in refused.value.errors
    assert names(cast.emma) == ["free"]
    keep(cast.erik, "free")


def test_a_name_is_kept_tidily_and_changed_only_to_a_free_one(cast: Cast) -> None:
    first, _second = keep(cast.emma, " Due \n  today "), keep(cast.emma, "Mine")
    assert first.name == "Due today"
    with transaction.unit():
        commands.rename_view(first, "DUE TODAY", by=cast.emma)
    with pytest.raises(Invalid), transaction.unit():
        commands.rename_view(first, "mine", by=cast.emma)
    assert names(cast.emma) == ["DUE TODAY", "Mine"]


def test_there_are_at_most_twenty(cast: Cast) -> None:
    for n in range(views.MOST):
        keep(cast.emma, f"View {n}")
    with pytest.raises(Invalid, match="Drop one first"), transaction.unit():
        commands.keep_view("One more", queries.Wanted(), by=cast.emma)


def test_moving_one_keeps_the_others_in_order(cast: Cast) -> None:
    kept = {name: keep(cast.emma, name) for name in "abcd"}
    for name, place, order in (("d", 1, "dabc"), ("d", 99, "abcd"), ("b", 3, "acbd"), ("a", 0, "acbd")):
        with transaction.unit():
            commands.place_view(kept[name], place, by=cast.emma)
        assert "".join(names(cast.emma)) == order


def test_only_one_opens_the_desk(cast: Cast) -> None:
    first, second = keep(cast.emma, "First"), keep(cast.emma, "Second")
    for view, opening in ((first, ["First"]), (second, ["Second"]), (None, [])):
        with transaction.unit():
            commands.open_with(view, by=cast.emma)
        db.session.expire_all()
        assert [each.name for each in queries.desk_views(cast.emma) if each.opens] == opening


def test_a_view_of_what_is_closed_to_one_shows_nothing_and_names_nothing(
    cast: Cast, signed_in: Browse, api: Api
) -> None:
    emma, secret = cast.emma, cast.space("help")
    cast.certify(emma)
    with transaction.unit():
        secret = spaces.open_space(slug="roses", name="Rose room", visibility="invited", by=cast.stella)
        spaces.set_role(secret, emma, "member", by=cast.stella)
        commands.ask(space=secret, title="Under the roses", topics=["Roses"], by=emma)
        commands.ask(space=cast.space("help"), title="In the open", by=cast.carla)
    topic = queries.visible_topic(emma, "roses")
    kept = [keep(emma, "Closed", space=secret), keep(emma, "About", topic=topic)]
    browser, caller = signed_in(emma), api(emma)
    for view in kept:
        assert "Under the roses" in browser.get(f"/desk?view={view.id}").text
    with transaction.unit():
        spaces.set_role(secret, emma, None, by=cast.stella)
    for view in kept:
        page = browser.get(f"/desk?view={view.id}").text
        assert "Not yours to see any more" in page
        assert "Under the roses" not in page
        assert "In the open" not in page.split("board-keys")[0]
        assert caller.get(f"/api/v1/desk?view={view.id}").json["items"] == []
    arranged = browser.get("/desk/views").text
    assert arranged.count("no longer yours to see") == 2
    assert secret.name not in arranged
    shown = caller.get("/api/v1/desk/views").json["items"]
    assert {(item["lost"], item["space"], item["topic"]) for item in shown} == {(True, None, None)}


def test_the_page_keeps_opens_orders_and_drops(cast: Cast, asked: Question, signed_in: Browse) -> None:
    cast.certify(cast.emma)
    browser = signed_in(cast.emma)
    assert "Keep as a view" not in browser.get("/desk").text
    assert "Keep as a view" in browser.get("/desk?show=private&space=help").text
    refused = send(browser, "/desk/views?show=private&space=help", name="x" * 41)
    assert refused.status_code == 422
    assert "Name the view in at most 40 characters" in refused.text
    assert "x" * 41 in refused.text, "what was typed stays"
    done = send(browser, "/desk/views?show=private&space=help", name="Private at help")
    assert done.status_code == 303
    number = done.location.split("=")[1]
    page = browser.get(done.location).text
    assert re.search(r'aria-current="page">Private at help<', page)
    assert "Nothing like this waits" in page
    assert send(browser, f"/desk/views/{number}/opening?_method=PUT").location == "/desk/views"
    assert "Nothing like this waits" in browser.get("/desk").text, "the desk opens with it"
    assert asked.title in browser.get("/desk?show=all").text
    assert f"question={asked.id}&amp;show=all" in browser.get("/desk?show=all").text, "and choosing leaves all of it"
    assert send(browser, f"/desk/views/{number}/opening?_method=DELETE").status_code == 303
    assert asked.title in browser.get("/desk").text
    other = send(browser, "/desk/views?show=free", name="Free").location.split("=")[1]
    assert send(browser, f"/desk/views/{other}/place/1?_method=PUT").status_code == 303
    assert send(browser, f"/desk/views/{other}/place/{10**25}?_method=PUT").status_code == 303
    assert send(browser, f"/desk/views/{other}/place/1?_method=PUT").status_code == 303
    assert names(cast.emma) == ["Free", "Private at help"]
    assert send(browser, f"/desk/views/{other}", name="Private at help").status_code == 422
    assert send(browser, f"/desk/views/{other}", name="Nobody on it").status_code == 303
    assert send(browser, f"/desk/views/{number}?_method=DELETE").status_code == 303
    assert names(cast.emma) == ["Nobody on it"]


def test_nobody_elses_view_is_there(cast: Cast, signed_in: Browse, api: Api) -> None:
    view = keep(cast.emma, "Emma's")
    erik, carla, caller = signed_in(cast.erik), signed_in(cast.carla), api(cast.erik)
    for method, rest in (
        ("POST", ""),
        ("DELETE", ""),
        ("PUT", "/opening"),
        ("DELETE", "/opening"),
        ("PUT", "/place/1"),
    ):
        address = f"/desk/views/{view.id}{rest}?_method={method}"
        assert send(erik, address, name="Mine now").status_code == 404, address
    assert "Emma&#39;s" not in erik.get(f"/desk?view={view.id}").text
    assert send(carla, "/desk/views?show=free", name="Free").status_code == 403
    assert carla.get("/desk/views").status_code == 403
    assert caller.get(f"/api/v1/desk?view={view.id}").status_code == 404
    for method in ("patch", "delete"):
        answer = getattr(caller, method)(
            f"/api/v1/desk/views/{view.id}", json={"name": "x"} if method == "patch" else None
        )
        assert answer.status_code == 404
    assert api(cast.carla).get("/api/v1/desk/views").status_code == 403
    assert names(cast.emma) == ["Emma's"]


def test_views_by_the_api(cast: Cast, asked: Question, api: Api) -> None:
    cast.certify(cast.emma)
    emma = api(cast.emma)
    made = emma.post("/api/v1/desk/views", json={"name": "Wi-Fi", "show": "free", "topic": "wi-fi"})
    assert (made.status_code, made.json["topic"], made.json["opens"]) == (201, "wi-fi", False)
    where = f"/api/v1/desk/views/{made.json['id']}"
    assert [item["id"] for item in emma.get(f"/api/v1/desk?view={made.json['id']}").json["items"]] == [asked.id]
    assert emma.post("/api/v1/desk/views", json={"name": "wi-fi"}).status_code == 422
    assert emma.post("/api/v1/desk/views", json={"name": "Where", "space": "nowhere"}).status_code == 404
    changed = emma.patch(where, json={"name": "Help", "filters": {"show": "private", "space": "help"}, "opens": True})
    assert (changed.status_code, changed.json["show"], changed.json["topic"]) == (200, "private", None)
    assert changed.json["opens"]
    second = emma.post("/api/v1/desk/views", json={"name": "Late", "show": "due"}).json["id"]
    assert emma.patch(f"/api/v1/desk/views/{second}", json={"place": 1}).status_code == 200
    assert [item["name"] for item in emma.get("/api/v1/desk/views").json["items"]] == ["Late", "Help"]
    assert emma.delete(where).status_code == 204
    assert emma.get(f"/api/v1/desk?view={made.json['id']}").status_code == 404


def test_deeds_lead_back_to_the_part_of_the_queue_they_were_done_in(
    cast: Cast, asked: Question, signed_in: Browse
) -> None:
    cast.certify(cast.emma)
    browser = signed_in(cast.emma)
    page = browser.get(f"/desk?question={asked.id}&show=free&space=help").text
    (action,) = re.findall(r'action="(/questions/\d+/claim\?[^"]*PUT)"', page)
    done = send(browser, action.replace("&amp;", "&"))
    assert done.location == f"/desk?question={asked.id}&show=free&space=help"


def test_many_views_cost_no_more(cast: Cast, asked: Question, signed_in: Browse) -> None:
    cast.certify(cast.emma)
    browser, topic = signed_in(cast.emma), queries.visible_topic(cast.emma, "wi-fi")
    keep(cast.emma, "One", space=cast.space("help"), topic=topic)
    few = cost(browser, "/desk"), cost(browser, "/desk/views")
    for n in range(15):
        keep(cast.emma, f"View {n}", space=cast.space("help"), topic=topic)
    assert (cost(browser, "/desk"), cost(browser, "/desk/views")) == few

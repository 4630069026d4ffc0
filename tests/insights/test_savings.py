"""What was saved by channel and reason: the page, its files and programs say the same, and it comes to the whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.insights import commands
from tests.board.test_views import cost
from tests.cast import Cast
from tests.insights.conftest import call, walk

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
MARCH = "from=2026-03-01&to=2026-03-31"


def priced_chat(currency: str = "GBP") -> None:
    with transaction.unit():
        commands.set_contact_cost("chat", 5, currency=currency, since=date(2026, 1, 1), by=None)


@pytest.fixture
def spared(cast: Cast, priced: None) -> None:
    """27 contacts spared; two calls at 8 and a chat about bills were made."""
    walk(cast, held=(30, 30), treated=(3, 57))
    call(cast.carla, 22, "chat", "Bills")


def rows(browser: FlaskClient) -> dict[tuple[str, str], dict[str, str]]:
    text = browser.get(f"/insights/deflection/savings.csv?{MARCH}").text.lstrip("\ufeff")
    return {(row["channel"], row["reason"]): row for row in csv.DictReader(io.StringIO(text))}


def asked(client: FlaskClient, more: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/v1/insights/savings?{MARCH}{more}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_page_files_and_program_say_the_same(cast: Cast, spared: None, signed_in: Browsers, api: Clients) -> None:
    """18 calls at 8 and 9 chats at 5 are 189, less 5 for one answer of ten minutes at 30 an hour."""
    priced_chat()
    browser = signed_in(cast.anna)
    page, filed, told = browser.get(f"/insights/deflection?{MARCH}").text, rows(browser), asked(api(cast.anna))
    for words in ("£144.00", "£45.00", "£189.00", "27.00", "66.7 %", "Nobody knows by which channel"):
        assert words in page, words
    assert {key: (row["spared"], row["saved"], row["currency"]) for key, row in filed.items()} == {
        ("call", ""): ("18.0", "144.0", "GBP"), ("chat", "Bills"): ("9.0", "45.0", "GBP"),
    }  # fmt: skip
    for part in told["items"]:
        row = filed[part["channel"], part["reason"]]
        for name in ("spared", "saved"):
            for end, column in (("value", name), ("low", f"{name}_low"), ("high", f"{name}_high")):
                assert float(row[column]) == part[name][end], (part, name, end)
        assert (int(row["made"]), float(row["share"])) == (part["made"], part["share"])
    assert (told["spared"]["value"], told["gross"]["value"], told["answering"]) == pytest.approx((27, 189, 5))
    assert (told["saved"]["value"], told["currency"], told["next"]) == (pytest.approx(184), "GBP", None)
    assert sum(part["saved"]["value"] for part in told["items"]) == pytest.approx(told["gross"]["value"])
    book = browser.get(f"/insights/deflection/savings.xlsx?{MARCH}").data
    assert b"Bills" in ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert browser.get("/insights/deflection/savings.exe").status_code == 404


def test_without_a_cost_it_says_so(cast: Cast, spared: None, signed_in: Browsers, api: Clients) -> None:
    browser = signed_in(cast.anna)
    page, row, told = browser.get(f"/insights/deflection?{MARCH}").text, rows(browser), asked(api(cast.anna))
    assert "no cost set" in page
    assert "what a contact costs (Chats)" in page
    assert (row["chat", "Bills"]["saved"], row["chat", "Bills"]["missing"]) == ("", "cost_per_contact:chat")
    assert row["call", ""]["saved"] == "144.0"
    assert (told["saved"]["value"], told["gross"]["missing"]) == (None, ["cost_per_contact:chat"])


def test_several_currencies_are_never_added_up(cast: Cast, spared: None, signed_in: Browsers, api: Clients) -> None:
    priced_chat("EUR")
    told = asked(api(cast.anna))
    assert (told["priced_in"], told["saved"]["missing"]) == (["EUR", "GBP"], ["one_currency"])
    assert {part["saved"]["value"] for part in told["items"]} == {None}
    page = signed_in(cast.anna).get(f"/insights/deflection?{MARCH}").text
    assert "several currencies" in page
    assert "£144.00" not in page


def test_a_currency_that_priced_nothing_of_the_period_is_no_hindrance(cast: Cast, spared: None, api: Clients) -> None:
    """What a call cost in marks of old, and what cases cost, of which there were none."""
    priced_chat()
    with transaction.unit():
        commands.set_contact_cost("call", 20, currency="EUR", since=date(2001, 1, 1), by=None)
        commands.set_contact_cost("case", 20, currency="USD", since=date(2026, 1, 1), by=None)
    assert asked(api(cast.anna))["saved"]["value"] == pytest.approx(184)


def test_reasons_beyond_the_first_stand_together(cast: Cast, spared: None, signed_in: Browsers, api: Clients) -> None:
    priced_chat()
    client, browser = api(cast.anna), signed_in(cast.anna)
    few = cost(browser, f"/insights/deflection?{MARCH}")
    for number in range(20):
        call(cast.colin, 23 + number / 100, "chat", f"Reason {number:02}")
    assert cost(browser, f"/insights/deflection?{MARCH}") == few
    page = browser.get(f"/insights/deflection?{MARCH}").text
    assert "7 others" in page
    assert "27.00" in page
    first = asked(client, "&limit=12")
    rest = asked(client, f"&limit=12&after={first['next']}")
    together = first["items"] + rest["items"]
    assert (len(together), rest["next"]) == (22, None)
    assert sum(round(100 * part["spared"]["value"]) for part in together) == 2_700
    assert client.get("/api/v1/insights/savings?after=WzEsMl0").status_code == 422
    assert client.get("/api/v1/insights/savings?after=x").status_code == 422


@pytest.mark.parametrize("handle", ["ines", "emma", "carla"])
def test_who_may_not_see_deflection_sees_no_savings(cast: Cast, signed_in: Browsers, api: Clients, handle: str) -> None:
    person = getattr(cast, handle)
    assert signed_in(person).get("/insights/deflection/savings.csv").status_code == 403
    assert api(person).get("/api/v1/insights/savings").status_code == 403


def test_a_space_alone_has_contacts_but_no_savings(cast: Cast, spared: None, api: Clients) -> None:
    """The lot is drawn over all spaces."""
    told = asked(api(cast.anna), "&space=help")
    assert {tuple(part["spared"]["missing"]) for part in told["items"]} == {("assignment_by_space",)}
    assert [part["made"] for part in told["items"]] == [2, 1]
    assert api(cast.anna).get("/api/v1/insights/savings?space=nowhere").status_code == 404

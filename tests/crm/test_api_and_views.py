"""The CRM's doors: who may, over the API and on the pages, and what a page costs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands as board
from app.core import transaction
from app.crm import commands, policy, queries
from app.crm.models import Contact, Identity
from tests.cast import PEOPLE, Cast
from tests.crm.conftest import FIRST, SECOND, Settle, add_contact, ask_as, counted

Api = Callable[..., Any]
SignedIn = Callable[[Person], FlaskClient]
V1 = "/api/v1/crm"
PAGES = ("/crm/contacts", "/crm/contacts/1", "/crm/identities", "/crm/identities/handle:jimbo", "/crm/import")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def send(browser: FlaskClient, url: str, page: str, **fields: object) -> TestResponse:
    match = TOKEN.search(browser.get(page).text)
    assert match
    return browser.post(url, data={"csrf_token": match[1], **fields})


@pytest.mark.parametrize("handle", sorted(PEOPLE))
def test_only_care_reads_and_ties(cast: Cast, handle: str) -> None:
    person, care = getattr(cast, handle), handle in {"cara", "ada"}
    for door in (policy.may_read_log, policy.may_link, policy.may_import):
        assert bool(door(person)) is care
    assert bool(policy.may_connect(person)) is (handle == "ada")


def test_strangers_may_nothing() -> None:
    for door in (policy.may_read_log, policy.may_link, policy.may_import, policy.may_connect):
        assert not door(None)


def test_the_story_over_the_api(cast: Cast, api: Api, jimbo: Identity, james: Contact) -> None:
    care = api(cast.cara, "crm")
    add_contact("C-2")
    link = {"contact": "C-1001", "evidence": "Gave this handle on the phone.", "confidence": 0.9}
    made = care.put(f"{V1}/identities/jimbo/link", json=link)
    assert (made.status_code, made.json["contact"], made.json["confidence"]) == (200, "C-1001", 0.9)
    log = care.get(f"{V1}/interactions?contact=C-1001").json["items"]
    assert [item["at"][:10] for item in log] == [SECOND.date().isoformat(), FIRST.date().isoformat()]
    clash = care.put(f"{V1}/identities/jimbo/link", json={**link, "contact": "C-2"})
    assert (clash.status_code, clash.json["holder"]) == (409, "C-1001")
    assert care.delete(f"{V1}/identities/jimbo/link").status_code == 204
    assert care.get(f"{V1}/interactions?contact=C-1001").json["items"] == []
    assert [item["contact"] for item in care.get(f"{V1}/interactions?handle=Jimbo").json["items"]] == [None, None]
    assert care.delete(f"{V1}/identities/jimbo/link").status_code == 409


def test_the_api_says_what_is_wrong(cast: Cast, api: Api, client: FlaskClient, jimbo: Identity, james: Contact) -> None:
    url, link = f"{V1}/identities/jimbo/link", {"contact": "C-1001", "evidence": "Said so."}
    assert client.put(url, json=link).status_code == 401
    assert api(cast.cara, "read", "write").put(url, json=link).json["gate"] == "scope"
    assert api(cast.emma, "crm").put(url, json=link).status_code == 403
    care = api(cast.cara, "crm")
    assert care.put(url, json={**link, "contact": "C-404"}).status_code == 404
    assert care.put(f"{V1}/identities/nobody/link", json=link).status_code == 404
    assert care.put(url, json={**link, "evidence": ""}).status_code == 422
    assert care.put(url, json={**link, "confidence": 2}).status_code == 422


@pytest.mark.parametrize("subject", ["corp:eu/4711", "corp:/a//b/", "corp:a/link", "corp:../x", "corp:a b?c#d%2F"])
def test_a_subject_with_a_slash_has_a_page_and_is_tied_and_untied(
    cast: Cast, api: Api, signed_in: SignedIn, james: Contact, subject: str
) -> None:
    with transaction.unit():
        known = commands.ensure_identity("sso", subject)
    care, browser = api(cast.cara, "crm"), signed_in(cast.cara)
    place = f"/api/v1{known.url}/link"
    assert care.put(place, json={"contact": "C-1001", "evidence": "Said so."}).json["handle"] == subject
    assert "Said so." in browser.get(known.url).text
    assert care.delete(place).status_code == 204
    tied = send(browser, known.url, known.url, contact="C-1001", evidence="Wrote so.", confidence="1.0")
    assert tied.location == james.url
    (link,) = queries.links_of(james)
    assert send(browser, f"{known.url}/links/{link.id}?_method=DELETE", known.url).location == known.url
    assert queries.links_of(james) == []


def test_what_another_crm_calls_somebody_is_no_number_of_ours(cast: Cast, api: Api, jimbo: Identity) -> None:
    number, care = add_contact("C-1").id, api(cast.cara, "crm")
    link = {"contact": str(number), "evidence": "Said so."}
    assert care.put(f"{V1}/identities/jimbo/link", json=link).status_code == 404
    assert care.get(f"{V1}/interactions?contact={number}").status_code == 404


def test_anothers_tie_is_not_undone_by_naming_this_one(cast: Cast, api: Api, jimbo: Identity, james: Contact) -> None:
    care = api(cast.cara, "crm")
    with transaction.unit():
        commands.ensure_identity("handle", "other")
    link = {"contact": "C-1001", "evidence": "Said so."}
    other = care.put(f"{V1}/identities/other/link", json=link).json["id"]
    care.put(f"{V1}/identities/jimbo/link", json=link)
    assert care.delete(f"{V1}/identities/jimbo/links/{other}").status_code == 409
    assert {each.identity.value for each in queries.links_of(james)} == {"other", "jimbo"}


def test_importing_over_the_api(cast: Cast, api: Api) -> None:
    care, rows = api(cast.cara, "crm"), [{"external_id": "C-1", "name": "Ann"}, {"external_id": "C-2", "name": "Bob"}]
    first, second = (care.post(f"{V1}/contacts", json={"contacts": rows}).json for _ in range(2))
    assert (first["added"], second["added"], second["unchanged"]) == (2, 0, 2)
    assert [item["external_id"] for item in care.get(f"{V1}/contacts").json["items"]] == ["C-2", "C-1"]


@pytest.mark.parametrize("url", PAGES)
def test_pages_are_for_care(
    cast: Cast, client: FlaskClient, signed_in: SignedIn, jimbo: Identity, james: Contact, url: str
) -> None:
    assert signed_in(cast.cara).get(url).status_code == 200
    assert signed_in(cast.emma).get(url).status_code == 403
    assert client.get(url).status_code in {302, 303, 401}


def test_tying_and_untying_by_form(cast: Cast, signed_in: SignedIn, jimbo: Identity, james: Contact) -> None:
    care, page = signed_in(cast.cara), jimbo.url
    assert "James Booth" in (found := care.get(f"{page}?q=booth").text)
    assert 'name="q" value="booth"' in found
    assert 'name="q" value=""' in care.get("/crm/contacts").text
    empty = send(care, page, page, contact="C-1001", evidence="", confidence="0.9")
    assert empty.status_code == 422
    tied = send(care, page, page, contact="C-1001", evidence="Said so.", confidence="0.9")
    assert (tied.status_code, tied.location) == (303, james.url)
    shown = care.get(james.url).text
    assert "Why is my bill so high?" in shown
    assert "Said so." in shown
    untie, other = re.search(r'action="([^"]+/links/\d+\?_method=DELETE)"', care.get(page).text), add_contact("C-2")
    assert untie
    send(care, page, page, contact="C-2", evidence="Took the line over.", confidence="0.9", valid_from="2026-03-03")
    untied = send(care, untie[1], page)  # in a tab that was opened before
    assert untied.status_code == 303
    assert "Why is my bill so high?" not in care.get(james.url).text
    assert "How do I move house?" in care.get(other.url).text, "another's tie is left alone"
    again = send(care, untie[1], page)
    assert (again.status_code, "stands no more" in again.text) == (409, True)


def test_a_file_is_looked_at_before_it_is_taken(cast: Cast, signed_in: SignedIn) -> None:
    care, content = signed_in(cast.cara), "external_id,name,segment,shoe\nC-1,Ann,North,38\n,Nobody,,\nC-2,Bob,,\n"
    add_contact("C-2", "Bobby")
    file = (io.BytesIO(content.encode()), "contacts.csv")
    looked = send(care, "/crm/import", "/crm/import", what="contacts", file=file, look="1").text
    assert "2 rows can go in" in looked
    assert "1 new, 1 changed, 0 unchanged, 1 refused." in looked
    assert all(said in looked for said in ("name: Bobby → Bob", "segment: North", "left out", "external_id: give one"))
    assert queries.contact_by_reference("C-1") is None
    taken = send(care, "/crm/import", "/crm/import", what="contacts", content=content, take="1")
    assert "1 added, 1 changed, 0 unchanged, 1 refused." in taken.text
    assert queries.contact_by_reference("C-1") is not None
    again = send(care, "/crm/import", "/crm/import", what="contacts", content=content, take="1")
    assert "0 added, 0 changed, 2 unchanged, 1 refused." in again.text
    assert send(care, "/crm/import", "/crm/import", what="contacts").status_code == 422
    large = "external_id,name,note\n" + "".join(f"C-{row},Cid,{'x' * 100_600}\n" for row in range(3, 8))
    taken = send(care, "/crm/import", "/crm/import", what="contacts", content=large, take="1", file=(io.BytesIO(), ""))
    assert "5 added, 0 changed, 0 unchanged, 0 refused." in taken.text


def test_a_guess_at_letters_is_looked_at_and_another_is_one_choice_away(cast: Cast, signed_in: SignedIn) -> None:
    care, there = signed_in(cast.cara), {"url": "/crm/import", "page": "/crm/import", "what": "contacts"}
    file = (io.BytesIO("external_id;name\nC-1;Łódź\nC-1;Łukasz\n".encode("cp1250")), "contacts.csv")
    guessed = send(care, **there, file=file, take="1").text
    assert all(said in guessed for said in ("Are these letters right?", "£ódŸ", "Nothing has been changed yet"))
    content = "external_id;name\nC-1;£ódŸ\nC-1;£ukasz\n"
    chosen = send(care, **there, content=content, read_as="cp1252", encoding="cp1250", take="1").text
    assert all(said in chosen for said in ("Łódź", "Windows, central Europe", "line 2 again"))
    assert queries.contact_by_reference("C-1") is None
    content = "external_id;name\nC-1;Łódź\nC-1;Łukasz\n"
    taken = send(care, **there, content=content, read_as="cp1250", encoding="cp1250", take="1").text
    assert "1 row names again what stands above it in the same file. The last of them counts." in taken
    known = queries.contact_by_reference("C-1")
    assert known is not None
    assert known.name == "Łukasz"
    wrong = send(care, **there, content="external_id;name\nC-1;漢\n", read_as="cp1252", encoding="cp1250")
    assert (wrong.status_code, "choose it again" in wrong.text) == (422, True)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("kind=asked", {"bill", "house"}), ("kind=called", {"Late parcel"}), ("channel=forum", {"bill", "house"}),
     ("since=2026-03-02", {"house", "Late parcel"}), ("until=2026-03-01", {"bill"}), ("tone=bad", {"bill"}),
     ("tone=neutral", {"house"}), ("kind=asked&since=2026-03-02&until=2026-03-04", {"house"}), ("kind=nothing", set())],
)  # fmt: skip
def test_a_contacts_log_is_filtered(
    cast: Cast, signed_in: SignedIn, api: Api, settle: Settle, jimbo: Identity, james: Contact, query: str,
    shown: set[str],
) -> None:  # fmt: skip
    row = commands.SupportRow(contact="C-1001", at=SECOND, channel="call", reason="Late parcel", minutes=7)
    with transaction.unit():
        commands.link_identity(jimbo, james, evidence="Said so.", by=cast.cara)
        commands.import_support_contacts([(1, row)], by=None)
    settle()
    with transaction.unit():
        house, bill = queries.interactions(contact=james, filters=queries.Filters(kinds=("asked",))).items
        commands.score_interactions(str(bill.said), sentiment=-0.6, urgency=0.9)
        commands.score_interactions(str(house.said), sentiment=0.0, urgency=0.1)
    told = {"bill": "Why is my bill so high?", "house": "How do I move house?", "Late parcel": "Late parcel"}
    page = signed_in(cast.cara).get(f"{james.url}?{query}").text
    assert {key for key, said in told.items() if said in page} == shown
    assert ("Nothing fits" in page) is not bool(shown)
    items = api(cast.cara, "crm").get(f"{V1}/interactions?contact=C-1001&{query}").json["items"]
    assert {each["summary"] for each in items} == {told[key] for key in shown}


@pytest.mark.parametrize("query", ["since=yesterday", "until=0001-01-01", "tone=odd", "after=x"])
def test_a_filter_that_says_nothing_is_told(cast: Cast, signed_in: SignedIn, james: Contact, query: str) -> None:
    answer = signed_in(cast.cara).get(f"{james.url}?{query}")
    assert answer.status_code == 422
    assert "Nothing yet" not in answer.text or query.startswith("after")


def test_a_log_is_paged_over_several_handles(cast: Cast, api: Api, settle: Settle, james: Contact) -> None:
    for number in range(5):
        ask_as(cast, f"jim-{number % 3}", f"Question {number}?", FIRST + timedelta(days=number))
    settle()
    with transaction.unit():
        for number in range(3):
            handle = commands.ensure_identity("handle", f"jim-{number}")
            commands.link_identity(handle, james, evidence="Said so.", by=cast.cara)
    care, after, seen = api(cast.cara, "crm"), "", []
    while after is not None:
        told = care.get(f"{V1}/interactions?contact=C-1001&limit=2&after={after}").json
        seen += [each["summary"] for each in told["items"]]
        after = told["next"]
    assert seen == [f"Question {number}?" for number in (4, 3, 2, 1, 0)]


def test_what_a_page_costs_does_not_grow(
    cast: Cast, signed_in: SignedIn, api: Api, settle: Settle, jimbo: Identity, james: Contact
) -> None:
    care, program = signed_in(cast.cara), api(cast.cara, "crm")
    link = {"contact": "C-1001", "evidence": "Said so."}
    program.put(f"{V1}/identities/jimbo/link", json=link)
    pages = ("/crm/contacts", james.url, "/crm/identities", f"{V1}/interactions", f"{V1}/contacts")
    few = [_cost(program if page.startswith("/api") else care, page) for page in pages]
    for n in range(6):
        add_contact(f"C-{n}")
        ask_as(cast, f"tied-{n}", f"Question {n}?", FIRST)
        ask_as(cast, f"free-{n}", f"Another question {n}?", FIRST)
    settle()
    for n in range(6):
        assert program.put(f"{V1}/identities/tied-{n}/link", json=link).status_code == 200
    assert [_cost(program if page.startswith("/api") else care, page) for page in pages] == few


def _cost(browser: FlaskClient, url: str) -> int:
    browser.get(url)
    with counted() as sent:
        assert browser.get(url).status_code == 200
    return len(sent)


def test_the_desk_shows_the_customer_to_the_care_team_alone(cast: Cast, signed_in: SignedIn, settle: Settle) -> None:
    space, carla, emma = cast.space("help"), cast.carla, cast.emma
    with transaction.unit():
        asked = board.ask(space=space, title="Where is my refund?", by=carla)
        board.escalate(asked, "Money is owed", by=emma)
    contact = add_contact("C-77", "Carla Contact", "carla@example.com")
    settle()
    url = f"/crm/questions/{asked.id}/customer"
    seen = signed_in(cast.cara).get(url)
    assert all(said in seen.text for said in ("Carla Contact", "Open case", "Where is my refund?", contact.url))
    for name in ("emma", "colin"):
        hidden = signed_in(getattr(cast, name)).get(url)
        assert hidden.status_code == 200
        assert "Carla" not in hidden.text
    assert signed_in(cast.cara).get("/crm/questions/9999/customer").status_code == 404

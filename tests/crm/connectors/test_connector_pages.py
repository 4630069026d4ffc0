"""The connectors' pages: set up, tried without sending, paused, retried; nobody else sees or does any of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import clock, dispatch, transaction
from app.core.seal import unseal
from app.crm import commands as crm
from app.crm.connectors import queries
from app.crm.connectors.models import Connector
from app.crm.models import Contact, Identity
from app.extensions import db
from tests.cast import Cast
from tests.crm.conftest import Settle, counted
from tests.crm.connectors.conftest import FarCrm, settings_for

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
Browsers = Callable[[Person], FlaskClient]
TEMPLATE = '{"ref": "{{id}}", "who": "{{contact}}", "what": "{{kind}}", "words": "{{summary}}"}'


@pytest.fixture
def ada(cast: Cast, signed_in: Browsers) -> FlaskClient:
    """An administrator's browser."""
    return signed_in(cast.ada)


def tie(identity: Identity, contact: Contact, cast: Cast) -> None:
    with transaction.unit():
        crm.link_identity(identity, contact, evidence="said so", by=cast.cara)


def send(browser: FlaskClient, url: str, **fields: str) -> TestResponse:
    """A form, with the token that every page carries."""
    token = TOKEN.search(browser.get("/settings").text)
    assert token is not None
    return browser.post(url, data={"csrf_token": token[1], **fields})


def only() -> Connector:
    db.session.expire_all()
    return db.session.scalars(select(Connector)).one()


def test_one_is_connected_and_its_secret_is_sealed_and_never_shown(ada: FlaskClient, far: FarCrm) -> None:
    answer = send(ada, "/admin/connectors/new/rest", **{"name": "Far CRM", **settings_for(far)})
    made = only()
    assert (answer.status_code, answer.location) == (303, f"{made.url}/mapping")
    assert "s3cret" not in str(made.settings) + made.secrets
    assert "s3cret" in unseal(made.secrets)
    assert "s3cret" not in ada.get(f"{made.url}/settings").text
    kept = made.secrets
    again = {**settings_for(far), "secret": "", "push_method": "PUT"}
    assert send(ada, f"{made.url}/settings", **{"name": "Far CRM", **again}).status_code == 303
    assert (unseal(only().secrets), only().settings["push_method"]) == (unseal(kept), "PUT"), "it stays as it was"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": " "}, "Give it a name"),
        ({"push_url": ""}, "Fill in: Address for a new interaction."),
        ({"push_url": "http://10.0.0.1/"}, "not on the public Internet"),
        ({"find_url": "ftp://example.com/"}, "starts with https://"),
        ({"headers": "no colon"}, "line 1 is not of the form"),
        ({"headers": "Host: elsewhere.example"}, "is set by itself"),
        ({"push_method": "DELETE"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_field(
    ada: FlaskClient, far: FarCrm, given: dict[str, str], says: str
) -> None:
    answer = send(ada, "/admin/connectors/new/rest", **{"name": "Kept words", **settings_for(far), **given})
    assert answer.status_code == 422
    assert says in answer.text
    assert "name" in given or "Kept words" in answer.text, "what was typed comes back"
    assert queries.connectors() == []


def test_what_is_not_needed_is_marked_as_optional(ada: FlaskClient) -> None:
    page = ada.get("/admin/connectors/new/rest").text
    for name, is_optional in (("push_url", False), ("find_url", True), ("secret", True)):
        row = page[page.index(f'<label for="{name}">') :]
        assert ("optional" in row[: row.index("</div>")]) is is_optional
    assert page.count("<legend>") == 4


def test_a_mapping_is_tried_on_what_is_on_the_log_and_nothing_is_sent_or_kept(
    ada: FlaskClient, cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    settle()
    calls = len(far.calls())
    given = {"interaction": TEMPLATE, "case": "", "values": "kind.asked = Question", "contact_paths": ""}
    shown = send(ada, f"{connector.url}/mapping", **{**given, "look": "1"})
    assert shown.status_code == 200
    assert shown.text.count("&#34;who&#34;: &#34;C-1001&#34;") == 2
    assert "&#34;what&#34;: &#34;Question&#34;" in shown.text
    assert f"POST {far.url}/activities" in shown.text
    assert f"POST {far.url}/cases" not in shown.text
    settle()
    assert (len(far.calls()), "ref" in only().templates["interaction"].split()[0]) == (calls, False)
    assert send(ada, f"{connector.url}/mapping", **{**given, "keep": "1"}).status_code == 303
    assert only().templates == {"interaction": TEMPLATE}
    assert only().value_maps == {"kind": {"asked": "Question"}}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"interaction": "{"}, "this is not JSON"),
        ({"interaction": ""}, "Say what is sent"),
        ({"interaction": '"{{password}}"'}, "There is no {{password}} here"),
        ({"interaction": "[" * 5000 + "]" * 5000}, "cannot be used"),
        ({"case": '"{{channel}}"'}, "There is no {{channel}} here"),
        ({"values": "asked = Question"}, "names no value"),
        ({"contact_paths": "shoe_size = a.b"}, "no field shoe_size"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(
    ada: FlaskClient, connector: Connector, given: dict[str, str], says: str
) -> None:
    whole = {"interaction": TEMPLATE, "case": "", "values": "", "contact_paths": "", "keep": "1"}
    answer = send(ada, f"{connector.url}/mapping", **{**whole, **given})
    assert answer.status_code == 422
    assert says in answer.text


def test_its_queue_its_errors_and_its_dead_letters_are_seen_and_tried_again(
    ada: FlaskClient, cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    far.fail("422", "422")
    tie(jimbo, james, cast)
    settle()
    listed = ada.get("/admin/connectors").text
    assert "2 dead letters" in listed
    assert "the CRM answered 422" in listed
    assert ada.get(connector.url).text.count("James Booth: Asked") == 2
    (first, second) = dispatch.letters(connector.target, "dead").items
    assert send(ada, f"{connector.url}/letters/{first.id}/tries").status_code == 303
    settle()
    assert [row["subject"] for row in far.rows()] == ["How do I move house?"]
    assert send(ada, f"{connector.url}/letters/{first.id}/tries").status_code == 404, "it arrived"
    assert send(ada, f"{connector.url}/tries").status_code == 303
    settle()
    assert len(far.rows()) == 2
    assert second.key in {row.key for row in dispatch.letters(connector.target, "done").items}
    assert "2 delivered" in ada.get(connector.url).text


def test_it_is_paused_resumed_sent_the_history_and_removed(
    ada: FlaskClient, cast: Cast, far: FarCrm, connector: Connector, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    far.state(fail=[])
    assert send(ada, f"{connector.url}/pause?_method=PUT").status_code == 303
    tie(jimbo, james, cast)
    settle()
    assert far.calls() == []
    assert "Nothing is sent" in ada.get(connector.url).text
    assert send(ada, f"{connector.url}/pause?_method=DELETE").status_code == 303
    settle()
    assert len(far.rows()) == 2
    assert send(ada, f"{connector.url}/history").status_code == 303
    settle()
    assert len(far.calls()) == 2
    assert send(ada, f"{connector.url}?_method=DELETE").status_code == 303
    assert (ada.get(connector.url).status_code, only().secrets) == (404, "")


def test_the_newest_alone_is_sent_to_try_it(
    ada: FlaskClient, cast: Cast, far: FarCrm, jimbo: Identity, james: Contact, settle: Settle
) -> None:
    tie(jimbo, james, cast)
    settle()
    send(ada, "/admin/connectors/new/rest", **{"name": "Far CRM", **settings_for(far)})
    made = only()
    far.fail("401")
    assert send(ada, f"{made.url}/newest").status_code == 303
    settle()
    assert len(far.calls()) == 1
    assert "the CRM answered 401 (enter its secret anew)" in ada.get(made.url).text
    with clock.at(clock.now() + timedelta(seconds=10)):
        settle()
    assert [row["subject"] for row in far.rows()] == ["How do I move house?"]


def test_where_nothing_is_anybodys_there_is_nothing_to_try_it_on(
    ada: FlaskClient, far: FarCrm, connector: Connector, settle: Settle
) -> None:
    assert send(ada, f"{connector.url}/newest").status_code == 303
    assert "Link a handle to a contact first" in ada.get(connector.url).text
    settle()
    assert far.calls() == []


@pytest.mark.parametrize("who", ["cara", "stella", "carla"])
def test_nobody_but_an_administrator_sees_or_does_anything(
    cast: Cast, signed_in: Browsers, connector: Connector, who: str
) -> None:
    browser = signed_in(getattr(cast, who))
    assert browser.get("/admin/connectors").status_code == 403
    for place in ("", "/settings", "/mapping"):
        assert browser.get(connector.url + place).status_code == 403
    deeds = (
        "/pause?_method=PUT",
        "/pause?_method=DELETE",
        "?_method=DELETE",
        "/history",
        "/newest",
        "/tries",
        "/mapping",
        "/mapping/words?_method=PUT",
    )
    for deed in deeds:
        assert send(browser, connector.url + deed).status_code == 403
    assert only().removed_at is None


def test_more_connectors_and_letters_need_no_more_queries(
    ada: FlaskClient, cast: Cast, far: FarCrm, connector: Connector
) -> None:
    from app.crm.connectors import commands

    def asked(path: str) -> int:
        ada.get(path)
        with counted() as sent:
            assert ada.get(path).status_code == 200
        return len(sent)

    def fill(start: int, count: int) -> None:
        by: Any = cast.ada
        with transaction.unit():
            for number in range(start, start + count):
                commands.add_connector("rest", f"CRM {number}", settings_for(far), by=by)
                payload = {"connector": connector.id, "key": str(number), "version": 1}
                dispatch.enqueue("connector", f"t{number}", payload, target=connector.target)

    fill(0, 2)
    before = asked("/admin/connectors"), asked(connector.url)
    fill(2, 40)
    assert (asked("/admin/connectors"), asked(connector.url)) == before
    assert "sent-after=" in ada.get(connector.url).text


@pytest.mark.parametrize(("waiting", "unread", "is_behind"), [(0, 1, False), (0, 101, True), (1000, 1, True)])
def test_more_waits_than_is_sent_at_once_only_where_it_does(waiting: int, unread: int, is_behind: bool) -> None:
    assert queries.Standing(waiting, unread, 0, None).is_behind is is_behind

"""Webhooks as a receiver sees them: signed, in order, once, tried again as it asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from standardwebhooks import Webhook as Verifier

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, dispatch, transaction
from app.core.access import Invalid
from app.core.dispatch import Dispatch
from app.core.subscriptions import replay
from app.crm import commands, queries
from app.crm.models import Webhook
from app.extensions import db
from app.moderation import commands as moderation
from app.moderation import events as moderation_events
from app.moderation import subjects
from tests.cast import Cast
from tests.crm.conftest import Settle, add_contact, ask_as


@dataclass
class Receiver:
    """A real HTTP server that keeps what it got and answers as it is told."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def receiver(app: Flask) -> Iterator[Receiver]:
    """A receiver on this machine, which the operator allowed by name."""
    kept = Receiver()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = kept.answers.pop(0) if kept.answers else (204, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/hook"
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, egress_allowed=frozenset({"127.0.0.1"}))
    yield kept
    app.extensions["settings"] = before
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hook(cast: Cast, receiver: Receiver) -> Webhook:
    """A webhook that wants to hear of questions."""
    ada = cast.ada
    with transaction.unit():
        return commands.add_webhook(receiver.url, ["board.question_asked"], by=ada)


def ask(cast: Cast, title: str = "Where is my parcel?") -> None:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        board.ask(space=space, title=title, by=carla)


def row() -> Dispatch:
    db.session.expire_all()
    return db.session.scalars(select(Dispatch).where(Dispatch.kind == "webhook").order_by(Dispatch.id)).all()[0]


def test_an_event_arrives_once_and_signed(cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle) -> None:
    ask(cast)
    settle()
    settle()
    ((headers, body),) = receiver.got
    told = Verifier(hook.secret).verify(body, headers)
    assert told["type"] == "board.question_asked"
    assert told["data"]["question_id"] == 1
    assert told["data"]["actor"] == cast.carla.id
    assert headers["content-type"] == "application/json"
    assert row().state == "done"


def test_only_the_events_that_it_wants(cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle) -> None:
    assert cast.colin
    settle()
    assert receiver.got == []


def test_who_reported_whom_stays_inside(cast: Cast, receiver: Receiver, settle: Settle) -> None:
    """Nor does it tell whose an idea without a name is, which cases name."""
    ask(cast)
    with transaction.unit():
        commands.add_webhook(receiver.url, [kind.name for kind in moderation_events.INTERNAL], by=cast.ada)
        subject = subjects.find("question:1")
        assert subject is not None
        case = moderation.flag(subject, "abuse", by=cast.erik)
        moderation.give(case, moderation.Verdict("hide"), by=cast.max)
        moderation.appeal(case, "Why?", by=cast.carla)
    settle()
    assert receiver.got == []


def test_a_failure_is_tried_again_with_the_same_id(
    cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle
) -> None:
    receiver.answers = [(500, {})]
    ask(cast)
    settle()
    assert (row().state, row().attempts) == ("pending", 1)
    with clock.at(clock.now() + timedelta(seconds=10)):
        settle()
    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert row().state == "done"


def test_later_events_wait_for_the_one_that_failed(
    cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle
) -> None:
    receiver.answers = [(503, {})]
    ask(cast, "First question?")
    ask(cast, "Second question?")
    settle()
    with clock.at(clock.now() + timedelta(seconds=10)):
        settle()
    assert [json.loads(body)["data"]["question_id"] for _, body in receiver.got] == [1, 1, 2]


def test_another_customers_events_go_on_meanwhile(
    cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle
) -> None:
    receiver.answers = [(503, {})]
    space, colin, carla = cast.space("help"), cast.colin, cast.carla
    with transaction.unit():
        board.ask(space=space, title="First question?", by=carla)
        board.ask(space=space, title="Of somebody else?", by=colin)
        board.ask(space=space, title="Second question?", by=carla)
    settle()
    with clock.at(clock.now() + timedelta(seconds=10)):
        settle()
    assert [json.loads(body)["data"]["question_id"] for _, body in receiver.got] == [1, 2, 1, 3]


def test_what_a_contact_does_under_several_handles_is_in_order(
    cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle
) -> None:
    contact, carla = add_contact("C-1"), cast.carla
    with transaction.unit():
        for kind, value, person in (("person", carla.handle, carla), ("handle", "jimbo", None)):
            known = commands.ensure_identity(kind, value, person=person)
            commands.link_identity(known, contact, evidence="Said so.", by=None)
    receiver.answers = [(503, {})]
    ask_as(cast, "Jimbo", "First question?", clock.now())
    ask(cast, "Second question?")
    settle()
    assert len(receiver.got) == 1
    with clock.at(clock.now() + timedelta(seconds=10)):
        settle()
    assert [json.loads(body)["data"]["question_id"] for _, body in receiver.got] == [1, 1, 2]


def test_gone_ends_the_webhook(
    cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle, signed_in: Callable[[Person], FlaskClient]
) -> None:
    receiver.answers = [(410, {})]
    ask(cast)
    settle()
    assert row().state == "dead"
    assert queries.webhook(hook.id) is None
    ask(cast, "Another question?")
    settle()
    assert len(receiver.got) == 1
    admin = signed_in(cast.ada)
    told = admin.get("/notifications").text
    assert f'href="{hook.page}' in told or hook.host in told
    page = admin.get(hook.page)
    assert page.status_code == 200
    assert "410 Gone" in page.text
    assert "/secret" not in page.text, "there is nothing left to do with it"
    assert hook.url in admin.get("/admin/webhooks/ended").text
    assert hook.url not in admin.get("/admin/webhooks").text


def test_retry_after_is_waited_for(cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle) -> None:
    receiver.answers = [(429, {"Retry-After": "120"})]
    ask(cast)
    settle()
    with clock.at(clock.now() + timedelta(seconds=100)):
        settle()
    assert len(receiver.got) == 1
    with clock.at(clock.now() + timedelta(seconds=125)):
        settle()
    assert len(receiver.got) == 2


def test_a_redirect_is_not_followed(cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle) -> None:
    receiver.answers = [(302, {"Location": receiver.url})]
    ask(cast)
    settle()
    assert len(receiver.got) == 1
    assert "302" in (row().last_error or "")


def test_an_address_no_longer_allowed_is_given_up(
    app: Flask, cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], egress_allowed=frozenset())
    ask(cast)
    settle()
    assert (row().state, receiver.got) == ("dead", [])


def test_a_rebuild_tells_nobody_again(cast: Cast, hook: Webhook, receiver: Receiver, settle: Settle) -> None:
    ask(cast)
    settle()
    replay("webhooks")
    dispatch.run_due()
    assert len(receiver.got) == 1


def test_private_addresses_and_unknown_events_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="cannot be called"):
        commands.add_webhook("http://127.0.0.1/hook", [], by=cast.ada)
    with pytest.raises(Invalid, match=r"no event board\.nonsense"):
        commands.add_webhook("https://1.1.1.1/hook", ["board.nonsense"], by=cast.ada)


def test_admins_manage_them_over_the_api(cast: Cast, api: Callable[..., Any], receiver: Receiver) -> None:
    ada = api(cast.ada, "admin")
    made = ada.post("/api/v1/webhooks", json={"url": receiver.url, "events": []})
    assert made.status_code == 201
    assert made.json["secret"].startswith("whsec_")
    (listed,) = ada.get("/api/v1/webhooks").json["items"]
    assert "secret" not in listed
    cara = api(cast.cara, "admin")
    assert cara.get("/api/v1/webhooks").status_code == 403
    assert ada.delete(f"/api/v1/webhooks/{made.json['id']}").status_code == 204
    assert ada.get("/api/v1/webhooks").json["items"] == []

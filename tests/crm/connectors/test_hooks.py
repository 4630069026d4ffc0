"""Webhooks on their pages and in the API: secrets that change without a gap, deliveries seen and sent again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, dispatch, transaction
from app.core.events import Entry
from app.crm import commands
from app.crm.models import Webhook
from app.extensions import db
from app.notifications.models import Notification
from tests.cast import Cast
from tests.crm.conftest import Settle, counted
from tests.crm.connectors.conftest import FarCrm

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def hook(cast: Cast, far: FarCrm) -> Webhook:
    """A webhook that hears of questions."""
    ada = cast.ada
    with transaction.unit():
        return commands.add_webhook(f"{far.url}/hook", ["board.question_asked"], by=ada)


def send(browser: FlaskClient, place: str, /, **fields: str) -> TestResponse:
    token = TOKEN.search(browser.get("/settings").text)
    assert token is not None
    return browser.post(place, data={"csrf_token": token[1], **fields})


def ask(cast: Cast, title: str = "Where is my parcel?") -> None:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        board.ask(space=space, title=title, by=carla)


def verify(secret: str, call: dict[str, Any]) -> Any:
    return Verifier(secret).verify(call["raw"], call["headers"])


def test_for_a_day_both_secrets_sign_and_then_the_new_one_alone(
    cast: Cast, hook: Webhook, far: FarCrm, settle: Settle
) -> None:
    before = hook.secret
    with transaction.unit():
        commands.rotate_secret(hook, by=cast.ada)
    assert hook.secret != before
    ask(cast)
    settle()
    (call,) = far.calls()
    told = verify(before, call)
    assert told == verify(hook.secret, call)
    assert told["sequence"] == told["data"]["id"]
    assert told["occurred_at"] == told["timestamp"]
    with clock.at(clock.now() + timedelta(hours=25)):
        ask(cast, "Where is the other one?")
        settle()
    second = far.calls()[1]
    held = clock.now() + timedelta(hours=25)
    assert abs(int(second["headers"]["webhook-timestamp"]) - held.timestamp()) < 60
    assert len(second["headers"]["webhook-signature"].split()) == 1, "the one before signs no more"


def test_a_wrong_secret_does_not_verify(cast: Cast, hook: Webhook, far: FarCrm, settle: Settle) -> None:
    ask(cast)
    settle()
    with pytest.raises(WebhookVerificationError):
        verify("whsec_" + "A" * 32, far.calls()[0])


def test_secrets_are_sealed_and_shown_once(cast: Cast, far: FarCrm, signed_in: Callable[[Person], FlaskClient]) -> None:
    ada = signed_in(cast.ada)
    shown = send(ada, "/admin/webhooks", url=f"{far.url}/hook", events="board.question_asked, board.answer_posted")
    made = db.session.scalars(select(Webhook)).one()
    assert made.secret in shown.text
    assert made.events == ["board.answer_posted", "board.question_asked"]
    assert made.secret not in made.sealed_secret
    assert made.secret not in ada.get("/admin/webhooks").text + ada.get(made.page).text
    again = send(ada, f"{made.page}/secret")
    db.session.refresh(made)
    assert made.secret in again.text
    assert "Two secrets sign" in ada.get(made.page).text


def test_what_was_delivered_is_seen_and_sent_again_under_its_id(
    cast: Cast, hook: Webhook, far: FarCrm, settle: Settle, signed_in: Callable[[Person], FlaskClient]
) -> None:
    ada = signed_in(cast.ada)
    ask(cast)
    settle()
    (row,) = dispatch.letters(hook.target).items
    page = ada.get(hook.page).text
    assert "Send again" in page
    assert "board.question_asked" in page
    assert send(ada, f"{hook.page}/letters/{row.id}/tries").status_code == 303
    settle()
    first, second = far.calls()
    assert first["headers"]["webhook-id"] == second["headers"]["webhook-id"]
    assert first["raw"] == second["raw"]
    other = dispatch.letters("mail").items
    for letter in other:
        assert send(ada, f"{hook.page}/letters/{letter.id}/tries").status_code == 404, "another's"


def test_a_receiver_that_is_down_for_long_is_paused_and_its_maker_is_told(
    cast: Cast, hook: Webhook, far: FarCrm, settle: Settle, signed_in: Callable[[Person], FlaskClient]
) -> None:
    ada = signed_in(cast.ada)
    far.fail(*["500"] * 12)
    ask(cast)
    start = clock.now()
    for hours in (0, 0.1, 0.3, 1, 4, 10, 22, 38, 61, 88):
        with clock.at(start + timedelta(hours=hours)):
            settle()
    assert len(far.calls()) == 10
    told = db.session.scalars(select(Notification).where(Notification.kind == "delivery_paused")).one()
    assert (told.person_id, told.url) == (cast.ada.id, hook.page)
    assert "Nothing is sent" in ada.get(hook.page).text
    ask(cast, "And this one?")
    settle()
    assert len(far.calls()) == 10
    far.fail()
    assert send(ada, f"{hook.page}/pause?_method=DELETE").status_code == 303
    settle()
    assert json.loads(far.calls()[-1]["raw"])["data"]["question_id"] == 2


def test_gone_tells_its_maker(cast: Cast, hook: Webhook, far: FarCrm, settle: Settle) -> None:
    far.fail("410")
    ask(cast)
    settle()
    assert db.session.scalars(select(Entry).where(Entry.name == "crm.delivery_paused")).one().payload["reason"]


def test_the_api_rotates_lists_and_sends_again(
    cast: Cast, hook: Webhook, far: FarCrm, settle: Settle, api: Callable[..., FlaskClient]
) -> None:
    ada, cara = api(cast.ada, "admin"), api(cast.cara, "admin")
    ask(cast)
    place = f"/api/v1/webhooks/{hook.id}"
    settle()
    (told,) = ada.get(f"{place}/deliveries").json["items"]  # type: ignore[index]
    assert (told["state"], told["type"], told["tries"]) == ("done", "board.question_asked", 1)
    assert ada.post(f"{place}/deliveries/{told['id']}/tries").status_code == 201
    assert ada.post(f"{place}/deliveries/{told['id']}/tries").status_code == 409, "it waits already"
    settle()
    assert len(far.calls()) == 2
    made = ada.post(f"{place}/secret")
    db.session.refresh(hook)
    assert made.json is not None
    assert made.json["secret"] == hook.secret
    for method, path in (("get", "/deliveries"), ("post", "/secret"), ("post", f"/deliveries/{told['id']}/tries")):
        assert getattr(cara, method)(place + path).status_code == 403


def test_more_webhooks_and_deliveries_need_no_more_queries(
    cast: Cast, far: FarCrm, hook: Webhook, signed_in: Callable[[Person], FlaskClient]
) -> None:
    ada, by = signed_in(cast.ada), cast.ada

    def asked(path: str) -> int:
        ada.get(path)
        with counted() as sent:
            assert ada.get(path).status_code == 200
        return len(sent)

    def fill(start: int, count: int) -> None:
        with transaction.unit():
            for number in range(start, start + count):
                commands.add_webhook(f"{far.url}/{number}", [], by=by)
                payload = {"webhook": hook.id, "event": {"type": "x"}}
                dispatch.enqueue("webhook", f"t{number}", payload, target=hook.target)

    fill(0, 2)
    before = asked("/admin/webhooks"), asked(hook.page)
    fill(2, 40)
    assert (asked("/admin/webhooks"), asked(hook.page)) == before

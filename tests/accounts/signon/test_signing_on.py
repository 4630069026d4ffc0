"""Signing on at a real provider over HTTP: the good path, and every answer that must open nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import commands, queries
from app.accounts.models import Person, SignedInSession
from app.accounts.signon.models import SignOnSubject
from app.core import audit, clock, transaction
from app.extensions import db
from app.moderation.commands.ending import end_suspensions
from tests.accounts.signon.conftest import sign_on, way_back
from tests.accounts.test_signing import PHRASE, is_in
from tests.accounts.test_signing import sign_in as sign_in_with_password
from tests.cast import Cast
from tests.counterparts.provider import Provider

SetUp = Callable[..., None]


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def failures(name: str = "clients") -> list[dict[str, Any]]:
    """What stands on the audit log of sign-ons that came to nothing, newest first."""
    entries = audit.entries(subject=f"sign-on:{name}").items
    return [entry.after for entry in entries if entry.action == "accounts.sign_on_failed"]


def refused(client: FlaskClient, answer: TestResponse, why: str, detail: str = "") -> str:
    """The page of a sign-on that opened nothing, with what stands on the audit log of it."""
    page = answer.get_data(as_text=True)
    assert answer.status_code >= 400, answer.headers
    assert not is_in(client)
    noted = failures("staff" if "/staff" in answer.request.path else "clients")[0]
    assert (noted["why"], noted.get("detail", "")) == (why, detail)
    assert "<h1" in page
    assert 'class="button' in page, "and what to do about it"
    assert db.session.scalar(select(func.count()).select_from(SignedInSession)) == 0
    return page


def test_a_customer_comes_in_for_the_first_time_and_again(client: FlaskClient, provider: Provider) -> None:
    page = client.get("/sign-in?next=/spaces").get_data(as_text=True)
    assert page.index("Sign in with Staff ID") < page.index("For employees")
    assert page.index("Sign in with Clients ID") < page.index("For customers")
    answer = sign_on(client, provider, back="/spaces")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/spaces")
    assert is_in(client)
    known = db.session.scalars(select(SignOnSubject)).one()
    assert (known.person.name, known.person.kind, known.person.email) == ("Nia North", "customer", "nia@example.org")
    assert known.person.email_confirmed_at is None, "its word on addresses is not trusted"
    assert (known.issuer, known.subject, known.basis) == (provider.issuer("clients"), "4711", "new")
    provider.says(email="nia.north@example.org", name="Someone Else")
    before = people()
    other = client.application.test_client()
    assert sign_on(other, provider).status_code == 303
    assert is_in(other)
    db.session.expire_all()
    assert (people(), known.person.email) == (before, "nia@example.org"), "the subject is who they are, not the address"


def test_employees_come_in_by_theirs_and_the_same_subject_elsewhere_is_somebody_else(
    client: FlaskClient, provider: Provider
) -> None:
    assert sign_on(client, provider, "staff").status_code == 303
    other = client.application.test_client()
    provider.says(email="other@example.org")
    assert sign_on(other, provider, "clients").status_code == 303
    kinds = {row.issuer: row.person.kind for row in db.session.scalars(select(SignOnSubject))}
    assert kinds == {provider.issuer("staff"): "employee", provider.issuer("clients"): "customer"}


@pytest.mark.parametrize(
    ("told", "detail"),
    [
        ({"claims": {"nonce": "another"}}, "wrong_nonce"),
        ({"left_out": ["nonce"]}, "wrong_nonce"),
        ({"claims": {"aud": "another"}}, "wrong_audience"),
        ({"claims": {"aud": ["waggle", "another"]}}, "wrong_party"),
        ({"claims": {"azp": "another"}}, "wrong_party"),
        ({"claims": {"iss": "https://another.example"}}, "wrong_issuer"),
        ({"claims": {"exp": 1}}, "expired"),
        ({"left_out": ["exp"]}, "no_times"),
        ({"claims": {"iat": 4_000_000_000, "exp": 4_000_000_300}}, "not_yet"),
        ({"claims": {"iat": 1}}, "too_old"),
        ({"claims": {"sub": ""}}, "no_subject"),
        ({"alg": "none"}, "bad_algorithm"),
        ({"alg": "HS256"}, "bad_algorithm"),
        ({"stranger": True}, "bad_signature"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_token_that_is_not_what_it_must_be_opens_nothing(
    client: FlaskClient, provider: Provider, told: dict[str, Any], detail: str
) -> None:
    provider.state(**told)
    page = refused(client, sign_on(client, provider), "bad_token", detail)
    assert "could not be checked" in page
    assert people() == 0


def test_a_clock_that_is_a_little_wrong_does_no_harm(client: FlaskClient, provider: Provider) -> None:
    now = int(time.time())
    provider.state(claims={"iat": now + 40, "nbf": now + 40, "exp": now + 340})
    assert sign_on(client, provider).status_code == 303
    provider.state(claims={"iat": now - 340, "exp": now - 40})
    assert sign_on(client.application.test_client(), provider).status_code == 303


def test_an_answer_works_once_in_the_browser_that_began_it(client: FlaskClient, provider: Provider) -> None:
    back = way_back(client, provider)
    with client.session_transaction() as kept:
        began = dict(kept)
    thief = client.application.test_client()
    refused(thief, thief.get(back), "not_begun")
    assert client.get(back).status_code == 303
    commands.sign_out(began.get("_user_id", ""))
    with transaction.unit():
        db.session.execute(SignedInSession.__table__.delete())  # type: ignore[attr-defined]
    with client.session_transaction() as kept:
        kept.clear()
        kept.update(began)
    refused(client, client.get(back), "used")
    assert "used" not in {each["why"] for each in failures("staff")}


def test_an_answer_of_one_provider_is_not_taken_for_anothers(client: FlaskClient, provider: Provider) -> None:
    back = way_back(client, provider, "clients")
    refused(client, client.get(back.replace("/clients/", "/staff/")), "not_begun")
    mixed = way_back(client, provider, "clients").replace("%2Fclients", "%2Fstaff")
    refused(client, client.get(mixed), "bad_token", "wrong_issuer")
    unnamed = re.sub("&?iss=[^&]*", "", way_back(client, provider, "clients"))
    refused(client, client.get(unnamed), "bad_token", "wrong_issuer")


def test_too_long_ago_is_not_begun(client: FlaskClient, provider: Provider) -> None:
    back = way_back(client, provider)
    with client.session_transaction() as kept:
        kept["sign_on"] = [{**each, "begun": each["begun"] - 601} for each in kept["sign_on"]]
    refused(client, client.get(back), "not_begun")


def test_a_key_that_was_changed_is_fetched(client: FlaskClient, provider: Provider) -> None:
    assert sign_on(client, provider).status_code == 303
    assert sign_on(client.application.test_client(), provider).status_code == 303
    asked = provider.state()["calls"]
    assert [each for each in asked if "well-known" in each or "keys" in each] == [
        "GET /clients/.well-known/openid-configuration", "GET /clients/keys",
    ], "both are kept"  # fmt: skip
    provider.state(rotate=True)
    assert sign_on(client.application.test_client(), provider).status_code == 303


def test_a_provider_that_declines_or_is_away_says_so(client: FlaskClient, provider: Provider, set_up: SetUp) -> None:
    provider.state(error="access_denied")
    assert "did not let you in" in refused(client, sign_on(client, provider), "declined", "access_denied")
    provider.state(error="", status=500)
    client.application.extensions.pop("sign_on")
    answer = client.get("/sign-in/with/clients")
    assert answer.status_code == 502
    assert "does not answer" in answer.get_data(as_text=True)
    assert client.get("/sign-in/with/clients").status_code == 502
    assert len([each for each in provider.state()["calls"] if "well-known" in each]) == 2, (
        "it is not asked at once again"
    )
    provider.state(status=200)
    set_up("clients", issuer="http://127.0.0.1:9/clients")
    for _number in range(12):
        answer = client.get("/sign-in/with/clients")
    assert (answer.status_code, failures()[0]["why"]) == (502, "unreachable")
    assert len(failures()) == 11, "it fills no log"
    set_up()
    client.application.extensions.pop("sign_on")
    assert sign_on(client, provider).status_code == 303, "nor makes anybody wait who cannot help it"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"issuer": "https://another.example"}, "it calls itself https://another.example"),
        ({"token_endpoint": "http://192.0.2.1/token"}, "its token_endpoint is not an https address"),
        ({"jwks_uri": "https://10.0.0.1/keys"}, "https://10.0.0.1/keys may not be called"),
        ({"jwks_uri": "https://169.254.169.254/latest"}, "may not be called"),
    ],
    ids=["issuer", "no TLS", "inside", "metadata"],
)
def test_a_provider_leads_nowhere_that_must_not_be_called(
    client: FlaskClient, provider: Provider, told: dict[str, str], said: str
) -> None:
    provider.state(document=told)
    began = client.get("/sign-in/with/clients")
    answer = began if began.status_code >= 400 else client.get(provider.back_from(began.headers["Location"]))
    assert answer.status_code == 502
    assert failures()[0]["why"] == "misconfigured"
    assert said in failures()[0]["detail"]
    assert not is_in(client)


def test_who_tries_too_often_must_wait(client: FlaskClient, provider: Provider) -> None:
    for _number in range(10):
        assert client.get("/sign-in/with/clients/answer?state=made-up&code=x").status_code == 400
    assert client.get("/sign-in/with/clients/answer?state=made-up&code=x").status_code == 429
    assert len(failures()) == 10
    assert client.get("/sign-in/with/nowhere").status_code == 404


def test_who_is_shut_out_is_out_at_once_and_stays_out(
    app: Flask, cast: Cast, client: FlaskClient, provider: Provider, signed_in: Callable[[Person], FlaskClient]
) -> None:
    ada = signed_in(cast.ada)
    assert sign_on(client, provider).status_code == 303
    nia = db.session.scalars(select(SignOnSubject)).one().person
    with transaction.unit():
        commands.set_password(nia, PHRASE, by=nia)
    assert sign_in_with_password(client, nia.email or "").status_code == 303
    with transaction.unit():
        token = commands.make_token(nia, ("read",), by=nia)
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.application.test_client().get("/api/v1/me", headers=bearer).status_code == 200
    page = ada.get(f"/admin/people/{nia.id}").get_data(as_text=True)
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert csrf
    place, told = f"/admin/people/{nia.id}/closing", {"csrf_token": csrf[1], "closing-reason": "Left the company."}
    assert ada.put(place, data=told).status_code == 303
    assert not is_in(client)
    assert app.test_client().get("/api/v1/me", headers=bearer).status_code == 401
    answer = sign_on(client, provider)
    assert (answer.status_code, failures()[0]["why"], is_in(client)) == (403, "shut", False)
    assert sign_in_with_password(client, nia.email or "").status_code == 422
    with transaction.unit():
        commands.restore(nia, by=None, reason="The suspension is over.")
    assert not queries.people(words="Nia").items
    assert [each.id for each in queries.people(words="Nia", closed=True).items] == [nia.id]
    assert ada.delete(place, data=told).status_code == 303
    assert sign_on(client, provider).status_code == 303
    assert is_in(client)


def test_who_has_no_other_way_in_comes_in_again_after_a_suspension(client: FlaskClient, provider: Provider) -> None:
    assert sign_on(client, provider).status_code == 303
    assert "have no password" in client.get("/settings").get_data(as_text=True)
    nia = db.session.scalars(select(SignOnSubject)).one().person
    with transaction.unit():
        commands.suspend(nia, clock.now(), by=nia, reason="For a moment.")
    with transaction.unit():
        end_suspensions()
    assert nia.state == "active"
    assert is_in(client)

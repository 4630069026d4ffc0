"""Whose account a sign-on opens: never by the address alone; and which roles the groups there may give."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts import commands, queries
from app.accounts.models import OneTimeLink, Person, SignedInSession
from app.accounts.signon import passage, tokens
from app.accounts.signon.failing import Failed
from app.accounts.signon.models import SignOnSubject
from app.core import audit, clock, personal, transaction
from app.extensions import db
from tests.accounts.signon.conftest import sign_on, way_back
from tests.accounts.signon.test_signing_on import failures, people
from tests.accounts.test_signing import PHRASE, is_in, send
from tests.accounts.test_signing import sign_in as sign_in_with_password
from tests.cast import Cast
from tests.counterparts.provider import Provider

SetUp = Callable[..., None]
CARLA = "carla@example.com"


@pytest.fixture
def carla(cast: Cast) -> Person:
    """A customer with a password."""
    with transaction.unit():
        commands.set_password(cast.carla, PHRASE, by=cast.carla)
    return cast.carla


def subjects() -> list[tuple[str, str]]:
    """Whose each subject is, and why."""
    return [(row.person.handle, row.basis) for row in db.session.scalars(select(SignOnSubject))]


@pytest.mark.parametrize(("trusts", "verified"), [(False, True), (True, False), (True, "true"), (True, None)])
def test_an_address_alone_opens_nobodys_account(
    client: FlaskClient, carla: Person, set_up: SetUp, provider: Provider, trusts: bool, verified: Any
) -> None:
    set_up("clients", trusts_email=trusts)
    provider.says(email="Carla@Example.com", email_verified=verified)
    before = people()
    answer = sign_on(client, provider)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, is_in(client), people(), subjects()) == (409, False, before, [])
    assert failures()[0]["why"] == "email_known"
    assert "/sign-in?next=/settings/sign-on/clients" in page
    assert CARLA not in page


def test_who_signed_in_with_the_password_connects_it(client: FlaskClient, carla: Person, provider: Provider) -> None:
    provider.says(email=CARLA)
    sign_on(client, provider)
    answer = sign_in_with_password(client, CARLA, back="/settings/sign-on/clients")
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "/settings/sign-on/clients/connecting" in page
    sent = client.get("/settings/sign-on/clients/connecting")
    back = client.get(provider.back_from(sent.headers["Location"]))
    assert back.headers["Location"] == "/settings#sign-on"
    assert subjects() == [("carla", "connected")]
    other = client.application.test_client()
    assert sign_on(other, provider).status_code == 303
    assert f'value="{CARLA}"' in other.get("/settings").get_data(as_text=True)
    assert "Connected" in other.get("/settings").get_data(as_text=True)


def test_an_open_screen_is_not_enough_to_change_the_ways_in(
    client: FlaskClient, carla: Person, provider: Provider
) -> None:
    sign_in_with_password(client, CARLA)
    db.session.execute(SignedInSession.__table__.update().values(created_at=clock.now() - timedelta(hours=1)))  # type: ignore[attr-defined]
    db.session.commit()
    assert client.get("/settings/sign-on/clients/connecting").status_code == 403
    assert "Your password" in client.get("/settings/sign-on/clients").get_data(as_text=True)
    assert send(client, "/settings/sign-on/clients", proof="wrong").status_code == 422
    assert send(client, "/settings/sign-on/clients", proof=PHRASE).status_code == 303
    assert client.get("/settings/sign-on/clients/connecting").status_code == 303


def test_what_opens_one_account_cannot_open_a_second(
    client: FlaskClient, carla: Person, cast: Cast, provider: Provider, signed_in: Callable[[Person], FlaskClient]
) -> None:
    sign_on(client, provider)
    colin = signed_in(cast.colin)
    sent = colin.get("/settings/sign-on/clients/connecting")
    answer = colin.get(provider.back_from(sent.headers["Location"]))
    assert (answer.status_code, failures()[0]["why"]) == (403, "taken")
    began = colin.get("/settings/sign-on/clients/connecting").headers["Location"]
    with transaction.unit():
        token = commands.sign_in(carla)
    with colin.session_transaction() as kept:
        kept["_user_id"] = token
    assert colin.get(provider.back_from(began)).status_code == 403
    assert failures()[0]["why"] == "not_you", "nor once somebody else sits there"


def test_a_trusted_provider_joins_by_an_address_that_it_verified(
    client: FlaskClient, carla: Person, set_up: SetUp, provider: Provider
) -> None:
    set_up("clients", trusts_email=True)
    provider.says(email="CARLA@example.com")
    assert sign_on(client, provider).status_code == 303
    assert subjects() == [("carla", "verified_email")]
    assert sign_in_with_password(client.application.test_client(), CARLA).status_code == 303, "the password stands"
    entry = next(each for each in audit.entries().items if each.action == "accounts.sign_on_connected")
    assert entry.after == {"provider": "clients", "basis": "verified_email"}


def test_who_typed_in_somebody_elses_address_beforehand_is_out(
    client: FlaskClient, set_up: SetUp, provider: Provider
) -> None:
    set_up("clients", trusts_email=True)
    with transaction.unit():
        commands.join(name="Mallory", email="nia@example.org", password=PHRASE)
    mallory = client.application.test_client()
    assert sign_in_with_password(mallory, "nia@example.org").status_code == 303
    assert sign_on(client, provider).status_code == 303
    assert not is_in(mallory)
    assert sign_in_with_password(mallory, "nia@example.org").status_code == 422
    db.session.expire_all()
    person = queries.by_email("nia@example.org")
    assert person is not None
    assert person.email_confirmed_at is not None


@pytest.mark.parametrize("proved_by", ["provider", "link"])
def test_an_account_elsewhere_that_waited_behind_somebody_elses_address_is_out(
    client: FlaskClient, set_up: SetUp, provider: Provider, proved_by: str
) -> None:
    provider.says(sub="mallory", email="nia@example.org", email_verified=False)
    mallory = client.application.test_client()
    assert sign_on(mallory, provider).status_code == 303
    person = queries.by_email("nia@example.org")
    assert person is not None
    if proved_by == "provider":
        set_up("clients", trusts_email=True)
        provider.says(sub="nia", email_verified=True)
        assert sign_on(client, provider).status_code == 303
        provider.says(sub="mallory", email_verified=False)
    else:
        with transaction.unit():
            commands.send_link(person, "password")
            link = db.session.scalars(select(OneTimeLink).where(OneTimeLink.purpose == "password")).one()
            commands.claim(link, PHRASE)
    assert not is_in(mallory)
    assert sign_on(mallory, provider).status_code == 409
    assert [basis for _who, basis in subjects()] == (["verified_email"] if proved_by == "provider" else [])


def test_an_imported_author_claims_what_they_wrote(client: FlaskClient, set_up: SetUp, provider: Provider) -> None:
    with transaction.unit():
        imported = commands.ensure_imported(email="nia@example.org", name="Nia N.")
    assert sign_on(client, provider).status_code == 409
    set_up("clients", trusts_email=True)
    assert sign_on(client, provider).status_code == 303
    assert (is_in(client), imported.state) == (True, "active")


def test_a_provider_for_employees_opens_no_customers_account(
    client: FlaskClient, carla: Person, set_up: SetUp, provider: Provider
) -> None:
    set_up("staff", trusts_email=True)
    provider.says(email=CARLA)
    answer = sign_on(client, provider, "staff")
    assert (answer.status_code, failures("staff")[0]["why"], is_in(client)) == (403, "other_kind", False)


def test_who_has_no_password_shows_anew_at_the_provider_that_it_is_them(
    client: FlaskClient, provider: Provider
) -> None:
    sign_on(client, provider)
    nia = db.session.scalars(select(SignOnSubject)).one().person
    db.session.execute(SignedInSession.__table__.update().values(created_at=clock.now() - timedelta(hours=1)))  # type: ignore[attr-defined]
    db.session.commit()
    page = client.get("/settings/data").get_data(as_text=True)
    link = re.search(r'href="(/sign-in/with/clients\?next=[^"]+)"', page)
    assert link, page
    sent = client.get(link[1])
    assert "max_age=0" in sent.headers["Location"]
    provider.state(claims={"auth_time": 1})
    stale = client.get(provider.back_from(sent.headers["Location"]))
    assert (stale.status_code, failures()[0]["detail"]) == (502, "not_fresh")
    provider.state(claims={})
    provider.says(sub="another", email="another@example.org")
    assert client.get(way_back(client, provider)).status_code == 403
    assert (failures()[0]["why"], len(subjects())) == ("not_you", 1)
    provider.says(sub="4711")
    assert client.get(way_back(client, provider, back="/settings/data")).headers["Location"] == "/settings/data"
    db.session.expire_all()
    assert db.session.scalars(select(SignedInSession.proved_at)).one() is not None
    only = client.delete("/settings/sign-on/clients", data=csrf(client))
    assert only.status_code == 409, "the only way in stays"
    with transaction.unit():
        commands.set_password(nia, PHRASE, by=nia)
    sign_in_with_password(client, nia.email or "")
    assert client.delete("/settings/sign-on/clients", data=csrf(client)).status_code == 303
    assert subjects() == []


def csrf(client: FlaskClient) -> dict[str, str]:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/settings").get_data(as_text=True))
    assert token
    return {"csrf_token": token[1]}


def test_what_is_held_of_a_sign_on_is_taken_along_and_goes(client: FlaskClient, provider: Provider) -> None:
    sign_on(client, provider)
    nia = db.session.scalars(select(SignOnSubject)).one().person
    held = dict(personal.parts(nia))["single sign-on"]
    assert [(row["provider"], row["subject"]) for row in held] == [("clients", "4711")]
    with transaction.unit():
        erasure = commands.ask_erasure(nia, words=False, by=nia)
    with transaction.unit():
        commands.carry_out(erasure)
    assert (subjects(), is_in(client)) == ([], False)


TIMES = st.integers(-2000, 2000)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ends=TIMES, made=TIMES, wrong=st.sampled_from(["", "nonce", "aud", "iss"]))
def test_a_token_passes_only_in_its_time_and_for_whom_it_is(ends: int, made: int, wrong: str) -> None:
    now = int(clock.now().timestamp())
    claims = {"iss": "i", "aud": "c", "nonce": "n", "sub": "s", "exp": now + ends, "iat": now + made}
    if wrong:
        claims[wrong] = "other"
    skew, oldest = tokens.SKEW.total_seconds(), tokens.OLDEST.total_seconds()
    edges = {abs(ends + skew), abs(made - skew), abs(made + oldest + skew)}
    if min(edges) < 5:  # the clock goes on meanwhile
        return
    passes = not wrong and ends > -skew and -oldest - skew < made < skew
    try:
        tokens.check(claims, issuer="i", client="c", nonce="n")
    except Failed:
        assert not passes
    else:
        assert passes


def test_what_a_browser_keeps_of_a_sign_on_is_bounded(app: Flask) -> None:
    with app.test_request_context():
        begun = [passage.begin("clients") for _number in range(5)]
        assert passage.take("clients", begun[0].state) is None
        assert passage.take("staff", begun[3].state) is None
        assert passage.take("clients", begun[4].state) == begun[4]
        assert passage.take("clients", begun[4].state) is None
        assert len({each.challenge for each in begun}) == 5

"""What a provider is set up to be: whom it lets in, which roles its groups give, what its operator is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.accounts import commands
from app.accounts.models import ROLES, Person
from app.accounts.policy import GIVEN_BY_PROVIDERS
from app.accounts.signon.models import SignOnSubject
from app.core import audit, transaction
from app.extensions import db
from config import BadSetting, load
from tests.accounts.signon.conftest import sign_on
from tests.accounts.signon.test_joining import csrf
from tests.accounts.signon.test_signing_on import failures
from tests.cast import Cast
from tests.counterparts.provider import Provider

SetUp = Callable[..., None]


def test_only_who_is_let_in_there_is_let_in_here(client: FlaskClient, set_up: SetUp, provider: Provider) -> None:
    set_up("staff", required={"hd": "example.org"})
    assert sign_on(client, provider, "staff").status_code == 403
    provider.says(hd="example.org.evil.example")
    assert sign_on(client, provider, "staff").status_code == 403
    assert {each["why"] for each in failures("staff")} == {"not_let_in"}
    provider.says(hd="example.org")
    assert sign_on(client, provider, "staff").status_code == 303
    set_up("clients", makes_accounts=False)
    provider.says(sub="another", email="another@example.org")
    answer = sign_on(client.application.test_client(), provider)
    assert (answer.status_code, failures()[0]["why"]) == (403, "no_account")


def test_groups_give_and_take_the_roles_that_are_mapped(client: FlaskClient, set_up: SetUp, provider: Provider) -> None:
    set_up("staff", roles={"hive mods": "moderator", "hive-care": "care"})
    provider.says(groups=["hive mods", "admins", "admin"])
    sign_on(client, provider, "staff")
    person = db.session.scalars(select(SignOnSubject)).one().person
    assert person.roles == {"moderator"}
    with transaction.unit():
        commands.grant_roles(person, ["moderator", "mentor"], by=None, reason="by hand")
    provider.says(groups="hive-care")
    sign_on(client.application.test_client(), provider, "staff")
    db.session.expire_all()
    assert person.roles == {"care", "mentor"}, "what is not mapped is not the provider's to take"
    provider.state(left_out=["groups"])
    sign_on(client.application.test_client(), provider, "staff")
    db.session.expire_all()
    assert person.roles == {"mentor"}
    reasons = [each.reason for each in audit.entries(subject=f"person:{person.id}").items if "sign-on" in each.reason]
    assert len(reasons) == 3


def test_no_provider_can_give_what_the_policy_does_not_let_it(tmp_path: Any) -> None:
    assert GIVEN_BY_PROVIDERS["employee"] == set(ROLES) - {"admin"}
    for audience, role in (("employees", "admin"), ("customers", "sme"), ("employees", "king")):
        environ = _environ(tmp_path, FOR=audience, ROLES=f"some group={role}")
        with pytest.raises(BadSetting, match=f"cannot give the role {role}"):
            create_app(load(environ))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ISSUER": ""}, "STAFF_ISSUER is missing"),
        ({"ISSUER": "id.example.com"}, "STAFF_ISSUER must be"),
        ({"FOR": "everybody"}, "STAFF_FOR must be one of employees, customers"),
        ({"TRUST_EMAIL": "perhaps"}, "STAFF_TRUST_EMAIL must be 1 or 0"),
        ({"ROLES": "moderator"}, "STAFF_ROLES must be like"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_line(tmp_path: Any, told: Mapping[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        load(_environ(tmp_path, **told))


def _environ(folder: Any, **more: str) -> dict[str, str]:
    told = {"ISSUER": "https://id.example.com", "CLIENT_ID": "waggle", "FOR": "employees", **more}
    settings = {f"WAGGLE_SIGN_ON_STAFF_{name}": value for name, value in told.items()}
    return {"WAGGLE_DATA_DIR": str(folder), "WAGGLE_TESTING": "1", "WAGGLE_SIGN_ON": "staff", **settings}


def test_the_rest_is_asked_for_where_the_token_is_small(client: FlaskClient, set_up: SetUp, provider: Provider) -> None:
    set_up("clients", trusts_email=True)
    provider.state(left_out=["email", "email_verified", "name"])
    said = {"sub": "another", "email": "nia@example.org", "email_verified": True, "name": "Nia North"}
    provider.state(userinfo=said)
    assert sign_on(client, provider).status_code == 502
    assert failures()[0]["detail"] == "other_subject"
    provider.state(userinfo={**said, "sub": "4711"})
    assert sign_on(client, provider).status_code == 303
    person = db.session.scalars(select(SignOnSubject)).one().person
    assert (person.name, person.email_confirmed_at is not None) == ("Nia North", True)


def test_the_operator_sees_whether_a_provider_works(
    app: Flask, cast: Cast, set_up: SetUp, provider: Provider, signed_in: Callable[[Person], FlaskClient]
) -> None:
    ada = signed_in(cast.ada)
    page = ada.get("/admin/sign-on").get_data(as_text=True)
    assert "/sign-in/with/staff/answer" in page
    good = ada.post("/admin/sign-on/staff/trials", data=csrf(ada)).get_data(as_text=True)
    assert "It knows this client and its secret" in good
    assert "becomes an employee here" in good
    set_up("staff", client_secret="wrong")
    assert "refuses this client" in ada.post("/admin/sign-on/staff/trials", data=csrf(ada)).get_data(as_text=True)
    provider.state(document={"issuer": "https://another.example"})
    page = ada.post("/admin/sign-on/staff/trials", data=csrf(ada)).get_data(as_text=True)
    assert "it calls itself https://another.example" in page
    assert signed_in(cast.stella).get("/admin/sign-on").status_code == 403

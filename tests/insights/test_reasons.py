"""What the contact page asks about: reasons under the contact centre's names, so that they add up with its calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import subscriptions, transaction
from app.core.access import Invalid
from app.crm import queries as crm
from app.crm.models import Identity, Interaction, SupportCase, SupportContact
from app.extensions import db
from app.insights import commands
from app.insights.models import Filing
from tests.cast import Cast
from tests.insights.conftest import call
from tests.insights.test_trials import token

Browser = Callable[[Person], FlaskClient]
WRITTEN = {"title": "My bill of May", "body": "It is too high."}


def test_what_is_written_counts_under_the_reason_that_the_contact_centre_uses(signed_in: Browser, cast: Cast) -> None:
    anna, carla = signed_in(cast.anna), signed_in(cast.carla)
    assert 'name="reason"' not in carla.get("/contact").text
    added = anna.post(
        "/insights/costs/reasons", data={"label": "A bill", "name": "Billing"} | token(anna, "/insights/costs")
    )
    assert added.status_code == 303
    call(cast.carla, 1, reason="Billing")
    asked = carla.post("/contact", data=WRITTEN | token(carla, "/contact"))
    assert (asked.status_code, "Choose what comes closest." in asked.text) == (422, True)
    assert "It is too high." in asked.text, "what was typed is kept"
    assert "Billing" not in asked.text, "what the contact centre calls it is not for customers"
    for reason in ("1", "other"):
        sent = carla.post("/contact", data=WRITTEN | {"reason": reason} | token(carla, "/contact"))
        assert sent.status_code == 303
    by_reason = select(SupportContact.reason, func.count()).group_by(SupportContact.reason)
    assert dict(db.session.execute(by_reason).all()) == {"Billing": 2, "other": 1}
    subscriptions.run_all()
    assert db.session.scalars(select(SupportCase.reason)).all() == ["Billing", "other"]
    titles = select(Interaction.summary).where(Interaction.kind == "opened_case")
    assert db.session.scalars(titles).all() == ["My bill of May"] * 2
    for reader, leads in ((cast.cara, ["/contact/cases/2", "/contact/cases/1", ""]), (cast.anna, [""] * 3)):
        assert [line.url for line in crm.lines(crm.interactions(), reader).items] == leads, "calls lead nowhere"
    care = signed_in(cast.cara)
    assert 'href="/contact/cases/2"' in care.get("/crm/identities/person:carla").text
    assert 'href="/crm/identities/person:carla"' in care.get("/contact/cases/2").text
    assert anna.post("/insights/costs/reasons/1?_method=DELETE", data=token(anna, "/contact")).status_code == 303
    assert 'name="reason"' not in carla.get("/contact").text
    assert carla.post("/insights/costs/reasons", data={"label": "Mine"} | token(carla, "/contact")).status_code == 403


def test_what_an_employee_writes_is_no_contact_of_a_customer(signed_in: Browser, cast: Cast) -> None:
    emma = signed_in(cast.emma)
    assert emma.post("/contact", data=WRITTEN | token(emma, "/contact")).status_code == 303
    subscriptions.run_all()
    counted = (db.session.scalar(select(func.count()).select_from(each)) for each in (Filing, SupportContact, Identity))
    assert list(counted) == [1, 0, 0]


def test_a_reason_is_offered_once_and_the_list_stays_short(cast: Cast) -> None:
    anna = cast.anna
    with transaction.unit():
        commands.add_contact_reason("A bill", "", by=anna)
        for label, name, field in (("a BILL", "Else", "label"), ("Else", "A bill", "name"), ("Else", "other", "name")):
            with pytest.raises(Invalid) as refused:
                commands.add_contact_reason(label, name, by=anna)
            assert list(refused.value.errors) == [field]
        for number in range(commands.MOST_REASONS - 1):
            commands.add_contact_reason(f"Matter {number}", "", by=anna)
        with pytest.raises(Invalid, match="At most"):
            commands.add_contact_reason("One more", "", by=anna)

"""The ledger: who keeps and attests it, and that no line ever changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts import commands as accounts
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Idea, LedgerLine
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send

Enter = Callable[..., LedgerLine]
TODAY = clock.now().date()


@pytest.fixture
def enter(cast: Cast, idea: Idea) -> Enter:
    """Enters lines, a realised benefit of 300 by Ines unless said otherwise."""

    def make(**more: Any) -> LedgerLine:
        plain = {
            "kind": "benefit", "basis": "realised", "amount": Decimal(300), "currency": "EUR",
            "date": clock.now().date() - timedelta(days=9), "evidence": "Counted.", "by": cast.ines,
        }  # fmt: skip
        with transaction.unit():
            return commands.record_outcome(idea, **{**plain, **more})

    return make


def test_who_may_keep_and_attest(cast: Cast, idea: Idea, enter: Enter) -> None:
    with transaction.unit():
        commands.move(idea, "approved", "Good.", by=cast.ines)
        project = commands.make_project(idea, name="Spare hubs", owner=cast.emma, by=cast.ines)
        spaces.set_role(cast.space(), cast.sue, "owner", by=cast.stella)
    keeps = {"ines": True, "ada": True, "emma": False, "anna": False, "carla": False, "stella": False}
    assert {name: bool(policy.may_keep_ledger(getattr(cast, name), idea, project)) for name in keeps} == keeps
    assert not policy.may_keep_ledger(None, idea, project)
    with transaction.unit():
        commands.agree_to_own(project, by=cast.emma)
    assert policy.may_keep_ledger(cast.emma, idea, project)
    assert not policy.may_keep_ledger(cast.emma, idea, None)
    line = enter()
    attests = {"anna": True, "ada": True, "sue": True, "ines": False, "sam": False, "emma": False, "carla": False}
    assert {name: bool(policy.may_attest(getattr(cast, name), line, idea)) for name in attests} == attests
    own = enter(by=cast.anna)
    assert policy.may_attest(cast.anna, own, idea).gate == "own"
    assert policy.may_attest(None, own, idea).gate == "sign-in"


def test_a_suspended_owner_keeps_nothing(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        commands.move(idea, "approved", "Good.", by=cast.ines)
        project = commands.make_project(idea, name="Spare hubs", owner=cast.emma, by=cast.ines)
        commands.agree_to_own(project, by=cast.emma)
        accounts.suspend(cast.emma, None, by=cast.ada, reason="Rude.")
    assert not policy.may_keep_ledger(cast.emma, idea, project)
    assert not policy.may_edit_project(cast.emma, project)


def test_what_nobody_attested_is_left_out_of_the_attested_return(cast: Cast, idea: Idea, enter: Enter) -> None:
    cost, benefit = enter(kind="cost", amount=Decimal(200)), enter()
    sums = queries.ledger_sums(idea_ids=[idea.id])[idea.id]["EUR"]
    assert (sums.roi, sums.attested_roi, sums.unattested) == (Decimal("0.5"), None, (300, 200))
    with transaction.unit():
        commands.attest(cost, by=cast.anna)
        commands.attest(benefit, by=cast.anna)
    assert queries.ledger_sums(idea_ids=[idea.id])[idea.id]["EUR"].attested_roi == Decimal("0.5")
    with pytest.raises(Conflict):
        commands.attest(cost, by=cast.ada)
    with transaction.unit():
        commands.withdraw_attestation(cost, by=cast.anna)
    assert queries.ledger_sums(idea_ids=[idea.id])[idea.id]["EUR"].attested_cost == 0
    with pytest.raises(Conflict):
        commands.attest(enter(basis="forecast"), by=cast.anna)


def test_a_line_is_taken_back_by_another_line(cast: Cast, idea: Idea, enter: Enter) -> None:
    line = enter(until=clock.now().date() - timedelta(days=1))
    with transaction.unit():
        commands.attest(line, by=cast.anna)
    amount, total = line.amount, line.total
    with pytest.raises(Invalid):
        commands.strike(line, "  ", by=cast.ines)
    with transaction.unit():
        back = commands.strike(line, "Counted twice.", by=cast.ines)
    assert (back.amount, back.total, back.reverses_id) == (-amount, -total, line.id)
    db.session.expire(line)
    assert (line.amount, line.evidence) == (amount, "Counted.")
    sums = queries.ledger_sums(idea_ids=[idea.id])[idea.id]["EUR"]
    assert (sums.realised_benefit, sums.attested_benefit) == (0, 0)
    for refused in (line, back):
        with pytest.raises(Conflict):
            commands.strike(refused, "Again.", by=cast.ines)
        with pytest.raises(Conflict):
            commands.attest(refused, by=cast.anna)
    with pytest.raises(Conflict):
        commands.withdraw_attestation(line, by=cast.anna)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"basis": "hoped"}, "basis"),
        ({"category": "people"}, "category"),
        ({"amount": Decimal(0)}, "amount"),
        ({"currency": "E1R"}, "currency"),
        ({"evidence": " "}, "evidence"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://[broken"}, "link"),
        ({"date": TODAY + timedelta(days=2)}, "date"),
        ({"until": TODAY - timedelta(days=99)}, "until"),
        ({"until": TODAY + timedelta(days=9)}, "until"),
        ({"basis": "forecast", "until": TODAY + timedelta(days=365 * 16)}, "until"),
        ({"basis": "forecast", "date": date(9999, 12, 31), "until": date(9999, 12, 31)}, "date"),
        ({"basis": "forecast", "date": date(9999, 12, 31)}, "date"),
        ({"date": date(1, 1, 1)}, "date"),
        ({"files_sent": ["nothing"]}, "files"),
    ],
)
def test_lines_that_make_no_sense(enter: Enter, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        enter(**more)
    assert list(refusal.value.errors) == [field]


def test_currencies_are_never_added_up(idea: Idea, enter: Enter) -> None:
    enter(currency="usd")
    enter()
    found = queries.ledger_sums(idea_ids=[idea.id])[idea.id]
    assert {currency: sums.realised_benefit for currency, sums in found.items()} == {"EUR": 300, "USD": 300}


def test_the_pages_of_a_line(
    cast: Cast, idea: Idea, enter: Enter, signed_in: Callable[..., FlaskClient], send: Send
) -> None:
    team, analyst, page = signed_in(cast.ines), signed_in(cast.anna), f"/ideas/{idea.id}/{idea.url.split('/')[-1]}"
    form = {"kind": "cost", "basis": "realised", "category": "people", "amount": "120.50", "currency": "EUR",
            "date": TODAY.isoformat(), "until": "", "evidence": "Two days of Emma.", "link": ""}  # fmt: skip
    sent = (io.BytesIO(b"Invoice 17"), "invoice.txt")
    made = send(team, f"/ideas/{idea.id}/ledger", page, **form, files=sent)
    assert made.status_code == 303, made.text
    line = queries.ledger(idea)[0]
    assert "invoice.txt" in analyst.get(page).text
    assert "invoice.txt" not in signed_in(cast.carla).get(page).text
    assert send(team, f"/ledger/{line.id}/attestation?_method=PUT", page).status_code == 403
    assert send(analyst, f"/ledger/{line.id}/attestation?_method=PUT", page).status_code == 303
    assert "Anna Analyst" in team.get(page).text
    assert send(analyst, f"/ledger/{line.id}/reversal", page, reason="No.").status_code == 403
    assert send(team, f"/ledger/{line.id}/reversal", page, reason="").status_code == 422
    assert send(team, f"/ledger/{line.id}/reversal", page, reason="Wrong month.").status_code == 303
    assert send(team, f"/ledger/{line.id}/reversal", page, reason="Again.").status_code == 409
    assert "Wrong month." in team.get(page).text
    bad = send(team, f"/ideas/{idea.id}/ledger", page, **{**form, "category": "revenue"})
    assert (bad.status_code, "Choose a category of this kind" in bad.text) == (422, True)
    exe = send(team, f"/ideas/{idea.id}/ledger", page, **form, files=(io.BytesIO(b"MZ\x00\x01"), "run.exe"))
    assert exe.status_code == 422


def test_the_operations_of_a_line(cast: Cast, idea: Idea, api: Callable[..., FlaskClient]) -> None:
    team, analyst = api(cast.ines), api(cast.anna)
    body = {"kind": "benefit", "basis": "forecast", "amount": "100", "currency": "eur", "date": "2026-01-01",
            "until": "2027-12-31", "category": "saving", "evidence": "Agreed.", "link": "https://a.nl"}  # fmt: skip
    made = team.post(f"/api/v1/ideas/{idea.id}/ledger", json=body)
    assert (made.status_code, made.json["total"], made.json["attested_by"]) == (201, "2400.00", None)
    assert analyst.put(f"/api/v1/ledger/{made.json['id']}/attestation").status_code == 409
    done = team.post(f"/api/v1/ideas/{idea.id}/ledger", json={**body, "basis": "realised", "until": None})
    line = f"/api/v1/ledger/{done.json['id']}"
    assert team.put(f"{line}/attestation").status_code == 403
    assert analyst.put(f"{line}/attestation").json["attested_by"]["handle"] == "anna"
    assert analyst.delete(f"{line}/attestation").status_code == 204
    assert team.delete(line).status_code == 404
    back = team.post(f"{line}/reversal", json={"reason": "Wrong."})
    assert (back.status_code, back.json["amount"], back.json["reverses_id"]) == (201, "-100.00", done.json["id"])
    assert [each["id"] for each in team.get(f"/api/v1/ideas/{idea.id}").json["ledger"]] == [
        made.json["id"], done.json["id"], back.json["id"],
    ]  # fmt: skip


def test_lines_of_ideas_out_of_sight_are_not_there(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, api: Callable[..., FlaskClient]
) -> None:
    secret = idea_of(challenge_of("ours", space="staff", audience="internal"), by=cast.emma)
    plain = {"kind": "cost", "basis": "realised", "amount": Decimal(5), "currency": "EUR", "evidence": "Seen."}
    with transaction.unit():
        line = commands.record_outcome(secret, date=date(2026, 1, 5), by=cast.ines, **plain)
    assert api(cast.carla).put(f"/api/v1/ledger/{line.id}/attestation").status_code == 404
    assert queries.entries(cast.carla) == []
    assert len(queries.entries(cast.erik)) == 1

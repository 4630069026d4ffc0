"""The report: which weeks and months are ready, what each person finds in it, its files, and having it sent by mail."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.board.models import Question
from app.core import clock, dispatch, mail, transaction, unsubscribing
from app.core.dispatch import Dispatch
from app.extensions import db
from app.insights import commands
from app.insights.queries.spells import EVERY, MONTHLY, WEEKLY, Spell, latest, listed, spell_of
from app.insights.queries.subscriptions import subscribed, subscription
from tests.cast import Cast
from tests.insights.conftest import BEGUN, call
from tests.insights.test_trials import token

Browser = Callable[[Person], FlaskClient]
APRIL = BEGUN + timedelta(days=40)


@given(st.sampled_from(EVERY), st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_the_latest_is_over_with_its_days_and_the_next_is_not(every: str, today: date) -> None:
    found = latest(every, today)
    assert found.is_over(today)
    assert not found.after.is_over(today)
    assert found.before.after == found
    assert spell_of(every, found.last) == spell_of(every, found.first) == found
    assert listed(every, today)[0] == found


def test_a_month_is_ready_a_week_after_its_end() -> None:
    assert latest(MONTHLY, date(2026, 4, 7)) == Spell(MONTHLY, date(2026, 2, 1))
    assert latest(MONTHLY, date(2026, 4, 8)) == Spell(MONTHLY, date(2026, 3, 1))
    assert latest(WEEKLY, date(2026, 4, 13)).first == date(2026, 3, 30)


@pytest.fixture
def march(cast: Cast, answered: Question, visited: Callable[..., str]) -> None:
    """A journey that read, and a call."""
    visited(0, read=answered, person=cast.carla)
    call(cast.carla, 1)


@pytest.mark.usefixtures("march")
def test_each_reader_finds_what_they_may_see(signed_in: Browser, cast: Cast) -> None:
    with clock.at(APRIL):
        anna, ines = (signed_in(who).get("/insights/report").text for who in (cast.anna, cast.ines))
        assert signed_in(cast.carla).get("/insights/report").status_code == 403
    assert "Report on March 2026" in anna
    assert "Support journeys" in anna
    assert "Khoros" in anna
    assert "Support journeys" not in ines
    assert "Khoros" not in ines
    assert "Questions asked" in ines


@pytest.mark.usefixtures("march")
def test_its_files_have_a_line_a_figure(signed_in: Browser, cast: Cast) -> None:
    with clock.at(APRIL):
        anna, ines = signed_in(cast.anna), signed_in(cast.ines)
        rows = list(csv.DictReader(io.StringIO(anna.get("/insights/report.csv?of=2026-03-05").text.lstrip("\ufeff"))))
        book = anna.get("/insights/report.xlsx").data
        few = ines.get("/insights/report.csv").text
        assert anna.get("/insights/report.exe").status_code == 404
    figures = {row["figure"]: row for row in rows}
    assert (figures["journeys"]["value"], figures["contacts"]["value"]) == ("1.0", "1.0")
    assert figures["causal"]["missing"] == "holdout"
    assert (figures["journeys"]["baseline"], figures["journeys"]["change"]) == ("", ""), "none was counted before March"
    assert "xl/worksheets/sheet1.xml" in ZipFile(io.BytesIO(book)).namelist()
    assert "journeys" not in few


def test_it_is_sent_once_when_it_is_ready_with_what_its_reader_may_see(
    app: Flask, cast: Cast, visited: Callable[..., str]
) -> None:
    for days in (-45, -20, 0, 1):
        visited(days)
    with clock.at(BEGUN), transaction.unit():
        for who in (cast.anna, cast.ines, cast.emma):
            commands.subscribe(MONTHLY, by=who)
        assert commands.send_reports() == 0
    for moment in (APRIL, APRIL + timedelta(hours=1)):
        with clock.at(moment), transaction.unit():
            sent = commands.send_reports()
        assert sent == (2 if moment == APRIL else 0)
    mails = {row.payload["to"]: row.payload for row in db.session.scalars(select(Dispatch)) if row.kind == "mail"}
    assert set(mails) == {cast.anna.email, cast.ines.email}
    analyst, lead = mails[cast.anna.email]["text"], mails[cast.ines.email]["text"]
    assert "report on March 2026" in mails[cast.anna.email]["subject"]
    assert "\n\nCall deflection\n- Support journeys: 2, before 1, change +1, velocity +1\n" in analyst
    assert analyst.count("\n- ") > 12, "a line each"
    assert all(line.count(": ") < 2 for line in analyst.splitlines() if line.startswith("- "))
    assert "Support journeys" not in lead
    assert mails[cast.ines.email]["unsubscribe"] in lead
    assert dispatch.CARRIERS["mail"]


def test_subscribing_by_page_and_ending_it_from_the_mail(app: Flask, signed_in: Browser, cast: Cast) -> None:
    anna, carla = signed_in(cast.anna), signed_in(cast.carla)
    address = "/insights/report/subscriptions/weekly?_method="
    assert carla.post(f"{address}PUT", data=token(carla, "/contact")).status_code == 403
    assert anna.post(f"{address}PUT", data=token(anna, "/contact")).status_code == 303
    assert "Weekly: send no more" in anna.get("/insights/report").text
    held = subscription(cast.anna.id, WEEKLY)
    assert held is not None
    place, somebody = unsubscribing.address("report", held.id, held.person_id, WEEKLY), app.test_client()
    assert "Send them no more" in somebody.get(place).text
    assert subscribed(cast.anna.id) == [WEEKLY]  # following the link ends nothing yet
    assert somebody.post(f"{place}x").status_code == somebody.get(f"{place}x").status_code == 404
    assert somebody.post(place).status_code == 303
    assert subscribed(cast.anna.id) == []
    assert "sent no more" in somebody.get(place).text
    assert somebody.post(place).status_code == 303  # once more changes nothing


def test_a_mail_program_ends_just_one_report_with_one_click(app: Flask, cast: Cast) -> None:
    with clock.at(BEGUN), transaction.unit():
        for every in EVERY:
            commands.subscribe(every, by=cast.anna)
    with clock.at(APRIL), transaction.unit():
        assert commands.send_reports() == 2
    rows = db.session.scalars(select(Dispatch).where(Dispatch.key.like("%monthly%"))).all()
    (sent,) = [mail.message(row.payload, row.key) for row in rows]
    raw = sent.as_bytes().decode()
    (address,) = re.findall(r"^List-Unsubscribe: <(\S+)>\r$", raw, re.MULTILINE)
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    place = address.removeprefix(app.extensions["settings"].base_url)
    program = app.test_client()
    for _try in range(2):
        answer = program.post(place, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"})
        assert (answer.status_code, "sent no more" in answer.text) == (200, True)
    assert subscribed(cast.anna.id) == [WEEKLY]


def test_a_subscriber_presses_for_themselves_alone(signed_in: Browser, cast: Cast) -> None:
    anna = signed_in(cast.anna)
    assert (
        anna.post("/insights/report/subscriptions/hourly?_method=PUT", data=token(anna, "/contact")).status_code == 404
    )


def test_journeys_behind_a_figure_are_listed_by_page(
    signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str]
) -> None:
    for day in range(32):
        visited(day / 10, read=answered if day % 2 else None, person=cast.carla)
    call(cast.carla, 3.05)
    anna, address = signed_in(cast.anna), "/insights/deflection/journeys?from=2026-03-01&to=2026-03-20"
    first = anna.get(address).text
    assert "32 journeys" in first
    assert first.count("<tr>") == 1 + 30
    assert "arla" not in first.split("<main")[1]
    rest = first.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert anna.get(rest).text.count("<tr>") == 1 + 2
    assert "16 journeys" in anna.get(f"{address}&what=read&arm=treatment").text
    assert "1 journey<" in anna.get(f"{address}&what=quiet").text
    assert anna.get(f"{address}&after=rubbish").status_code == 422
    assert signed_in(cast.ines).get(address).status_code == 403


@pytest.mark.parametrize("touch", ["first", "last", "linear"])
def test_topics_share_what_a_question_is_owed(
    signed_in: Browser, cast: Cast, answered: Question, visited: Callable[..., str], touch: str
) -> None:
    visited(0, read=answered, person=cast.carla)
    anna = signed_in(cast.anna)
    page = anna.get(f"/insights/deflection?from=2026-03-01&to=2026-03-20&by=topic&touch={touch}")
    assert page.status_code == 200
    assert "What it is owed to" in page.text


@pytest.mark.usefixtures("march")
def test_a_month_before_there_was_a_question_is_no_baseline(signed_in: Browser, cast: Cast) -> None:
    """In March one was asked and in February none, of which the overview says no more than that it is not known."""
    with clock.at(APRIL):
        text = signed_in(cast.anna).get("/insights/report.csv?of=2026-03-05").text.lstrip("\ufeff")
        page = signed_in(cast.anna).get("/insights?from=2026-03-01&to=2026-03-31").text
    figures = {row["figure"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (figures["asked"]["value"], figures["asked"]["baseline"], figures["asked"]["change"]) == ("1.0", "", "")
    asked = page.split("<h3>Questions asked</h3>")[1].split("</div>")[0]
    assert "Change not known." in asked

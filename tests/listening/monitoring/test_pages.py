"""The pages of monitoring, through the client: what was typed comes back, what is done answers with a redirect."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db
from app.listening.monitoring import commands, queries
from app.listening.monitoring.models import AlertRule, Lead, Mention, Monitor
from tests.cast import Cast
from tests.insights.test_charts import drawn
from tests.listening.monitoring.test_flows import FILE, only_alert, rule_of
from tests.listening.monitoring.test_hearing import ANGRY, hear

Open = Callable[[Person], "Browser"]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PLACES = ("", "/mentions", "/monitors", "/monitors/new", "/alerts", "/rules", "/rules/new", "/upload", "/volume.csv")


class Browser:
    """Somebody's browser, which posts forms as they stand on a page."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.token = client, token

    def get(self, place: str) -> TestResponse:
        """Open a page."""
        return self.client.get(place)

    def post(self, place: str, data: dict[str, str] | None = None, method: str = "POST") -> TestResponse:
        """Press a button of a form."""
        return self.client.open(place, method=method, data={"csrf_token": self.token, **(data or {})})

    def put(self, place: str) -> TestResponse:
        """One that puts."""
        return self.post(place, method="PUT")

    def follow(self, place: str) -> str:
        """One that puts, and what it leads to."""
        return self.get(self.put(place).headers["Location"]).text

    def delete(self, place: str) -> TestResponse:
        """One that takes away."""
        return self.post(place, method="DELETE")


@pytest.fixture
def opens(signed_in: Callable[[Person], FlaskClient]) -> Open:
    """Browsers of signed-in people, with the token that their forms carry."""

    def open_for(person: Person) -> Browser:
        client = signed_in(person)
        token = TOKEN.search(client.get("/").text)
        assert token is not None
        return Browser(client, token[1])

    return open_for


def count_of(model: type) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("name", ["emma", "cara"])
def test_pages_are_for_those_who_listen(cast: Cast, opens: Open, name: str) -> None:
    browser = opens(getattr(cast, name))
    wanted = 200 if name == "cara" else 403
    assert {place: browser.get(f"/listening{place}").status_code for place in PLACES} == dict.fromkeys(PLACES, wanted)
    assert browser.get("/listening/leads").status_code == 200
    assert ("Listening" in browser.get("/").text) == (name == "cara")


def test_a_file_is_looked_at_first_and_then_heard(cast: Cast, opens: Open) -> None:
    browser = opens(cast.anna)
    looked = browser.post("/listening/upload", data={"content": FILE, "look": "1"})
    assert "2 rows can be heard" in looked.text
    assert "at: must not be in the future" in looked.text
    unread = browser.post("/listening/upload", data={"content": "at,text\nbad,Hello\n", "look": "1"})
    assert "at: write the date and the time as 2026-05-01T10:00:00Z" in unread.text
    assert "1 row cannot" not in looked.text
    assert "4 rows cannot" in looked.text
    assert count_of(Mention) == 0
    taken = browser.post("/listening/upload", data={"content": FILE, "take": "1"})
    assert "2 mentions were heard" in taken.text
    again = browser.post("/listening/upload", data={"content": FILE, "take": "1"})
    assert "2 were known already" in again.text
    bad = browser.post("/listening/upload", data={"content": "a,b\n1,2", "take": "1"})
    assert (bad.status_code, "missing: at, text" in bad.text, "a,b" in bad.text) == (422, True, True)
    assert browser.post("/listening/upload", data={}).status_code == 422


def test_a_monitor_is_made_tried_switched_changed_and_dropped(cast: Cast, opens: Open) -> None:
    hear("row:1")
    browser = opens(cast.anna)
    tried = browser.post("/listening/monitors/new", data={"name": "Hub", "query": "hub", "look": "1"})
    assert "1 of 1 mentions" in tried.text
    assert count_of(Monitor) == 0
    bad = browser.post("/listening/monitors/new", data={"name": "Hub", "query": '"open'})
    assert (bad.status_code, "Close the quotation marks" in bad.text) == (422, True)
    made = browser.post("/listening/monitors/new", data={"name": "Hub", "query": "hub"})
    place = made.headers["Location"]
    assert made.status_code == 303
    assert browser.put(f"{place}/listening").status_code == 303
    assert opens(cast.cara).put(f"{place}/listening").status_code == 403
    assert "Switch off" in browser.get(place).text
    assert browser.post(f"{place}/edit", data={"name": "Hubs", "query": "hubs"}).status_code == 303
    assert "hubs" in browser.get("/listening/monitors").text
    assert browser.delete(f"{place}/listening").status_code == 303
    assert browser.delete(place).status_code == 303
    assert browser.get(place).status_code == 404


def test_a_rule_is_tried_written_and_switched(cast: Cast, opens: Open) -> None:
    hear("row:1")
    browser = opens(cast.stella)
    said = {"name": "Angry", "mood": "negative", "owner": "cara", "minutes": "60", "escalate_to": "stella"}
    assert cast.cara
    tried = browser.post("/listening/rules/new", data={**said, "look": "1"})
    assert "1 of 1 mentions" in tried.text
    assert "In the last day there were 1, in a mean day before 0.0." in tried.text
    assert count_of(AlertRule) == 0
    bad = browser.post("/listening/rules/new", data={**said, "owner": "nobody", "escalate_to": "nobody"})
    assert (bad.status_code, "There is nobody of this handle" in bad.text) == (422, True)
    place = browser.post("/listening/rules/new", data=said).headers["Location"]
    assert browser.put(f"{place}/force").status_code == 303
    assert browser.post(place, data={**said, "minutes": "30"}).status_code == 303
    assert 'value="30"' in browser.get(place).text
    for more, told in (
        ({"channel": "email", "least_influence": "10"}, ("E-mail", "influence from 10")),
        (
            {"least_influence": "", "least_urgency": "0.5", "volume_factor": "3"},
            ("urgency from 0.5", "more than 3 times the usual"),
        ),
    ):
        assert browser.post(place, data={**said, **more}).status_code == 303
        listed = browser.get("/listening/rules").text
        assert all(f"<span>{each}</span>" in listed for each in told)
    assert opens(cast.anna).post(place, data=said).status_code == 403
    assert browser.delete(f"{place}/force").status_code == 303


def test_an_alert_is_taken_answered_and_closed_and_what_was_typed_comes_back(
    cast: Cast, opens: Open, settle: Callable[[], None]
) -> None:
    rule_of(cast)
    hear("row:1")
    settle()
    place = only_alert().url
    browser = opens(cast.cara)

    def next_deed() -> list[str]:
        """What the page would have one do: one thing at a time."""
        main = browser.get(place).text.split("<main")[1].split("</main")[0]
        return re.findall(r"button-act[^>]*>(?:<svg.*?</svg>)?([^<]+)<", main)

    page = browser.get(place).text
    assert ANGRY in page
    assert "<h1>What " in page, "the rule's name says nothing of it"
    assert next_deed() == ["I am on it"]
    assert browser.put(f"{place}/owner").status_code == 303
    assert next_deed() == ["Keep the reply"]
    assert "has taken this alert" in opens(cast.anna).follow(f"{place}/owner")
    bad = browser.post(f"{place}/reply", data={"reply": "We are sorry", "reply_url": "javascript:1"})
    assert (bad.status_code, "We are sorry" in bad.text) == (422, True)
    assert browser.post(f"{place}/reply", data={"reply": "We are sorry"}).status_code == 303
    assert next_deed() == ["Close the alert"]
    assert browser.post(f"{place}/outcome", data={"outcome": ""}).status_code == 422
    assert browser.post(f"{place}/outcome", data={"outcome": "All is well"}).status_code == 303
    assert "All is well" in browser.get(place).text
    assert ANGRY not in browser.get("/listening/alerts").text
    assert ANGRY[:30] in browser.get("/listening/alerts?state=closed").text


def test_a_lead_is_made_handed_over_and_ended(cast: Cast, opens: Open) -> None:
    mention = hear("row:1", "Please call me about a second hub")
    browser = opens(cast.anna)
    place = browser.post(f"{mention.page}/lead").headers["Location"]
    bad = browser.post(f"{place}/owner", data={"to": "emma", "consent": "", "grounds": "She wrote so"})
    assert (bad.status_code, "She wrote so" in bad.text) == (422, True)
    assert opens(cast.emma).get(place).status_code == 404
    said = {"to": "emma", "consent": "asked", "grounds": "She wrote so"}
    assert browser.post(f"{place}/owner", data=said).status_code == 303
    colleague = opens(cast.emma)
    assert "Please call me" in colleague.get("/listening/leads").text
    assert colleague.post(f"{place}/owner", data=said).status_code == 403
    assert colleague.post(f"{place}/outcome", data={"state": "won", "outcome": "Two hubs"}).status_code == 303
    assert "Two hubs" in colleague.get(place).text
    assert db.session.scalars(select(Lead.state)).all() == ["won"]


def test_figures_show_volume_trend_what_rises_and_who_is_heard(cast: Cast, opens: Open) -> None:
    now = clock.now()
    with transaction.unit():
        for number in range(40):
            said = commands.Heard(
                key=f"row:{number}", channel="forum", said_at=now - timedelta(days=number), author="jo",
                text="The meter is fine", follower_count=1000, reply_count=2,
            )  # fmt: skip
            commands.hear(said, by=None)
        for number in range(6):
            commands.hear(commands.Heard(key=f"new:{number}", channel="review", said_at=now,
                                         author=f"a{number}", text="Zqoutage everywhere"), by=None)  # fmt: skip
    moved = queries.moved_over(cast.anna, 14)
    assert (moved.count.value, moved.count.baseline, moved.count.change, moved.count.velocity) == (20, 14, 6, 4), "12"
    (mean,) = {row.sentiment for row in db.session.scalars(select(Mention)) if row.channel == "forum"}
    assert (moved.sentiment.baseline, moved.sentiment.velocity) == pytest.approx((mean, moved.sentiment.change))
    assert queries.moved_over(cast.anna, 14, channel="review").count.baseline == 0
    assert queries.moved_over(cast.anna, 84).count.missing == ("period_before", "second_period_before")
    volume = queries.volume_of(cast.anna, 28)
    assert (len(volume.days), volume.total) == (28, 34)
    assert volume.trend is not None
    assert volume.moods["neutral"] + volume.moods["positive"] + volume.moods["negative"] == 34
    assert "zqoutage everywhere" in {each.topic for each in queries.rising(cast.anna)}
    (jo,) = queries.voices(cast.anna, 28)
    assert (jo.author, jo.count, jo.followers, jo.response) == ("jo", 28, 1000, 56)
    page = opens(cast.anna).get("/listening?days=28").text
    for words in ("Trend, the week taken out", "zqoutage", "Mean sentiment", "Who is heard", "Baseline 12, change +22"):
        assert words in page
    assert opens(cast.anna).get("/listening/volume.csv?days=28").text.count("\n") == 29


def test_no_page_has_an_id_twice(cast: Cast, opens: Open, settle: Callable[[], None]) -> None:
    rule = rule_of(cast)
    mention = hear("row:1")
    settle()
    browser, alert = opens(cast.anna), only_alert()
    lead = browser.post(f"{mention.page}/lead").headers["Location"]
    said = {"to": "cara", "consent": "asked", "grounds": "There", "note": "Soon"}
    assert browser.post(f"{lead}/owner", data=said).status_code == 303
    for place in ("/listening", "/listening/upload", "/listening/rules/new", rule.url, mention.page, alert.url, lead):
        ids = re.findall(r'\sid="([^"]+)"', browser.get(place).text)
        assert sorted(each for each in set(ids) if ids.count(each) > 1) == [], place


def test_a_day_of_the_chart_leads_to_what_was_said_on_it(cast: Cast, opens: Open) -> None:
    today = clock.midnight(clock.now().date())
    with transaction.unit():
        said_on = ((1, "forum"), (2, "forum"), (2, "review"), (2, "forum"), (4, "forum"))
        for number, (back, channel) in enumerate(said_on):
            at, text = today - timedelta(days=back, minutes=-number), f"Meter {number} is fine"
            commands.hear(
                commands.Heard(key=f"row:{number}", channel=channel, said_at=at, author="jo", text=text), by=None
            )
    browser = opens(cast.anna)
    heard = {"": {1: {0}, 2: {1, 2, 3}, 4: {4}}, "&channel=forum": {1: {0}, 2: {1, 3}, 4: {4}}}
    for kept, said in heard.items():
        points, lines = drawn(browser.get(f"/listening?days=28{kept}").text)[0]
        counts = lines[-1]["numbers"]
        assert sum(counts) == sum(map(len, said.values()))
        for back, numbers in said.items():
            last = f"to={(today - timedelta(days=back)).date()}"
            (place,) = [at for at, each in enumerate(points) if last in each["url"]]
            assert counts[place] == len(numbers)
            behind = browser.get(points[place]["url"]).text
            assert {int(each) for each in re.findall(r"Meter (\d) is fine", behind)} == numbers

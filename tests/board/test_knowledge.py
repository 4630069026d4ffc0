"""What is known of topics, what is missing, and what search engines and feed readers get of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.home import queries as home
from app.notifications import queries as told
from app.topics.models import Topic
from app.topics.queries import by_slug
from tests.board.test_views import cost, fill, send
from tests.cast import Cast

Answered = Callable[..., Answer]
Browse = Callable[[Person], FlaskClient]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def wifi() -> Topic:
    topic = by_slug("wi-fi")
    assert topic is not None
    return topic


@pytest.fixture
def solved(cast: Cast, asked: Question, answered: Answered) -> Answer:
    """An answer that Carla accepted."""
    given = answered(cast.sam)
    with transaction.unit():
        commands.accept(given, by=cast.carla)
    return given


def choose(question: Question, by: Person) -> None:
    with transaction.unit():
        commands.choose_canonical(question, wifi(), by=by)


def test_a_canonical_question_stands_on_its_topics_page(
    cast: Cast, asked: Question, solved: Answer, client: FlaskClient
) -> None:
    choose(asked, cast.max)
    choose(asked, cast.max)
    assert [question.id for question in queries.canonical_of(None, wifi())] == [asked.id]
    assert "Canonical answers" in client.get("/topics/wi-fi").text
    assert "Canonical for Wi-Fi" in client.get(asked.url).text
    with transaction.unit():
        commands.drop_canonical(asked, wifi(), by=cast.max)
    assert "Canonical answers" not in client.get("/topics/wi-fi").text


def test_what_cannot_be_canonical(cast: Cast, asked: Question, answered: Answered) -> None:
    answered(cast.sam)
    with pytest.raises(Conflict), transaction.unit():
        commands.choose_canonical(asked, wifi(), by=cast.max)
    with transaction.unit():
        other = commands.ask(space=cast.space("help"), title="A bill", topics=["Billing"], by=cast.colin)
    with pytest.raises(Conflict), transaction.unit():
        commands.choose_canonical(other, wifi(), by=cast.max)


def test_a_hidden_question_is_canonical_for_nobody(
    cast: Cast, asked: Question, solved: Answer, client: FlaskClient
) -> None:
    choose(asked, cast.max)
    with transaction.unit():
        commands.set_question_hold(asked, "hidden", by=cast.max)
    assert queries.canonical_of(None, wifi()) == []
    assert client.get("/topics/wi-fi").status_code == 404


@pytest.mark.parametrize(("handle", "allowed"), [("carla", False), ("emma", False), ("sam", True), ("max", True)])
def test_who_chooses(cast: Cast, asked: Question, expert: Person, handle: str, allowed: bool) -> None:
    person = getattr(cast, handle)
    assert bool(policy.may_choose_canonical(person, asked)) is allowed
    assert bool(policy.may_describe_topic(person, wifi())) is allowed


def test_a_topic_of_a_closed_space_is_there_for_those_inside(
    cast: Cast, client: FlaskClient, signed_in: Browse
) -> None:
    with transaction.unit():
        commands.ask(space=cast.space("staff"), title="The secret launch", topics=["Project Heron"], by=cast.emma)
    for address in ("/topics/project-heron", "/topics/project-heron.atom"):
        assert client.get(address).status_code == 404
        assert signed_in(cast.carla).get(address).status_code == 404
    assert "Project Heron" not in client.get("/topics").text
    assert "Project Heron" not in client.get("/sitemap.xml").text
    assert "Project Heron" in signed_in(cast.emma).get("/topics").text
    assert signed_in(cast.emma).get("/topics/project-heron").status_code == 200


def test_gaps_are_what_is_asked_often_and_topics_without_experts(
    cast: Cast, asked: Question, expert: Person, answered: Answered
) -> None:
    with transaction.unit():
        commands.ask(space=cast.space("help"), title="Which kettle", topics=["Kettles"], by=cast.colin)
    assert {gap.topic.slug: (gap.people, gap.has_expert) for gap in queries.gaps(cast.emma).items} == {
        "kettles": (1, False)
    }
    for person in (cast.colin, cast.nell):
        with transaction.unit():
            commands.vote_question(asked, 1, by=person)
    first = queries.gaps(cast.emma).items[0]
    assert (first.topic.slug, first.people, first.is_asked_often, first.has_expert) == ("wi-fi", 3, True, True)
    given = answered(cast.carla)
    with transaction.unit():
        commands.verify(given, by=expert)
    assert [gap.topic.slug for gap in queries.gaps(cast.emma).items] == ["kettles"]
    with clock.at(clock.now() + timedelta(days=91)):
        assert queries.gaps(cast.emma).items == []


def test_gaps_go_on_after_the_last_one(cast: Cast) -> None:
    fill(cast, 5)
    first = queries.gaps(cast.emma, limit=4)
    rest = queries.gaps(cast.emma, limit=4, after=first.next)
    assert len(first.items) == 4
    assert len({gap.topic.slug for gap in (*first.items, *rest.items)}) == 6
    assert rest.next is None


def test_gaps_are_for_employees(cast: Cast, asked: Question, client: FlaskClient, signed_in: Browse) -> None:
    assert "Wi-Fi" in signed_in(cast.emma).get("/topics/gaps").text
    assert signed_in(cast.carla).get("/topics/gaps").status_code == 403
    assert client.get("/topics/gaps").status_code in {302, 303}


def test_describing_a_topic(cast: Cast, asked: Question, signed_in: Browse) -> None:
    moderator = signed_in(cast.max)
    assert send(moderator, "/topics/wi-fi?_method=PUT", about="Wireless at home.").status_code == 303
    assert "Wireless at home." in moderator.get("/topics").text
    refused = send(moderator, "/topics/wi-fi?_method=PUT", about="Call 4111 1111 1111 1111")
    assert refused.status_code == 422
    assert "4111" in refused.text
    with pytest.raises(Invalid), transaction.unit():
        commands.describe_topic(wifi(), "x" * 301, by=cast.max)


def test_topic_pages_cost_the_same_with_more_questions(cast: Cast, asked: Question, signed_in: Browse) -> None:
    fill(cast, 3)
    browser = signed_in(cast.emma)
    before = [cost(browser, url) for url in ("/topics", "/topics/wi-fi", "/topics/gaps")]
    fill(cast, 12)
    assert [cost(browser, url) for url in ("/topics", "/topics/wi-fi", "/topics/gaps")] == before


def test_topics_go_on_after_the_last_one_by_name(cast: Cast) -> None:
    with transaction.unit():
        for name in ("Delta", "alpha", "Charlie", "Bravo"):
            commands.ask(space=cast.space("help"), title=f"About {name}", topics=[name], by=cast.colin)
    first = queries.topic_page(None, limit=3)
    rest = queries.topic_page(None, limit=3, after=first.next)
    assert [*first.items, *rest.items] == sorted([*first.items, *rest.items], key=lambda topic: topic.name)
    assert len({topic.id for topic in (*first.items, *rest.items)}) == 4
    assert rest.next is None
    assert [topic.name for topic in queries.topic_page(None, words="rav").items] == ["Bravo"]


def test_topics_by_the_api(cast: Cast, asked: Question, solved: Answer, api: Callable[..., FlaskClient]) -> None:
    moderator, customer = api(cast.max), api(cast.carla)
    where = f"/api/v1/topics/wi-fi/canonical/{asked.id}"
    assert customer.put(where).status_code == 403
    assert moderator.put(where).status_code == 200
    shown = customer.get("/api/v1/topics/wi-fi").json
    assert [question["id"] for question in shown["canonical"]] == [asked.id]
    assert [topic["slug"] for topic in customer.get("/api/v1/topics").json["items"]] == ["wi-fi"]
    assert moderator.delete(where).status_code == 204
    assert customer.get("/api/v1/gaps").status_code == 403
    assert [gap["topic"] for gap in moderator.get("/api/v1/gaps").json["items"]] == ["wi-fi"]
    assert moderator.put("/api/v1/topics/wi-fi", json={"about": "Wireless."}).json["about"] == "Wireless."


def test_feeds_hold_what_everybody_may_read(
    cast: Cast, asked: Question, solved: Answer, client: FlaskClient, signed_in: Browse
) -> None:
    with transaction.unit():
        commands.ask(space=cast.space("staff"), title="Not for you", topics=["Wi-Fi"], by=cast.emma)
        commands.edit(
            asked, title="Wi-Fi <b>& more</b>", body="Since *Tuesday* & before", topics=["Wi-Fi"], by=cast.carla
        )
    for browser in (client, signed_in(cast.emma)):
        for address in ("/questions.atom", "/topics/wi-fi.atom", "/spaces/help.atom"):
            feed = Xml.fromstring(browser.get(address).text)
            assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Wi-Fi <b>& more</b>"]
            assert "<em>Tuesday</em>" in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")
        assert browser.get("/spaces/staff.atom").status_code == 404
    answers = Xml.fromstring(client.get(f"/questions/{asked.id}.atom").text)
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in answers.iter(f"{ATOM}entry")] == ["Sam Specialist"]


def test_no_letter_that_xml_cannot_hold_breaks_a_feed(cast: Cast, asked: Question, client: FlaskClient) -> None:
    """One asker could else shut the feed for every reader, until enough others had asked."""
    unwritable = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
    said = f"before{unwritable}behind &#xfffe; &#11; ]]>"
    with transaction.unit():
        commands.edit(asked, title=f"Wi-Fi{unwritable}drops", body=said, topics=["Wi-Fi"], by=cast.carla)
    feed = Xml.fromstring(client.get("/questions.atom").text)
    assert "beforebehind" in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def test_a_feed_that_did_not_change_is_not_sent_again(asked: Question, client: FlaskClient) -> None:
    tag = client.get("/questions.atom").headers["ETag"]
    assert client.get("/questions.atom", headers={"If-None-Match": tag}).status_code == 304


def test_only_public_pages_are_for_search_engines(
    cast: Cast, asked: Question, answered: Answered, signed_in: Browse
) -> None:
    answered(cast.carla, "A published one.")
    waiting = answered(cast.nell, "A waiting one.")
    assert waiting.state == "waiting"
    with transaction.unit():
        inside = commands.ask(space=cast.space("staff"), title="Only for us", by=cast.emma)
    page = signed_in(cast.max).get(asked.url).text
    data = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert "A waiting one" in page
    assert "A waiting one" not in json.dumps(data)
    assert data["mainEntity"]["answerCount"] == 1
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{asked.url}">' in page
    closed = signed_in(cast.max).get(inside.url).text
    assert "ld+json" not in closed
    assert '<meta name="robots" content="noindex">' in closed


def test_the_sitemap_names_public_pages_and_when_they_changed(
    cast: Cast, asked: Question, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Xml.fromstring(client.get("/sitemap.xml").text)
    listed = {each.findtext(f"{SITEMAP}loc"): each.findtext(f"{SITEMAP}lastmod") for each in places}
    assert f"http://127.0.0.1:8000{asked.url}" in listed
    assert listed[f"http://127.0.0.1:8000{asked.url}"] == asked.active_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "http://127.0.0.1:8000/topics/wi-fi" in listed
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text


def test_a_large_sitemap_is_split_by_ranges(cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "MOST_IN_SITEMAP", 2)
    with transaction.unit():
        made = [commands.ask(space=cast.space("help"), title=f"Number {n}", by=cast.colin) for n in range(5)]
        commands.set_question_hold(made[1], "hidden", by=cast.max)
    index = Xml.fromstring(client.get("/sitemap.xml").text)
    files = [(each.findtext(f"{SITEMAP}loc") or "").removeprefix("http://127.0.0.1:8000") for each in index]
    assert files == ["/sitemap-places.xml", *(f"/sitemap-questions-{n}.xml" for n in range(3))]
    found = [client.get(file).text.count("/questions/") for file in files[1:]]
    assert found == [1, 2, 1]
    assert client.get("/sitemap-questions-3.xml").status_code == 404
    db.session.expire_all()


def test_who_follows_a_topic_hears_of_questions_they_may_read(
    cast: Cast, asked: Question, signed_in: Browse, settle: Callable[[], None]
) -> None:
    follow = f"/follows/topic:{wifi().id}?_method=PUT"
    settle()
    for person in (cast.colin, cast.emma):
        assert send(signed_in(person), follow).status_code == 303
    with transaction.unit():
        commands.ask(space=cast.space("staff"), title="Wi-Fi in the office", topics=["Wi-Fi"], by=cast.nell)
        commands.ask(space=cast.space("help"), title="Wi-Fi in the garden", topics=["Wi-Fi"], by=cast.carla)
    settle()
    heard = {
        person.handle: {each.params["title"] for each in told.of(person).items if each.kind == "asked_about"}
        for person in (cast.colin, cast.emma)
    }
    assert heard == {"colin": {"Wi-Fi in the garden"}, "emma": {"Wi-Fi in the office", "Wi-Fi in the garden"}}

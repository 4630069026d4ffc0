"""Topics are named by whoever asks: in whatever letters, by words that rules let pass, and by many at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from app.core import naming, transaction
from app.extensions import db
from app.recognition.forms import BadgeForm
from app.screening import commands as screening
from app.topics import commands
from app.topics.models import Expertise, Topic, TopicAlias
from tests.cast import Cast
from tests.parallel import at_once

Clients = Callable[..., FlaskClient]


def ask(client: FlaskClient, *topics: str, title: str = "The light blinks") -> tuple[int, object]:
    answer = client.post("/api/v1/questions", json={"space": "help", "title": title, "topics": list(topics)})
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize(
    "names",
    [["Λογαριασμός", "Интернет", "電話", "Ægir", "Gir"], ["C", "C#", "C++", "हिन्दी", "हन्दा"]],
    ids=["letters", "signs"],
)
def test_topics_whose_names_differ_are_not_all_one(
    cast: Cast, api: Clients, client: FlaskClient, names: list[str]
) -> None:
    cast.space("help")
    status, asked = ask(api(cast.carla), *names)
    assert (status, len(asked["topics"])) == (201, 5)  # type: ignore[index,call-overload]
    assert all(naming.slug(slug) == slug for slug in asked["topics"])  # type: ignore[index,call-overload]
    for topic in db.session.scalars(select(Topic)):
        assert topic.name in names
        assert topic.name in client.get(topic.url).text


def test_what_a_topic_went_by_leads_to_it_until_another_goes_by_it(
    cast: Cast, api: Clients, client: FlaskClient
) -> None:
    cast.space("help")
    ask(api(cast.carla), "C#")
    with transaction.unit():
        (sharp,) = commands.ensure_topics(["C#"])
        db.session.add(TopicAlias(slug="c", topic_id=sharp.id))
    for address, now in (("/topics/c", "/topics/c-sharp"), ("/topics/c.atom", "/topics/c-sharp.atom")):
        moved = client.get(address)
        assert (moved.status_code, moved.location, client.get(now).status_code) == (301, now, 200)
    assert client.get("/api/v1/topics/c").get_json()["slug"] == "c-sharp"
    assert "The light blinks" in client.get("/questions?topic=c").text
    ask(api(cast.carla), "C", title="The pointer dangles")
    page = client.get("/topics/c")
    assert (page.status_code, "<h1>C</h1>" in page.text) == (200, True)


def test_a_badge_is_about_the_topic_that_was_typed(app: Flask, cast: Cast, api: Clients) -> None:
    cast.space("help")
    ask(api(cast.carla), "C#", "電話")
    for name, named in (("c#", "C#"), ("電話", "電話"), ("C", None)):
        with app.test_request_context():
            topic = BadgeForm(formdata=None, topic=name).named_topic()
        assert (topic.name if topic else None) == named


@pytest.mark.parametrize("name", ["ß" * 60, "㏂" * 60, "x" * 60])
def test_a_name_of_sixty_letters_makes_an_address_that_can_be_kept(cast: Cast, api: Clients, name: str) -> None:
    cast.space("help")
    assert ask(api(cast.carla), name)[0] == 201
    assert len(db.session.scalars(select(Topic.slug)).one()) <= 60


def test_the_name_of_a_new_topic_passes_the_rules(cast: Cast, api: Clients) -> None:
    cast.space("help")
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="refuse", terms=["scoundrel"], by=cast.max)
    status, told = ask(api(cast.carla), "Wi-Fi", "You scoundrel")
    assert (status, set(told["errors"])) == (422, {"topics"})  # type: ignore[index,call-overload]
    assert ask(api(cast.carla), "Wi-Fi")[0] == 201


def test_what_a_rule_holds_waits_by_the_name_of_its_topic_too(cast: Cast, api: Clients) -> None:
    cast.space("help")
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.max)
    assert ask(api(cast.carla), "You scoundrel")[0] == 202


@pytest.mark.usefixtures("closed")
def test_who_names_a_topic_in_the_same_instant_loses_nothing(app: Flask, cast: Cast) -> None:
    made = at_once(app, 10, lambda _n: [topic.slug for topic in commands.ensure_topics(["Wi-Fi", "Router"])])
    assert made == [["router", "wi-fi"]] * 10
    assert db.session.scalar(select(func.count()).select_from(Topic)) == 2


def test_of_two_answers_at_once_both_show_what_somebody_knows(cast: Cast) -> None:
    with transaction.unit():
        (topic,) = commands.ensure_topics(["Wi-Fi"])
        commands.add_evidence(cast.emma.id, [topic.id], "answer")
    known = db.session.scalars(select(Expertise)).one()
    set_committed_value(known, "answer_count", 0)
    with transaction.unit():
        commands.add_evidence(cast.emma.id, [topic.id], "answer")
    assert known.answer_count == 2

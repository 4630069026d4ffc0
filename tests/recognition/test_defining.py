"""Badges that stewards define: tried on the past, given for it, kept in versions, and gone with their evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer
from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.core.subscriptions import replay
from app.extensions import db
from app.recognition import commands, policy, queries
from app.recognition.commands.defining import Wording
from app.recognition.models import Award, BadgeRule
from app.spaces.models import Space
from app.topics.queries import by_slug
from tests.accounts.test_settings import deed
from tests.board.test_views import counted
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
Settle = Callable[[], None]
TWICE = Wording("Twice right", "Two askers said that it worked.", "accepted", 2, people=2)


def answered(cast: Cast, asker: Person, *, space: Space | None = None, topic: str = "Wi-Fi") -> Answer:
    """Erik's accepted answer to somebody."""
    where, erik = space or cast.space("help"), cast.erik
    with transaction.unit():
        question = board.ask(space=where, title=f"What does {asker.name} ask?", topics=[topic], by=asker)
        made = board.answer(question, "Choose channel 36.", by=erik)
        board.accept(made, by=asker)
    return made


@pytest.fixture
def answers(cast: Cast, settle: Settle) -> list[Answer]:
    """Two accepted answers of Erik, to Carla and Colin."""
    cast.season(cast.erik)
    made = [answered(cast, asker) for asker in (cast.carla, cast.colin)]
    settle()
    return made


def define(wording: Wording, by: Person, *, on: bool = True) -> BadgeRule:
    with transaction.unit():
        rule = commands.define_badge(wording, by=by)
        if on:
            commands.switch_on(rule, by=by)
    return rule


def held(person: Person) -> dict[str, int]:
    db.session.expire_all()
    own = {rule.key for rule in db.session.scalars(select(BadgeRule))}
    return {award.badge: award.version for award in queries.awards_of(person) if award.badge in own}


def test_it_is_tried_on_the_past_and_then_given_for_it(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    rule = define(TWICE, cast.stella, on=False)
    tried = queries.trial(rule)
    assert (tried.number, tried.holding, [person for person, _deed in tried.latest]) == (1, 0, [cast.erik])
    settle()
    assert held(cast.erik) == {}, "a draft gives nothing"
    with transaction.unit():
        commands.switch_on(rule, by=cast.stella)
    settle()
    assert held(cast.erik) == {"twice-right": 1}
    award = next(each for each in queries.awards_of(cast.erik) if each.badge == "twice-right")
    line = next(line for line in queries.lines_of(cast.erik).items if line.subject == f"answer:{answers[1].id}")
    assert (award.at, award.evidence) == (line.at, [f"answer:{answers[1].id}"])
    assert queries.trial(rule).holding == 1
    assert audit.entries(subject="badge:twice-right", limit=1).items[0].action == "recognition.badge_switched"


def test_it_goes_with_its_evidence_and_comes_back(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    define(TWICE, cast.stella)
    carla, told = cast.carla, []
    for undo in (board.unaccept, board.accept):
        with transaction.unit():
            undo(answers[0], by=carla)
        settle()
        told.append(held(cast.erik))
    assert told == [{}, {"twice-right": 1}]
    with transaction.unit():
        commands.set_down(f"answer:{answers[0].id}", is_down=True)
        commands.judge_everybody()
    assert held(cast.erik) == {}, "what was taken down counts no more"


def test_what_was_made_and_not_earned_earns_none(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    define(TWICE, cast.stella)
    settle()
    with transaction.unit():
        for line in queries.lines_of(cast.erik).items:
            line.void = "ring"
        commands.judge_everybody()
    assert held(cast.erik) == {}


def test_a_later_version_takes_nothing_away(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    rule, stella = define(TWICE, cast.stella), cast.stella
    settle()
    with clock.at(clock.now() + timedelta(days=1)):
        with transaction.unit():
            harder = commands.change_badge(rule, Wording("Thrice right", "Three.", "accepted", 3), by=stella)
            commands.switch_on(harder, by=stella)
        settle()
        assert (harder.version, rule.state, harder.state) == (2, "off", "on")
        assert held(cast.erik) == {"twice-right": 1}
        (shown,) = [each for each in queries.shown(queries.awards_of(cast.erik), None) if each.rule is not None]
        assert shown.name == "Twice right", "they hold it by what was asked for then"
        cast.season(cast.emma)
        for award in db.session.scalars(select(Award).where(Award.badge == "twice-right")):
            assert award.person_id == cast.erik.id
        with pytest.raises(Conflict):
            commands.switch_on(rule, by=stella)
        with transaction.unit():
            commands.switch_off(harder, by=stella)
        settle()
        assert held(cast.erik) == {"twice-right": 1}


def test_a_rebuild_gives_the_same(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    define(TWICE, cast.stella)
    settle()

    def told() -> list[tuple[object, ...]]:
        db.session.expire_all()
        rows = db.session.scalars(select(Award).order_by(Award.badge))
        return [(a.person_id, a.badge, a.version, a.evidence, a.at, a.lapsed_at) for a in rows]

    before = told()
    assert "twice-right" in {row[1] for row in before}
    replay("recognition")
    assert told() == before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"), ({"about": "x" * 201}, "about"), ({"kind": "friends", "people": 1}, "kind"),
        ({"least": 0, "people": 1}, "least"), ({"within_days": 0}, "within_days"), ({"people": 3}, "people"),
        ({"kind": "answer"}, "people"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(cast: Cast, changed: dict[str, object], field: str) -> None:
    wording = Wording(**{**vars(TWICE), **changed})  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        commands.define_badge(wording, by=cast.stella)
    assert set(refusal.value.errors) == {field}


def test_a_space_and_a_topic_narrow_it(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    wifi, where, stella = by_slug("wi-fi"), cast.space("lounge"), cast.stella
    define(Wording("Known", "x", "accepted", 2, topic=wifi), stella)
    define(Wording("Lounge", "x", "accepted", 1, space=where), stella)
    settle()
    assert held(cast.erik) == {"known": 1}
    answered(cast, cast.carla, space=where, topic="Lamps")
    settle()
    assert held(cast.erik) == {"known": 1, "lounge": 1}
    with pytest.raises(Invalid, match="no topics"):
        commands.define_badge(Wording("Sparks", "x", "idea", 2, topic=wifi), by=stella)


def test_what_a_reader_may_not_see_is_nowhere(
    cast: Cast, answers: list[Answer], settle: Settle, client: FlaskClient, signed_in: Browsers
) -> None:
    staff, emma, erik = cast.space("staff"), cast.emma, cast.erik
    answered(cast, emma, space=staff, topic="Secret plan")
    define(Wording("Quiet hero", "Helped in secret.", "accepted", 1, space=staff), cast.stella)
    define(TWICE, cast.stella)
    settle()
    award = next(each for each in queries.awards_of(erik) if each.badge == "quiet-hero")
    open_one = next(each for each in queries.awards_of(erik) if each.badge == "twice-right")
    for url in ("/recognition/of/erik", "/api/v1/people/erik/badges"):
        assert "Twice right" in client.get(url).text
        assert "Quiet hero" not in client.get(url).text
        assert "Quiet hero" in signed_in(emma).get(url).text
    assert client.get(f"/badges/of/{award.id}").status_code == 404
    assert "What does Emma" in signed_in(emma).get(f"/badges/of/{award.id}").text
    assert policy.may_credit(erik, award).gate == "space"
    assert client.get("/badges/achievements/quiet-hero/1").status_code == 404
    assert client.get("/badges/achievements/twice-right/1").get_json(force=True)["name"] == "Twice right"
    page = client.get(f"/badges/of/{open_one.id}").text
    assert f"#answer-{answers[0].id}" in page
    assert f"#answer-{answers[1].id}" in page
    with transaction.unit():
        signed = commands.issue(open_one, by=erik)
    assert "holds today" in client.get(signed.url).text


def test_evidence_is_paged_and_only_what_the_reader_sees(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    answered(cast, cast.emma, space=cast.space("staff"), topic="Secret plan")
    define(Wording("Helper", "x", "accepted", 3), cast.stella)
    settle()
    award = next(each for each in queries.awards_of(cast.erik) if each.badge == "helper")
    rule = queries.rule_version("helper", 1)
    first = queries.grounds(award, rule, None, limit=1)
    rest = queries.grounds(award, rule, None, limit=1, after=first.next)
    urls = [ground.piece.url for page in (first, rest) for ground in page.items]
    assert urls == [answers[1].url, answers[0].url]
    assert rest.next is None
    assert len(queries.grounds(award, rule, cast.emma).items) == 3
    with pytest.raises(Invalid):
        queries.grounds(award, rule, None, after="x")


def test_the_list_of_badges_costs_the_same_however_many(cast: Cast, answers: list[Answer], settle: Settle) -> None:
    settle()

    def cost() -> int:
        db.session.expire_all()
        awards = queries.awards_of(cast.erik)
        with counted() as made:
            assert len(queries.shown(awards, None)) == len(awards)
        return len(made)

    define(TWICE, cast.stella)
    settle()
    before = cost()
    for number in range(1, 8):
        define(Wording(f"Right {number}", "x", "accepted", 1, within_days=number), cast.stella)
    settle()
    assert len(queries.awards_of(cast.erik)) > 8
    assert cost() <= before


def test_only_stewards_define(cast: Cast, signed_in: Browsers, api: Clients) -> None:
    for person in (cast.erik, cast.max, cast.ada, None):
        may = person is not None and person.has_role("steward")
        assert bool(policy.may_define_badges(person)) is may
    assert signed_in(cast.erik).get("/badges/manage").status_code == 403
    assert api(cast.erik).get("/api/v1/badge-rules").status_code == 403


def test_the_whole_way_by_page(cast: Cast, answers: list[Answer], signed_in: Browsers, settle: Settle) -> None:
    stella = signed_in(cast.stella)
    told = {"name": "Wi-Fi hero", "about": "Two were helped.", "kind": "accepted", "least": "2", "people": "2"}
    faulty = deed(stella, "/badges/manage", **{**told, "people": "3", "topic": "Nothing known"})
    assert faulty.status_code == 422
    assert "There is no such topic." in faulty.text
    assert 'value="Nothing known"' in faulty.text, "what was typed comes back"
    assert "cannot be asked for" in deed(stella, "/badges/manage", **{**told, "people": "3"}).text
    made = deed(stella, "/badges/manage", **told, topic="Wi-Fi")
    assert made.status_code == 303
    assert "one person" in stella.get(f"{made.location}?try=1").text
    assert deed(stella, f"{made.location}/force", "PUT").status_code == 303
    settle()
    assert held(cast.erik) == {"wi-fi-hero": 1}
    assert "one holder" in stella.get("/badges/manage").text
    assert 'value="Wi-Fi"' in stella.get(f"{made.location}/edit").text
    newer = deed(stella, made.location, "PUT", **{**told, "name": "Wi-Fi master", "least": "5"})
    assert newer.location != made.location
    assert "newer version" in stella.get(made.location).text
    assert deed(stella, made.location, "PUT", **told).status_code == 409
    assert deed(stella, f"{made.location}/force", "DELETE").status_code == 303
    assert deed(stella, f"{made.location}/force", "PUT").status_code == 409


def test_the_whole_way_by_api(cast: Cast, answers: list[Answer], api: Clients, settle: Settle) -> None:
    stella = api(cast.stella)
    told = {"name": "Wi-Fi hero", "about": "x", "kind": "accepted", "least": 2, "topic": "wi-fi", "space": "help"}
    assert stella.post("/api/v1/badge-rules", json={**told, "space": "none"}).status_code == 422
    made = stella.post("/api/v1/badge-rules", json=told).json
    assert (made["state"], made["topic"], made["space"]) == ("draft", "wi-fi", "help")
    url = f"/api/v1/badge-rules/{made['id']}"
    assert stella.get(f"{url}/trial").json == {"people": 1, "holding": 0}
    assert stella.put(f"{url}/force").json["state"] == "on"
    settle()
    badges = {each["badge"]: each for each in stella.get("/api/v1/people/erik/badges").json["items"]}
    evidence = stella.get(f"/api/v1/badges/{badges['wi-fi-hero']['id']}/evidence").json["items"]
    assert {each["url"] for each in evidence} == {answer.url for answer in answers}
    newer = stella.put(url, json={**told, "least": 3}).json
    assert (newer["version"], newer["state"]) == (2, "draft")
    assert stella.put(f"{url}/force").json["state"] == "on", "it is on already"
    assert stella.delete(f"{url}/force").status_code == 204
    assert stella.put(f"{url}/force").status_code == 409
    listed = stella.get("/api/v1/badge-rules").json["items"]
    assert [each["id"] for each in listed] == [newer["id"]]

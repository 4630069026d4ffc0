"""What somebody may not see is not there for them: not by its address, not by any deed, in no list and no feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, realtime, transaction
from app.extensions import db
from app.ideas import commands as ideas
from app.moderation import commands as moderation
from app.moderation import subjects
from app.notifications.models import Notification
from tests.cast import Cast

SECRET, BESIDE = "zyxomma", "quorvex"
KINDS = (None, "carla", "colin", "nell", "emma", "sam", "ines", "cara", "anna")
METHODS = ("GET", "POST", "PUT", "DELETE")
GONE = {400, 403, 404, 405, 422}
BODIES: tuple[dict[str, object], ...] = (
    {},
    {"body": "Let me in.", "reason": "Because.", "value": 1, "stage": "shortlisted"},
)


@dataclass(frozen=True)
class Hidden:
    """One thing: the parameter that names it, its id, who may see it nevertheless, its live topic."""

    name: str
    parameter: str
    id: int
    seen_by: frozenset[str]
    topic: str = ""


@pytest.fixture
def hidden(cast: Cast, settle: Callable[[], None]) -> list[Hidden]:
    """Things of every kind that most people may not see; each one's words carry the secret."""
    carla, emma, ines, max_, stella = cast.carla, cast.emma, cast.ines, cast.max, cast.stella
    help_, staff = cast.space("help"), cast.space("staff")
    cast.certify(emma)
    cast.season(emma)
    staffs = frozenset({"nell", "emma", "sam", "ines", "cara", "anna"})  # each is certified before trying a deed
    words = {"title": f"About the {SECRET} of a {BESIDE}", "body": f"The {SECRET} {BESIDE} is blue."}
    now = clock.now()
    with transaction.unit():
        inside = board.ask(space=staff, topics=[], by=emma, **words)
        held = board.ask(space=help_, topics=[], by=carla, **words)
        shown = board.ask(space=help_, topics=[], by=carla, title="Wi-Fi drops every evening", body="Since Tuesday.")
        answer = board.answer(shown, f"The {SECRET} {BESIDE} is green.", by=emma)
        board.answer(inside, f"The {SECRET} {BESIDE} is white.", by=emma)
        private = board.ask(space=help_, topics=[], by=cast.cleo, private=True, **words)
        waiting = board.ask(space=help_, topics=[], by=cast.cleo, **words)
        practised = board.practise(shown, f"The {SECRET} {BESIDE} is red.", by=stella)
        dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
        internal = ideas.open_challenge(
            help_, slug="inner", title=f"The {SECRET} round", brief=f"What of {SECRET}?", by=ines, audience="internal",
            **dates,
        )  # fmt: skip
        idea = ideas.submit(internal, by=emma, **words)
    settle()
    with transaction.unit():
        board.set_question_hold(held, "removed", by=max_, reason="It gives too much away.")
        board.set_question_hold(waiting, "held", by=max_, reason="Somebody looks at it.")
        board.set_answer_state(answer, "removed", by=max_, reason="It gives too much away.")
        subject = subjects.find(f"question:{shown.id}")
        assert subject is not None
        case = moderation.flag(subject, "spam", f"It smells of {SECRET}.", by=stella)
        told = Notification(
            person_id=stella.id, entry_id=1, kind="answered", subject="question:1", url="/questions/1",
            params={"title": SECRET, "who": SECRET}, at=now,
        )  # fmt: skip
        db.session.add(told)
    settle()
    return [
        Hidden("internal question", "question_id", inside.id, staffs, f"question:{inside.id}"),
        Hidden("removed question", "question_id", held.id, frozenset(), f"question:{held.id}"),
        Hidden("private question", "question_id", private.id, staffs, f"question:{private.id}"),
        Hidden("held question", "question_id", waiting.id, frozenset(), f"question:{waiting.id}"),
        Hidden("removed answer", "answer_id", answer.id, frozenset()),
        Hidden("internal idea", "idea_id", idea.id, staffs, f"idea:{idea.id}"),
        Hidden("practice", "practice_id", practised.id, frozenset(), f"practice:{practised.id}"),
        Hidden("foreign notification", "notification_id", told.id, frozenset(), f"person:{stella.id}"),
        Hidden("case", "case_id", case.id, frozenset(), "moderation"),
    ]


def addresses(app: Flask, method: str, thing: Hidden) -> Iterator[str]:
    """Every address that names this thing."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()) and thing.parameter in rule._converters:
                others = {name: _other(rule, name) for name in rule._converters}
                built = rule.build({**others, thing.parameter: thing.id})
                assert built is not None
                yield built[1]


def _other(rule: Rule, name: str) -> object:
    return 1 if type(rule._converters[name]).__name__ in {"RowId", "IntegerConverter"} else "x"


def unseen(hidden: list[Hidden], name: str | None) -> list[Hidden]:
    """Those of the things that this person may not see."""
    return [thing for thing in hidden if name not in thing.seen_by]


def token_of(browser: FlaskClient) -> str:
    """The CSRF token of a signed-in person."""
    return browser.get("/settings").get_data(as_text=True).split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize("name", KINDS)
def test_no_page_shows_what_is_hidden(
    app: Flask, cast: Cast, hidden: list[Hidden], signed_in: Callable[[Person], FlaskClient], name: str | None
) -> None:
    browser = signed_in(getattr(cast, name)) if name else app.test_client()
    faults = []
    for thing in unseen(hidden, name):
        for address in addresses(app, "GET", thing):
            answer = browser.get(address)
            # 303 and 401 ask who it is before anything is looked up
            if answer.status_code not in {303, 401, *GONE} or SECRET in answer.get_data(as_text=True):
                faults.append((thing.name, address, answer.status_code))
    assert not faults


@pytest.mark.parametrize("name", KINDS)
def test_no_deed_reaches_what_is_hidden(
    app: Flask, cast: Cast, hidden: list[Hidden], api: Callable[..., FlaskClient], name: str | None
) -> None:
    caller = api(getattr(cast, name), "all") if name else app.test_client()
    if name:
        cast.certify(getattr(cast, name))
    faults = []
    for thing in unseen(hidden, name):
        for method in METHODS[1:]:
            for address in addresses(app, method, thing):
                for body in BODIES:
                    sent = {"json": body} if address.startswith("/api/") else {"data": body}
                    answer = caller.open(address, method=method, **sent)
                    expected = {401, *GONE} if address.startswith("/api/") else {303, *GONE}
                    ended = answer.status_code == 303 and not answer.location.startswith("/sign-in")
                    if answer.status_code not in expected or ended or SECRET in answer.get_data(as_text=True):
                        faults.append((thing.name, method, address, answer.status_code))
    assert not faults


@pytest.mark.parametrize("name", [None, "carla", "colin"])
def test_no_list_feed_or_search_tells_of_it(
    app: Flask, cast: Cast, hidden: list[Hidden], signed_in: Callable[[Person], FlaskClient], name: str | None
) -> None:
    browser = signed_in(getattr(cast, name)) if name else app.test_client()
    leaks = []
    for address in _lists(app):
        answer = browser.get(f"{address}{'&' if '?' in address else '?'}q={BESIDE}")
        plain = browser.get(address)
        for said in (answer, plain):
            words = said.get_data(as_text=True).lower()
            said.close()  # a file that is served stays open until then
            if said.status_code >= 500 or SECRET in words:
                leaks.append((address, said.status_code, words[max(0, words.find(SECRET) - 80) :][:160]))
    assert not leaks


def _lists(app: Flask) -> list[str]:
    """Every address that names nothing, and the pages of people, spaces and questions that anybody may read."""
    plain = [
        rule.rule for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "static"
    ]  # fmt: skip
    pages = [
        "/people/emma", "/people/carla", "/spaces/help", "/questions/3", "/api/v1/questions/3", "/recognition/of/emma",
        "/api/v1/search?kind=idea", "/api/v1/search?kind=question", "/questions?state=open", "/ideas?sort=discover",
        "/spaces/staff", "/challenges/inner", "/api/v1/challenges/inner", "/api/v1/ideas?challenge=inner",
        "/api/v1/questions?space=staff", "/ideas/new?challenge=inner", "/questions?space=staff",
    ]  # fmt: skip
    return plain + pages


@pytest.mark.parametrize("name", KINDS)
def test_no_socket_watches_it(cast: Cast, hidden: list[Hidden], name: str | None) -> None:
    person = getattr(cast, name) if name else None
    watched = [thing.topic for thing in unseen(hidden, name) if thing.topic and realtime.may_watch(thing.topic, person)]
    assert not watched


@pytest.mark.parametrize("identifier", ["", "²", "-1", "1 or 1", "9" * 70, "1\0", "٣", "None", "1:2"])
def test_odd_topics_are_refused_without_a_fault(cast: Cast, hidden: list[Hidden], identifier: str) -> None:
    for kind in realtime.RULES:
        realtime.may_watch(f"{kind}:{identifier}", None)
        realtime.may_watch(f"{kind}:{identifier}", cast.ada)
    for kind in ("question", "idea", "person", "challenge"):
        assert not realtime.may_watch(f"{kind}:{identifier}", cast.carla)


def test_those_who_may_see_it_do(cast: Cast, hidden: list[Hidden], signed_in: Callable[[Person], FlaskClient]) -> None:
    browser = signed_in(cast.emma)
    for thing in hidden:
        if "emma" in thing.seen_by:
            path = "questions" if thing.parameter == "question_id" else "ideas"
            assert SECRET in browser.get(f"/{path}/{thing.id}", follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize("name", [None, "carla"])
def test_nobody_learns_of_a_question_by_saying_that_it_helped(
    app: Flask, cast: Cast, hidden: list[Hidden], api: Callable[..., FlaskClient], name: str | None
) -> None:
    caller = api(getattr(cast, name)) if name else app.test_client()
    for number in (hidden[0].id, hidden[1].id, 999_999):
        answer = caller.post("/api/v1/insights/resolutions", json={"subject": f"question:{number}"})
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["subject"]), number

"""Who sees what: each kind of person, each thing in each state, each address there is; the table is written here."""

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
from app.discussion import commands as discussion
from app.ideas import commands as ideas
from tests.cast import Cast

# Who looks; Carla wrote what customers write, Erik what colleagues do.
VIEWERS = ("visitor", "colin", "nell", "emma", "sam", "max", "ines", "cara", "ada", "carla", "erik")
ALL = frozenset(VIEWERS)
STAFF = frozenset({"nell", "emma", "sam", "max", "ines", "cara", "ada", "erik"})
CLEARED = frozenset({"emma", "sam", "erik"})
MODERATORS = frozenset({"max", "ada"})
CARLA, ERIK, INNOVATION = frozenset({"carla"}), frozenset({"erik"}), frozenset({"ines", "ada"})
SEEN: dict[tuple[str, str], frozenset[str]] = {
    ("question", "shown"): ALL,
    ("question", "held"): MODERATORS | CARLA,
    ("question", "hidden"): MODERATORS,
    ("question", "removed"): MODERATORS,
    ("question", "private"): MODERATORS | CARLA | CLEARED,
    ("question", "merged"): ALL,
    ("question", "internal"): STAFF,
    ("answer", "published"): ALL,
    ("answer", "waiting"): MODERATORS | ERIK,
    ("answer", "sent_back"): MODERATORS | ERIK,
    ("answer", "held"): MODERATORS | ERIK,
    ("answer", "hidden"): MODERATORS,
    ("answer", "removed"): MODERATORS,
    ("idea", "shown"): ALL,
    ("idea", "held"): CARLA,
    ("idea", "hidden"): frozenset(),
    ("idea", "removed"): frozenset(),
    ("idea", "private"): INNOVATION | CARLA,
    ("idea", "merged"): ALL,
    ("idea", "internal"): STAFF,
    ("idea", "draft"): CARLA,
    ("comment", "published"): ALL,
    ("comment", "held"): CARLA,
    ("comment", "removed"): frozenset(),
}


@dataclass(frozen=True)
class Thing:
    """One thing in one state: what its addresses call it, its id, and the question it stands beneath."""

    kind: str
    state: str
    parameter: str
    id: int
    beneath: int = 0

    @property
    def word(self) -> str:
        """A word that stands in this thing alone."""
        return word_of(self.kind, self.state)


def word_of(kind: str, state: str) -> str:
    """A word that stands in one thing alone."""
    return f"zq{kind}{state}xk"


@pytest.fixture
def things(cast: Cast, settle: Callable[[], None]) -> list[Thing]:
    """Everything, in every state."""
    for person in (cast.emma, cast.erik, cast.sam):
        cast.certify(person)
        cast.season(person)
    made = [*_questions(cast), *_answers(cast), *_ideas(cast), *_comments(cast)]
    settle()
    return made


def _questions(cast: Cast) -> Iterator[Thing]:
    help_, staff = cast.space("help"), cast.space("staff")
    with transaction.unit():
        into = board.ask(space=help_, title="Where it went", by=cast.colin)
        for state in ("shown", "held", "hidden", "removed", "private", "merged"):
            word = word_of("question", state)
            made = board.ask(space=help_, title=f"About {word}", by=cast.carla, private=state == "private")
            if state in {"held", "hidden", "removed"}:
                board.set_question_hold(made, state, by=cast.stella, reason="For the test.")
            if state == "merged":
                board.merge(made, into, by=cast.max)
            yield Thing("question", state, "question_id", made.id)
        word = word_of("question", "internal")
        made = board.ask(space=staff, title=f"About {word}", by=cast.erik)
        yield Thing("question", "internal", "question_id", made.id)


def _answers(cast: Cast) -> Iterator[Thing]:
    help_ = cast.space("help")
    for state in ("published", "waiting", "sent_back", "held", "hidden", "removed"):
        word = word_of("answer", state)
        with transaction.unit():
            question = board.ask(space=help_, title="How do I do it?", by=cast.colin)
            given = board.answer(question, f"Like {word}.", by=cast.erik)
            if state != "published":
                board.set_answer_state(given, state, by=cast.stella, reason="For the test.")
        yield Thing("answer", state, "answer_id", given.id, question.id)


def _ideas(cast: Cast) -> Iterator[Thing]:
    dates = {"opens_at": clock.now() - timedelta(days=1), "closes_at": clock.now() + timedelta(days=9)}
    with transaction.unit():
        open_ = ideas.open_challenge(
            cast.space("help"), slug="open", title="Open", brief="What helps?", by=cast.ines, allows_private=True,
            **dates,
        )  # fmt: skip
        inner = ideas.open_challenge(
            cast.space("help"), slug="inner", title="Inner", brief="What helps us?", by=cast.ines, audience="internal",
            **dates,
        )  # fmt: skip
        into = ideas.submit(open_, title="Where they go", body="All of them.", by=cast.colin)
    for state in ("shown", "held", "hidden", "removed", "private", "merged", "internal"):
        word = word_of("idea", state)
        author, challenge = (cast.erik, inner) if state == "internal" else (cast.carla, open_)
        with transaction.unit():
            private = state == "private"
            made = ideas.submit(challenge, title=f"About {word}", body="So.", by=author, private=private)
            if state in {"held", "hidden", "removed"}:
                ideas.set_idea_hold(made, state, by=cast.stella)
            if state == "merged":
                ideas.merge(made, into, by=cast.ines)
        yield Thing("idea", state, "idea_id", made.id)
    with transaction.unit():
        discussion.save_draft("idea:new", {"title": word_of("idea", "draft")}, version=0, by=cast.carla)
    yield Thing("idea", "draft", "", 0)


def _comments(cast: Cast) -> Iterator[Thing]:
    for state in ("published", "held", "removed"):
        word = word_of("comment", state)
        with transaction.unit():
            question = board.ask(space=cast.space("help"), title="And now?", by=cast.colin)
            said = board.comment_on_question(question, f"I say {word}.", by=cast.carla)
            if state != "published":
                board.set_comment_state(said, state, by=cast.stella)
        yield Thing("comment", state, "comment_id", said.id, question.id)


def addresses(app: Flask, things: list[Thing]) -> list[str]:
    """Every address that can be fetched: those that name nothing, and those that name one of the things."""
    built = ["/questions?q=zq", "/search?q=About", "/people/carla", "/people/erik", "/spaces/help", "/spaces/staff"]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static"):
                built += _built(rule, things)
    return built


def _built(rule: Rule, things: list[Thing]) -> Iterator[str]:
    if not rule.arguments:
        yield rule.rule
    for thing in things:
        for parameter, number in ((thing.parameter, thing.id), ("question_id", thing.beneath)):
            if number and parameter in rule._converters and len(rule.arguments) == 1:
                built = rule.build({parameter: number})
                assert built is not None
                yield built[1]


@pytest.mark.slow
@pytest.mark.parametrize("viewer", VIEWERS)
def test_everybody_sees_what_the_table_says_and_nothing_else(
    app: Flask, cast: Cast, things: list[Thing], signed_in: Callable[[Person], FlaskClient], viewer: str
) -> None:
    browser = app.test_client() if viewer == "visitor" else signed_in(getattr(cast, viewer))
    seen: dict[tuple[str, str], set[str]] = {(thing.kind, thing.state): set() for thing in things}
    for address in addresses(app, things):
        with browser.get(address, follow_redirects=True) as answer:
            told = f"{answer.headers}\n{answer.get_data(as_text=True)}".lower()
        for key, places in seen.items():
            if word_of(*key) in told:
                places.add(address)
    leaks = {key: places for key, places in seen.items() if places and viewer not in SEEN[key]}
    assert leaks == {}
    assert {key for key, places in seen.items() if places} == {key for key in seen if viewer in SEEN[key]}


def test_live_pages_are_watched_by_those_who_see_them(cast: Cast, things: list[Thing]) -> None:
    for viewer in VIEWERS:
        person = None if viewer == "visitor" else getattr(cast, viewer)
        for thing in things:
            if thing.kind in {"question", "idea"} and thing.id:
                expected = viewer in SEEN[thing.kind, thing.state]
                assert realtime.may_watch(f"{thing.kind}:{thing.id}", person) is expected, (viewer, thing)

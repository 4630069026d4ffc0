"""Every address that can be fetched, walked with the ids of what is hidden: its words come in no page and no header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.events import QuestionAudienceChanged
from app.board.models import Question
from app.core import transaction
from app.core.events import record
from app.discussion import commands as discussion
from app.files import commands as files
from app.notifications import commands as notifications
from tests.cast import Cast
from tests.files.pictures import png

SECRET, BESIDE = "zyxomma", "quorvex"
SOUGHT = ("/search", "/search/similar", "/questions", "/questions.atom", "/desk", "/api/v1/search", "/api/v1/questions")
STATES = ("private", "made private", "held", "removed", "duplicate of a private one", "duplicate of a removed one")


@dataclass
class Names:
    """What an address may name, by its parameter; the first that fits fills what is asked for beside it."""

    questions: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def of(self, rule: Rule, parameter: str) -> list[object]:
        """The values to try for one parameter of a route."""
        about = [f"question:{each}" for each in self.questions] + [f"answer:{each}" for each in self.answers]
        known: dict[str, list[object]] = {
            "question_id": [*self.questions],
            "answer_id": [*self.answers],
            "token": [*self.tokens],
            "subject": [*about],
            "place": [*about, f"comment:{about[0]}"],
            "handle": ["carla", "emma"],
            "slug": ["help", "billing", "answering"],
            "part": [1],
        }
        numbered = type(rule._converters[parameter]).__name__ in {"RowId", "IntegerConverter"}
        return known.get(parameter, [1] if numbered else ["x"])


@pytest.fixture
def names(cast: Cast, settle: Callable[[], None]) -> Names:
    """One question in every state that hides it, with all that can hang on it and all that others did before."""
    cast.certify(cast.emma)
    cast.season(cast.emma)
    found = Names()
    made = {state: _ask(cast, state, found) for state in STATES}
    into = [_ask(cast, "target", found) for _each in range(2)]
    settle()
    with transaction.unit():
        board.merge(made["duplicate of a private one"], into[0], by=cast.max)
        board.merge(made["duplicate of a removed one"], into[1], by=cast.max)
    settle()
    with transaction.unit():
        board.set_audience(made["made private"], "private", by=cast.carla)
        board.set_question_hold(made["held"], "held", by=cast.max, reason="Too much.")
        board.set_question_hold(made["removed"], "removed", by=cast.max, reason="Too much.")
        board.set_question_hold(into[1], "removed", by=cast.max, reason="Too much.")
        into[0].audience = "private"  # no command makes one private that others were merged into
        changed = QuestionAudienceChanged(question_id=into[0].id, audience="private")
        record(changed, by=cast.carla, space_id=into[0].space_id)
    _cite(cast, found)
    settle()
    return found


def _ask(cast: Cast, state: str, found: Names) -> Question:
    """Only the words of the duplicates themselves are no secret: people may still read these."""
    words = f"About the {BESIDE}" if state.startswith("duplicate") else f"The {SECRET} {BESIDE}"
    with transaction.unit():
        picture = files.store(files.prepare(files.Sent(f"{words}.png", "", png())), by=cast.carla)
        files.describe([picture], {picture.token: words})
        question = board.ask(
            space=cast.space("help"), title=f"{words} {state} bill", body=f"{words} is blue.", topics=["Billing"],
            by=cast.carla, attachments=[picture.token], private=state == "private",
        )  # fmt: skip
        if state != "private":
            _meddle(cast, question)
        answer = board.answer(question, f"{words} is green.", by=cast.emma)
        board.comment_on_question(question, f"{words} is mine.", by=cast.carla)
        board.add_note(question, f"{words} is noted, @nell.", by=cast.emma)
        discussion.save_draft(f"answer:{question.id}", {"body": words}, version=0, by=cast.emma)
    found.questions.append(question.id)
    found.answers.append(answer.id)
    if SECRET in words:
        found.tokens.append(picture.token)
    return question


def _meddle(cast: Cast, question: Question) -> None:
    """What others did while they could read it."""
    for person in (cast.colin, cast.nell):
        board.vote_question(question, 1, by=person)
        board.comment_on_question(question, "I have it too.", by=person)
        notifications.follow(person.id, f"question:{question.id}", anew=True)
        for place in (f"answer:{question.id}", f"comment:question:{question.id}"):
            discussion.save_draft(place, {"body": "Mine."}, version=0, by=person)


def _cite(cast: Cast, found: Names) -> None:
    """Somebody who may read them names them where everybody reads."""
    links = " ".join(f"/questions/{each}" for each in found.questions)
    with transaction.unit():
        plain = board.ask(space=cast.space("help"), title="When does the bill come?", topics=["Billing"], by=cast.colin)
        board.answer(plain, f"Read {links} and be glad.", by=cast.emma)


def addresses(app: Flask, names: Names) -> Iterator[str]:
    """Every route that can be fetched, each parameter filled with every value that it may name."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint.endswith("static"):
                continue
            tried: list[dict[str, object]] = [{}]
            for parameter in rule._converters:
                tried = [{**each, parameter: value} for each in tried for value in names.of(rule, parameter)]
            for values in tried:
                built = rule.build(values)
                assert built is not None
                yield built[1]


@pytest.mark.slow
def test_no_address_tells_a_word_of_it(
    app: Flask, cast: Cast, names: Names, signed_in: Callable[[Person], FlaskClient]
) -> None:
    walked = list(addresses(app, names))
    assert len(walked) > 200, "the walk reaches what there is"
    for name in (None, "colin", "nell", "guest"):
        assert not list(_leaks(_browser(app, cast, signed_in, name), walked)), name
    moderator = signed_in(cast.max)
    for question_id in names.questions[:4]:
        page = moderator.get(f"/questions/{question_id}", follow_redirects=True).text
        assert SECRET in page, "the walk would find it"


def _leaks(browser: FlaskClient, walked: list[str]) -> Iterator[tuple[str, int, bytes]]:
    for address in walked:
        for asked in (address, f"{address}?q={BESIDE}") if address in SOUGHT else (address,):
            answer = browser.get(asked)
            told = f"{answer.headers}\n".encode() + answer.data
            answer.close()  # what was served as a file stays open in the client until then
            if answer.status_code >= 500 or SECRET.encode() in told.lower():
                yield asked, answer.status_code, _around(told)


def _browser(app: Flask, cast: Cast, signed_in: Callable[[Person], FlaskClient], name: str | None) -> FlaskClient:
    if name is None:
        return app.test_client()
    if name != "guest":
        return signed_in(getattr(cast, name))
    with transaction.unit():
        return signed_in(accounts.welcome_guest("zoe@example.com"))


def _around(told: bytes) -> bytes:
    at = max(0, told.lower().find(SECRET.encode()))
    return told[max(0, at - 90) : at + 60]

"""Answers that may be out of date: said by readers, decided by experts, told to both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.notifications import queries as told
from tests.board.test_views import send
from tests.cast import Cast

Answered = Callable[..., Answer]
Browse = Callable[[Person], FlaskClient]


@pytest.fixture
def verified(cast: Cast, expert: Person, asked: Question, answered: Answered) -> Answer:
    """Colin's answer, vouched for by Sam."""
    given = answered(cast.colin)
    with transaction.unit():
        commands.verify(given, by=expert)
    return given


def doubt(answer: Answer, by: Person, reason: str = "The menu moved.") -> int:
    with transaction.unit():
        return commands.doubt(answer, reason, by=by).id


def test_upheld_it_is_marked_loses_its_verification_and_stands_last(
    cast: Cast, expert: Person, asked: Question, verified: Answer, answered: Answered, settle: Callable[[], None]
) -> None:
    other = answered(cast.carla, "Another way.")
    number = doubt(verified, cast.carla)
    second = doubt(verified, cast.nell)
    settle()
    assert "doubted" in {each.kind for each in told.of(expert).items}
    with transaction.unit():
        commands.resolve(queries.doubt_by_id(number), "upheld", "It moved in 5.2.", by=expert)  # type: ignore[arg-type]
    settle()
    db.session.expire_all()
    assert verified.is_stale
    assert not verified.is_verified
    assert verified.doubt_count == 0
    assert [answer.id for answer in queries.answers_for(None, asked)] == [other.id, verified.id]
    assert queries.doubt_by_id(second).outcome == "upheld"  # type: ignore[union-attr]
    for person in (cast.carla, cast.nell):
        assert "doubt_upheld" in {each.kind for each in told.of(person).items}
    assert "answer_stale" in {each.kind for each in told.of(cast.colin).items}
    with transaction.unit():
        commands.verify(verified, by=expert)
    assert not verified.is_stale


def test_dismissed_nothing_changes_and_the_reader_is_told_why(
    cast: Cast, expert: Person, verified: Answer, settle: Callable[[], None]
) -> None:
    number = doubt(verified, cast.carla)
    held = queries.doubt_by_id(number)
    assert held is not None
    with transaction.unit():
        commands.resolve(held, "dismissed", "It is under More now.", by=expert)
    settle()
    assert verified.is_verified
    news = [each for each in told.of(cast.carla).items if each.kind == "doubt_dismissed"]
    assert news[0].params["note"] == "It is under More now."
    with pytest.raises(Conflict), transaction.unit():
        commands.resolve(held, "upheld", "After all", by=expert)


def test_one_open_doubt_a_person_and_three_make_it_questioned(cast: Cast, verified: Answer) -> None:
    first = doubt(verified, cast.carla)
    assert doubt(verified, cast.carla, "And the colours changed.") == first
    doubt(verified, cast.nell)
    assert not verified.is_questioned
    doubt(verified, cast.erik)
    assert verified.is_questioned
    for wrong in ("", "x" * 1001, "Call me: 4111 1111 1111 1111"):
        with pytest.raises(Invalid), transaction.unit():
            commands.doubt(verified, wrong, by=cast.emma)


@pytest.mark.parametrize(
    ("handle", "doubts", "judges"),
    [("colin", False, False), ("carla", True, False), ("emma", True, False), ("sam", True, True), ("max", True, True)],
)
def test_who_doubts_and_who_decides(cast: Cast, verified: Answer, handle: str, doubts: bool, judges: bool) -> None:
    person = getattr(cast, handle)
    assert bool(policy.may_doubt(person, verified)) is doubts
    assert bool(policy.may_judge(person, verified)) is judges
    assert not policy.may_doubt(None, verified)


def test_nobody_decides_whether_their_own_answer_is_still_true(
    cast: Cast, expert: Person, verified: Answer, api: Callable[..., FlaskClient]
) -> None:
    """Not as an expert, not as a moderator, and neither by the list of what is doubted."""
    number = doubt(verified, cast.carla)
    for judge in (expert, cast.max):
        with transaction.unit():
            verified.author_id = judge.id
        caller = api(judge)
        assert caller.get("/api/v1/doubts").json["items"] == []
        for sent in (
            caller.post(f"/api/v1/doubts/{number}/resolution", json={"outcome": "dismissed", "note": "It is fine."}),
            caller.put(f"/api/v1/answers/{verified.id}/review"),
        ):
            assert (sent.status_code, sent.json["gate"]) == (403, "own")
    with transaction.unit():
        verified.author_id = cast.emma.id
    assert len(api(expert).get("/api/v1/doubts").json["items"]) == 1


def test_experts_see_what_is_doubted_and_what_is_due(
    cast: Cast, expert: Person, asked: Question, verified: Answer
) -> None:
    doubt(verified, cast.carla)
    assert [held.answer_id for held in queries.open_doubts(expert).items] == [verified.id]
    assert queries.open_doubts(cast.emma).items == []
    assert queries.due_reviews(expert).items == []
    with clock.at(clock.now() + timedelta(days=366)):
        assert [answer.id for answer in queries.due_reviews(expert).items] == [verified.id]
        with transaction.unit():
            commands.confirm(verified, by=expert)
        assert queries.due_reviews(expert).items == []
    with transaction.unit():
        commands.set_question_hold(asked, "hidden", by=cast.max)
    assert queries.open_doubts(expert).items == []


def test_on_the_pages(cast: Cast, expert: Person, asked: Question, verified: Answer, signed_in: Browse) -> None:
    reader = signed_in(cast.carla)
    assert f"/answers/{verified.id}/doubts/new" in reader.get(asked.url).text
    assert "Tell the experts" in reader.get(f"/answers/{verified.id}/doubts/new").text
    empty = send(reader, f"/answers/{verified.id}/doubts", reason="")
    assert empty.status_code == 422
    assert send(reader, f"/answers/{verified.id}/doubts", reason="The menu moved.").status_code == 303
    browser = signed_in(expert)
    page = browser.get("/desk/reviews").text
    assert "The menu moved." in page
    (held,) = queries.doubts_of(verified)
    where = f"/doubts/{held.id}/resolution"
    assert send(browser, where, outcome="upheld", note="").status_code == 422
    assert send(reader, where, outcome="upheld", note="Yes").status_code == 403
    assert send(browser, where, outcome="upheld", note="It moved.").status_code == 303
    assert "May be out of date" in reader.get(asked.url).text
    assert send(browser, f"/answers/{verified.id}/review?_method=PUT").status_code == 303
    assert "May be out of date" not in reader.get(asked.url).text


def test_by_the_api(cast: Cast, expert: Person, verified: Answer, api: Callable[..., FlaskClient]) -> None:
    made = api(cast.carla).post(f"/api/v1/answers/{verified.id}/doubts", json={"reason": "It moved."})
    assert made.status_code == 201
    where = f"/api/v1/doubts/{made.json['id']}/resolution"
    body = {"outcome": "upheld", "note": "It did."}
    assert api(cast.emma).post(where, json=body).status_code == 403
    assert [held["id"] for held in api(expert).get("/api/v1/doubts").json["items"]] == [made.json["id"]]
    assert api(expert).post(where, json=body).json["outcome"] == "upheld"
    assert api(expert).post(where, json=body).status_code == 409
    assert api(expert).put(f"/api/v1/answers/{verified.id}/review").json["stale"] is False

"""Points: earned once, taken back with their reason, left out where they were made and not earned; thanks, lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.subscriptions import replay
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.notifications.models import Notification
from app.recognition import commands, points, policy, queries
from app.recognition.models import PointLine, Thanks
from app.screening import commands as screening
from app.spaces import commands as spaces
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, challenge_of, idea_of

__all__ = ["challenge_of", "idea_of"]
Settle = Callable[[], None]
Browsers = Callable[[Person], FlaskClient]


def asked(cast: Cast, by: Person, title: str = "Wi-Fi drops every evening", space: str = "help") -> Question:
    place = cast.space(space)
    with transaction.unit():
        return board.ask(space=place, title=title, by=by)


def answered(cast: Cast, question: Question, by: Person, words: str = "Choose channel 36.") -> Answer:
    cast.season(by)
    with transaction.unit():
        return board.answer(question, words, by=by)


def earned(person: Person) -> int:
    db.session.expire_all()
    tally = queries.tally_of(person)
    return tally.points if tally else 0


def watched() -> None:
    with transaction.unit():
        commands.watch()


@pytest.fixture
def answer(cast: Cast) -> Answer:
    """Erik's answer to Carla's question."""
    return answered(cast, asked(cast, cast.carla), cast.erik)


def test_what_comes_and_goes_earns_and_earns_no_more(cast: Cast, answer: Answer, settle: Settle) -> None:
    settle()
    assert earned(cast.erik) == points.WORTH["answer"]
    for deeds, more in (
        ([lambda: board.accept(answer, by=cast.carla)], 15),
        ([lambda: board.vote_answer(answer, 1, by=cast.colin)], 2),
        ([lambda: commands.thank(answer, "Thank you!", by=cast.colin)], 3),
    ):
        before = earned(cast.erik)
        with transaction.unit():
            for each in deeds:
                each()
        settle()
        assert earned(cast.erik) == before + more
    with transaction.unit():
        board.unaccept(answer, by=cast.carla)
        board.vote_answer(answer, 0, by=cast.colin)
        commands.take_thanks_back(answer, by=cast.colin)
    settle()
    assert earned(cast.erik) == points.WORTH["answer"]
    with transaction.unit():
        board.set_answer_state(answer, "removed", by=cast.max, reason="Wrong.")
    settle()
    assert earned(cast.erik) == 0
    with transaction.unit():
        board.set_answer_state(answer, "published", by=cast.max, reason="Right after all.")
    settle()
    assert earned(cast.erik) == points.WORTH["answer"]


def test_an_idea_earns_once_and_while_people_may_read_it(
    cast: Cast, idea_of: MakeIdea, challenge_of: MakeChallenge, settle: Settle
) -> None:
    """Not anew each time it is moved there, not after that is undone, and not once it was removed."""
    idea, ines = idea_of(challenge_of()), cast.ines

    def stands() -> tuple[int, int]:
        settle()
        tally = queries.tally_of(cast.carla)
        return (earned(cast.carla), tally.launched if tally else 0)

    (submitted, _none) = stands()
    for stage in ("in_pilot", "launched", "in_pilot", "launched"):
        with transaction.unit():
            ideas.move(idea, stage, "So.", by=ines)
    launched = submitted + points.WORTH["launched"]
    assert stands() == (launched, 1)
    with transaction.unit():
        ideas.set_idea_hold(idea, "removed", by=cast.max)
    assert stands()[0] == 0
    with transaction.unit():
        ideas.set_idea_hold(idea, "shown", by=cast.max)
    assert stands() == (launched, 1)
    last = idea_queries.last_move(idea)
    assert last is not None
    with transaction.unit():
        ideas.undo_move(idea, last, by=ines)
    assert stands() == (submitted, 0)


def test_a_rebuild_and_another_look_give_the_same_lines(cast: Cast, answer: Answer, settle: Settle) -> None:
    with transaction.unit():
        board.accept(answer, by=cast.carla)
        board.vote_answer(answer, 1, by=cast.colin)
        commands.thank(answer, "", by=cast.colin)
    settle()
    watched()

    def lines() -> list[tuple[Any, ...]]:
        db.session.expire_all()
        rows = db.session.scalars(select(PointLine).order_by(PointLine.key))
        return [(row.key, row.person_id, row.points, row.at, row.void, row.page, row.space_id) for row in rows]

    before = lines()
    assert len(before) == 4
    replay("recognition")
    watched()
    assert lines() == before


def test_two_colleagues_who_trade_acceptances_earn_nothing_by_it(cast: Cast, settle: Settle) -> None:
    emma, erik = cast.emma, cast.erik
    for asker, answerer in ((emma, erik), (erik, emma)) * 2:
        given = answered(cast, asked(cast, asker), answerer)
        with transaction.unit():
            board.accept(given, by=asker)
            board.vote_answer(given, 1, by=asker)
    settle()
    assert earned(erik) > 30
    watched()
    assert earned(erik) == earned(emma) == 2 * points.WORTH["answer"]
    assert set(db.session.scalars(select(PointLine.void).where(PointLine.giver_id.is_not(None)))) == {"ring"}


def test_an_answer_in_pieces_earns_as_one(cast: Cast, settle: Settle) -> None:
    question = asked(cast, cast.carla)
    for part in ("First this.", "Then that.", "And then that."):
        piece = answered(cast, question, cast.erik, part)
        with transaction.unit():
            board.vote_answer(piece, 1, by=cast.colin)
            commands.thank(piece, "", by=cast.colin)
    settle()
    watched()
    assert earned(cast.erik) == 3 * points.WORTH["answer"] + points.WORTH["helpful"] + points.WORTH["thanks"]


def test_thanks_once_never_to_oneself_and_told(
    cast: Cast, answer: Answer, settle: Settle, signed_in: Browsers, client: FlaskClient
) -> None:
    colin = signed_in(cast.colin)
    page = f"/answers/{answer.id}/thanks"
    for word in ("You saved my evening.", "Again!"):
        assert deed(colin, f"{page}?_method=PUT", word=word).status_code == 303
    settle()
    kept = db.session.scalars(select(Thanks)).all()
    assert [each.word for each in kept] == ["You saved my evening."]
    assert {"You saved my evening.", "One person said thanks"} <= set(re.findall(r">([^<]+)<", client.get(page).text))
    with transaction.unit():
        commands.thank(answer, "", by=cast.emma)
    assert "2 people said thanks" in client.get(page).text
    told = db.session.scalars(select(Notification).where(Notification.kind == "thanked")).all()
    assert [each.person_id for each in told] == [cast.erik.id]
    with transaction.unit():
        commands.take_thanks_back(answer, by=cast.emma)
    assert deed(signed_in(cast.erik), f"{page}?_method=PUT").status_code == 403
    assert policy.may_thank(None, answer).gate == "sign-in"
    assert deed(colin, f"{page}?_method=PUT", word="x" * 201).status_code == 422
    assert deed(colin, f"{page}?_method=DELETE").status_code == 303
    assert db.session.scalars(select(Thanks)).all() == []
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.stella)
    with pytest.raises(Invalid), transaction.unit():
        commands.thank(answer, "You scoundrel", by=cast.colin)


def test_who_leads_by_period_kind_space_and_by_their_own_choice(
    cast: Cast, settle: Settle, signed_in: Browsers, client: FlaskClient, api: Callable[..., FlaskClient]
) -> None:
    with clock.at(clock.now() - timedelta(days=60)):
        answered(cast, asked(cast, cast.carla), cast.emma)
    answered(cast, asked(cast, cast.carla), cast.erik)
    answered(cast, asked(cast, cast.erik, space="staff"), cast.sam)
    settle()

    def listed(query: str, by: FlaskClient = client) -> list[str]:
        found: Any = by.get(f"/api/v1/leaders?{query}").json
        return [item["person"]["handle"] for item in found["items"]]

    assert set(listed("period=month")) == {"erik", "sam"}
    assert set(listed("period=quarter")) == {"erik", "sam", "emma"}
    assert listed("period=all&space=help&kind=employee") in (["emma", "erik"], ["erik", "emma"])
    assert client.get("/api/v1/leaders?space=staff").status_code == 404
    assert client.get("/leaders?space=staff").status_code == 404
    assert listed("space=staff", api(cast.anna)) == ["sam"]
    first: Any = client.get("/api/v1/leaders?period=all&limit=2").json
    rest: Any = client.get(f"/api/v1/leaders?period=all&limit=2&after={first['next']}").json
    handles = [item["person"]["handle"] for item in (*first["items"], *rest["items"])]
    assert sorted(handles) == ["emma", "erik", "sam"]
    erik = signed_in(cast.erik)
    assert deed(erik, "/recognition/listing?_method=DELETE").status_code == 303
    assert "erik" not in listed("period=all")
    for page in ("/leaders?period=all", "/recognition/leaders"):
        assert "Erik Employee" not in client.get(page).text
    assert deed(erik, "/recognition/listing?_method=PUT").status_code == 303
    assert "erik" in listed("period=all")


@pytest.mark.parametrize(("total", "number"), [(0, 1), (49, 1), (50, 2), (250, 3), (999, 3), (4000, 5), (10**6, 5)])
def test_levels(total: int, number: int) -> None:
    assert points.level_of(total).number == number
    ahead = points.next_level(total)
    assert (ahead is None) == (number == 5)


def test_others_read_sums_and_only_oneself_lines_with_what_one_may_see_named(
    cast: Cast, settle: Settle, signed_in: Browsers, client: FlaskClient
) -> None:
    emma, stella = cast.emma, cast.stella
    with transaction.unit():
        crew = spaces.open_space(slug="crew", name="Crew", visibility="invited", by=stella)
        spaces.set_role(crew, emma, "member", by=stella)
        question = board.ask(space=crew, title="Who knows the secret?", by=stella)
    answered(cast, question, emma)
    answered(cast, asked(cast, cast.carla, "Hub is dead"), emma)
    settle()
    browser = signed_in(emma)
    page = browser.get("/rewards/points").text
    assert "Who knows the secret?" in page
    assert "Hub is dead" in page
    with transaction.unit():
        spaces.set_role(crew, emma, None, by=stella)
    page = browser.get("/rewards/points").text
    assert "secret" not in page, "what one sees no more is not named"
    assert page.count("+1") == 2, "and what it earned stays one's own"
    assert f"{earned(emma)} points" in client.get("/recognition/of/emma").text, "others read the sum"
    assert "Hub is dead" not in signed_in(cast.erik).get("/rewards/points").text, "and never another's lines"

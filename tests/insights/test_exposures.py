"""Who counts as having seen an idea: a member, once a day; neither its author nor a program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.insights.commands.exposures import sight
from app.insights.models import Exposure, Sighting
from tests.cast import Cast

Api = Callable[..., FlaskClient]


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """Carla's idea."""
    space, carla, ines = cast.space("help"), cast.carla, cast.ines
    with transaction.unit():
        challenge = ideas.open_challenge(
            space, slug="fewer-trips", title="Fewer trips", brief="What would help?", by=ines,
            opens_at=clock.now() - timedelta(days=1), closes_at=clock.now() + timedelta(days=9),
        )  # fmt: skip
        return ideas.submit(challenge, title="Lend a spare hub", body="Please.", by=carla)


def seen(idea: Idea) -> int:
    """How often it was seen, by its row."""
    return db.session.get_one(Idea, idea.id, populate_existing=True).exposed_count


def tell(browser: FlaskClient, idea: Idea, agent: str = "Mozilla/5.0") -> int:
    """Say that it was in view; returns how much was new."""
    body = {"subjects": [f"idea:{idea.id}", f"idea:{idea.id}", "idea:999", "idea:x"]}
    answer = browser.post("/api/v1/insights/exposures", json=body, headers={"User-Agent": agent})
    assert answer.status_code == 201, answer.text
    assert answer.json
    return int(answer.json["recorded"])


def test_a_member_counts_once_a_day(cast: Cast, api: Api, idea: Idea) -> None:
    browser = api(cast.colin)
    assert [tell(browser, idea) for _reload in range(3)] == [1, 0, 0]
    with clock.at(clock.now() + timedelta(days=1)):
        assert tell(browser, idea) == 1
    assert seen(idea) == 2


def test_neither_author_nor_program_counts(cast: Cast, api: Api, idea: Idea) -> None:
    assert tell(api(cast.carla), idea) == 0
    assert tell(api(cast.colin), idea, agent="Mozilla/5.0 (compatible; Googlebot/2.1)") == 0
    assert seen(idea) == 0


def test_what_one_may_not_see_is_not_counted(cast: Cast, api: Api, idea: Idea) -> None:
    with transaction.unit():
        ideas.set_idea_hold(idea, "removed", by=cast.max)
    assert tell(api(cast.colin), idea) == 0
    assert seen(idea) == 0


def test_two_tabs_at_once_count_once(cast: Cast, idea: Idea) -> None:
    """The second tab looked before the first had written; the unique row decides."""
    day = clock.now().date()
    with transaction.unit():
        assert [sight(cast.colin.id, idea.id, day) for _tab in range(2)] == [True, False]
    assert db.session.scalar(select(func.count()).select_from(Sighting)) == 1


def test_nobody_learns_by_the_count_what_there_is_that_they_may_not_read(
    cast: Cast, api: Api, client: FlaskClient, answered: Question
) -> None:
    with transaction.unit():
        hidden = board.ask(space=answered.space, title="My number is on the bill", by=cast.carla, private=True)
        board.answer(hidden, "It is taken off.", by=cast.emma)
    browser = client.application.test_client()
    browser.get("/contact")

    def told(who: FlaskClient) -> int:
        body = {"subjects": [f"question:{hidden.id}", f"question:{answered.id}"], "journey": "one visit"}
        return int(who.post("/api/v1/insights/exposures", json=body).get_json()["recorded"])

    assert [told(who) for who in (client, api(cast.colin), api(cast.carla))] == [1, 1, 2]
    browser.post("/insights/exposures", json={"subjects": [f"question:{hidden.id}"], "path": "/questions"})
    seen = db.session.scalars(select(Exposure.subject).where(Exposure.subject == f"question:{hidden.id}")).all()
    assert len(seen) == 1

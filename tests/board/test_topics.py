"""A topic coined in a closed space keeps its name there: not offered, not on a profile, not on a badge."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, queries
from app.core import transaction
from tests.cast import Cast

SECRET = "Project Nightjar"


def test_a_closed_spaces_topic_is_named_only_to_those_who_see_it(
    cast: Cast, client: FlaskClient, signed_in: Callable[[Person], FlaskClient], settle: Callable[[], None]
) -> None:
    staff = cast.space("staff")
    with transaction.unit():
        question = commands.ask(
            space=staff, title="When does it start?", body="Somebody must know.", topics=[SECRET], by=cast.emma
        )
        given = commands.answer(question, "In the spring, as planned.", by=cast.mona)
        commands.accept(given, by=cast.emma)
    settle()
    assert [topic.name for topic in queries.topics_shown(cast.emma)] == [SECRET]
    assert SECRET in signed_in(cast.emma).get("/questions/new").text
    for browser in (client, signed_in(cast.carla)):
        for address in ("/questions/new", "/questions", "/people", "/people/mona", "/recognition/of/mona"):
            assert SECRET not in browser.get(address).text, address
        for address in ("/questions?topic=project-nightjar", "/api/v1/questions?topic=project-nightjar"):
            assert browser.get(address).status_code == 404, address
    assert SECRET in signed_in(cast.emma).get("/questions?topic=project-nightjar").text

"""The health of spaces: a small town counted by hand, what is not known, and who sees which space."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.insights import commands
from app.insights.commands import Seen, Visit
from app.insights.models import CLICK
from app.insights.queries import Period, hive
from app.insights.queries.course import course
from app.insights.queries.vitals import NAMES
from app.moderation import commands as moderation
from app.moderation import subjects
from app.spaces import commands as spaces
from app.spaces.models import Space
from tests.board.test_views import cost
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
END = datetime(2026, 5, 4, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = Period(END - 28 * DAY, END)
BEFORE, EARLIER = NOW.before(), NOW.before().before()


@pytest.fixture
def town(cast: Cast) -> Space:
    """Opened before all three periods, with people who may answer."""
    for person in (cast.carla, cast.colin, cast.emma):
        cast.certify(person)
    cast.season(cast.emma)
    cast.certify(cast.sam, "verify")
    stella = cast.stella
    with transaction.unit(), clock.at(EARLIER.start - DAY):
        made = spaces.open_space(slug="town", name="Town", by=stella)
        spaces.set_role(made, cast.sam, "expert", by=stella)
        return made


def asked(town: Space, by: Person, at: datetime, title: str = "How do I prune?", *, private: bool = False) -> Question:
    with transaction.unit(), clock.at(at):
        return board.ask(space=town, title=title, by=by, private=private)


def answered(question: Question, by: Person, at: datetime, verified_by: Person | None = None) -> None:
    with transaction.unit(), clock.at(at):
        given = board.answer(question, "In spring.", by=by)
        if verified_by is not None:
            board.verify(given, by=verified_by)


@pytest.fixture
def lived(cast: Cast, town: Space) -> Space:
    """Now 4 asked, answered after 2, 4 and (too late) 900 hours; before 2, one after 6; earlier 1, after 10."""
    carla, colin, emma, sam = cast.carla, cast.colin, cast.emma, cast.sam
    first = asked(town, carla, NOW.start + DAY)
    answered(first, emma, NOW.start + DAY + 2 * HOUR, sam)
    answered(asked(town, colin, NOW.start + 2 * DAY), emma, NOW.start + 2 * DAY + 4 * HOUR)
    answered(asked(town, colin, NOW.start + 3 * DAY), emma, END + DAY)
    asked(town, carla, NOW.start + 4 * DAY)
    answered(asked(town, carla, BEFORE.start + DAY), emma, BEFORE.start + DAY + 6 * HOUR)
    asked(town, carla, BEFORE.start + 2 * DAY)
    answered(asked(town, carla, EARLIER.start + DAY), emma, EARLIER.start + DAY + 10 * HOUR)
    with transaction.unit(), clock.at(NOW.start + 5 * DAY):
        subject = subjects.find(f"question:{first.id}")
        assert subject is not None
        moderation.flag(subject, "spam", by=colin)
        seen = (NOW.start + 5 * DAY, Seen(f"question:{first.id}", CLICK))
        for number in range(4):
            visit = Visit(commands.hashed(f"v{number}"), "search", seen[0], seen[0], seen=(seen,))
            commands.take_in([visit])
    return town


def test_figures_counted_by_hand(cast: Cast, lived: Space) -> None:
    found = hive.hive(NOW, cast.anna)
    (one,) = [each for each in found.spaces.items if each.space == lived]
    told = {name: (figure.value, figure.n) for name, figure in one.figures.items()}
    assert told == {
        "asked": (4.0, 4),
        "answer_rate": (0.5, 4),
        "first_answer_hours": (4.0, 4),
        "verified_share": (0.5, 2),
        "solved_by_reading": (0.0, 4),
        "people": (3.0, 3),
        "backlog": (3.0, 3),
        "cases": (1.0, 1),
    }
    asked_, rate = one.figures["asked"].moved, one.figures["answer_rate"].moved
    assert (asked_.baseline, asked_.change, asked_.velocity) == (2.0, 2.0, 1.0)
    assert (rate.baseline, rate.change, rate.velocity) == (0.5, 0.0, 0.5)
    first = one.figures["first_answer_hours"].moved
    assert (first.baseline, first.change) == (6.0, -2.0)
    whole = {name: (figure.value, figure.n) for name, figure in found.whole.figures.items()}
    assert whole == told, "there is no other space"


def test_the_median_counts_those_who_wait(cast: Cast, town: Space) -> None:
    """One of three was answered within the hour: half of them were not, so that nobody knows the median."""
    answered(asked(town, cast.carla, NOW.start + DAY), cast.emma, NOW.start + DAY + HOUR)
    for number in (2, 3):
        asked(town, cast.carla, NOW.start + number * DAY)
    figure = hive.hive(NOW, cast.anna).whole.figures["first_answer_hours"]
    assert (figure.value, figure.n) == (None, 3)


def test_what_is_not_known_is_not_nought(cast: Cast, town: Space, signed_in: Browsers) -> None:
    """A silent space has no rates; a space that was not there yet has not even counts."""
    with transaction.unit(), clock.at(NOW.start + DAY):
        spaces.open_space(slug="new", name="New", by=cast.stella)
    found = {one.space.slug: one.figures for one in hive.hive(NOW, cast.anna).spaces.items if one.space}
    assert {name: figure.value for name, figure in found["town"].items()} == {
        "asked": 0.0, "answer_rate": None, "first_answer_hours": None, "verified_share": None,
        "solved_by_reading": None, "people": 0.0, "backlog": 0.0, "cases": 0.0,
    }  # fmt: skip
    assert found["town"]["asked"].moved.baseline == 0.0
    assert found["new"]["asked"].value == 0.0
    assert found["new"]["asked"].moved.baseline is None
    assert found["new"]["asked"].moved.missing == ("period_before", "second_period_before")
    page = signed_in(cast.anna).get("/insights/health?to=2026-05-03&days=28").text
    assert "Not known" in page
    early = hive.hive(EARLIER.before().before(), cast.anna)
    assert {figure.value for figure in early.whole.figures.values()} == {None}


def test_a_space_one_may_not_see_counts_nowhere(cast: Cast, lived: Space, api: Clients) -> None:
    anna, stella = cast.anna, cast.stella
    with transaction.unit(), clock.at(EARLIER.start):
        secret = spaces.open_space(slug="secret", name="Secret", visibility="invited", by=stella)
    asked(secret, stella, NOW.start + DAY, "What nobody knows?")
    mine, theirs = hive.hive(NOW, anna), hive.hive(NOW, stella)
    assert [one.space.slug for one in mine.spaces.items if one.space] == ["town"]
    assert (mine.whole.figures["asked"].value, theirs.whole.figures["asked"].value) == (4.0, 5.0)
    assert [one.space.slug for one in theirs.spaces.items if one.space] == ["secret", "town"]
    assert "secret" not in api(anna).get("/api/v1/insights/health?from=2026-04-06&to=2026-05-03").text


def test_a_private_question_counts_for_who_may_read_it(cast: Cast, town: Space) -> None:
    asked(town, cast.carla, NOW.start + DAY, private=True)
    cast.certify(cast.anna)
    assert hive.hive(NOW, cast.anna).whole.figures["asked"].value == 1.0
    figures = hive.hive(NOW, cast.stella).whole.figures
    assert (figures["asked"].value, figures["people"].value, figures["backlog"].value) == (0.0, 0.0, 0.0)


def test_page_file_and_program_say_the_same(cast: Cast, lived: Space, signed_in: Browsers, api: Clients) -> None:
    client, asked_for = signed_in(cast.anna), "from=2026-04-06&to=2026-05-03"
    page = client.get(f"/insights/health?{asked_for}").text
    assert "50 %" in page
    assert "4.0 h" in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"/insights/health.csv?{asked_for}").text)))
    assert len(rows) == 2 * len(NAMES)
    told = {(row["space"], row["figure"]): row for row in rows}
    assert told["town", "answer_rate"]["value"] == "0.5"
    assert told["", "asked"]["velocity"] == "1.0"
    sent = api(cast.anna).get(f"/api/v1/insights/health?{asked_for}").json
    (one,) = sent["items"]
    assert one["space"] == "town"
    assert one["figures"]["first_answer_hours"]["value"] == 4.0
    assert sent["whole"]["space"] is None
    assert (sent["from"], sent["next"]) == ("2026-04-06T00:00:00.000Z", None)
    assert api(cast.anna).get("/api/v1/insights/health?from=2026-05-03&to=2026-04-06").status_code == 422


@pytest.mark.parametrize("handle", ["anna", "stella", "ines", "emma", "carla"])
def test_who_sees_it(cast: Cast, signed_in: Browsers, api: Clients, handle: str) -> None:
    person, status = getattr(cast, handle), 403 if handle in {"emma", "carla"} else 200
    browser = signed_in(person)
    assert browser.get("/insights/health").status_code == status
    assert browser.get("/insights/health.csv").status_code == status
    assert api(person).get("/api/v1/insights/health").status_code == status


def test_spaces_are_paged_and_cost_the_same_however_many(cast: Cast, lived: Space, signed_in: Browsers) -> None:
    client = signed_in(cast.anna)
    few = cost(client, "/insights/health")
    with transaction.unit():
        for number in range(40):
            spaces.open_space(slug=f"space-{number}", name=f"Space {number:02}", by=cast.stella)
    assert cost(client, "/insights/health") == few
    first = hive.hive(NOW, cast.anna)
    second = hive.hive(NOW, cast.anna, after=first.spaces.next)
    assert (len(first.spaces.items), len(second.spaces.items), second.spaces.next) == (30, 11, None)
    assert client.get("/insights/health?after=nonsense").status_code == 422


def test_before_there_was_a_space_its_course_is_not_known(
    cast: Cast, town: Space, signed_in: Browsers, api: Clients
) -> None:
    """It was opened a day before the end of these four weeks."""
    asked_for = f"from={(EARLIER.start - 28 * DAY).date()}&to={(EARLIER.start - DAY).date()}"
    for whose in ("", "&space=town"):
        told = api(cast.anna).get(f"/api/v1/insights/health/course?of=asked{whose}&{asked_for}").json
        assert [(step["value"], step["n"]) for step in told["steps"]] == [(None, 0), (None, 0), (None, 0), (0.0, 0)]
        page = signed_in(cast.anna).get(f"/insights/health?of=asked{whose}&{asked_for}").text
        assert page.split("As a table")[1].split("</table>")[0].count("not known") == 3
        assert "3 points are not known, and not nought." in page


def test_where_there_is_no_space_nothing_is_known(cast: Cast) -> None:
    assert {step.count.value for step in course("asked", NOW, cast.anna)} == {None}

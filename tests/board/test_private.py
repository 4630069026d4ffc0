"""Private questions, one-way spaces and asking by name: who reads what, on every surface."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Question
from app.core import realtime, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.home import queries as home
from app.notifications import commands as notifications
from app.notifications import queries as told
from app.search import queries as search
from app.spaces import commands as spaces
from app.spaces.queries import by_id as space_by_id
from app.training import commands as training
from tests.board.test_views import cost, send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
SECRET = "Pelican account closed twice"


@pytest.fixture
def private(cast: Cast) -> Question:
    """Carla asks in private; Emma and Mona are cleared to answer, Erik and Nell are not."""
    cast.certify(cast.emma)
    cast.certify(cast.mona)
    cast.season(cast.emma)
    with transaction.unit():
        return commands.ask(
            space=cast.space("help"), title=SECRET, body="Card ending 11.", topics=["Closing accounts"],
            private=True, by=cast.carla,
        )  # fmt: skip


READERS = ["carla", "emma", "mona", "max", "ada"]
OTHERS = ["colin", "erik", "nell", "stella", "cara", "anna", "ines"]


@pytest.mark.parametrize("handle", READERS)
def test_who_reads_it(cast: Cast, private: Question, handle: str) -> None:
    person = getattr(cast, handle)
    assert queries.visible_question(person, private.id) is not None
    assert queries.visible_ids(person, [private.id]) == {private.id}
    assert realtime.may_watch(f"question:{private.id}", person)


@pytest.mark.parametrize("role", ["moderator", "owner", "site"])
def test_who_moderated_and_is_suspended_reads_it_no_more(cast: Cast, private: Question, role: str) -> None:
    """A role outlasts a suspension, which may end; what it opens does not."""
    person = cast.max if role == "site" else cast.erik
    with transaction.unit():
        if role != "site":
            spaces.set_role(cast.space("help"), person, role, by=cast.stella)
    assert queries.visible_question(person, private.id) is not None
    with transaction.unit():
        accounts.suspend(person, None, by=cast.ada, reason="for the test")
    assert queries.visible_question(person, private.id) is None
    assert queries.visible_ids(person, [private.id]) == set()
    assert not realtime.may_watch(f"question:{private.id}", person)
    with transaction.unit():
        private.audience, private.hold = "space", "held"
    assert queries.visible_question(person, private.id) is None


@pytest.mark.parametrize("handle", [None, *OTHERS])
def test_who_does_not(cast: Cast, private: Question, handle: str | None, settle: Callable[[], None]) -> None:
    person = getattr(cast, handle) if handle else None
    settle()
    assert queries.visible_question(person, private.id) is None
    assert queries.visible_ids(person, [private.id]) == set()
    assert queries.count_by_state(person) == {}
    assert queries.topics_shown(person) == []
    assert queries.visible_topic(person, "closing-accounts") is None
    assert home.week(person).asked == 0
    assert not realtime.may_watch(f"question:{private.id}", person)
    assert search.search(person, "pelican").items == []
    assert search.similar(person, SECRET) == []


@pytest.mark.parametrize("handle", [None, "colin", "erik"])
def test_no_page_of_others_speaks_of_it(
    cast: Cast,
    private: Question,
    handle: str | None,
    client: FlaskClient,
    signed_in: Browse,
    settle: Callable[[], None],
) -> None:
    with transaction.unit():
        commands.answer(private, "Nobody else reads this pelican answer.", by=cast.emma)
    settle()
    browser = signed_in(getattr(cast, handle)) if handle else client
    pages = (
        "/", "/questions", "/questions?tab=needs-answer", "/questions?tab=active", "/questions.atom", "/sitemap.xml",
        "/topics", "/topics/closing-accounts", "/spaces/help", "/spaces/help.atom", "/people/carla", "/people/emma",
        "/search?q=pelican", "/search/similar?q=pelican+account", f"/questions/{private.id}.atom", private.url,
        f"/questions/{private.id}/history", f"/follows/question:{private.id}", "/desk", "/notifications",
    )  # fmt: skip
    for address in pages:
        text = browser.get(address).text
        assert "closed twice" not in text, address
        assert "pelican answer" not in text, address
    for address in (f"/questions/{private.id}", f"/questions/{private.id}/votes"):
        assert browser.get(f"/api/v1{address}").status_code == 404
    assert space_by_id(private.space_id).question_count == 0


def test_what_is_told_goes_to_readers_only(cast: Cast, private: Question, settle: Callable[[], None]) -> None:
    with transaction.unit():
        for person in (cast.colin, cast.erik, cast.carla):
            notifications.follow(person.id, f"question:{private.id}")
    settle()
    with transaction.unit():
        given = commands.answer(private, "It is closed once.", by=cast.emma)
        commands.comment_on_answer(given, "Thank you.", by=cast.carla)
        commands.escalate(private, "Needs a case", by=cast.emma)
    settle()
    assert told.of(cast.colin).items == []
    assert told.of(cast.erik).items == []
    assert {each.kind for each in told.of(cast.carla).items} >= {"answered"}


def test_a_lapsed_certificate_closes_the_page(cast: Cast, private: Question) -> None:
    held = cast.certify(cast.erik)[0]
    assert queries.visible_question(cast.erik, private.id) is not None
    with transaction.unit():
        training.revoke(held, by=cast.stella, reason="for the test")
    assert queries.visible_question(cast.erik, private.id) is None


def test_opening_up_and_making_private(cast: Cast, private: Question, settle: Callable[[], None]) -> None:
    assert not policy.may_open_up(cast.carla, private)
    assert not policy.may_make_private(cast.colin, private)
    assert policy.may_make_private(cast.carla, private)
    with transaction.unit():
        commands.set_audience(private, "space", by=cast.max, reason="Nothing private in it")
    settle()
    assert queries.visible_question(None, private.id) is not None
    assert search.search(None, "pelican").items
    assert space_by_id(private.space_id).question_count == 1
    with transaction.unit():
        commands.set_audience(private, "private", by=cast.carla)
        commands.set_audience(private, "private", by=cast.carla)
    settle()
    db.session.expire_all()
    assert search.search(None, "pelican").items == []
    assert space_by_id(private.space_id).question_count == 0
    with pytest.raises(Invalid), transaction.unit():
        commands.set_audience(private, "nobody", by=cast.max)


def test_what_was_told_before_is_taken_back(cast: Cast, private: Question, settle: Callable[[], None]) -> None:
    with transaction.unit():
        commands.set_audience(private, "space", by=cast.max)
        commands.vote_question(private, 1, by=cast.colin)
    settle()
    with transaction.unit():
        commands.answer(private, "It is closed once.", by=cast.emma)
    settle()
    assert [each.kind for each in told.of(cast.colin).items] == ["answered"]
    with transaction.unit():
        commands.set_audience(private, "private", by=cast.carla)
    settle()
    assert told.of(cast.colin).items == []
    assert told.of(cast.carla).items


def test_taking_back_same_here_stops_the_news(cast: Cast, asked: Question, settle: Callable[[], None]) -> None:
    subject = f"question:{asked.id}"
    for person in (cast.colin, cast.nell):
        with transaction.unit():
            commands.vote_question(asked, 1, by=person)
    settle()
    with transaction.unit():
        notifications.follow(cast.nell.id, subject, anew=True)
        for person in (cast.colin, cast.nell):
            commands.vote_question(asked, 0, by=person)
    settle()
    assert cast.colin.id not in told.followers(subject)
    assert cast.nell.id in told.followers(subject)


def test_one_that_became_private_meanwhile_is_not_merged(cast: Cast, private: Question, asked: Question) -> None:
    with transaction.unit():
        commands.set_audience(private, "space", by=cast.max)
    assert not private.is_private
    meanwhile = update(Question).where(Question.id == private.id).values(audience="private")
    db.session.execute(meanwhile.execution_options(synchronize_session=False))
    with pytest.raises(Conflict):
        commands.merge(asked, private, by=cast.max)


def test_private_questions_are_not_merged(cast: Cast, private: Question, asked: Question) -> None:
    for question, into in ((private, asked), (asked, private)):
        with pytest.raises(Conflict), transaction.unit():
            commands.merge(question, into, by=cast.max)
    with transaction.unit():
        duplicate = commands.ask(space=cast.space("help"), title="The same again", by=cast.colin)
        commands.merge(duplicate, asked, by=cast.max)
    for question in (asked, duplicate):
        with pytest.raises(Conflict), transaction.unit():
            commands.set_audience(question, "private", by=cast.max)


def test_in_a_one_way_space_all_is_private_and_stays_so(cast: Cast) -> None:
    space, stella = cast.space("help"), cast.stella
    cast.certify(cast.emma)
    words = {"name": space.name, "purpose": "", "visibility": "public", "addendum": ""}
    with transaction.unit():
        spaces.change_space(space, **words, one_way=True, by=stella)
        asked = commands.ask(space=space, title="Only for you", by=cast.carla)
    assert asked.is_private
    assert not policy.may_open_up(cast.max, asked)
    with transaction.unit():
        spaces.change_space(space, **words, one_way=False, by=stella)
    assert queries.visible_question(None, asked.id) is None
    assert queries.visible_question(cast.emma, asked.id) is not None


def test_asking_a_colleague_by_name(cast: Cast, settle: Callable[[], None]) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        asked = commands.ask(space=cast.space("help"), title="Emma, is it true?", asked_of=cast.emma, by=cast.carla)
    settle()
    assert "asked_of" in [each.kind for each in told.of(cast.emma).items]
    assert asked.asked_of == cast.emma
    for wrong in (cast.nell, cast.colin):
        with pytest.raises(Invalid) as refusal, transaction.unit():
            commands.ask(space=cast.space("help"), title="And you?", asked_of=wrong, by=cast.carla)
        assert set(refusal.value.errors) == {"asked_of"}


def test_the_form_asks_in_private_and_by_name(cast: Cast, signed_in: Browse) -> None:
    cast.certify(cast.emma)
    space, browser = cast.space("help"), signed_in(cast.carla)
    words = {"title": "Between us", "body": "Quietly.", "space": space.slug, "topics": ""}
    unknown = send(browser, "/questions/new", **words, asked_of="@nobody-here", private="y")
    assert unknown.status_code == 422
    assert "Nobody has this handle" in unknown.text
    assert "Quietly." in unknown.text
    posted = send(browser, "/questions/new", **words, asked_of="@emma", private="y")
    assert posted.status_code == 303
    page = browser.get(posted.location).text
    assert "Between the asker and those who answer" in page
    assert "Asked of" in page
    assert '<meta name="robots" content="noindex">' in page


def test_privacy_by_page_and_api(
    cast: Cast, private: Question, signed_in: Browse, api: Callable[..., FlaskClient]
) -> None:
    where = f"/api/v1/questions/{private.id}/privacy"
    assert api(cast.colin).delete(where).status_code == 404
    assert api(cast.carla).delete(where).status_code == 403
    assert api(cast.max).delete(where).status_code == 204
    shown = api(cast.colin).get(f"/api/v1/questions/{private.id}").json
    assert shown["private"] is False
    assert api(cast.colin).put(where, json={"reason": "x"}).status_code == 403
    assert send(signed_in(cast.carla), f"/questions/{private.id}/privacy?_method=PUT").status_code == 303
    assert api(cast.colin).get(f"/api/v1/questions/{private.id}").status_code == 404
    made = api(cast.carla).post(
        "/api/v1/questions", json={"space": "help", "title": "By the API", "private": True, "asked_of": "emma"}
    )
    assert (made.json["private"], made.json["asked_of"]["handle"]) == (True, "emma")


def test_lists_cost_the_same_with_private_questions(cast: Cast, private: Question, signed_in: Browse) -> None:
    browsers = [signed_in(person) for person in (cast.carla, cast.emma, cast.colin)]
    before = [cost(browser, "/questions") for browser in browsers]
    with transaction.unit():
        for n in range(10):
            commands.ask(space=cast.space("help"), title=f"Private {n}", private=True, by=cast.carla)
    assert [cost(browser, "/questions") for browser in browsers] == before

"""What badges count beside answers: each deed once, gone with what undoes it, and none that was made to be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.subscriptions import replay
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation import commands as moderation
from app.moderation import subjects
from app.moderation.models import Case
from app.recognition import commands, queries
from app.recognition.commands.defining import Wording
from app.recognition.models import PointLine, Tally
from app.recognition.points import DEEDS
from app.recognition.rules import KINDS
from app.training import commands as training
from app.training.models import MentorPair
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.training.test_commands import right_answers

Browsers = Callable[[Person], FlaskClient]
Settle = Callable[[], None]


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """Carla's idea in an open challenge."""
    space, carla, ines, now = cast.space("help"), cast.carla, cast.ines, clock.now()
    with transaction.unit():
        challenge = ideas.open_challenge(
            space, slug="trips", title="Fewer trips", brief="How?", by=ines, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=10), allows_anonymous=True,
        )  # fmt: skip
        return ideas.submit(challenge, title="Lend a spare hub", body="Please.", by=carla)


def counted() -> dict[tuple[str, str], int]:
    """How many deeds count, by person and kind."""
    db.session.expire_all()
    query = select(Person.handle, PointLine.kind, func.count()).join(PointLine, PointLine.person_id == Person.id)
    query = query.where(PointLine.kind.in_(DEEDS), PointLine.void == "").group_by(Person.handle, PointLine.kind)
    return {(handle, kind): n for handle, kind, n in db.session.execute(query)}


def join(idea: Idea, person: Person, author: Person) -> None:
    ideas.invite(idea, person.handle, by=author)
    ideas.agree(idea, by=person)


def review(idea: Idea, by: Person, *, conflict: str | None = None) -> None:
    scores = {each["key"]: 3 for each in idea.challenge.rubric}
    ideas.file_review(idea, scores=scores, reasons=dict.fromkeys(scores, "So."), conflict=conflict, by=by)


def test_each_counts_once_and_goes_with_what_undoes_it(
    cast: Cast, idea: Idea, settle: Settle, client: FlaskClient
) -> None:
    carla, colin, ines, sue, max_ = cast.carla, cast.colin, cast.ines, cast.sue, cast.max
    cast.certify(sue, "review")
    space = cast.space("help")
    with transaction.unit():
        join(idea, colin, carla)
        review(idea, sue)
        review(idea, sue)
        ideas.respond(idea, "We try it in spring.", by=ines)
        asked = board.ask(space=space, title="Buy followers here", topics=[], by=cast.cleo)
        case = moderation.flag(subjects.find(f"question:{asked.id}"), "spam", by=colin)
        moderation.decide(case, "hide", "It sells something.", by=max_)
    settle()
    expected = {
        ("colin", "coauthored"): 1, ("sue", "review"): 1, ("ines", "explained"): 1, ("max", "moderated"): 1,
        ("colin", "reported"): 1,
    }  # fmt: skip
    assert counted() == expected
    with transaction.unit():
        rule = commands.define_badge(Wording("Looked closely", "Reviewed an idea.", "review"), by=cast.stella)
        commands.switch_on(rule, by=cast.stella)
    settle()
    (award,) = queries.awards_of(sue)
    page = client.get(f"/badges/of/{award.id}").text
    assert "One deed counts. It is not listed" in page
    assert idea.title not in page + client.get("/recognition/of/sue").text, "who reviewed what is for nobody to read"
    assert db.session.get(Tally, sue.id) is None, "worth no points"
    assert queries.lines_of(sue).items == []
    replay("recognition")
    assert counted() == expected
    with transaction.unit():
        ideas.remove(idea, colin.id, by=colin)
        review(idea, sue, conflict="My sister wrote it.")
        ideas.withdraw_response(idea, by=ines)
        moderation.undo(db.session.get_one(Case, case.id), by=max_)
    settle()
    assert counted() == {}
    replay("recognition")
    assert counted() == {}


def test_a_report_that_was_wrong_and_an_answer_to_ones_own_idea_count_for_nothing(
    cast: Cast, idea: Idea, settle: Settle
) -> None:
    colin, ines, space = cast.colin, cast.ines, cast.space("help")
    with transaction.unit():
        own = ideas.submit(idea.challenge, title="A second idea", body="Please.", by=ines)
        ideas.respond(own, "I think so, too.", by=ines)
        asked = board.ask(space=space, title="What is a hub?", topics=[], by=cast.carla)
        case = moderation.flag(subjects.find(f"question:{asked.id}"), "spam", by=colin)
        moderation.decide(case, "approve", "A fair question.", by=cast.max)
    settle()
    assert counted() == {("max", "moderated"): 1}


def test_training_counts_what_was_passed_and_whom_one_led(cast: Cast, settle: Settle) -> None:
    course, nell, mona, stella = cast.course(), cast.nell, cast.mona, cast.stella
    cast.certify(cast.emma)
    with transaction.unit():
        training.pair(mona, nell, by=stella)
        training.accept_guidelines(1, by=nell)
        attempt = training.start_attempt(course, by=nell)
        training.submit_attempt(attempt, right_answers(attempt), by=nell)
    cast.season(nell)
    settle()
    expected = {("nell", "trained"): 1, ("mona", "mentored"): 1}
    assert counted() == expected, "what Emma was granted she did not pass"
    with transaction.unit():
        db.session.scalars(select(MentorPair)).one().ended_at = clock.now()
    replay("recognition")
    assert counted() == expected, "whom she had then"


def test_co_authors_of_an_anonymous_idea_count_once_they_are_named(cast: Cast, idea: Idea, settle: Settle) -> None:
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        hidden = ideas.submit(idea.challenge, title="Tell us less", body="Please.", anonymous=True, by=carla)
        join(hidden, colin, carla)
    settle()
    assert counted() == {}
    with transaction.unit():
        ideas.reveal(hidden)
    settle()
    assert counted() == {("colin", "coauthored"): 1}
    with transaction.unit():
        removed = subjects.find(f"idea:{hidden.id}")
        assert removed is not None
        subjects.set_state(removed, "removed", by=cast.max, reason="For the test.")
    settle()
    assert counted() == {}, "what was taken down counts no more"


def test_beyond_what_counts_in_a_day_nothing_does(cast: Cast) -> None:
    most, day = DEEDS["reported"], datetime(2026, 3, 2, 23, tzinfo=UTC)
    with transaction.unit():
        for number in range(most + 3):
            commands.credit(cast.colin.id, "reported", f"case:{number}", space_id=None, at=day)
        commands.credit(cast.colin.id, "reported", "case:0", space_id=None, at=day)
        commands.credit(cast.colin.id, "reported", "case:99", space_id=None, at=day + timedelta(hours=2))
    assert counted() == {("colin", "reported"): most + 1}


def test_a_ring_of_co_authors_counts_for_nothing_and_takes_no_points(cast: Cast) -> None:
    now = clock.now()
    pairs = [(cast.carla, cast.colin), (cast.colin, cast.carla)] * 3
    with transaction.unit():
        commands.earn(cast.carla.id, "accepted", "answer:1", giver_id=cast.colin.id, at=now)
        for number, (author, partner) in enumerate(pairs):
            subject = f"idea:{number}"
            commands.credit(partner.id, "coauthored", subject, space_id=None, giver_id=author.id, at=now)
        commands.watch()
    assert counted() == {}
    assert db.session.get_one(Tally, cast.carla.id).points == 15
    voids = Counter(db.session.scalars(select(PointLine.void).where(PointLine.kind == "coauthored")))
    assert voids == {"ring": 6}


def test_a_badge_for_it_names_the_kinds_and_refuses_what_cannot_be(
    cast: Cast, idea: Idea, settle: Settle, signed_in: Browsers, client: FlaskClient
) -> None:
    stella, help_ = signed_in(cast.stella), cast.space("help")
    page = stella.get("/badges/manage/new").text
    assert all(f'value="{kind}"' in page for kind in KINDS)
    assert "Novices led until they answer on their own" in page
    assert "nothing for standing down" in page
    for fields, fault in (({"kind": "trained", "space": help_}, "space"), ({"kind": "review", "people": 2}, "people")):
        wording = Wording("Badge", "For it.", least=2, **fields)
        with pytest.raises(Invalid) as refusal:
            commands.define_badge(wording, by=cast.stella)
        assert fault in refusal.value.errors
    sent = {"name": "Together", "about": "Wrote an idea together.", "kind": "coauthored", "least": 1, "people": 1}
    made = deed(stella, "/badges/manage", **sent)
    assert made.status_code == 303
    assert deed(stella, f"{made.location}/force?_method=PUT").status_code == 303
    with transaction.unit():
        join(idea, cast.colin, cast.carla)
    settle()
    (award,) = queries.awards_of(cast.colin)
    assert idea.title in client.get(f"/badges/of/{award.id}").text

"""Pre-moderation: whose words wait in a space, whatever way they come in, and what makes somebody trusted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board import queries as board_queries
from app.board.models import Answer, Proposal, Question
from app.core import audit, clock, transaction
from app.core.access import Invalid
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Challenge, Idea
from app.moderation import commands as moderation
from app.moderation import queries as cases
from app.search import queries as search
from app.spaces import commands
from app.spaces.models import LEVELS, PREMODERATED, Space
from app.spaces.policy.premoderation import RULE, is_trusted, level_of, waits
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.spaces.conftest import Give

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
Settle = Callable[[], None]
NUMBERS = count(1)


def run(cast: Cast, space: Space, **levels: str) -> None:
    """Let these people's words wait; all kinds of everybody's unless said otherwise."""
    with transaction.unit():
        chosen = levels or dict.fromkeys(PREMODERATED, "everybody")
        commands.run_as(space, premoderation=chosen, by=cast.stella)


def ask(space: Space, by: Person) -> Question:
    with transaction.unit():
        return board.ask(space=space, title=f"How do I prune {next(NUMBERS)}?", body="In spring?", by=by)


def let_through(cast: Cast, name: str, action: str = "approve") -> None:
    case, max_ = cases.open_case_of(name), cast.max
    assert case is not None
    with transaction.unit():
        moderation.decide(case, action, "For the test.", by=max_)


@pytest.fixture
def challenge(cast: Cast, space: Space) -> Challenge:
    now, ines = clock.now(), cast.ines
    with transaction.unit():
        return ideas.open_challenge(
            space, slug="trips", title="Fewer trips", brief="How?", by=ines, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=10),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "who", "expected"),
    [
        ("nobody", "new", False),
        ("new", "new", True),
        ("untrusted", "new", True),
        ("everybody", "new", True),
        ("new", "seen", False),
        ("untrusted", "seen", True),
        ("everybody", "seen", True),
        ("new", "answerer", False),
        ("untrusted", "answerer", False),
        ("everybody", "answerer", True),
        ("untrusted", "expert", False),
        ("new", "member", True),
        ("untrusted", "member", True),
        ("everybody", "moderator", False),
        ("everybody", "owner", False),
        ("everybody", "site", False),
    ],
)
def test_whose_words_wait(cast: Cast, space: Space, give: Give, level: str, who: str, expected: bool) -> None:
    person = cast.max if who == "site" else cast.emma
    if who == "seen":
        ask(space, person)
    elif who not in {"new", "site"}:
        give(person, who)
    run(cast, space, question=level)
    assert waits(space, "question", person) is expected
    assert not waits(space, "comment", person), "kinds are set one by one"
    assert not waits(cast.space("lounge"), "question", person), "and spaces, too"


def test_everything_waits_however_it_is_typed_in(
    cast: Cast, space: Space, challenge: Challenge, signed_in: Browsers, api: Clients, settle: Settle
) -> None:
    """HTML and API, all four kinds: nobody reads it, and each has its case."""
    for person in (cast.carla, cast.emma):
        cast.certify(person)
    cast.season(cast.emma)
    question = ask(space, cast.colin)
    with transaction.unit():
        idea = ideas.submit(challenge, title="Lend a spare hub", body="Please.", by=cast.colin)
    run(cast, space)
    page, program = signed_in(cast.carla), api(cast.carla)
    assert deed(page, "/questions/new", space="help", title="By the page?", body="x").status_code == 303
    asked = program.post("/api/v1/questions", json={"space": "help", "title": "By a program?"})
    assert asked.status_code == 202, "it is told that it waits"
    answered = api(cast.emma).post(f"/api/v1/questions/{question.id}/answers", json={"body": "In spring."})
    assert answered.status_code == 202
    for path in (f"questions/{question.id}", f"ideas/{idea.id}"):
        assert program.post(f"/api/v1/{path}/comments", json={"body": "Same here."}).status_code == 202
    sent = {"challenge": challenge.slug, "title": "A hub for everybody", "body": "Please."}
    assert program.post("/api/v1/ideas", json=sent).status_code == 202
    settle()
    asked_now = db.session.scalars(select(Question).where(Question.author_id == cast.carla.id)).unique().all()
    assert [one.hold for one in asked_now] == ["held", "held"]
    assert {one.state for one in db.session.scalars(select(Answer)).unique()} == {"held"}
    assert {one.state for one in db.session.scalars(select(Comment)).unique()} == {"held"}
    assert [one.hold for one in db.session.scalars(select(Idea).order_by(Idea.id)).unique()] == ["shown", "held"]
    held = cases.queue(cast.max).items
    assert len(held) == 6
    assert {tuple(case.rules) for case in held} == {(RULE,)}
    for reader in (None, cast.colin, cast.nell):
        assert board_queries.visible_question(reader, asked_now[0].id) is None
        assert idea_queries.listed(reader, space_id=space.id).items == [idea]
        assert not search.search(reader, "program").items
    assert board_queries.visible_question(cast.carla, asked_now[0].id) is not None, "its author sees that it waits"


def test_a_guests_question_waits(cast: Cast, space: Space) -> None:
    with transaction.unit():
        words = {"name": "Help", "purpose": "", "visibility": "public", "addendum": ""}
        commands.change_space(space, **words, takes_guests=True, by=cast.stella)
    run(cast, space, question="new")
    with transaction.unit():
        board.propose(space=space, title="Where is my parcel?", body="", email="guest@example.com")
        proposal = db.session.scalars(select(Proposal)).one()
        question = board.publish_proposal(proposal, by=None)
    assert question.hold == "held"
    assert board_queries.visible_question(None, question.id) is None


def test_edits_wait_as_well(cast: Cast, space: Space, challenge: Challenge) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    carla, emma, max_ = cast.carla, cast.emma, cast.max
    question = ask(space, carla)
    with transaction.unit():
        answer = board.answer(question, "In spring.", by=emma)
        idea = ideas.submit(challenge, title="Lend a spare hub", body="Please.", by=carla)
        comment = ideas.comment(idea, "More of it.", by=carla)
    run(cast, space)
    same = {"title": question.title, "body": question.body}
    with transaction.unit():
        board.edit(question, **same, topics=["Roses"], by=carla)
        board.edit_answer(answer, answer.body, by=emma)
        board.edit_answer(answer, "In autumn.", by=max_)
        ideas.edit(idea, title=idea.title, body=idea.body, by=carla)
    assert (question.hold, answer.state, idea.hold) == ("shown", "published", "shown"), "nothing new to look at"
    with transaction.unit():
        board.edit(question, title=question.title, body="Buy pills", topics=[], by=carla)
        board.edit_answer(answer, "Buy pills", by=emma)
        ideas.edit(idea, title=idea.title, body="Buy pills", by=carla)
        ideas.edit_comment(comment, "Buy pills", by=carla)
    assert (question.hold, answer.state, idea.hold, comment.state) == ("held",) * 4


def test_an_endorsement_is_no_way_round(cast: Cast, space: Space, challenge: Challenge) -> None:
    carla, emma = cast.carla, cast.emma
    with transaction.unit():
        idea = ideas.submit(challenge, title="Lend a spare hub", body="Please.", by=carla)
    run(cast, space, comment="everybody")
    with pytest.raises(Invalid, match="wait for a moderator"), transaction.unit():
        ideas.endorse(idea, "It is good.", standing="Plumber", by=emma)


def test_new_people_wait_until_something_was_let_through(cast: Cast, space: Space, settle: Settle) -> None:
    run(cast, space, question="new")
    first, second = ask(space, cast.carla), ask(space, cast.carla)
    settle()
    assert (first.hold, second.hold) == ("held", "held")
    let_through(cast, f"question:{first.id}")
    assert first.hold == "shown"
    assert ask(space, cast.carla).hold == "shown"
    let_through(cast, f"question:{second.id}", "remove")
    assert second.hold == "removed"


def test_trust_is_earned_by_decisions_and_falls_with_them(cast: Cast, space: Space, settle: Settle) -> None:
    run(cast, space, question="untrusted")
    with transaction.unit():
        commands.run_as(space, trusted_after=2, by=cast.stella)
    first, second = ask(space, cast.carla), ask(space, cast.carla)
    settle()
    let_through(cast, f"question:{first.id}")
    assert not is_trusted(cast.carla, space)
    let_through(cast, f"question:{second.id}")
    assert is_trusted(cast.carla, space)
    assert not is_trusted(cast.carla, cast.space("lounge")), "in one space alone"
    assert ask(space, cast.carla).hold == "shown"
    decided, max_ = cases.queue(cast.max, state="decided").items[0], cast.max
    with transaction.unit():
        moderation.undo(decided, by=max_)
    assert not is_trusted(cast.carla, space)
    assert ask(space, cast.carla).hold == "held"


def test_what_waits_goes_on_waiting_when_the_rule_is_lifted(cast: Cast, space: Space) -> None:
    run(cast, space, question="everybody")
    question = ask(space, cast.carla)
    run(cast, space, question="nobody")
    assert (question.hold, ask(space, cast.carla).hold) == ("held", "shown")


def test_what_was_imported_does_not_wait(cast: Cast, space: Space) -> None:
    run(cast, space)
    carla = cast.carla
    with transaction.unit():
        old = board.ask(space=space, title="An old question", by=carla, external_id="old:1")
    assert old.hold == "shown"


def test_owners_set_it_on_the_page_and_by_program(cast: Cast, space: Space, signed_in: Browsers, api: Clients) -> None:
    client, path = signed_in(cast.erik), "/admin/spaces/help/running"
    told = {"answered_by": "cleared", "answer": "nobody", "idea": "nobody", "comment": "new", "trusted_after": "5"}
    assert deed(client, path, "PUT", **told, question="untrusted").status_code == 303
    assert (level_of(space, "question"), level_of(space, "comment"), space.trusted_after) == ("untrusted", "new", 5)
    entry = audit.entries(subject=f"space:{space.id}", limit=1).items[0]
    assert (entry.action, entry.after["question"]) == ("spaces.run_changed", "untrusted")
    bad = deed(client, path, "PUT", **{**told, "trusted_after": "0"}, question="sometimes")
    assert bad.status_code == 422
    assert 'value="0"' in bad.text
    url = "/api/v1/spaces/help/running"
    changed = api(cast.erik).patch(url, json={"premoderation": {"idea": "everybody"}})
    assert changed.json["premoderation"] == {
        "question": "untrusted", "answer": "nobody", "idea": "everybody", "comment": "new",
    }  # fmt: skip
    assert api(cast.erik).patch(url, json={"premoderation": {"idea": "all"}}).status_code == 422
    assert api(cast.emma).get(url).status_code == 403
    assert api(cast.emma).patch(url, json={}).status_code == 403


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(level=st.sampled_from(LEVELS), stricter=st.sampled_from(LEVELS), role=st.sampled_from(["", "answerer", "owner"]))
def test_a_stricter_rule_never_lets_more_through(
    cast: Cast, space: Space, level: str, stricter: str, role: str
) -> None:
    low, high = sorted((level, stricter), key=LEVELS.index)
    with transaction.unit():
        commands.set_role(space, cast.emma, role or None, by=cast.stella)
    run(cast, space, idea=low)
    waited = waits(space, "idea", cast.emma)
    run(cast, space, idea=high)
    assert waits(space, "idea", cast.emma) >= waited

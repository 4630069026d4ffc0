"""What a moderator takes out is read nowhere any more: not in the words before it, nor where they were passed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board import queries as board_queries
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.crm import queries as crm
from app.discussion import queries as discussion
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.moderation import commands, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from tests.cast import Cast
from tests.moderation.conftest import RUDE, subject_of

Browse = Callable[[Person], FlaskClient]
SAID, SAID_AGAIN, MENDED = "Joan Price broke it.", "Joan Price broke it, I think.", "A neighbour broke it."
LATER = timedelta(minutes=11)


def say(name: str, body: str, *, by: Person) -> None:
    """Its author changes what a thing says."""
    thing = subject_of(name).thing
    with transaction.unit():
        if isinstance(thing, Question):
            board.edit(thing, title=thing.title, body=body, topics=["Wi-Fi"], by=by)
        elif isinstance(thing, Answer):
            board.edit_answer(thing, body, by=by)
        elif isinstance(thing, Idea):
            ideas.edit(thing, title=thing.title, body=body, by=by)
        else:
            ideas.edit_comment(thing, body, by=by)


@pytest.fixture
def things(cast: Cast, asked: Question, answer: Callable[..., Answer], idea: Idea) -> dict[str, Person]:
    """A question, an answer, an idea and a comment that name somebody in two versions, with their authors."""
    carla, colin, sam = cast.carla, cast.colin, cast.sam
    given = answer("Wait.")
    with transaction.unit():
        made = ideas.comment(idea, SAID, by=carla)
        board.vote_question(asked, 1, by=colin)
    names = {f"question:{asked.id}": carla, f"answer:{given.id}": sam, f"idea:{idea.id}": colin}
    names[f"comment:{made.id}"] = carla
    for body, wait in ((SAID, LATER), (SAID_AGAIN, 2 * LATER)):
        with clock.at(clock.now() + wait):
            for name, author in names.items():
                say(name, body, by=author)
    return names


def pages(names: dict[str, Person]) -> list[str]:
    """Every page that derives something from these, their own first."""
    (question, answer, idea, comment) = (int(name.partition(":")[2]) for name in names)
    return [
        f"/questions/{question}/history", f"/answers/{answer}/history", f"/ideas/{idea}/versions",
        f"/ideas/{idea}/comments/{comment}/history", f"/questions/{question}", f"/ideas/{idea}", "/search?q=broke",
        "/search?q=broke&kind=idea", "/questions.atom", "/questions", "/ideas", "/spaces/help",
    ]  # fmt: skip


def operations(names: dict[str, Person]) -> list[str]:
    """The same for programs."""
    (question, answer, idea, _comment) = (int(name.partition(":")[2]) for name in names)
    reads = (f"questions/{question}", f"questions/{question}/history", f"answers/{answer}/history", f"ideas/{idea}")
    return [f"/api/v1/{each}" for each in (*reads, "search?q=broke")]


def test_no_derived_surface_says_what_was_taken_out(
    cast: Cast, things: dict[str, Person], flagged: Callable[..., Case], client: FlaskClient, signed_in: Browse,
    api: Callable[..., FlaskClient], settle: Callable[[], None],
) -> None:  # fmt: skip
    max_ = cast.max
    settle()
    with clock.at(clock.now() + 3 * LATER):
        for name, author in things.items():
            case = flagged(name, "personal_data")
            with transaction.unit():
                commands.give(case, Verdict("edit", "Name nobody.", body=MENDED), by=max_)
            say(name, f"{MENDED} It was dark.", by=author)
    settle()
    reporter, program = signed_in(cast.erik), api(cast.cleo)
    asked_for = [(client, place) for place in pages(things)]
    asked_for += [(reporter, place) for place in (*pages(things)[:6], "/notifications")]
    asked_for += [(program, place) for place in operations(things)]
    for browser, place in asked_for:
        told = browser.get(place, follow_redirects=True)
        assert told.status_code == 200, place
        assert "Joan" not in told.text, place
    assert "A neighbour" in client.get("/search?q=broke").text, "what stands now is found"
    for identity in map(crm.identity_of, (cast.carla.id, cast.colin.id)):
        assert identity is not None
        lines = crm.interactions(identity=identity).items
        assert lines
        assert not [line.summary for line in lines if "Joan" in line.summary]
    moderator = signed_in(max_)
    for place in pages(things)[:3]:
        assert "Joan" in moderator.get(place).text, place


def test_taking_the_decision_back_opens_what_was_open_before(
    cast: Cast, things: dict[str, Person], flagged: Callable[..., Case]
) -> None:
    max_ = cast.max
    before = [_read(name) for name in things]
    for name in things:
        case = flagged(name)
        with transaction.unit():
            commands.give(case, Verdict("edit", body=MENDED), by=max_)
        assert SAID not in _read(name)
        with transaction.unit():
            commands.undo(case, by=max_)
    assert [_read(name) for name in things] == before
    assert all("Joan" in said for said in before)


def test_what_a_rule_held_is_not_read_in_the_history_of_what_was_let_through(
    cast: Cast, answer: Callable[..., Answer], settle: Callable[[], None], client: FlaskClient
) -> None:
    sam, max_, held = cast.sam, cast.max, answer(RUDE)
    settle()
    with clock.at(clock.now() + LATER):
        say(f"answer:{held.id}", "You idiot, I mean it.", by=sam)
        say(f"answer:{held.id}", "Choose 36.", by=sam)
        case = queries.open_case_of(f"answer:{held.id}")
        assert case is not None
        with transaction.unit():
            commands.give(case, Verdict("approve"), by=max_)
        say(f"answer:{held.id}", "Choose 44.", by=sam)
    page = client.get(f"/answers/{held.id}/history").text
    assert "<del>36</del>" in page
    assert "idiot" not in page


def _read(name: str) -> str:
    """What a visitor reads of the words that a thing had."""
    thing = subject_of(name).thing
    if isinstance(thing, Idea):
        edits = [change.body for change in idea_queries.changes(None, thing, is_team=False).items]
    elif isinstance(thing, Question | Answer):
        edits = [change.body for change in board_queries.changes(None, thing).items]
    else:
        return " ".join(version.body for version in discussion.versions(thing))
    return " ".join(piece.text for edit in edits for piece in edit or () if piece.kind != "add")

"""A moderator changes the words of an idea or a comment: the author hears why, what was is kept, and can come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import audit, transaction
from app.core.access import Invalid
from app.discussion import queries as discussion
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea, IdeaVersion
from app.moderation import commands, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from tests.cast import Cast
from tests.moderation.conftest import RUDE, subject_of
from tests.moderation.test_views import send

Browse = Callable[[Person], FlaskClient]
Flagged = Callable[..., Case]
OLD, NEW = "Call 020 7946 0958, my wife.", "Call the shop."


@pytest.fixture(params=["idea", "comment on idea", "comment on question", "comment on answer"])
def name(request: pytest.FixtureRequest, cast: Cast, asked: Question, idea: Idea) -> str:
    """The name of something by Colin that says too much."""
    colin, sam = cast.colin, cast.sam
    cast.season(sam)
    with transaction.unit():
        if request.param == "idea":
            ideas.edit(idea, title=idea.title, body=OLD, by=colin)
            return f"idea:{idea.id}"
        if request.param == "comment on idea":
            return f"comment:{ideas.comment(idea, OLD, by=colin).id}"
        if request.param == "comment on question":
            return f"comment:{board.comment_on_question(asked, OLD, by=colin).id}"
        return f"comment:{board.comment_on_answer(board.answer(asked, 'Yes.', by=sam), OLD, by=colin).id}"


def test_the_author_hears_of_it_and_it_can_be_taken_back(
    cast: Cast, name: str, flagged: Flagged, signed_in: Browse, settle: Callable[[], None]
) -> None:
    case, max_ = flagged(name, "personal_data"), cast.max
    edited_at = subject_of(name).thing.edited_at
    moderator = signed_in(max_)
    url = f"/moderation/cases/{case.id}"
    assert 'value="edit"' in moderator.get(url).text
    assert send(moderator, f"{url}/decision", action="edit", body=" ").status_code == 422
    assert send(moderator, f"{url}/decision", action="edit", body=NEW).status_code == 303
    settle()
    assert subject_of(name).body == NEW
    assert subject_of(name).state in {"shown", "published"}
    author = signed_in(cast.colin)
    assert "we changed a passage" in author.get(f"/cases/{case.id}").text
    assert "we changed a passage" in author.get("/notifications").text
    with transaction.unit():
        commands.undo(case, by=max_)
    assert (subject_of(name).body, subject_of(name).thing.edited_at) == (OLD, edited_at)
    assert OLD in subject_of(name).body_html
    said = [each.action for each in audit.entries(subject=name).items if each.action.endswith("_edited")]
    assert len(said) >= 2


def test_what_was_replaced_is_for_its_author_and_moderators(
    cast: Cast, idea: Idea, flagged: Flagged, signed_in: Browse
) -> None:
    colin, max_ = cast.colin, cast.max
    with transaction.unit():
        made = ideas.comment(idea, f"Well. {OLD}", by=colin)
        ideas.edit_comment(made, OLD, by=colin)
        ideas.edit(idea, title=idea.title, body=OLD, by=colin)
    cases = [flagged(subject, "personal_data") for subject in (f"comment:{made.id}", f"idea:{idea.id}")]
    for case in cases:
        with transaction.unit():
            commands.give(case, Verdict("edit", body=NEW), by=max_)
    with transaction.unit():
        ideas.edit_comment(made, f"{NEW} Soon.", by=colin)
    pages = (f"/ideas/{idea.id}/comments/{made.id}/history", f"/ideas/{idea.id}/versions", f"/ideas/{idea.id}/x")
    for page in pages:
        told = signed_in(cast.carla).get(page, follow_redirects=True).text
        assert "7946" not in told
        assert "Hello Colin" not in told
    assert "Soon." in signed_in(cast.carla).get(pages[0]).text
    for case in cases:
        assert "7946" in signed_in(colin).get(f"/cases/{case.id}").text
        assert "7946" in signed_in(max_).get(f"/moderation/cases/{case.id}").text
    with transaction.unit():
        commands.undo(cases[0], by=max_)
    assert [each.body for each in discussion.versions(made)] == [f"Well. {OLD}"]


def test_taking_it_back_leaves_no_change_behind(cast: Cast, idea: Idea, flagged: Flagged) -> None:
    max_ = cast.max
    case = flagged(f"idea:{idea.id}")
    with transaction.unit():
        commands.give(case, Verdict("edit", body=NEW), by=max_)
    assert db.session.scalar(select(func.count()).select_from(IdeaVersion)) == 1
    with transaction.unit():
        commands.undo(case, by=max_)
    assert db.session.scalar(select(func.count()).select_from(IdeaVersion)) == 0


def test_a_held_comment_is_let_through_as_it_should_read(cast: Cast, idea: Idea, settle: Callable[[], None]) -> None:
    carla, max_ = cast.carla, cast.max
    with transaction.unit():
        made = ideas.comment(idea, RUDE, by=carla)
    settle()
    case = queries.open_case_of(f"comment:{made.id}")
    assert case is not None
    with pytest.raises(Invalid), transaction.unit():
        commands.give(case, Verdict("edit", body="x" * 4001), by=max_)
    with transaction.unit():
        commands.give(case, Verdict("edit", body="You are wrong."), by=max_)
    shown = db.session.get_one(Comment, made.id)
    assert (shown.state, shown.body) == ("published", "You are wrong.")
    assert db.session.get_one(Idea, idea.id).comment_count == 1
    with transaction.unit():
        commands.undo(case, by=max_)
    assert (shown.state, shown.body, db.session.get_one(Idea, idea.id).comment_count) == ("held", RUDE, 0)

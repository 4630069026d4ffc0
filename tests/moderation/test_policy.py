"""Who may flag, decide, and set rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import transaction
from app.core.access import Invalid
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation import commands, policy, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from app.spaces import commands as spaces
from tests.cast import Cast

Flagged = Callable[..., Case]
Api = Callable[..., FlaskClient]


@pytest.fixture
def keeper(cast: Cast) -> Callable[[str], Person]:
    """Emma as the moderator of one space."""

    def appoint(slug: str) -> Person:
        space, emma, ada = cast.space(slug), cast.emma, cast.ada
        with transaction.unit():
            spaces.set_role(space, emma, "moderator", by=ada)
        return emma

    return appoint


@pytest.mark.parametrize(
    ("who", "gate"),
    [(None, "role"), ("colin", "role"), ("emma", "role"), ("sam", "role"), ("mona", "role"), ("stella", "role"),
     ("max", "")],
)  # fmt: skip
def test_no_other_role_decides(cast: Cast, asked: Question, flagged: Flagged, who: str | None, gate: str) -> None:
    case = flagged(f"question:{asked.id}")
    person = getattr(cast, who) if who else None
    assert policy.may_decide(person, case).gate == gate
    assert policy.may_undo(person, case).gate == gate


def test_a_space_moderator_decides_there_only(
    cast: Cast, asked: Question, flagged: Flagged, keeper: Callable[[str], Person]
) -> None:
    case = flagged(f"question:{asked.id}")
    emma = keeper("lounge")
    assert policy.may_moderate(emma)
    assert policy.may_decide(emma, case).gate == "role"
    assert queries.visible_case(emma, case.id) is None
    assert (queries.queue(emma).items, queries.waiting_count(emma)) == ([], 0)
    emma = keeper("help")
    assert policy.may_decide(emma, case)
    assert [each.id for each in queries.queue(emma).items] == [case.id]


def test_nobody_decides_about_their_own(cast: Cast, flagged: Flagged) -> None:
    space, max_ = cast.space("help"), cast.max
    with transaction.unit():
        own = board.ask(space=space, title="My own", topics=[], by=max_)
    decision = policy.may_decide(max_, flagged(f"question:{own.id}"))
    assert decision.gate == "own"


@pytest.mark.parametrize(("who", "gate"), [(None, "sign-in"), ("carla", "own"), ("colin", "")])
def test_members_flag_what_is_not_their_own(cast: Cast, asked: Question, who: str | None, gate: str) -> None:
    person = getattr(cast, who) if who else None
    assert policy.may_flag(person, asked.author_id).gate == gate


def test_co_authors_decide_no_more_than_authors(cast: Cast, idea: Idea, flagged: Flagged, api: Api) -> None:
    """Nor do they read who reported what they stand beside."""
    case, max_ = flagged(f"idea:{idea.id}", "abuse"), cast.max
    assert policy.may_decide(max_, case)
    with transaction.unit():
        ideas.invite(idea, "max", by=cast.colin)
        ideas.agree(idea, by=max_)
    db.session.expire_all()
    assert policy.may_decide(max_, case).gate == "own"
    assert policy.may_undo(max_, case).gate == "own"
    page = api(max_, "all").get(f"/moderation/cases/{case.id}").text
    assert ("Benches for every shop" in page, "Please look." in page) == (True, False)


@pytest.mark.parametrize("author", ["ada", "stella"])
def test_only_administrators_silence_who_runs_the_site(cast: Cast, flagged: Flagged, author: str) -> None:
    """A programme's moderator would else shut out whoever could stop them."""
    space, person, emma = cast.space("help"), getattr(cast, author), cast.emma
    with transaction.unit():
        spaces.set_role(space, emma, "moderator", by=cast.stella)
        question = board.ask(space=space, title="What is wrong here?", by=person)
    case = flagged(f"question:{question.id}")
    for action in ("suspend", "ban"):
        with pytest.raises(Invalid), transaction.unit():
            commands.give(case, Verdict(action), by=emma)
    assert person.is_in_good_standing
    with transaction.unit():
        commands.give(case, Verdict("hide"), by=emma)

"""Anonymous and private ideas at their edges: taken back, held, revealed early, decided with their stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, transaction
from app.core.audit import AuditEntry
from app.core.events import Entry
from app.crm.models import Interaction
from app.extensions import db
from app.files import commands as files
from app.files.commands.preparing import Sent
from app.ideas import commands
from app.ideas.models import Challenge, Idea
from app.recognition.models import Tally
from app.screening import commands as screening
from tests.cast import Cast
from tests.files.pictures import png
from tests.ideas.conftest import MakeChallenge

Settle = Callable[[], None]


@pytest.fixture
def challenge(challenge_of: MakeChallenge) -> Challenge:
    """One that allows both."""
    return challenge_of(allows_anonymous=True, allows_private=True)


def _logged(idea: Idea) -> int:
    return len(db.session.scalars(select(Interaction.id).where(Interaction.subject == f"idea:{idea.id}")).all())


def test_nobody_is_named_who_takes_an_anonymous_idea_back(cast: Cast, challenge_of: MakeChallenge) -> None:
    inside = challenge_of("inside", audience="internal", allows_anonymous=True)
    with transaction.unit():
        idea = commands.submit(inside, title="Lend a spare hub", body="Please.", by=cast.emma, anonymous=True)
        said = commands.comment(idea, "A week would do.", by=cast.emma)
        other = commands.comment(idea, "For how long?", by=cast.erik)
        commands.withdraw_comment(said, by=cast.emma)
        commands.withdraw_comment(other, by=cast.erik)
        commands.withdraw_idea(idea, by=cast.emma)
    mine = select(Entry.name).where(Entry.actor_id == cast.emma.id, Entry.name.not_like("accounts.%"))
    assert db.session.scalars(mine).all() == []
    told = [*audit.entries(subject=f"idea:{idea.id}").items, *audit.entries(subject=f"comment:{said.id}").items]
    assert [entry.actor_id for entry in told] == [None, None]
    assert [entry.actor_id for entry in audit.entries(subject=f"comment:{other.id}").items] == [cast.erik.id]


def test_what_only_the_team_reads_is_not_logged_once_its_author_is_named(
    cast: Cast, challenge: Challenge, settle: Settle
) -> None:
    with transaction.unit():
        idea = commands.submit(
            challenge, title="Lend a spare hub", body="Please.", by=cast.carla, anonymous=True, private=True
        )
        commands.comment(idea, "Only you read this.", by=cast.carla)
    settle()
    with transaction.unit():
        commands.reveal(idea)
    settle()
    assert _logged(idea) == 0


def test_a_held_idea_counts_once_whose_author_was_named_meanwhile(
    cast: Cast, challenge: Challenge, settle: Settle
) -> None:
    with transaction.unit():
        screening.add_rule(name="hubs", kind="words", action="hold", terms=["hub"], by=cast.max)
        idea = commands.submit(challenge, title="Lend a spare hub", body="Please.", by=cast.carla, anonymous=True)
        commands.reveal(idea)
    settle()
    assert (idea.hold, _logged(idea)) == ("held", 0)
    with transaction.unit():
        commands.set_idea_hold(idea, "shown", by=cast.max)
    settle()
    assert _logged(idea) == 1
    tallies = select(Tally.ideas).where(Tally.person_id == cast.carla.id)
    assert db.session.scalars(tallies).all() == [1]


def test_an_idea_decided_with_its_stage_names_its_author(cast: Cast, challenge: Challenge) -> None:
    with transaction.unit():
        idea = commands.submit(challenge, title="Lend a spare hub", body="Please.", by=cast.carla, anonymous=True)
        commands.move(idea, "shortlisted", "Good.", by=cast.ines)
        commands.retire_stage(challenge.space, "shortlisted", "approved", by=cast.stella)
    assert not idea.anonymous


def test_ideas_beside_each_other_name_nobody(
    cast: Cast, challenge: Challenge, signed_in: Callable[[Person], FlaskClient]
) -> None:
    with transaction.unit():
        ideas = [
            commands.submit(challenge, title=f"Lend a spare hub {n}", body="Please.", by=cast.carla, anonymous=True)
            for n in range(2)
        ]
        commands.comment(ideas[0], "A week would do.", by=cast.carla)
        commands.comment(ideas[0], "For how long?", by=cast.colin)
    page = signed_in(cast.ines).get(f"/shortlist/compare?ideas={ideas[0].id},{ideas[1].id}").text
    assert "A week would do." in page
    assert cast.colin.name in page
    assert cast.carla.name not in page


def test_a_file_taken_off_an_anonymous_idea_names_nobody(cast: Cast, challenge_of: MakeChallenge) -> None:
    challenge = challenge_of(allows_anonymous=True)
    for anonymous in (False, True):
        with transaction.unit():
            token = files.store(files.prepare(Sent("sketch.png", "", png())), by=cast.carla).token
            made = {"anonymous": anonymous, "attachments": [token]}
            idea = commands.submit(challenge, title="Ask the shops first", body="Why not?", by=cast.carla, **made)
            files.take_away([token], f"idea:{idea.id}", by=cast.carla)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "files.removed")).all()[-1]
        assert (entry.subject, entry.actor_id) == (f"idea:{idea.id}", None if anonymous else cast.carla.id)

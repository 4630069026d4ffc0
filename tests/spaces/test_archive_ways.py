"""An archived space holds in every way in: its ledger, projects and findings too, also where no request is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Refused
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas import policy as idea_policy
from app.ideas import queries as idea_queries
from app.ideas.models import Idea, LedgerLine, Project
from app.ideas.queries import portfolio, shortlist
from app.ideas.queries.shortlist import Choice
from app.spaces import commands
from app.spaces.models import Space
from app.voting import queries as voting
from app.voting.models import VoteFinding
from tests.cast import Cast

Clients = Callable[..., object]


@dataclass
class Work:
    """What was going on when the programme ended."""

    space: Space
    idea: Idea
    project: Project
    line: LedgerLine
    finding: VoteFinding


@pytest.fixture
def work(cast: Cast, space: Space) -> Work:
    """An approved idea with a project that Emma owns, a line that nobody attested, and a finding."""
    now, ines, carla, emma = clock.now(), cast.ines, cast.carla, cast.emma
    with transaction.unit():
        challenge = ideas.open_challenge(
            space, slug="trips", title="Fewer trips", brief="How?", by=ines, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=10),
        )  # fmt: skip
        idea = ideas.submit(challenge, title="Pelicans carry parcels", body="Please.", by=carla)
        ideas.move(idea, "approved", "Good.", by=ines)
        project = ideas.make_project(idea, name="Pelicans", owner=emma, by=ines)
        ideas.agree_to_own(project, by=emma)
        line = ideas.record_outcome(
            idea, kind="benefit", basis="realised", amount=Decimal(300), currency="EUR",
            date=now.date() - timedelta(days=9), evidence="Counted.", by=ines,
        )  # fmt: skip
        finding = VoteFinding(
            scope_id=challenge.id, kind="burst", people=[], vote_ids=[], evidence={}, found_at=now, state="open"
        )
        db.session.add(finding)
    return Work(space, idea, project, line, finding)


@pytest.fixture
def archived(cast: Cast, work: Work) -> Work:
    """The same after the space was archived."""
    with transaction.unit():
        commands.archive(work.space, "The programme ended.", by=cast.erik)
    return work


def lists(ines: Person, work: Work) -> list[bool]:
    """Whether the idea stands on the shortlist, in the portfolio and its table, its project and finding on lists."""
    labels = dict.fromkeys(("open", "review", "decided", "doing", "done", "closed"), "")
    lanes = shortlist.lanes(ines, Choice(), labels, labels)
    found = voting.findings(idea_queries.watched(ines), state="open")
    return [
        any(work.idea in lane.ideas for lane in lanes),
        work.idea in shortlist.rows(ines, Choice(), "top").items,
        portfolio.portfolio(ines) != [],
        work.idea in portfolio.taken_on(ines, Choice()).items,
        work.project in idea_queries.visible_projects(ines).items,
        work.finding in found.items,
    ]


def test_its_work_leaves_every_list_and_comes_back(cast: Cast, work: Work) -> None:
    ines = cast.ines
    assert lists(ines, work) == [True] * 6
    with transaction.unit():
        commands.archive(work.space, "The programme ended.", by=cast.erik)
    assert lists(ines, work) == [False] * 6
    assert idea_queries.visible_project(ines, work.project.id) is not None, "links go on working"
    with transaction.unit():
        commands.bring_back(work.space, by=cast.erik)
    assert lists(ines, work) == [True] * 6


def test_policies_refuse_so_that_pages_offer_nothing(cast: Cast, archived: Work) -> None:
    ines, emma, anna, idea, project = cast.ines, cast.emma, cast.anna, archived.idea, archived.project
    refused = [
        idea_policy.may_keep_ledger(ines, idea, project), idea_policy.may_keep_ledger(emma, idea, project),
        idea_policy.may_attest(anna, archived.line, idea), idea_policy.may_attest(cast.erik, archived.line, idea),
        idea_policy.may_edit_project(ines, project), idea_policy.may_edit_project(emma, project),
        idea_policy.may_answer_for(emma, project), idea_policy.may_make_project(ines, idea, None),
    ]  # fmt: skip
    assert {(bool(decision), decision.gate) for decision in refused} == {(False, "archive")}


DEEDS: dict[str, Callable[[Cast, Work], object]] = {
    "line": lambda cast, work: ideas.record_outcome(
        work.idea, kind="cost", basis="realised", amount=Decimal(1), currency="EUR", date=date(2026, 1, 1),
        evidence="Counted.", by=cast.ines,
    ),
    "strike": lambda cast, work: ideas.strike(work.line, "Wrong.", by=cast.ines),
    "attest": lambda cast, work: ideas.attest(work.line, by=cast.anna),
    "unattest": lambda cast, work: ideas.withdraw_attestation(work.line, by=cast.anna),
    "project": lambda cast, work: ideas.change_project(
        work.project, name="Other", owner=cast.emma, team="", by=cast.emma
    ),
    "owner": lambda cast, work: ideas.decline_to_own(work.project, by=cast.emma),
    "launch": lambda cast, work: ideas.set_launch(work.project, date(2026, 9, 1), by=cast.emma),
    "milestone": lambda cast, work: ideas.add_milestone(
        work.project, title="Fly", due_on=date(2026, 9, 1), by=cast.emma
    ),
    "aside": lambda cast, work: ideas.set_votes_aside(work.finding, "Arranged.", by=cast.ines),
    "dismiss": lambda cast, work: ideas.dismiss_finding(work.finding, by=cast.ines),
    "move": lambda cast, work: ideas.move(work.idea, "in_pilot", "Go.", by=cast.ines),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_no_command_does_anything_there_though_no_request_is(cast: Cast, archived: Work, deed: str) -> None:
    with pytest.raises(Refused) as refusal, transaction.unit():
        DEEDS[deed](cast, archived)
    assert refusal.value.decision.gate == "archive"
    db.session.expire_all()
    assert (archived.project.name, archived.finding.state, archived.idea.stage) == ("Pelicans", "open", "approved")
    assert [line.id for line in idea_queries.ledger(archived.idea)] == [archived.line.id]

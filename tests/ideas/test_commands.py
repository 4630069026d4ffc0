"""The deeds of the exchange: votes once a person, merges that can be undone exactly, conflicts that do not count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.ideas import commands, jobs, panel, queries
from app.ideas.models import Idea
from app.voting import queries as voting
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea


def numbers(*ideas: Idea) -> list[tuple[int, int, float, int]]:
    """The counters and keys of ideas, beside their votes counted row by row."""
    return [(i.vote_count, voting.recount("idea", i.id), i.top_key, i.hot_key) for i in ideas]


def test_a_person_votes_once(cast: Cast, idea: Idea) -> None:
    colin = cast.colin
    counts = []
    for value in (1, 1, 0, 0, 1):
        with transaction.unit():
            counts.append(commands.vote(idea, value, by=colin))
    assert counts == [1, 1, 0, 0, 1]
    assert voting.recount("idea", idea.id) == 1
    assert db.session.get_one(type(idea.challenge), idea.challenge_id, populate_existing=True).vote_count == 1


def test_merging_counts_each_voter_once_and_undoing_restores_exactly(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge = challenge_of()
    one, two = idea_of(challenge, "Lend a spare hub"), idea_of(challenge, "Lend routers", by=cast.colin)
    emma, erik, nell, ines = cast.emma, cast.erik, cast.nell, cast.ines
    with transaction.unit():
        for idea, person, value in ((one, emma, 1), (two, emma, 1), (two, erik, 1), (one, nell, 1), (one, nell, 0)):
            commands.vote(idea, value, by=person)
        commands.vote(two, 1, by=nell)
        commands.vote(two, 1, by=cast.carla)
    before = numbers(one, two)
    with transaction.unit():
        commands.merge(two, one, by=ines)
    assert (one.vote_count, voting.recount("idea", one.id)) == (3, 3)
    assert one.top_key > before[0][2]
    assert [idea.id for idea in queries.listed(None).items] == [one.id]
    with transaction.unit():
        commands.unmerge(two, by=ines)
    assert numbers(one, two) == before
    assert len(queries.listed(None).items) == 2


def test_undoing_a_merge_keeps_what_came_since(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge, ines = challenge_of(), cast.ines
    one, two = idea_of(challenge), idea_of(challenge, "Lend routers")
    with transaction.unit():
        for person in (cast.emma, cast.erik):
            commands.vote(two, 1, by=person)
        commands.merge(two, one, by=ines)
        commands.vote(one, 1, by=cast.nell)
        commands.vote(one, 0, by=cast.erik)
        commands.unmerge(two, by=ines)
    assert (one.vote_count, voting.voters("idea", one.id)) == (1, [cast.nell.id])
    assert (two.vote_count, voting.recount("idea", two.id)) == (2, 2)


def test_merges_that_make_no_sense(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge, ines = challenge_of(), cast.ines
    one, two, three = (idea_of(challenge, f"Idea number {n}") for n in range(3))
    secret = idea_of(challenge_of("ours", audience="internal"), by=cast.emma)
    with transaction.unit():
        commands.merge(two, one, by=ines)
    for idea, into in ((one, one), (two, three), (three, two), (one, two), (secret, one), (three, secret)):
        with pytest.raises(Conflict):
            commands.merge(idea, into, by=ines)
    with pytest.raises(Conflict):
        commands.unmerge(one, by=ines)
    with pytest.raises(Conflict):
        commands.move(two, "launched", "It went into another.", by=ines)


def test_a_conflict_of_interest_leaves_the_aggregate(cast: Cast, idea: Idea) -> None:
    sam, sue = cast.sam, cast.sue
    with transaction.unit():
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=sam)
        commands.file_review(idea, scores=dict.fromkeys(SCORES, 1), reasons=REASONS, by=sue)
    assert panel.convene(idea, queries.reviews(idea, None)).summary.mean == 2.5
    with transaction.unit():
        made = commands.file_review(idea, scores={}, reasons={}, conflict="My team would run it.", by=sue)
    judged = panel.convene(idea, queries.reviews(idea, None))
    assert (judged.summary.mean, judged.summary.review_count, judged.summary.conflict_count) == (4, 1, 1)
    assert all(criterion["values"] == [4] for criterion in map(vars, judged.criteria))
    assert [version["scores"]["fit"] for version in made.history] == [1]
    assert db.session.get_one(Idea, idea.id, populate_existing=True).review_count == 1
    assert queries.aggregate(queries.reviews(idea, None)) == [SCORES]


def test_the_work_list_counts_what_waits(cast: Cast, idea: Idea) -> None:
    assert queries.waiting_reviews(cast.sam) == 0
    with transaction.unit():
        commands.move(idea, "shortlisted", "Many want it.", by=cast.ines)
    assert queries.waiting_reviews(cast.sam) == 1
    assert [each.id for each in queries.volunteers_list(cast.sam).items] == [idea.id]
    with transaction.unit():
        commands.file_review(idea, scores={}, reasons={}, conflict="Mine.", by=cast.sam)
    assert (queries.waiting_reviews(cast.sam), len(queries.filed_by(cast.sam).items)) == (0, 1)


def test_a_move_needs_a_reason_and_another_stage(cast: Cast, idea: Idea) -> None:
    for stage, reason, refusal in (
        ("launched", " ", Invalid),
        ("dreamt", "So.", Invalid),
        ("submitted", "So.", Conflict),
    ):
        with pytest.raises(refusal):
            commands.move(idea, stage, reason, by=cast.ines)
    assert queries.moves(idea) == []


def test_the_return_is_unknown_without_a_cost(cast: Cast, idea: Idea) -> None:
    more = {"currency": "eur", "date": clock.now().date(), "evidence": "Counted.", "by": cast.ines}
    with transaction.unit():
        commands.record_outcome(idea, kind="benefit", basis="realised", amount=Decimal("300.005"), **more)
    assert queries.ledger_sums(idea_ids=[idea.id])[idea.id]["EUR"].roi is None
    with transaction.unit():
        commands.record_outcome(idea, kind="cost", basis="realised", amount=Decimal(200), **more)
    assert queries.ledger_sums(idea_ids=[idea.id])[idea.id]["EUR"].roi == Decimal("0.5")
    assert queries.ledger_sums(idea_ids=[]) == {}


def test_blind_ideas_rank_as_if_unseen_until_the_challenge_closes(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Callable[[], None]
) -> None:
    challenge = challenge_of(blind=True)
    one, two = idea_of(challenge, "Lend a spare hub"), idea_of(challenge, "Lend routers")
    untouched = numbers(one)[0][2:]
    with transaction.unit():
        commands.vote(one, 1, by=cast.colin)
        commands.expose([one.id])
    assert numbers(one)[0][2:] == untouched
    with clock.at(challenge.closes_at + timedelta(hours=1)), transaction.unit():
        jobs.refit_challenges()
    assert one.top_key > two.top_key
    assert one.hot_key > untouched[1]

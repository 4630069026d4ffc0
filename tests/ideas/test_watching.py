"""The watch over votes: what it finds, whom it leaves alone, and that setting votes aside is undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.audit import AuditEntry
from app.extensions import db
from app.ideas import commands, jobs, queries
from app.ideas.models import Challenge, Idea
from app.notifications.models import Notification
from app.voting import commands as casting
from app.voting import queries as voting
from app.voting.models import Vote, VoteFinding, VoteTrace
from bench.manipulation import named, play, recall
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send, counted

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]


def crowd(number: int, prefix: str = "member") -> list[Person]:
    """So many customers who joined long ago."""
    with clock.at(clock.now() - timedelta(days=90)), transaction.unit():
        return [
            accounts.add_person(handle=f"{prefix}{n}", email=f"{prefix}{n}@example.com", name=f"{prefix} {n}",
                                kind="customer", confirmed=True)
            for n in range(number)
        ]  # fmt: skip


def counts(idea: Idea) -> tuple[int, int, int, int]:
    """Raw and adjusted count of an idea, its sum row by row, and its challenge's counter."""
    row = db.session.get_one(Idea, idea.id, populate_existing=True)
    total = db.session.get_one(Challenge, idea.challenge_id, populate_existing=True).vote_count
    return voting.raw_counts("idea", [idea.id]).get(idea.id, 0), row.vote_count, voting.recount("idea", idea.id), total


@pytest.fixture
def puppets(cast: Cast, idea: Idea) -> list[Person]:
    """Five accounts that voted for an idea in one browser, and one honest voter."""
    people = crowd(5, "puppet")
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
        for person in people:
            commands.vote(idea, 1, by=person)
            casting.trace("idea", idea.id, 1, casting.Trace("one-journey", "10.0.0.1"), person_id=person.id)
    return people


@pytest.fixture
def finding(idea: Idea, puppets: list[Person]) -> VoteFinding:
    """What the night finds."""
    with transaction.unit():
        jobs.watch_votes()
    found = voting.findings().items
    return next(each for each in found if each.kind == "journey")


def test_the_night_finds_and_changes_nothing(idea: Idea, puppets: list[Person], finding: VoteFinding) -> None:
    assert sorted(finding.people) == sorted(person.id for person in puppets)
    assert counts(idea) == (6, 6, 6, 6)
    known = len(voting.findings().items)
    with transaction.unit():
        jobs.watch_votes()
    assert len(voting.findings().items) == known
    assert db.session.scalars(select(Notification).where(Notification.kind.like("votes%"))).all() == []


def test_setting_aside_is_undone_exactly(
    cast: Cast, idea: Idea, puppets: list[Person], finding: VoteFinding, settle: Callable[[], None]
) -> None:
    keys = (idea.top_key, idea.hot_key, idea.discover_key)
    with transaction.unit():
        commands.set_votes_aside(finding, "Five accounts, one browser.", by=cast.ines)
    assert counts(idea) == (6, 1, 1, 1)
    settle()
    told = db.session.scalars(select(Notification.person_id).where(Notification.kind == "votes_aside")).all()
    assert sorted(told) == sorted(person.id for person in puppets)
    with transaction.unit():
        commands.restore_votes(finding, by=cast.max)
    assert counts(idea) == (6, 6, 6, 6)
    assert (idea.top_key, idea.hot_key, idea.discover_key) == keys
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"vote-finding:{finding.id}"))
    assert list(actions) == ["ideas.votes_set_aside", "ideas.votes_restored"]


def test_what_was_taken_back_meanwhile_stays_so(
    cast: Cast, idea: Idea, puppets: list[Person], finding: VoteFinding
) -> None:
    with transaction.unit():
        commands.set_votes_aside(finding, "One browser.", by=cast.ines)
        commands.vote(idea, 0, by=puppets[0])
        commands.vote(idea, 0, by=puppets[1])
        commands.vote(idea, 1, by=puppets[1])
    assert counts(idea) == (5, 1, 1, 1)
    with transaction.unit():
        commands.restore_votes(finding, by=cast.ines)
    assert counts(idea) == (5, 5, 5, 5)


def test_two_findings_hold_a_vote_until_both_let_go(cast: Cast, idea: Idea, finding: VoteFinding) -> None:
    with transaction.unit():
        other = VoteFinding(
            scope_id=idea.challenge_id, kind="burst", people=finding.people[:2], vote_ids=finding.vote_ids[:2],
            evidence={}, found_at=clock.now(), state="open", reason="",
        )  # fmt: skip
        db.session.add(other)
    with transaction.unit():
        commands.set_votes_aside(finding, "One browser.", by=cast.ines)
        commands.set_votes_aside(other, "Just joined.", by=cast.ines)
        commands.restore_votes(finding, by=cast.ines)
    assert counts(idea) == (6, 4, 4, 4)
    with transaction.unit():
        commands.restore_votes(other, by=cast.ines)
    assert counts(idea) == (6, 6, 6, 6)


def test_a_merge_revives_nothing(
    cast: Cast, idea: Idea, finding: VoteFinding, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    into = idea_of(idea.challenge, "Lend a hub to everybody", by=cast.erik)
    with transaction.unit():
        commands.set_votes_aside(finding, "One browser.", by=cast.ines)
        commands.merge(idea, into, by=cast.ines)
    assert counts(into)[1] == 1
    with transaction.unit():
        commands.unmerge(idea, by=cast.ines)
        commands.restore_votes(finding, by=cast.ines)
    assert counts(idea) == (6, 6, 6, 6)
    assert counts(into)[1] == 0


def test_decisions_need_a_reason_and_come_once(cast: Cast, finding: VoteFinding) -> None:
    with pytest.raises(Invalid):
        commands.set_votes_aside(finding, "  ", by=cast.ines)
    with transaction.unit():
        commands.dismiss_finding(finding, by=cast.ines)
    for deed in (lambda: commands.set_votes_aside(finding, "So.", by=cast.max),
                 lambda: commands.restore_votes(finding, by=cast.max)):  # fmt: skip
        with pytest.raises(Conflict):
            deed()
    with transaction.unit():
        jobs.watch_votes()
    assert [each.state for each in voting.findings().items if each.kind == "journey"] == ["dismissed"]


def test_a_household_and_an_office_are_left_alone(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of()
    ideas = [idea_of(challenge, f"Lend a spare hub {n}") for n in range(12)]
    people = crowd(14)
    with transaction.unit():
        for place, person in enumerate(people):
            for step in range(3):
                idea = ideas[(place * 5 + step * step) % 12]
                with clock.at(clock.now() - timedelta(hours=place * 5 + step)):
                    commands.vote(idea, 1, by=person)
                journey = "home" if place < 2 else f"own{place}"
                casting.trace("idea", idea.id, 1, casting.Trace(journey, "office"), person_id=person.id)
        commands.vote(ideas[0], 1, by=people[0])
        commands.vote(ideas[0], 1, by=people[1])
        assert commands.watch(challenge) == 0


def test_planted_rings_bursts_and_puppets_are_found() -> None:
    tallies = [play(f"test {seed}", people=300) for seed in range(4)]
    assert min(recall(tallies, kind).value for kind in ("", "ring", "clique", "burst", "puppet")) >= 0.9
    assert recall(tallies).value >= 0.95
    assert named(tallies).value <= 0.015


@pytest.mark.parametrize(("who", "status"), [("carla", 403), ("sam", 403), ("ines", 200), ("max", 200)])
def test_who_looks_at_findings(signed_in: Browser, cast: Cast, finding: VoteFinding, who: str, status: int) -> None:
    assert signed_in(getattr(cast, who)).get("/ideas/votes/findings").status_code == status


def test_a_finding_is_decided_by_page(
    signed_in: Browser, send: Send, cast: Cast, idea: Idea, puppets: list[Person], finding: VoteFinding
) -> None:
    ines, bench = signed_in(cast.ines), "/ideas/votes/findings"
    page = ines.get(bench).text
    assert "One browser, several accounts" in page
    assert "puppet 3" in page
    deed = f"{bench}/{finding.id}/setting-aside?_method="
    assert send(ines, f"{deed}PUT", bench, reason=" ").status_code == 422
    mine = f"/ideas/votes/mine/{finding.id}"
    concerned = signed_in(puppets[0])
    assert concerned.get(mine).status_code == 404
    assert send(ines, f"{deed}PUT", bench, reason="One browser.").status_code == 303
    assert counts(idea) == (6, 1, 1, 1)
    assert "One browser." in concerned.get(mine).text
    assert "puppet 3" not in concerned.get(mine).text
    assert signed_in(cast.colin).get(mine).status_code == 404
    assert send(concerned, f"{mine}/answer?_method=PUT", mine, body="We are five in a flat.").status_code == 303
    assert "We are five in a flat." in ines.get(f"{bench}?state=aside").text
    assert send(ines, f"{deed}DELETE", f"{bench}?state=aside").status_code == 303
    assert counts(idea) == (6, 6, 6, 6)
    assert "Your votes count" in concerned.get(mine).text


def test_nobody_judges_their_own_votes(
    signed_in: Browser, send: Send, cast: Cast, idea: Idea, finding: VoteFinding
) -> None:
    ines, bench, (*_puppets, last) = signed_in(cast.ines), "/ideas/votes/findings", finding.people
    address = f"{bench}/{finding.id}/setting-aside?_method=PUT"
    with transaction.unit():
        finding.people = [*finding.people, cast.ines.id]
    assert send(ines, address, bench, reason="Mine.").status_code == 403
    with transaction.unit():
        finding.people, idea.author_id = [last], cast.ines.id
    assert "Votes for an idea that you wrote on are part of this." in ines.get(bench).text
    assert send(ines, address, bench, reason="For me.").status_code == 403
    assert send(signed_in(cast.max), address, bench, reason="One browser.").status_code == 303


def test_findings_by_api(api: Api, cast: Cast, idea: Idea, puppets: list[Person], finding: VoteFinding) -> None:
    ines = api(cast.ines)
    listed: Any = ines.get("/api/v1/vote-findings?state=open").json
    told = next(each for each in listed["items"] if each["id"] == finding.id)
    assert told["effects"] == [{"idea_id": idea.id, "found": 5, "raw": 6, "count": 6}]
    address = f"/api/v1/vote-findings/{finding.id}"
    assert api(cast.carla).get("/api/v1/vote-findings").status_code == 403
    aside: Any = ines.put(f"{address}/setting-aside", json={"reason": "One browser."}).json
    assert (aside["state"], aside["effects"][0]["count"]) == ("aside", 1)
    assert ines.put(f"{address}/setting-aside", json={"reason": "Again."}).status_code == 409
    assert api(puppets[1]).put(f"{address}/answer", json={"body": "Why?"}).status_code == 204
    assert api(cast.colin).put(f"{address}/answer", json={"body": "Why?"}).status_code == 404
    assert ines.delete(f"{address}/setting-aside").status_code == 204
    assert counts(idea) == (6, 6, 6, 6)


def test_a_vote_on_the_site_leaves_a_trace_for_thirty_days(
    signed_in: Browser, send: Send, cast: Cast, idea: Idea
) -> None:
    colin = signed_in(cast.colin)
    assert send(colin, f"/ideas/{idea.id}/vote?_method=PUT", idea.url).status_code == 303
    kept = db.session.scalars(select(VoteTrace)).one()
    assert len(kept.address) == len(kept.journey) == 64
    assert "127.0.0.1" not in kept.address
    with clock.at(clock.now() + timedelta(days=31)), transaction.unit():
        jobs.watch_votes()
    assert db.session.scalars(select(VoteTrace)).all() == []
    assert send(colin, f"/ideas/{idea.id}/vote?_method=DELETE", idea.url).status_code == 303


def test_the_bench_costs_the_same_however_much_was_found(
    signed_in: Browser, cast: Cast, idea: Idea, finding: VoteFinding
) -> None:
    ines = signed_in(cast.ines)
    ines.get("/ideas/votes/findings")
    with counted() as few:
        ines.get("/ideas/votes/findings")
    votes, evidence = list(db.session.scalars(select(Vote.id))), {"people": 6, "ideas": 1, "votes": 6}
    with transaction.unit():
        for n in range(6):
            found = VoteFinding(scope_id=idea.challenge_id, kind="address", state="open", reason="", evidence=evidence)
            found.people, found.vote_ids, found.found_at = [cast.colin.id + n], votes, clock.now()
            db.session.add(found)
    with counted() as many:
        assert ines.get("/ideas/votes/findings").status_code == 200
    assert len(many) <= len(few) + 1
    assert queries.finding_about(cast.colin, finding.id) is None


def test_findings_of_a_space_one_is_not_in_are_not_there(
    signed_in: Browser, api: Api, cast: Cast, idea: Idea, finding: VoteFinding
) -> None:
    at, bench = f"/api/v1/vote-findings/{finding.id}/dismissal", "/ideas/votes/findings"
    assert idea.title in signed_in(cast.ines).get(bench).text
    with transaction.unit():
        idea.space.visibility = "invited"
    for judge in (cast.ines, cast.max):
        assert idea.title not in signed_in(judge).get(bench).text
        assert api(judge).get("/api/v1/vote-findings").json["items"] == []
        assert api(judge).put(at).status_code == 404


def test_hidden_counts_stay_hidden_from_moderators(
    signed_in: Browser, api: Api, cast: Cast, idea: Idea, finding: VoteFinding
) -> None:
    with transaction.unit():
        idea.challenge.blind = True
    for browser, at_all in ((signed_in(cast.max), None), (signed_in(cast.ines), 6)):
        seen = browser.get("/ideas/votes/findings").text
        assert ('class="n">hidden</td>' in seen) is (at_all is None)
    for person, at_all in ((cast.max, None), (cast.ines, 6)):
        told: Any = api(person).get("/api/v1/vote-findings").json
        (effect,) = told["items"][0]["effects"]
        assert (effect["raw"], effect["count"], effect["found"]) == (at_all, at_all, 5)

"""Phases: what may be done when, said once in order by the worker, and caps that two tabs do not pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands, plans, policy, queries
from app.ideas.models import ALWAYS, DEEDS, NEVER, Challenge, Phase
from app.ideas.plans import Stretch
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, counted

Browser = Callable[[Person], FlaskClient]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def stretches(start: datetime, *lengths: tuple[int, tuple[str, ...]]) -> list[Stretch]:
    """Phases of so many hours, one after the other; without deeds it is a gap."""
    made, at = [], start
    for number, (hours, deeds) in enumerate(lengths):
        if deeds:
            made.append(Stretch(f"Phase {number}", at, at + hours * HOUR, deeds))
        at += hours * HOUR
    return made


@pytest.fixture
def phased(challenge_of: MakeChallenge) -> Challenge:
    """Ideas for two hours from an hour ago, an hour's gap, votes for an hour, then reviews."""
    start = clock.now() - HOUR
    plan = stretches(start, (2, ("submit", "discuss")), (1, ()), (1, ("vote", "discuss")), (1, ("review", "decide")))
    return challenge_of(phases=plan)


def test_the_phase_that_is_now_says_what_may_be_done(cast: Cast, phased: Challenge, idea_of: MakeIdea) -> None:
    idea, start = idea_of(phased), phased.opens_at
    for hours, allowed in (
        (0.5, {"submit", "discuss"}), (2.5, ALWAYS), (3.5, {"vote", "discuss"}), (4.5, {"review", "decide"}),
        (9, ALWAYS), (-1, ALWAYS),
    ):  # fmt: skip
        with clock.at(start + hours * HOUR):
            decisions = {
                "submit": policy.may_submit(cast.colin, phased), "discuss": policy.may_comment(cast.colin, idea),
                "vote": policy.may_vote(cast.colin, idea), "review": policy.may_review(cast.sam, idea),
                "decide": policy.may_decide(cast.ines, idea),
            }  # fmt: skip
            assert {deed for deed, decision in decisions.items() if decision} == set(allowed)
            assert {d.gate for d in decisions.values() if not d} == {"dates"}
            assert phased.is_open is bool({"submit", "vote"} & set(allowed))
    assert (phased.opens_at, phased.closes_at) == (start, start + 5 * HOUR)


def test_a_refusal_says_what_may_be_done_now_and_when_the_deed_opens(
    cast: Cast, phased: Challenge, idea_of: MakeIdea
) -> None:
    idea = idea_of(phased)
    with clock.at(datetime(2031, 5, 1, 9, tzinfo=UTC)), transaction.unit():
        plan = stretches(clock.now(), (1, ("submit", "discuss")), (1, ("vote",)))
        commands.edit_challenge(phased, phases=plan, by=cast.ines)
        refused = policy.may_vote(cast.colin, idea)
        assert "It opens on 1 May 2031, 10:00 UTC" in refused.reason
        assert refused.reason.endswith("Now you may share ideas and comment.")
        assert "It opens on 1 May 2031, 11:00 UTC" in policy.may_decide(cast.ines, idea).reason


def test_what_was_said_is_changed_only_while_it_is_discussed(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, signed_in: Browser
) -> None:
    challenge = challenge_of(phases=stretches(clock.now() - HOUR, (2, ("discuss",)), (2, ("review",))))
    idea = idea_of(challenge)
    with transaction.unit():
        made = commands.comment(idea, "I like hubs.", by=cast.colin)
    colin, edit = signed_in(cast.colin), f"/ideas/{idea.id}/comments/{made.id}/edit"
    for hours, status in ((0, 200), (1.5, 403)):
        with clock.at(clock.now() + hours * HOUR):
            assert colin.get(edit).status_code == status
            assert (edit in colin.get(idea.url).text) == (status == 200)
            assert policy.may_change_comment(cast.colin, made), "it may be taken back at any time"


def test_without_phases_nothing_is_as_before_or_after(cast: Cast, challenge_of: MakeChallenge) -> None:
    challenge = challenge_of()
    for moment, allowed in (
        (challenge.opens_at, set(DEEDS)), (challenge.closes_at, set(ALWAYS)), (challenge.opens_at - HOUR, set(ALWAYS)),
    ):  # fmt: skip
        with clock.at(moment):
            assert {deed for deed in DEEDS if challenge.allows(deed)} == allowed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 255), min_size=1, max_size=6), st.integers(-4, 30), st.sampled_from(DEEDS))
def test_a_deed_opens_when_it_was_said_to_open(drawn: list[int], hours: int, deed: str) -> None:
    lengths = [(1 + number // 32, tuple(d for n, d in enumerate(DEEDS) if number >> n & 1)) for number in drawn]
    start = datetime(2030, 1, 1, tzinfo=UTC)
    plan = stretches(start, *lengths)
    if not plan:
        return
    assert plans.faults(plan) == {}
    rows = [Phase(name=s.name, starts_at=s.starts_at, ends_at=s.ends_at, deeds=list(s.deeds)) for s in plan]
    challenge = Challenge(opens_at=start, closes_at=plan[-1].ends_at, phases=rows)
    with clock.at(start + hours * HOUR):
        allowed, moment = challenge.allows(deed), challenge.allows_from(deed)
    if allowed:
        return
    for later in range(hours, 60):
        with clock.at(start + later * HOUR):
            if challenge.allows(deed):
                assert moment == clock.now()
                return
    assert moment is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "phases.1.name"), ({"deeds": ()}, "phases.1.deeds"), ({"deeds": ("sing",)}, "phases.1.deeds"),
        ({"ends_at": clock.START}, "phases.1.ends_at"), ({"starts_at": clock.now()}, "phases.1.starts_at"),
    ],
)  # fmt: skip
def test_phases_that_cannot_be(cast: Cast, phased: Challenge, change: dict[str, object], field: str) -> None:
    first, second = stretches(clock.now() - HOUR, (2, ("submit",)), (1, ("vote",)))
    whole = {name: getattr(second, name) for name in ("name", "starts_at", "ends_at", "deeds")}
    with pytest.raises(Invalid) as refusal:
        commands.edit_challenge(phased, phases=[first, Stretch(**{**whole, **change})], by=cast.ines)
    assert field in refusal.value.errors
    db.session.rollback()


def _told(challenge: Challenge) -> list[tuple[str, datetime]]:
    entries = db.session.scalars(select(Entry).where(Entry.name.like("ideas.%")).order_by(Entry.id)).all()
    names = {phase.id: phase.name for phase in challenge.phases}
    return [
        (f"{names[e.payload['phase_id']]} {e.payload['change']}", e.at)
        if e.name == "ideas.phase_changed" else (e.name.removeprefix("ideas.challenge_"), e.at)
        for e in entries if e.name.startswith(("ideas.phase", "ideas.challenge"))
    ]  # fmt: skip


def test_changes_are_announced_once_in_order_with_their_true_time(phased: Challenge) -> None:
    start = phased.opens_at
    said = [("opened", _told(phased)[0][1])]
    for hours in (1, 6, 6, 9):
        with clock.at(start + hours * HOUR), transaction.unit():
            commands.turn_phases()
        assert _told(phased)[:1] == said
    assert _told(phased)[1:] == [
        ("Phase 0 ended", start + 2 * HOUR), ("Phase 2 began", start + 3 * HOUR), ("Phase 2 ended", start + 4 * HOUR),
        ("Phase 3 began", start + 4 * HOUR), ("Phase 3 ended", start + 5 * HOUR), ("closed", start + 5 * HOUR),
    ]  # fmt: skip


def test_an_opening_is_announced_when_it_opens(challenge_of: MakeChallenge) -> None:
    challenge = challenge_of(opens=2)
    assert [name for name, _at in _told(challenge)] == ["changed"]
    with clock.at(challenge.opens_at + HOUR), transaction.unit():
        commands.turn_phases()
    assert _told(challenge)[1:] == [("opened", challenge.opens_at)]


def test_what_was_put_off_is_announced_anew(cast: Cast, phased: Challenge) -> None:
    with clock.at(phased.opens_at + 2.5 * HOUR), transaction.unit():
        commands.turn_phases()
        plan = [Stretch(p.name, p.starts_at, p.ends_at, tuple(p.deeds), p.id) for p in phased.phases]
        plan[0] = Stretch("Longer", plan[0].starts_at, plan[0].ends_at + 0.75 * HOUR, plan[0].deeds, plan[0].id)
        commands.edit_challenge(phased, phases=plan, by=cast.ines)
        assert phased.allows("submit")
    with clock.at(phased.opens_at + 2.9 * HOUR), transaction.unit():
        commands.turn_phases()
    assert [name for name, _at in _told(phased)].count("Longer ended") == 2
    logged = audit.entries(subject=f"challenge:{phased.id}").items[0]
    twin = Stretch("Twin", plan[-1].ends_at, plan[-1].ends_at + HOUR, ("review",), plan[-1].id)
    with transaction.unit():
        commands.edit_challenge(phased, phases=[*plan, twin], by=cast.ines)
    assert [phase.name for phase in phased.phases] == [each.name for each in [*plan, twin]]
    assert (logged.action, logged.after["phases"][0]["name"]) == ("ideas.challenge_changed", "Longer")


def test_counts_come_out_and_rank_when_the_votes_end(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    start = clock.now() - HOUR
    challenge = challenge_of(blind=True, phases=stretches(start, (3, ("submit", "vote")), (5, ("review",))))
    quiet, loud = idea_of(challenge), idea_of(challenge, "Lend a router")
    with transaction.unit():
        commands.vote(loud, 1, by=cast.colin)
    assert challenge.hides_votes
    assert loud.top_key == quiet.top_key
    with clock.at(start + 3 * HOUR), transaction.unit():
        commands.turn_phases()
        assert not challenge.hides_votes
    assert loud.top_key > quiet.top_key


def test_a_board_is_always_open_and_stands_first_in_the_list(
    cast: Cast, client: FlaskClient, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    with transaction.unit():
        board = commands.open_challenge(
            cast.space(), slug="anything", title="Anything else", brief="", opens_at=clock.now(), closes_at=None,
            by=cast.ines,
        )  # fmt: skip
    challenge_of()
    with clock.at(clock.now() + 4000 * DAY):
        assert policy.may_submit(cast.carla, board)
    assert (board.is_standing, board.closes_at) == (True, NEVER)
    first = client.get("/api/v1/challenges?limit=1").json
    assert (first["items"][0]["slug"], first["items"][0]["closes_at"]) == ("anything", None)
    rest = client.get(f"/api/v1/challenges?limit=1&after={first['next']}").json
    assert rest["items"][0]["closes_at"] is not None
    assert "Always open" in client.get("/challenges").text


def test_caps_refuse_and_say_how_to_make_room(
    signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge = challenge_of(idea_cap=2, vote_cap=1)
    one, two = idea_of(challenge), idea_of(challenge, "Lend a router")
    full = policy.may_submit(cast.carla, challenge)
    assert (full.gate, "You have shared 2." in full.reason) == ("cap", True)
    with pytest.raises(Conflict):
        commands.submit(challenge, title="One too many", body="", by=cast.carla)
    assert policy.may_submit(cast.colin, challenge)
    with transaction.unit():
        commands.vote(one, 1, by=cast.colin)
        commands.vote(one, 1, by=cast.colin)
    refused = policy.room_for_vote(cast.colin, two)
    assert (refused.gate, "1 vote here" in refused.reason, "Take a vote back" in refused.reason) == ("cap", True, True)
    with pytest.raises(Conflict):
        commands.vote(two, 1, by=cast.colin)
    page = signed_in(cast.colin).get(challenge.url).text
    assert "1 of 1 vote used" in page
    with transaction.unit():
        commands.vote(one, 0, by=cast.colin)
        commands.vote(two, 1, by=cast.colin)
        commands.set_idea_hold(one, "removed", by=cast.max)
    assert queries.votes_used(cast.colin, [challenge.id]) == {challenge.id: 1}
    assert policy.may_submit(cast.carla, challenge)


def test_phases_and_caps_cost_a_list_nothing_more(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    start, costs, colin = clock.now() - HOUR, [], cast.colin
    for step in (1, 5):
        for number in range(step):
            plan = stretches(start, (2, ("submit", "vote")), (2, ("review",)))
            idea_of(challenge_of(f"step-{step}-{number}", phases=plan, vote_cap=3))
        db.session.expunge_all()
        colin = cast.colin
        with counted() as statements:
            listed = queries.listed(colin).items
            assert all(idea.challenge.allows("vote") for idea in listed)
            queries.votes_used(colin, [idea.challenge_id for idea in listed])
        costs.append(len(statements))
    assert costs[0] == costs[1]

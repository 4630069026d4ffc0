"""Blind periods: for whom, how long, and that nothing tells a count before: no page, call, feed, order or message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands, jobs, policy, queries
from app.ideas.models import Challenge, Idea
from app.notifications.models import Notification
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea
from tests.ideas.test_views import _shown

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
SORTS = ("top", "discover", "hot", "new", "discussed")
RULES = [{"blind_rule": "voted"}, {"blind_rule": "hours", "blind_hours": 72}]


def fresh(idea: Idea) -> Idea:
    """The idea as the database has it."""
    return db.session.get_one(Idea, idea.id, populate_existing=True)


@pytest.mark.parametrize(("rule", "voter", "stranger"), [("voted", True, False), ("whole", False, False)])
def test_for_whom_a_count_is_hidden(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, rule: str, voter: bool, stranger: bool
) -> None:
    idea = idea_of(challenge_of(blind=True, blind_rule=rule))
    assert policy.sees_votes(cast.colin, idea, 1) is voter
    assert policy.sees_votes(cast.colin, idea, 0) is stranger
    assert policy.sees_votes(cast.ines, idea, 0)
    with clock.at(idea.challenge.closes_at):
        assert policy.sees_votes(None, idea, 0)


def test_a_waived_criterion_tells_no_count_before_its_time(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, signed_in: Browser, client: FlaskClient
) -> None:
    idea = idea_of(challenge_of(blind=True, blind_rule="hours", blind_hours=48))
    with transaction.unit():
        commands.set_gate(idea.space, "in_review", [{"key": "v2", "type": "votes", "least": 2}], by=cast.ines)
        commands.move(idea, "in_review", "Ask.", waivers={"v2": "It is too good to wait."}, by=cast.ines)
    assert "too good to wait" not in client.get(idea.url).text
    assert "too good to wait" in signed_in(cast.ines).get(idea.url).text
    with clock.at(idea.challenge.opens_at + timedelta(hours=48)):
        assert "too good to wait" in client.get(idea.url).text


def test_the_first_hours_end_by_themselves(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of(blind=True, blind_rule="hours", blind_hours=48)
    one, two = idea_of(challenge, "Lend a spare hub"), idea_of(challenge, "Lend routers")
    with transaction.unit():
        for name in ("colin", "emma", "erik"):
            commands.vote(one, 1, by=getattr(cast, name))
    assert fresh(one).top_key == fresh(two).top_key
    assert not policy.sees_votes(cast.colin, one, 1)
    with clock.at(challenge.opens_at + timedelta(hours=48)):
        assert policy.sees_votes(None, one, 0)
        for _again in range(2):
            with transaction.unit():
                jobs.turn_phases()
        assert fresh(one).top_key > fresh(two).top_key
    assert not db.session.get_one(Challenge, challenge.id, populate_existing=True).ranks_blind


@pytest.mark.parametrize("hours", [None, 0, 10_001])
def test_hours_have_to_be_said(challenge_of: MakeChallenge, hours: int | None) -> None:
    with pytest.raises(Invalid):
        challenge_of(blind=True, blind_rule="hours", blind_hours=hours)
    with pytest.raises(Invalid):
        challenge_of(blind=True, blind_rule="sometimes")


def _pages(challenge: Challenge, ideas: list[Idea]) -> list[str]:
    """Every address at which a count, or an order by counts, could show."""
    found = ["/", "/ideas.atom", "/search?q=hubs&kind=idea", "/search/similar?q=a+quiet+hub+idea&at=idea&kind=idea"]
    found += [f"/ideas?sort={sort}" for sort in SORTS] + [f"{challenge.url}?sort={sort}" for sort in SORTS]
    found += [f"/ideas?challenge={challenge.slug}&stage=shortlisted", "/challenges", f"/spaces/{challenge.space.slug}"]
    return [*found, *(idea.url for idea in ideas), "/shortlist", "/reviews", "/notifications", "/people/carla"]


def _calls(challenge: Challenge, idea: Idea) -> list[str]:
    found = [f"/ideas?sort={sort}&limit=2" for sort in SORTS]
    found += [f"/ideas/{idea.id}", f"/challenges/{challenge.slug}", "/challenges", "/search?q=hubs&kind=idea"]
    return [f"/api/v1{call}" for call in found]


def heard() -> int:
    """How many notifications there are."""
    return db.session.scalar(select(func.count()).select_from(Notification)) or 0


def _walk(machine: FlaskClient, calls: list[str]) -> list[Any]:
    """What the calls give, and the pages after the first, whose markers would tell an order."""
    told = []
    for call in calls:
        answer = machine.get(call)
        told.append((answer.status_code, answer.json))
        while answer.json and (cursor := answer.json.get("next")):
            answer = machine.get(f"{call}&after={cursor}")
            told.append((answer.status_code, answer.json))
    return told


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["blind_rule"])
def test_nothing_tells_a_count(
    signed_in: Browser, api: Api, cast: Cast, client: FlaskClient, settle: Callable[[], None],
    challenge_of: MakeChallenge, idea_of: MakeIdea, rule: dict[str, Any],
) -> None:  # fmt: skip
    challenge = challenge_of(blind=True, **rule)
    ideas = [idea_of(challenge, f"Idea {name} of hubs") for name in ("quiet", "middling", "loud")]
    with transaction.unit():
        for idea in ideas[1:]:
            commands.move(idea, "shortlisted", "Worth a look.", by=cast.ines)
        for idea in ideas:
            commands.expose([idea.id])
    readers = [client, *map(signed_in, (cast.carla, cast.sam, cast.max))]
    machine, voters = api(cast.carla), [getattr(cast, name) for name in ("colin", "emma", "erik", "nell")]
    settle()
    pages, calls = _pages(challenge, ideas), _calls(challenge, ideas[2])
    before = [(page, _shown(reader.get(page))) for page in pages for reader in readers]
    told, entries = _walk(machine, calls), db.session.scalars(select(Entry.id)).all()
    notified = heard()
    assert any("Idea loud of hubs" in text for page, text in before if page.startswith("/search"))
    with transaction.unit():
        for voter in voters:
            commands.vote(ideas[2], 1, by=voter)
        commands.vote(ideas[1], 1, by=cast.colin)
    settle()
    after = [(page, _shown(reader.get(page))) for page in pages for reader in readers]
    assert [page for (page, now), (_page, then) in zip(after, before, strict=True) if now != then] == []
    assert _walk(machine, calls) == told
    new = db.session.scalars(select(Entry).where(Entry.id.not_in(entries))).all()
    assert {entry.name for entry in new} == {"ideas.vote_cast"}
    assert [entry.event.live_topics() for entry in new] == [[]] * 5
    assert heard() == notified


def test_the_night_tells_no_count_by_where_a_challenge_stands_among_others(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, api: Api
) -> None:
    """A prior fitted to hidden votes would move all ideas of a challenge at once, and stand in the pages' markers."""
    challenge, open_to_see = challenge_of(blind=True, blind_rule="whole"), challenge_of("seen")
    ideas = [idea_of(challenge, f"Idea {number} of hubs") for number in range(6)]
    idea_of(open_to_see, "Idea of routers")
    with transaction.unit():
        commands.expose([idea.id for idea in ideas])
    machine, calls = api(cast.carla), [f"/api/v1/ideas?sort={sort}&limit=2" for sort in SORTS]
    with clock.at(clock.now()):
        told = []
        for voted in ((), ideas[:5]):
            with transaction.unit():
                for idea in voted:
                    commands.vote(idea, 1, by=cast.colin)
            with transaction.unit():
                jobs.refit_challenges()
            told.append(_walk(machine, calls))
    assert told[0] == told[1]


def test_an_experts_vote_is_told_beside_their_review_once_counts_are_shown(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, client: FlaskClient, api: Api
) -> None:
    idea = idea_of(challenge_of(blind=True, blind_rule="whole"))
    with transaction.unit():
        commands.vote(idea, 1, by=cast.sam)
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)
    for at, told in ((clock.now(), False), (idea.challenge.closes_at, True)):
        with clock.at(at):
            ties = api(cast.carla).get(f"/api/v1/ideas/{idea.id}").json["reviews"][0]["ties"]
            assert ("Voted for it" in client.get(idea.url).text, "voted" in ties) == (told, told)


def test_the_log_of_customers_says_for_what_they_voted_once_counts_are_shown(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, api: Api, settle: Callable[[], None],
    signed_in: Browser,
) -> None:  # fmt: skip
    """Whoever reads the whole log could count them."""
    idea = idea_of(challenge_of(blind=True, blind_rule="whole"))
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
    settle()
    for at, who, told in (
        (clock.now(), cast.cara, ("", "", "")), (clock.now(), cast.ada, None),
        (idea.challenge.closes_at, cast.cara, None),
    ):  # fmt: skip
        with clock.at(at):
            rows = api(who, "read", "crm").get("/api/v1/crm/interactions?kind=voted").json["items"]
            whole = (f"idea:{idea.id}", idea.title, idea.url)
            assert [(row["subject"], row["summary"], row["url"]) for row in rows] == [told or whole]


def test_a_mended_slip_tells_no_author_of_the_first_vote(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, signed_in: Browser
) -> None:
    """Nobody built on an idea without a vote; where votes are hidden, what is kept of a change must not say so."""
    challenge = challenge_of(blind=True, blind_rule="whole")
    liked, other = idea_of(challenge, "Lend a spare hub"), idea_of(challenge, "Lend routers")
    with transaction.unit():
        commands.vote(liked, 1, by=cast.colin)
        for idea in (liked, other):
            commands.edit(idea, title=f"{idea.title} now", body=idea.body, by=idea.author)
    pages = [signed_in(cast.carla).get(idea.url).text for idea in (liked, other)]
    assert ["Changed once" in page for page in pages] == [True, True]


def test_an_open_count_is_announced(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
    entry = db.session.scalars(select(Entry).where(Entry.name == "ideas.vote_cast")).one()
    assert entry.event.live_topics() == [f"idea:{idea.id}"]


def test_a_gate_tells_nothing_of_reviews_to_who_has_not_filed(cast: Cast, idea: Idea) -> None:
    asked = [{"key": "r1", "type": "reviews", "least": 1}, {"key": "v2", "type": "votes", "least": 2}]
    with transaction.unit():
        commands.set_gate(cast.space("help"), "approved", asked, by=cast.ines)
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)
    for reader, is_hidden in ((cast.ines, False), (cast.sam, False), (cast.sue, True)):
        told = {each.key: each for each in queries.findings_seen(reader, [(idea, "approved")])[idea.id]}
        assert (told["r1"].is_met, told["r1"].is_hidden) == (not is_hidden, is_hidden)
        assert not told["v2"].is_hidden

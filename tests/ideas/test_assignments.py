"""Who is asked to review what: in bulk, offered on, reminded of, ended; and what the team sees of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.models import Challenge, Idea, ReviewAssignment
from app.notifications.models import Notification
from app.topics import commands as topics
from app.training import commands as training
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
Settle = Callable[[], None]
WEEK = timedelta(days=7)


def listed(cast: Cast, challenge: Challenge, idea_of: MakeIdea, count: int = 3) -> list[Idea]:
    """Ideas under review."""
    made = [idea_of(challenge, f"Idea number {n}") for n in range(count)]
    ines = cast.ines
    with transaction.unit():
        for idea in made:
            commands.move(idea, "shortlisted", "Many want it.", by=ines)
    return made


def ask(cast: Cast, ideas: list[Idea], *people: Person, due: timedelta = WEEK) -> int:
    """Ines asks all of these people about all of these ideas."""
    wanted, ines = {idea.id: [person.id for person in people] for idea in ideas}, cast.ines
    with transaction.unit():
        return commands.assign_reviews(ideas[0].challenge, wanted, due_at=clock.now() + due, by=ines)


def file(idea: Idea, person: Person, conflict: str | None = None) -> None:
    with transaction.unit():
        commands.file_review(idea, scores=SCORES, reasons=REASONS, conflict=conflict, by=person)


def states(idea: Idea) -> dict[str, str]:
    return {task.reviewer.handle: task.state for task in queries.assignments_of([idea.id])[idea.id]}


def told(person: Person) -> list[str]:
    return [
        each.kind for each in db.session.query(Notification).filter_by(person_id=person.id).order_by(Notification.id)
    ]


def test_asking_twice_changes_nothing(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    ideas = listed(cast, challenge_of(), idea_of)
    assert ask(cast, ideas, cast.sam, cast.sue) == 6
    assert ask(cast, ideas, cast.sam, cast.sue) == 0
    assert db.session.query(ReviewAssignment).count() == 6
    settle()
    assert told(cast.sam) == ["reviews_asked"]  # one message for all
    assert queries.progress(cast.sam) == (0, 3)
    file(ideas[0], cast.sam)
    assert queries.progress(cast.sam) == (1, 3)
    assert [task.idea_id for task in queries.assigned_to(cast.sam).items] == [ideas[1].id, ideas[2].id]


def test_who_may_not_be_asked(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of()
    (idea,) = listed(cast, challenge, idea_of, 1)
    own = idea_of(challenge, "An idea of an expert", by=cast.sam)
    named = idea_of(challenge, "Let @sue explain it", body="She knows.")
    with transaction.unit():
        for each in (own, named):
            commands.move(each, "shortlisted", "So.", by=cast.ines)
    elsewhere = idea_of(challenge_of("other"))
    for about, person in ((own, cast.sam), (named, cast.sue), (idea, cast.emma), (elsewhere, cast.sam)):
        with pytest.raises(Invalid) as refused, transaction.unit():
            commands.assign_reviews(challenge, {about.id: [person.id]}, due_at=clock.now() + WEEK, by=cast.ines)
        assert "pairs" in refused.value.errors
    for due in (timedelta(0), timedelta(days=400)):
        with pytest.raises(Invalid):
            ask(cast, [idea], cast.sam, due=due)
    # All or nothing: one that cannot be asked stops the rest.
    with pytest.raises(Invalid):
        ask(cast, [idea], cast.sam, cast.emma)
    assert states(idea) == {}


def test_who_stands_down_is_replaced_by_the_next(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    assert cast.sue
    ask(cast, [idea], cast.sam)
    file(idea, cast.sam, conflict="My team would run it.")
    assert states(idea) == {"sam": "recused", "sue": "waiting"}
    settle()
    assert told(cast.sue) == ["stood_in"]
    file(idea, cast.sue, conflict="So would mine.")
    settle()
    assert states(idea) == {"sam": "recused", "sue": "recused"}
    assert told(cast.ines)[-1] == "reviewer_missing"


def test_who_stands_down_after_filing_is_replaced_too(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    assert cast.sue
    ask(cast, [idea], cast.sam)
    file(idea, cast.sam)
    file(idea, cast.sam, conflict="My team would run it, I hear.")
    assert states(idea) == {"sam": "recused", "sue": "waiting"}
    file(idea, cast.sam, conflict="My team would run it, it is said.")
    assert (states(idea), idea.review_count) == ({"sam": "recused", "sue": "waiting"}, 0)


def test_the_worker_reminds_once_and_says_once_that_it_is_late(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    ideas = listed(cast, challenge_of(), idea_of, 2)
    ask(cast, ideas, cast.sam)
    for day, kinds in ((1, 0), (5.5, 1), (6, 1), (7.5, 2), (9, 2)):
        with clock.at(clock.now() + timedelta(days=day)):
            for _again in range(2):
                with transaction.unit():
                    commands.keep_assignments()
            due = [entry for entry in db.session.query(Entry) if entry.name == "ideas.reviews_due"]
            assert len(due) == kinds
            settle()
    assert told(cast.sam) == ["reviews_asked", "reviews_due", "reviews_overdue"]


def test_short_notice_is_not_said_twice(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    ask(cast, listed(cast, challenge_of(), idea_of, 1), cast.sam, due=timedelta(hours=30))
    with clock.at(clock.now() + timedelta(hours=2)), transaction.unit():
        commands.keep_assignments()
    assert [entry for entry in db.session.query(Entry) if entry.name == "ideas.reviews_due"] == []


def test_tasks_end_with_the_review_and_with_the_clearance(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    one, two = listed(cast, challenge_of(), idea_of, 2)
    (certificate,) = cast.certify(cast.sam, "review")
    cast.certify(cast.sue, "review")
    ask(cast, [one, two], cast.sam, cast.sue)
    with transaction.unit():
        commands.move(one, "declined", "Too dear.", by=cast.ines)
        training.revoke(certificate, by=cast.stella, reason="For the test.")
    with transaction.unit():
        commands.keep_assignments()
    assert states(one) == {"sam": "withdrawn", "sue": "withdrawn"}
    assert states(two) == {"sam": "lapsed", "sue": "waiting"}
    cast.certify(cast.sam, "review")
    assert ask(cast, [two], cast.sam, cast.sue) == 1  # asked anew after the lapse
    assert states(two) == {"sam": "waiting", "sue": "waiting"}


def test_a_task_is_withdrawn_once(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    ask(cast, [idea], cast.sam)
    task = queries.assignment_of(cast.sam, idea)
    assert task
    with transaction.unit():
        commands.withdraw_assignment(task, by=cast.ines)
    with pytest.raises(Conflict), transaction.unit():
        commands.withdraw_assignment(task, by=cast.ines)


def test_those_who_know_come_first(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    assert cast.sam
    with transaction.unit():
        (topic,) = topics.ensure_topics(["Spare hubs"])
        topics.appoint(cast.sue, topic, by=cast.stella)
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    about = idea_of(idea.challenge, "Keep spare hubs in shops", body="For a day.")
    found = queries.choices([about, idea])
    assert [(one.person.handle, one.topic and one.topic.slug) for one in found[about.id]] == [
        ("sue", "spare-hubs"),
        ("sam", None),
    ]
    assert all(one.topic is None for one in found[idea.id])


def test_teams_and_votes_are_ties(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    challenge = challenge_of()
    idea = idea_of(challenge, "Ask Sam Specialist first", by=cast.emma)
    with transaction.unit():
        for person, team in ((cast.emma, "Field"), (cast.sue, "FIELD"), (cast.sam, "Lab")):
            accounts.set_team(person, team, by=cast.ada)
        commands.vote(idea, 1, by=cast.sam)
        commands.comment(idea, "I would help.", by=cast.sue)
    assert queries.ties_of(cast.sam, idea) == ["named", "voted"]
    assert queries.ties_of(cast.sue, idea) == ["team", "commented"]
    assert queries.ties_of(cast.erik, idea) == []
    with pytest.raises(Invalid) as refused:
        file(idea, cast.sue)
    assert refused.value.errors.keys() == {"statement"}
    with transaction.unit():
        review = commands.file_review(
            idea, scores=SCORES, reasons=REASONS, statement="Other office, no say in it.", by=cast.sue
        )
    assert (review.ties, review.statement) == (["team", "commented"], "Other office, no say in it.")


def test_forty_ideas_in_one_go(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, cost: Callable[..., int]
) -> None:
    challenge, ines = challenge_of(), signed_in(cast.ines)
    assert cast.sam, cast.sue
    with transaction.unit():
        for n in range(4):
            accounts.add_person(name=f"Expert {n}", kind="employee", handle=f"expert-{n}", roles=("sme",))
    listed(cast, challenge, idea_of, 2)
    at = f"{challenge.url}/assignments"
    few = cost(ines, at), cost(ines, f"{at}?all=1&each=3&due=2030-01-01")
    listed(cast, challenge, idea_of, 38)
    assert (cost(ines, at), cost(ines, f"{at}?all=1&each=3&due=2030-01-01")) == few
    due = (clock.now() + WEEK).date().isoformat()
    import re

    page = ines.get(f"{at}?all=1&each=3&due={due}").text
    pairs = re.findall(r'value="(\d+:\d+)" checked', page)
    assert len(pairs) == 120
    assert send(ines, at, at, pair=pairs, due=due).status_code == 303
    assert send(ines, at, at, pair=pairs, due=due).status_code == 303
    tasks = queries.assignments_in(challenge)
    assert len(tasks) == 120
    loads = [sum(task.reviewer_id == one for task in tasks) for one in {task.reviewer_id for task in tasks}]
    assert max(loads) - min(loads) <= 1
    assert send(ines, at, at, due=due).status_code == 422
    assert send(ines, at, at, pair=["x:y", "1:999999999999999999"], due=due).status_code == 422
    assert "0 of 120 done" in ines.get(at).text
    assert signed_in(cast.carla).get(at).status_code == 403


def test_the_api_of_tasks(api: Api, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    one, two = listed(cast, challenge_of(), idea_of, 2)
    ines, sam, at = api(cast.ines), api(cast.sam), f"/api/v1/challenges/{one.challenge.slug}/assignments"
    body = {
        "assignments": [{"idea": one.id, "reviewers": ["sam", "Sue"]}, {"idea": two.id, "reviewers": ["sam"]}],
        "due_at": (clock.now() + WEEK).isoformat(),
    }
    assert sam.post(at, json=body).status_code == 403
    assert ines.post(at, json={**body, "assignments": [{"idea": one.id, "reviewers": ["nobody"]}]}).status_code == 422
    assert cast.sue
    assert len(ines.post(at, json=body).json["items"]) == 3
    mine = sam.get("/api/v1/review-assignments?limit=1").json
    assert mine["items"][0]["idea_id"] == one.id
    assert sam.get(f"/api/v1/review-assignments?after={mine['next']}").json["items"][0]["idea_id"] == two.id
    assert sam.get(f"/api/v1/review-assignments?challenge={one.challenge.slug}").status_code == 403
    listed_all = ines.get(f"/api/v1/review-assignments?challenge={one.challenge.slug}&state=waiting").json["items"]
    assert len(listed_all) == 3
    assert ines.delete(f"/api/v1/review-assignments/{listed_all[0]['id']}").status_code == 204
    assert ines.delete(f"/api/v1/review-assignments/{listed_all[0]['id']}").status_code == 409


def test_who_is_missing_among_the_experts_does_not_tell_an_anonymous_author(
    cast: Cast, challenge_of: MakeChallenge
) -> None:
    challenge = challenge_of(allows_anonymous=True)
    experts = {"sam": cast.sam, "sue": cast.sue}
    with transaction.unit():
        ideas = [
            commands.submit(challenge, title="Lend a spare hub", body="", by=each, anonymous=True)
            for each in (cast.carla, *experts.values())
        ]
    offered = {idea.id: {choice.person.id for choice in queries.choices([idea])[idea.id]} for idea in ideas}
    assert [len(offered[idea.id]) for idea in ideas] == [1, 1, 1]
    assert experts["sam"].id not in offered[ideas[1].id]
    assert experts["sue"].id not in offered[ideas[2].id]
    assert {choice.person.id for choice in queries.choices([ideas[0]])[ideas[0].id]} == offered[ideas[0].id]

"""Projects: made of approved ideas, owned by somebody who agreed, piloted and launched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.ideas import commands, policy, queries
from app.ideas.models import Idea, Project
from app.ideas.queries.gates import facts_of
from app.notifications import queries as notifications
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send

START, END = date(2026, 3, 1), date(2026, 4, 30)
PLAN = {"where": "Leeds", "start": START, "end": END, "success": "Ten calls fewer a week."}


@pytest.fixture
def approved(cast: Cast, idea: Idea) -> Idea:
    """Carla's idea, approved."""
    with transaction.unit():
        commands.move(idea, "approved", "Good.", by=cast.ines)
    return idea


@pytest.fixture
def project(cast: Cast, approved: Idea) -> Project:
    """What Emma is asked to own."""
    with transaction.unit():
        return commands.make_project(approved, name="Spare hubs", owner=cast.emma, by=cast.ines)


def test_who_may_make_and_change(cast: Cast, idea: Idea) -> None:
    assert policy.may_make_project(cast.ines, idea, None).gate == "state"
    with transaction.unit():
        commands.move(idea, "approved", "Good.", by=cast.ines)
    makes = {"ines": True, "ada": True, "emma": False, "stella": False, "carla": False}
    assert {name: bool(policy.may_make_project(getattr(cast, name), idea, None)) for name in makes} == makes
    with transaction.unit():
        project = commands.make_project(idea, name="Spare hubs", owner=cast.emma, by=cast.ines)
    assert policy.may_make_project(cast.ines, idea, project).gate == "project"
    edits = {"ines": True, "emma": False, "erik": False, "carla": False}
    assert {name: bool(policy.may_edit_project(getattr(cast, name), project)) for name in edits} == edits
    answers = {"emma": True, "ines": False, "ada": False, "carla": False}
    assert {name: bool(policy.may_answer_for(getattr(cast, name), project)) for name in answers} == answers
    with transaction.unit():
        commands.agree_to_own(project, by=cast.emma)
    assert policy.may_edit_project(cast.emma, project)
    assert not policy.may_edit_project(None, project)


def test_who_agreed_to_own_its_project_answers_for_an_idea(
    signed_in: Callable[[Person], FlaskClient], cast: Cast, project: Project
) -> None:
    """On the portfolio and its export, beside others, at a gate, and among one's own."""
    (idea,), ada = project.ideas, signed_in(cast.ada)
    with transaction.unit():
        commands.change_project(project, name=project.name, owner=cast.ada, team="", by=cast.ines)
    mine, export = "/portfolio?owner=me", "/portfolio/export"
    asked = (queries.owners_of([idea]), facts_of([idea])[idea.id].has_owner)
    assert asked == ({}, False)
    assert "no owner" in ada.get("/portfolio").text
    assert (idea.title in ada.get(mine).text, cast.ada.name in ada.get(export).text) == (False, False)
    with transaction.unit():
        commands.agree_to_own(project, by=cast.ada)
    assert (queries.owners_of([idea]), facts_of([idea])[idea.id].has_owner) == ({idea.id: cast.ada}, True)
    assert "no owner" not in ada.get("/portfolio").text
    assert (idea.title in ada.get(mine).text, cast.ada.name in ada.get(export).text) == (True, True)
    with transaction.unit():
        commands.name_owner(idea, cast.erik, by=cast.ines)
    assert queries.owners_of([idea]) == {idea.id: cast.erik}
    assert idea.title not in ada.get(mine).text


def test_an_owner_agrees_or_declines_and_is_told(cast: Cast, project: Project, settle: Callable[[], None]) -> None:
    settle()
    assert "project_asked" in _told(cast.emma)
    assert "project_made" in _told(cast.carla)
    with transaction.unit():
        commands.agree_to_own(project, by=cast.emma)
        commands.agree_to_own(project, by=cast.emma)
    settle()
    assert _told(cast.ines).count("project_agreed") == 1
    with transaction.unit():
        commands.decline_to_own(project, by=cast.emma)
    assert (project.owner, policy.may_edit_project(cast.emma, project).allowed) == (None, False)
    with pytest.raises(Conflict):
        commands.agree_to_own(project, by=cast.emma)
    with transaction.unit():
        commands.change_project(project, name="Hubs", owner=cast.ines, team="Two", by=cast.ines)
    assert project.agreed_at is not None
    with pytest.raises(Invalid):
        commands.change_project(project, name="Hubs", owner=cast.carla, team="", by=cast.ines)


def test_followers_hear_of_pilot_and_launch(cast: Cast, project: Project, settle: Callable[[], None]) -> None:
    with transaction.unit():
        commands.plan_pilot(project, by=cast.ines, metric="Calls a week", baseline=Decimal(40), **PLAN)
        commands.end_pilot(project, result="It worked.", reached=Decimal("28.5"), by=cast.ines)
        commands.set_launch(project, date(2026, 6, 1), by=cast.ines)
        commands.set_launch(project, date(2026, 6, 1), by=cast.ines)
    settle()
    told = _told(cast.carla)
    assert [told.count(kind) for kind in ("pilot_planned", "pilot_ended", "launch_set")] == [1, 1, 1]
    assert project.change == Decimal("-11.5")


def test_what_a_project_refuses(cast: Cast, project: Project, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    ines = cast.ines
    with pytest.raises(Conflict):
        commands.end_pilot(project, result="So.", by=ines)
    for change in ({"where": " "}, {"end": START - timedelta(days=1)}, {"success": ""}, {"baseline": Decimal(4)}):
        with pytest.raises(Invalid):
            commands.plan_pilot(project, by=ines, **{**PLAN, **change})
    with pytest.raises(Conflict):
        commands.drop_idea(project, project.ideas[0].id, by=ines)
    with pytest.raises(Conflict):
        commands.make_project(project.ideas[0], name="Again", owner=cast.emma, by=ines)
    other = idea_of(challenge_of("more"), "Another one")
    with transaction.unit():
        commands.add_idea(project, other, by=ines)
    assert [idea.id for idea in project.ideas] == [project.ideas[0].id, other.id]
    with transaction.unit():
        commands.drop_idea(project, other.id, by=ines)
    assert queries.project_of(other.id) is None


def test_its_state_follows_the_stage_of_its_ideas(cast: Cast, project: Project) -> None:
    idea, states = project.ideas[0], []
    for stage in ("in_pilot", "launched", "declined"):
        with transaction.unit():
            commands.move(idea, stage, "So it is.", by=cast.ines)
        states.append(project.state)
    assert states == ["pilot", "launched", "stopped"]


def test_milestones_are_reached_and_taken_back(cast: Cast, project: Project) -> None:
    with transaction.unit():
        late = commands.add_milestone(project, title="Shops have hubs", due_on=END, by=cast.ines)
        early = commands.add_milestone(project, title="Hubs are bought", due_on=START, by=cast.ines)
        commands.reach_milestone(project, early, reached=True, by=cast.ines)
    assert early.done_on == clock.now().date()
    with transaction.unit():
        commands.reach_milestone(project, early, reached=False, by=cast.ines)
        commands.drop_milestone(project, late, by=cast.ines)
    assert [each.title for each in project.milestones] == ["Hubs are bought"]
    assert early.done_on is None


def test_what_may_not_be_seen_is_in_no_project(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, project: Project, client: FlaskClient
) -> None:
    secret = idea_of(challenge_of("ours", space="staff", audience="internal"), "A secret", by=cast.emma)
    with transaction.unit():
        commands.move(secret, "approved", "Good.", by=cast.ines)
        hidden = commands.make_project(secret, name="Hidden one", owner=cast.emma, by=cast.ines)
        both = idea_of(challenge_of("also", space="staff", audience="internal"), "Secret too", by=cast.emma)
        commands.add_idea(project, both, by=cast.ines)
    assert client.get(f"/projects/{hidden.id}").status_code == 404
    page, listed = client.get(f"/projects/{project.id}").text, client.get("/projects").text
    assert "Lend a spare hub" in page
    assert "Secret too" not in page + listed
    assert "Hidden one" not in listed
    assert [each["ideas"] for each in client.get("/api/v1/projects").json["items"]] == [[project.ideas[0].id]]


def test_the_pages_of_a_project(cast: Cast, approved: Idea, signed_in: Callable[..., FlaskClient], send: Send) -> None:
    team, owner = signed_in(cast.ines), signed_in(cast.emma)
    form = f"/ideas/{approved.id}/project"
    assert signed_in(cast.erik).get(form).status_code == 403
    assert send(team, form, form, name="Spare hubs", owner="@nobody").status_code == 422
    made = send(team, form, form, name="Spare hubs", owner="@Emma", team="Two of us")
    assert made.status_code == 303
    page = made.headers["Location"]
    assert "You are asked to own this project" in owner.get(page).text
    assert send(owner, f"{page}/launch?_method=PUT", page, on="2026-06-01").status_code == 403
    assert send(owner, f"{page}/agreement?_method=PUT", page).status_code == 303
    plan = {"where": "Leeds", "start": "2026-03-01", "end": "2026-04-30", "success": "Fewer calls.",
            "metric": "Calls", "baseline": "40", "target": "30"}  # fmt: skip
    assert send(owner, f"{page}/pilot?_method=PUT", page, **plan).status_code == 303
    assert send(owner, f"{page}/pilot?_method=PUT", page, **{**plan, "end": "2026-01-01"}).status_code == 422
    assert send(owner, f"{page}/pilot/result?_method=PUT", page, result="It worked.", reached="28.5").status_code == 303
    assert send(owner, f"{page}/launch?_method=PUT", page, on="2026-06-01").status_code == 303
    assert send(owner, f"{page}/milestones", page, title="Hubs bought", due_on="2026-02-01").status_code == 303
    shown = signed_in(cast.carla).get(page).text
    for words in ("Leeds", "Fewer calls.", "It worked.", "28.5", "−11.5", "Hubs bought", "Emma Employee", "Two of us"):
        assert words in shown, words
    assert "Spare hubs" in signed_in(cast.carla).get(approved.url).text
    assert send(team, f"{page}/ideas", page, idea="999").status_code == 422


def test_the_list_costs_the_same_for_any_number(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, project: Project, client: FlaskClient,
    cost: Callable[[FlaskClient, str], int],
) -> None:  # fmt: skip
    before, challenge = cost(client, "/projects"), challenge_of("more")
    for number in range(6):
        idea = idea_of(challenge, f"Idea number {number}")
        with transaction.unit():
            commands.move(idea, "approved", "Good.", by=cast.ines)
            commands.make_project(idea, name=f"Project {number}", owner=cast.emma, by=cast.ines)
    assert cost(client, "/projects") == before


def test_the_operations_of_a_project(cast: Cast, approved: Idea, api: Callable[..., FlaskClient]) -> None:
    team, owner = api(cast.ines), api(cast.emma)
    made = team.post(f"/api/v1/ideas/{approved.id}/project", json={"name": "Spare hubs", "owner": "emma"})
    assert (made.status_code, made.json["state"], made.json["agreed_at"]) == (201, "planned", None)
    base = f"/api/v1/projects/{made.json['id']}"
    assert team.put(f"{base}/agreement").status_code == 403
    assert owner.put(f"{base}/agreement").json["agreed_at"]
    pilot = {"where": "Leeds", "start": "2026-03-01", "end": "2026-04-30", "success": "Fewer calls.", "metric": "Calls"}
    assert owner.put(f"{base}/pilot", json=pilot).json["pilot_from"] == "2026-03-01"
    assert owner.put(f"{base}/pilot/result", json={"result": "Yes.", "reached": "3.5"}).json["reached"] == "3.5"
    assert owner.put(f"{base}/launch", json={"on": "2026-06-01"}).json["launches_on"] == "2026-06-01"
    stone = owner.post(f"{base}/milestones", json={"title": "Bought", "due_on": "2026-02-01"})
    done = f"{base}/milestones/{stone.json['id']}"
    assert owner.put(f"{done}/done").json["done_on"]
    assert [owner.delete(f"{done}/done").status_code, owner.delete(done).status_code] == [204, 204]
    assert owner.put(f"{base}/ideas/{approved.id}").status_code == 200
    assert owner.delete(f"{base}/ideas/{approved.id}").status_code == 409
    assert api(cast.erik).put(f"{base}/launch", json={"on": "2026-06-01"}).status_code == 403
    assert owner.delete(f"{base}/agreement").status_code == 204
    assert team.get(base).json["owner"] is None


def _told(person: Person) -> list[str]:
    return [each.kind for each in notifications.of(person).items]

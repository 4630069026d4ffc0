"""What is judged about an idea is not for who wrote on it: neither its gates, nor its way, nor its worth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Decision, Invalid
from app.ideas import commands, policy, queries
from app.ideas.gates import Finding
from app.ideas.models import Idea, LedgerLine
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send

Api = Callable[..., FlaskClient]
Browsers = Callable[[Person], FlaskClient]
WROTE = ("author", "co-author", "left")
LEGAL = {"key": "legal", "type": "free", "text": "Legal has no objection"}


def test_nobody_says_that_their_own_idea_meets_its_gate(cast: Cast, idea: Idea, api: Api) -> None:
    """Neither of the team, nor whoever is named to sign off: a tick opens what they may not waive."""
    signed = {"key": "so", "type": "sign_off", "person_id": cast.erik.id}
    with transaction.unit():
        commands.set_gate(cast.space("help"), "approved", [LEGAL, signed], by=cast.ines)
    for person in (cast.ines, cast.erik):
        with transaction.unit():
            commands.invite(idea, person.handle, by=cast.carla)
            commands.agree(idea, by=person)
    at = f"/api/v1/ideas/{idea.id}/gates/approved/criteria"
    for person, criterion in ((cast.ines, "legal"), (cast.erik, "so")):
        refused = api(person).put(f"{at}/{criterion}/tick", json={})
        assert (refused.status_code, refused.json["gate"]) == (403, "own")
    assert api(cast.ada).put(f"{at}/legal/tick", json={}).status_code == 204


@pytest.fixture
def wrote(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> Callable[[str, Person], Idea]:
    """Makes an idea that somebody wrote, writes with others, or wrote with others until they left."""

    def make(how: str, person: Person) -> Idea:
        idea, carla = idea_of(challenge_of(), by=person if how == "author" else cast.carla), cast.carla
        if how != "author":
            with transaction.unit():
                commands.invite(idea, person.handle, by=carla)
                commands.agree(idea, by=person)
        if how == "left":
            with transaction.unit():
                commands.remove(idea, person.id, by=person)
        return idea

    return make


@pytest.mark.parametrize("how", [*WROTE, "declined", "stranger"])
@pytest.mark.parametrize("name", ["ines", "sam", "anna", "ada"])
def test_who_wrote_on_it_judges_nothing_about_it(
    cast: Cast, wrote: Callable[[str, Person], Idea], challenge_of: MakeChallenge, idea_of: MakeIdea, how: str,
    name: str,
) -> None:  # fmt: skip
    """The table: five ways to stand to an idea, four roles, six deeds; one's role decides where one has no stake."""
    person = getattr(cast, name)
    if how in WROTE:
        idea = wrote(how, person)
    else:
        idea, carla = idea_of(challenge_of()), cast.carla
        if how == "declined":
            with transaction.unit():
                commands.invite(idea, person.handle, by=carla)
                commands.remove(idea, person.id, by=person)
    free = Finding(key="legal", type="free", label="Legal", says="", is_met=False)
    line = LedgerLine(recorded_by_id=cast.erik.id)
    decisions: dict[str, Decision] = {
        "decide": policy.may_decide(person, idea), "merge": policy.may_merge(person, idea),
        "waive": policy.may_waive(person, idea, free), "tick": policy.may_tick(person, idea, free),
        "review": policy.may_review(person, idea), "attest": policy.may_attest(person, line, idea),
    }  # fmt: skip
    may = {
        "ines": {"decide", "merge", "waive", "tick"}, "sam": {"review"}, "anna": {"attest"}, "ada": set(decisions)
    }[name]  # fmt: skip
    assert {deed for deed, decision in decisions.items() if decision} == (set() if how in WROTE else may)
    if how in WROTE:
        assert {decisions[deed].gate for deed in may} == {"own"}


@pytest.mark.parametrize("how", WROTE)
def test_another_of_the_team_decides(
    cast: Cast, api: Api, signed_in: Browsers, send: Send, wrote: Callable[[str, Person], Idea], how: str
) -> None:
    ines, idea = cast.ines, wrote(how, cast.ines)
    at, page = f"/api/v1/ideas/{idea.id}", signed_in(ines)
    deeds = (
        ("POST", f"{at}/moves", {"stage": "in_review", "reason": "Mine."}),
        ("POST", "/api/v1/moves", {"ideas": [idea.id], "stage": "in_review", "reason": "Mine."}),
        ("PUT", f"{at}/response", {"body": "We like it."}),
        ("POST", f"{at}/holding-answers", {"reason": "Later.", "until": clock.rfc3339(clock.now())}),
    )
    for method, address, body in deeds:
        refused = api(ines).open(address, method=method, json=body)
        assert (refused.status_code, refused.json["gate"]) == (403, "own"), address
    shown = page.get(idea.url).text
    assert "Let another member of the team decide about it." in shown
    assert f'action="/ideas/{idea.id}/moves"' not in shown
    dialog = page.get(f"/ideas/{idea.id}/moves/new")
    assert (dialog.status_code, '<turbo-frame id="move"' in dialog.text) == (403, True)
    assert "Let another member of the team decide about it." in dialog.text
    assert send(page, f"/ideas/{idea.id}/moves", idea.url, stage="in_review", reason="Mine.").status_code == 403
    assert api(cast.ada).post(f"{at}/moves", json={"stage": "in_review", "reason": "Good."}).status_code == 201


def test_nobody_merges_into_their_own(
    cast: Cast, api: Api, signed_in: Browsers, send: Send, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    """The votes of the other would be theirs."""
    challenge = challenge_of()
    mine, other = idea_of(challenge, by=cast.ines), idea_of(challenge, "Lend routers")
    for one, into in ((other, mine), (mine, other)):
        refused = api(cast.ines).put(f"/api/v1/ideas/{one.id}/merge", json={"into": into.id})
        assert (refused.status_code, refused.json["gate"]) == (403, "own")
    page = signed_in(cast.ines)
    refused = send(page, f"/ideas/{other.id}/merge?_method=PUT", other.url, into=str(mine.id))
    assert (refused.status_code, "Let another member" in refused.text) == (422, True)
    assert api(cast.ada).put(f"/api/v1/ideas/{other.id}/merge", json={"into": mine.id}).status_code == 200
    assert api(cast.ines).delete(f"/api/v1/ideas/{other.id}/merge").status_code == 403


def test_who_left_is_never_asked_to_review(
    cast: Cast, api: Api, wrote: Callable[[str, Person], Idea], challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    idea, sam, sue, ines = wrote("left", cast.sam), cast.sam, cast.sue, cast.ines
    with transaction.unit():
        commands.move(idea, "in_review", "Ask the experts.", by=ines)
    assert [each.person for each in queries.choices([idea])[idea.id]] == [sue]
    assert [list(queries.volunteers_list(each).items) for each in (sam, sue)] == [[], [idea]]
    due = idea.challenge.closes_at
    with pytest.raises(Invalid), transaction.unit():
        commands.assign_reviews(idea.challenge, {idea.id: [sam.id]}, due_at=due, by=ines)
    body = {"scores": SCORES, "reasons": REASONS}
    refused = api(sam).put(f"/api/v1/ideas/{idea.id}/review", json=body)
    assert (refused.status_code, refused.json["gate"]) == (403, "own")
    assert api(sue).put(f"/api/v1/ideas/{idea.id}/review", json=body).status_code == 200
    with transaction.unit():
        commands.invite(idea, "sam", by=cast.carla)
        commands.agree(idea, by=sam)
        commands.remove(idea, sam.id, by=cast.carla)  # a second time, and by the author
    assert not policy.may_review(sam, idea)

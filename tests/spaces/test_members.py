"""Roles in a space: who gives which to whom, what they open at once, and who reads who has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board import policy as board_policy
from app.board.queries.routing import candidates
from app.core import audit, transaction
from app.core.events import Entry
from app.extensions import db
from app.spaces import commands, policy, queries
from app.spaces.models import PREMODERATED, ROLES, Space
from app.training import policy as training
from tests.accounts.test_settings import deed
from tests.board.test_views import cost
from tests.cast import Cast
from tests.spaces.conftest import Give

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("by", "whom", "role", "allowed"),
    [
        ("erik", "emma", "moderator", True),
        ("erik", "emma", "expert", True),
        ("erik", "carla", "member", True),
        ("erik", "carla", "answerer", False),
        ("erik", "carla", "moderator", False),
        ("erik", "emma", "owner", False),
        ("erik", "erik", None, False),
        ("erik", "erik", "moderator", False),
        ("erik", "sam", None, False),
        ("stella", "emma", "owner", True),
        ("stella", "sam", None, True),
        ("stella", "carla", "owner", False),
        ("mona", "emma", "member", False),
        ("emma", "emma", "member", False),
        ("max", "emma", "member", False),
        ("carla", "carla", "member", False),
    ],
)
def test_who_gives_which_role(
    cast: Cast, space: Space, give: Give, by: str, whom: str, role: str | None, allowed: bool
) -> None:
    """Erik and Sam own it, Mona moderates it."""
    give(cast.mona, "moderator")
    give(cast.sam, "owner")
    assert bool(policy.may_grant(getattr(cast, by), space, role, getattr(cast, whom))) is allowed


def test_who_is_suspended_gives_no_role(cast: Cast, space: Space) -> None:
    with transaction.unit():
        accounts.suspend(cast.erik, None, by=cast.ada, reason="for the test")
    assert not policy.may_grant(cast.erik, space, "member", cast.emma)
    assert not policy.may_grant(None, space, "member", cast.emma)


def test_a_role_holds_from_the_next_deed_and_stands_on_the_log(
    cast: Cast, space: Space, signed_in: Browsers, give: Give
) -> None:
    owner, emma = signed_in(cast.erik), signed_in(cast.emma)
    assert emma.get("/moderation").status_code == 403
    assert deed(owner, "/spaces/help/members", handle="@emma", role="moderator").status_code == 303
    assert emma.get("/moderation").status_code == 200
    held = queries.membership(space, cast.emma)
    assert held is not None
    assert held.granted_by_id == cast.erik.id
    assert held.granted_at is not None
    entry = audit.entries(subject=f"space:{space.id}", limit=1).items[0]
    assert (entry.action, entry.actor_id, entry.after) == (
        "spaces.member_changed", cast.erik.id, {"person": cast.emma.id, "role": "moderator"},
    )  # fmt: skip
    assert deed(owner, "/spaces/help/members/emma", "DELETE").status_code == 303
    assert emma.get("/moderation").status_code == 403
    assert queries.role_in(cast.emma, space) is None
    before = db.session.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1))
    give(cast.emma, None)
    assert db.session.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1)) == before, "nothing changed"


def test_a_refused_role_is_told_on_its_field_and_what_was_typed_comes_back(
    cast: Cast, space: Space, signed_in: Browsers
) -> None:
    client = signed_in(cast.erik)
    answer = deed(client, "/spaces/help/members", handle="carla", role="answerer")
    assert cast.carla.is_in_good_standing
    answer = deed(client, "/spaces/help/members", handle="carla", role="answerer")
    assert answer.status_code == 422
    assert "This role is for employees" in answer.text
    assert 'value="carla"' in answer.text
    assert "Nobody has this handle" in deed(client, "/spaces/help/members", handle="xx", role="member").text
    assert cast.emma.is_in_good_standing
    assert deed(client, "/spaces/help/members", handle="emma", role="owner").status_code == 422, "not offered"
    assert deed(signed_in(cast.emma), "/spaces/help/members", handle="emma", role="member").status_code == 403


@pytest.mark.parametrize(
    ("slug", "handle", "status"),
    [
        ("help", "emma", 200),
        ("help", "stella", 200),
        ("help", "carla", 403),
        ("help", "colin", 200),
        ("staff", "carla", 404),
        ("help", "", 403),
    ],
)
def test_who_reads_who_has_a_role(
    cast: Cast, space: Space, give: Give, client: FlaskClient, signed_in: Browsers, slug: str, handle: str, status: int
) -> None:
    give(cast.colin, "member")
    cast.space(slug)
    browser = signed_in(getattr(cast, handle)) if handle else client
    answer = browser.get(f"/spaces/{slug}/members")
    assert answer.status_code in ({status} if handle else {302, 403})
    assert ("Erik Employee" in answer.text) is (status == 200)


def test_members_are_paged_and_cost_the_same_however_many(
    cast: Cast, space: Space, give: Give, signed_in: Browsers
) -> None:
    people = [cast.emma, cast.mona, cast.sam]
    for person in people:
        give(person, "answerer")
    client = signed_in(cast.erik)
    client.get("/spaces/help/members")
    few = cost(client, "/spaces/help/members")
    with transaction.unit():
        for number in range(45):
            one = accounts.add_person(name=f"Member {number}", email=f"m{number}@example.com", kind="customer")
            commands.set_role(space, one, "member", by=cast.stella)
    assert cost(client, "/spaces/help/members") == few
    first = queries.members_page(space)
    second = queries.members_page(space, after=first.next)
    assert (len(first.items), len(second.items), second.next) == (30, 19, None)
    assert {one.role for one in queries.members_page(space, role="answerer").items} == {"answerer"}
    assert [one.person.name for one in queries.members_page(space, words="Member 44").items] == ["Member 44"]
    assert "Member 44" in client.get("/spaces/help/members?q=member+44").text
    assert client.get("/spaces/help/members?after=nonsense").status_code == 422


def test_an_expert_of_a_space_verifies_whatever_is_asked_there(cast: Cast, space: Space, give: Give) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    cast.certify(cast.sam, "verify")
    with transaction.unit():
        question = board.ask(space=space, title="How do I prune?", topics=["Roses"], by=cast.carla)
        answer = board.answer(question, "In spring.", by=cast.emma)
    assert not board_policy.may_verify(cast.sam, answer)
    give(cast.sam, "expert")
    assert board_policy.may_verify(cast.sam, answer)
    give(cast.emma, "expert")
    assert not board_policy.may_verify(cast.emma, answer), "the role is no certificate, and nobody verifies their own"


@pytest.mark.parametrize("role", [None, *ROLES])
def test_where_a_space_has_its_own_people_they_alone_answer(
    cast: Cast, space: Space, give: Give, role: str | None
) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        question = board.ask(space=space, title="How do I prune?", by=cast.carla)
    give(cast.emma, role)
    assert training.clearance(cast.emma, "answer", space)
    with transaction.unit():
        commands.run_as(space, answered_by="roles", by=cast.erik)
    works = role is not None and role != "member"
    assert bool(training.clearance(cast.emma, "answer", space)) is works
    assert bool(board_policy.may_answer(cast.emma, question)) is works
    offered = [one.person_id for one in candidates([question])[question.id]]
    assert (cast.emma.id in offered) is works


def test_owners_set_who_answers(cast: Cast, space: Space, signed_in: Browsers) -> None:
    client = signed_in(cast.erik)
    page = client.get("/admin/spaces/help/running")
    assert page.status_code == 200
    levels = dict.fromkeys(PREMODERATED, "nobody")
    for wanted, status in (("nobody", 422), ("roles", 303)):
        told = {**levels, "answered_by": wanted, "trusted_after": "3"}
        assert deed(client, "/admin/spaces/help/running", "PUT", **told).status_code == status
    assert space.answered_by == "roles"
    for person in (cast.emma, cast.max, cast.carla):
        other = signed_in(person)
        assert other.get("/admin/spaces/help/running").status_code == 403
        assert deed(other, "/admin/spaces/help/running", "PUT", answered_by="cleared").status_code == 403
    assert audit.entries(subject=f"space:{space.id}", limit=1).items[0].action == "spaces.run_changed"


def test_programs_give_and_take_roles(cast: Cast, space: Space, api: Clients) -> None:
    owner, emma = api(cast.erik), cast.emma
    assert owner.put("/api/v1/spaces/help/members/emma", json={"role": "answerer"}).json == {
        "handle": "emma", "name": "Emma Employee", "role": "answerer",
        "granted_at": owner.get("/api/v1/spaces/help/members?role=answerer").json["items"][0]["granted_at"],
    }  # fmt: skip
    assert owner.put("/api/v1/spaces/help/members/emma", json={"role": "owner"}).status_code == 403
    assert owner.put("/api/v1/spaces/help/members/emma", json={"role": "king"}).status_code == 422
    assert api(emma).put("/api/v1/spaces/help/members/emma", json={"role": "member"}).status_code == 403
    assert api(cast.carla).get("/api/v1/spaces/help/members").status_code == 403
    assert owner.delete("/api/v1/spaces/help/members/emma").status_code == 204
    assert queries.role_in(emma, space) is None

"""The API's operations on who has which role in a space."""

from __future__ import annotations

from typing import Literal

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment
from app.spaces import commands, policy, queries
from app.spaces.models import Membership, Space

Role = Literal["owner", "moderator", "expert", "answerer", "member"]


class MembersQuery(Cursor):
    """Which members; those of one role, or all."""

    role: Role | None = None


class MemberIn(In):
    """A role to give."""

    role: Role


class MemberOut(Out):
    """Somebody's role in a space."""

    handle: str
    name: str
    role: str
    granted_at: Moment | None

    @classmethod
    def of(cls, one: Membership) -> MemberOut:
        """From a row."""
        return cls(handle=one.person.handle, name=one.person.name, role=one.role, granted_at=one.granted_at)


@operation("listMembers", "GET /spaces/<slug>/members", query=MembersQuery, returns=Listing[MemberOut])
def list_members(slug: str, query: MembersQuery) -> Listing[MemberOut]:
    """Who has which role in a space, the newest first."""
    space = _space(slug)
    ensure(policy.may_see_members(me(), space))
    page = queries.members_page(space, role=query.role or "", after=query.after, limit=query.limit)
    return Listing(items=[MemberOut.of(one) for one in page.items], next=page.next)


@operation("setMember", "PUT /spaces/<slug>/members/<handle>", body=MemberIn, returns=MemberOut)
def set_member(slug: str, handle: str, body: MemberIn) -> MemberOut:
    """Give somebody a role in a space; owners give all but their own kind, which stewards give."""
    by, space, person = somebody(), _space(slug), _person(handle)
    ensure(policy.may_grant(by, space, body.role, person))
    commands.set_role(space, person, body.role, by=by)
    return MemberOut.of(found(queries.membership(space, person)))


@operation("dropMember", "DELETE /spaces/<slug>/members/<handle>")
def drop_member(slug: str, handle: str) -> None:
    """Take somebody's role in a space."""
    by, space, person = somebody(), _space(slug), _person(handle)
    ensure(policy.may_grant(by, space, None, person))
    commands.set_role(space, person, None, by=by)


def _space(slug: str) -> Space:
    return found(queries.visible_space(me(), slug))


def _person(handle: str) -> Person:
    return found(accounts.by_handle(handle))

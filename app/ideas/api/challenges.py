"""The API's operations on challenges."""

from __future__ import annotations

from app.accounts.current import me, somebody
from app.core import text
from app.core.access import ensure, found, public
from app.core.api import Cursor, Listing, operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import ChallengeOut
from app.ideas.api.taken import ChallengeIn
from app.spaces import queries as spaces


@operation("listChallenges", "GET /challenges", query=Cursor, returns=Listing[ChallengeOut])
def list_challenges(query: Cursor) -> Listing[ChallengeOut]:
    """The challenges you may see, those that close last first."""
    public()
    page = queries.visible_challenges(me(), after=query.after, limit=query.limit)
    return Listing(items=[ChallengeOut.of(challenge, me()) for challenge in page.items], next=page.next)


@operation("createChallenge", "POST /challenges", body=ChallengeIn, returns=ChallengeOut, status=201)
def create_challenge(body: ChallengeIn) -> ChallengeOut:
    """Put a question to people."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    space = found(spaces.visible_space(person, body.space))
    plain = body.model_dump(exclude={"space", "slug", "rubric"})
    made = commands.open_challenge(
        space,
        slug=body.slug or text.slug(body.title),
        rubric=[each.as_row() for each in body.rubric],
        by=person,
        **plain,
    )
    return ChallengeOut.of(made, person)


@operation("getChallenge", "GET /challenges/<challenge>", returns=ChallengeOut)
def get_challenge(challenge: str) -> ChallengeOut:
    """A challenge by its slug or id."""
    public()
    return ChallengeOut.of(found(queries.named(me(), challenge)), me())

"""The API's operations on challenges."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.core.api import Cursor, Listing, operation
from app.ideas import commands, policy, queries
from app.ideas.api.given import ChallengeOut, ChallengePageOut, FormOut, OpeningOut
from app.ideas.api.taken import ChallengeEditIn, ChallengeIn, OpeningIn, rubric_rows
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
    rubric = rubric_rows(body.rubric)
    slug = body.slug or commands.address_for(body.title)
    made = commands.open_challenge(space, slug=slug, rubric=rubric, form=body.asks, by=person, **body.as_words())
    return ChallengeOut.of(made, person)


@operation("getChallenge", "GET /challenges/<challenge>", returns=ChallengePageOut)
def get_challenge(challenge: str) -> ChallengePageOut:
    """A challenge by its slug or id, with its form."""
    public()
    shown, is_team = found(queries.named(me(), challenge)), bool(policy.may_run_challenges(me()))
    form = FormOut.of(queries.form_of(shown), is_team=is_team)
    return ChallengePageOut(**ChallengeOut.of(shown, me()).model_dump(), form=form)


@operation("editChallenge", "PUT /challenges/<challenge>", body=ChallengeEditIn, returns=ChallengeOut)
def edit_challenge(challenge: str, body: ChallengeEditIn) -> ChallengeOut:
    """Change what is said of a challenge; to more people it is shown only by opening it."""
    person = somebody()
    shown = found(queries.named(person, challenge))
    ensure(policy.may_run_challenges(person))
    return ChallengeOut.of(commands.edit_challenge(shown, by=person, **body.as_words()), person)


@operation("planOpening", "PUT /challenges/<challenge>/opening", body=OpeningIn, returns=OpeningOut)
def plan_opening(challenge: str, body: OpeningIn) -> OpeningOut:
    """Open a challenge to customers, after a notice to those who took part; at once where nobody but the team did."""
    person = somebody()
    shown = found(queries.named(person, challenge))
    ensure(policy.may_run_challenges(person))
    space = found(spaces.visible_space(person, body.space))
    made = commands.plan_opening(
        shown, audience=body.audience, segments=body.segments, space=space,
        notice=timedelta(hours=body.notice_hours), by=person,
    )  # fmt: skip
    return OpeningOut.of(made, space.slug)


@operation("callOffOpening", "DELETE /challenges/<challenge>/opening")
def call_off_opening(challenge: str) -> None:
    """Do not open it to customers after all."""
    person = somebody()
    shown = found(queries.named(person, challenge))
    ensure(policy.may_run_challenges(person))
    commands.call_off_opening(shown, by=person)

"""The API's operations on ideas that everybody may use."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found, public
from app.core.api import Listing, operation
from app.discussion import queries as discussion
from app.ideas import commands, panel, policy, queries, words
from app.ideas.api.given import CommentOut, IdeaOut, IdeaPageOut, ReviewOut, VoteOut, idea_out, ideas_out, page_out
from app.ideas.api.taken import CommentIn, IdeaIn, IdeasQuery, ReviewIn, VoteIn
from app.ideas.models import Challenge, Idea

WAITS = {202: "It waits for a moderator"}


@operation("listIdeas", "GET /ideas", query=IdeasQuery, returns=Listing[IdeaOut])
def list_ideas(query: IdeasQuery) -> Listing[IdeaOut]:
    """The ideas you may see; merged ones are left out."""
    public()
    challenge = found(queries.named(me(), query.challenge)) if query.challenge else None
    _check_stage(query.stage, challenge)
    page = queries.listed(
        me(), challenge_id=challenge.id if challenge else None, stage=query.stage or "", kind=query.kind or "",
        sort=query.sort,
        after=query.after, limit=query.limit,
    )  # fmt: skip
    return Listing(items=ideas_out(page.items, me()), next=page.next)


@operation("submitIdea", "POST /ideas", body=IdeaIn, returns=IdeaOut, status=201, also=WAITS)
def submit_idea(body: IdeaIn) -> IdeaOut | tuple[IdeaOut, int]:
    """Answer a challenge; 202 when a rule holds the idea for a moderator."""
    person = somebody()
    challenge = found(queries.named(person, body.challenge))
    ensure(policy.may_submit(person, challenge))
    made = commands.submit(challenge, **body.model_dump(exclude={"challenge"}), by=person)
    return idea_out(made, person) if made.hold == "shown" else (idea_out(made, person), 202)


@operation("getIdea", "GET /ideas/<id:idea_id>", returns=IdeaPageOut)
def get_idea(idea_id: int) -> IdeaPageOut:
    """An idea with its reviews, moves, ledger and comments."""
    idea = _idea(idea_id)
    public()
    return page_out(
        idea, me(), panel=panel.convene(idea, queries.reviews(idea, me())), moves=queries.moves(idea),
        ledger=queries.ledger(idea), merged=[other for _merge, other in queries.seen_merged_into(idea, me())],
        comments=discussion.beneath("idea", [idea.id], me()).get(idea.id, []),
    )  # fmt: skip


@operation("voteIdea", "PUT /ideas/<id:idea_id>/vote", body=VoteIn, returns=VoteOut)
def vote_idea(idea_id: int, body: VoteIn) -> VoteOut:
    """Vote for an idea, or take the vote back; the count is null where it may not be seen."""
    person, idea = somebody(), _idea(idea_id)
    ensure(policy.may_vote(person, idea))
    if body.value > 0:
        ensure(policy.room_for_vote(person, idea))
    count = commands.vote(idea, body.value, by=person)
    return VoteOut(value=body.value, count=count if policy.sees_votes(person, idea, body.value) else None)


@operation(
    "commentOnIdea", "POST /ideas/<id:idea_id>/comments", body=CommentIn, returns=CommentOut, status=201, also=WAITS
)
def comment_on_idea(idea_id: int, body: CommentIn) -> CommentOut | tuple[CommentOut, int]:
    """Comment on an idea; 202 when a rule holds the comment."""
    person, idea = somebody(), _idea(idea_id)
    ensure(policy.may_comment(person, idea))
    made = commands.comment(idea, body.body, by=person, reply_to_id=body.reply_to)
    given = CommentOut.of(made, idea, person)
    return given if made.state == "published" else (given, 202)


@operation("reviewIdea", "PUT /ideas/<id:idea_id>/review", body=ReviewIn, returns=ReviewOut)
def review_idea(idea_id: int, body: ReviewIn) -> ReviewOut:
    """File or revise your review, or declare a conflict of interest."""
    person, idea = somebody(), _idea(idea_id)
    ensure(policy.may_review(person, idea))
    return ReviewOut.of(commands.file_review(idea, by=person, **body.model_dump()))


def _check_stage(stage: str | None, challenge: Challenge | None) -> None:
    """Raise Invalid with the allowed keys for a stage that there is not."""
    known = words.stages_named(challenge)
    if stage is not None and stage not in known:
        raise Invalid({"stage": _("Choose one of %(stages)s.", stages=", ".join(known))})


def _idea(idea_id: int) -> Idea:
    return found(queries.visible_idea(me(), idea_id))

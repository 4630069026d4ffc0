"""Reading ideas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import mail, text
from app.core.pages import Page, page
from app.core.rules import once_a_page
from app.extensions import db
from app.ideas.models import SHOWN, Challenge, Idea, ReviewAssignment
from app.ideas.queries.authors import author_ids, by_author, entrusted, is_author, own, written
from app.ideas.queries.challenges import may_see as may_see_challenge
from app.ideas.queries.fields import searched_answers
from app.spaces import queries as spaces

# An idea's space is its challenge's: read once, it serves both.
ONE_SPACE = joinedload(Idea.challenge, innerjoin=True).lazyload(Challenge.space)
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "top": Idea.top_key,
    "discover": Idea.discover_key,
    "hot": Idea.hot_key,
    "new": Idea.id,
    "discussed": Idea.comment_count,
}


@once_a_page
def may_see(person: Person | None) -> ColumnElement[bool]:
    """The rule: its challenge is visible, and it is shown; held and private ones only to those entrusted with it.

    A private one the innovation team sees as well, and whoever was asked to review it.
    """
    shown: ColumnElement[bool] = Idea.hold == SHOWN
    if person is None:
        shown = and_(shown, Idea.private.is_(False))
    else:
        mine = entrusted(person)
        if not (person.is_in_good_standing and person.has_role("innovation")):
            shown = and_(shown, or_(Idea.private.is_(False), mine, Idea.id.in_(_asked_to_review(person))))
        shown = or_(shown, and_(own(person), Idea.hold == "held"))
    return and_(Idea.challenge_id.in_(select(Challenge.id).where(may_see_challenge(person))), shown)


def out_of_sight(person: Person) -> ColumnElement[bool]:
    """What of others is not, or no more, for a person's eyes: whoever wrote an idea hears what becomes of it."""
    return and_(not_(own(person)), not_(may_see(person)))


def is_listed(person: Person | None) -> ColumnElement[bool]:
    """Whether its space is in lists: archived ones are not."""
    return Idea.space_id.in_(spaces.listed_ids(person))


def _asked_to_review(person: Person) -> Select[int]:
    given = ReviewAssignment.state.in_(("waiting", "done"))
    return select(ReviewAssignment.idea_id).where(ReviewAssignment.reviewer_id == person.id, given)


def listed(
    person: Person | None,
    *,
    challenge_id: int | None = None,
    stage: str = "",
    kind: str = "",
    sort: str = "top",
    author_id: int | None = None,
    space_id: int | None = None,
    after: str | None = None,
    limit: int = 30,
) -> Page[Idea]:
    """Ideas a person may see, merged ones left out, in one of the orders; of archived spaces only where asked for."""
    query = select(Idea).where(may_see(person), Idea.merged_into_id.is_(None)).options(ONE_SPACE)
    if author_id:
        query = query.where(by_author(author_id, person))
    if not challenge_id and not space_id:
        query = query.where(is_listed(person))
    wanted = {Idea.challenge_id: challenge_id, Idea.space_id: space_id, Idea.stage: stage, Idea.kind: kind}
    for column, value in wanted.items():
        if value:
            query = query.where(column == value)
    key = SORTS.get(sort, Idea.top_key)
    keys = (Idea.id,) if key is Idea.id else (key, Idea.id)
    return page(query, *keys, after=after, limit=limit)


def visible_idea(person: Person | None, idea_id: int) -> Idea | None:
    """An idea, if this person may see it."""
    return db.session.scalar(select(Idea).where(Idea.id == idea_id, may_see(person)).options(ONE_SPACE))


@mail.may_hear("idea")
def may_hear_of(idea_id: int, address: str) -> bool:
    """Whether a mail about an idea may still go: to its authors, and to whoever may see it now."""
    person, idea = accounts.by_email(address), idea_by_id(idea_id)
    mine = idea is not None and is_author(person, idea)
    return mine or visible_idea(person, idea_id) is not None


def readers(idea: Idea, people: Iterable[int]) -> list[int]:
    """Those of these people who may see an idea; everybody where visitors may."""
    wanted = list(people)
    if not wanted or visible_idea(None, idea.id) is not None:
        return wanted
    return accounts.who_see(wanted, lambda person: select(Idea.id).where(Idea.id == idea.id, may_see(person)))


def idea_by_id(idea_id: int) -> Idea | None:
    """An idea in any state, for those who decide about it and for subscribers."""
    return db.session.get(Idea, idea_id)


def visible_ids(person: Person | None, ids: Iterable[int]) -> set[int]:
    """Those of these ideas that a person may see."""
    wanted = list(ids)
    return set(db.session.scalars(select(Idea.id).where(Idea.id.in_(wanted), may_see(person)))) if wanted else set()


def with_hidden_votes(ids: Iterable[int]) -> set[int]:
    """Those of these ideas whose votes are hidden now."""
    wanted = list(ids)
    blind = select(Idea).where(Idea.id.in_(wanted), Idea.challenge.has(Challenge.blind.is_(True)))
    return {idea.id for idea in db.session.scalars(blind) if idea.challenge.hides_votes} if wanted else set()


def own_ids(person: Person, ids: Iterable[int]) -> set[int]:
    """Those of these ideas that a person wrote."""
    wanted = list(ids)
    return set(db.session.scalars(select(Idea.id).where(Idea.id.in_(wanted), own(person))))


def stakes(person: Person, ids: Iterable[int]) -> set[int]:
    """Those of these ideas that a person is or was an author of, so that others decide about them."""
    wanted = list(ids)
    return set(db.session.scalars(select(Idea.id).where(Idea.id.in_(wanted), written(person))))


def awaits_verdict_in(person: Person, challenge: Challenge) -> bool:
    """Whether an idea that somebody is or was an author of waits in a challenge to be judged."""
    theirs = (Idea.challenge_id == challenge.id, Idea.kind.in_(("open", "review")), written(person))
    standing = (Idea.merged_into_id.is_(None), Idea.hold.in_((SHOWN, "held")))
    return db.session.scalar(select(Idea.id).where(*theirs, *standing).limit(1)) is not None


def document(idea_id: int) -> dict[str, Any] | None:
    """What the search index keeps of an idea; None when it must not be found."""
    idea = db.session.get(Idea, idea_id)
    if idea is None or idea.hold != SHOWN or idea.private or idea.merged_into_id is not None:
        return None
    return {
        "key": f"idea:{idea.id}",
        "kind": "idea",
        "space_id": idea.space_id,
        "title": idea.title,
        "body": text.excerpt("\n\n".join([idea.body, *searched_answers(idea)])[: text.LONGEST], 4000),
        "answer": "",
        "topics": [],
        "answered": False,
        "at": idea.submitted_at,
    }


def rising(person: Person | None, limit: int = 3) -> Sequence[Idea]:
    """The hottest ideas whose challenge is open."""
    query = select(Idea).where(may_see(person), is_listed(person), Idea.kind.in_(("open", "review")))
    query = query.where(Idea.merged_into_id.is_(None))
    return db.session.scalars(query.order_by(Idea.hot_key.desc(), Idea.id.desc()).limit(limit)).all()


def outcomes(person: Person | None, limit: int = 3) -> Sequence[Idea]:
    """Ideas decided lately, either way: you said, we did."""
    decided = Idea.kind.in_(("doing", "done", "closed"))
    query = select(Idea).where(may_see(person), is_listed(person), decided, Idea.merged_into_id.is_(None))
    return db.session.scalars(query.order_by(Idea.moved_at.desc(), Idea.id.desc()).limit(limit)).all()


def by_external_id(external_id: str) -> Idea | None:
    """An imported idea."""
    return db.session.scalar(select(Idea).where(Idea.external_id == external_id))


def ideas_in(challenge: Challenge, ids: Iterable[int]) -> Sequence[Idea]:
    """Those of these ideas that are in a challenge."""
    return db.session.scalars(select(Idea).where(Idea.challenge_id == challenge.id, Idea.id.in_(list(ids)))).all()


def ids_in(challenge_id: int) -> Sequence[int]:
    """Ids of all ideas of a challenge, for subscribers."""
    return db.session.scalars(select(Idea.id).where(Idea.challenge_id == challenge_id).order_by(Idea.id)).all()


def readers_of(idea: Idea, people: Iterable[int]) -> list[int]:
    """The same, with its authors, who hear of it whatever became of it."""
    wanted, theirs = set(people), set(author_ids(idea))
    return [*readers(idea, wanted - theirs), *(theirs & wanted)]

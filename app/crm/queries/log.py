"""Reading the interaction log: whose a line is follows from the ties that stand, at the line's own time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.board.models import SHOWN as SHOWN_QUESTION
from app.board.models import Answer, Question
from app.board.queries.visibility import may_read
from app.core.pages import Page, decode, page
from app.crm.attribution import owner
from app.crm.models import Contact, Identity, IdentityLink, Interaction
from app.crm.queries.contacts import contacts_by_ids
from app.crm.queries.identities import links_of, standing_links
from app.crm.queries.messages import pages_behind
from app.discussion.models import SHOWN, Comment
from app.extensions import db
from app.ideas import queries as ideas
from app.ideas.models import SHOWN as SHOWN_IDEA
from app.ideas.models import Idea
from app.ideas.policy import may_run_challenges

# Up to so many parts each gives its newest lines, which an index leads to; beyond, one condition is as good.
MOST_PARTS = 100
VOTED = "voted"
Part = tuple[ColumnElement[bool], ...]
TONES = {"bad": (None, -0.25), "neutral": (-0.25, 0.25), "good": (0.25, None)}


@dataclass(frozen=True)
class Filters:
    """Which lines of a log: of these kinds, by a channel, from a moment on, up to but not with another, in a tone."""

    kinds: tuple[str, ...] = ()
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None
    tone: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for a statement on `Interaction`."""
        said: list[ColumnElement[bool]] = [Interaction.withdrawn_at.is_(None)]
        if self.kinds:
            said.append(Interaction.kind.in_(self.kinds))
        if self.channel:
            said.append(Interaction.channel == self.channel)
        if self.since is not None:
            said.append(Interaction.at >= self.since)
        if self.until is not None:
            said.append(Interaction.at < self.until)
        return said + self._tone()

    def _tone(self) -> list[ColumnElement[bool]]:
        least, most = TONES.get(self.tone, (None, None))
        above = [Interaction.sentiment >= least] if least is not None else []
        return above + ([Interaction.sentiment < most] if most is not None else [])


ALL = Filters()
NOTHING = Filters(kinds=("nothing",))


@dataclass(frozen=True)
class Line:
    """A line as one reader may know it: without its words where they may not read what it was about.

    A `secret` one does not say what it is about at all: a vote that is not to be counted yet.
    """

    row: Interaction
    contact: Contact | None
    hidden: bool
    page: str = ""
    secret: bool = False

    @property
    def subject(self) -> str:
        """What it is about, such as idea:7."""
        return "" if self.secret else self.row.subject

    @property
    def summary(self) -> str:
        """What it was about."""
        return "" if self.hidden else self.row.summary

    @property
    def url(self) -> str:
        """Where it is."""
        return "" if self.hidden else self.row.url or self.page


def interactions(
    *,
    contact: Contact | None = None,
    identity: Identity | None = None,
    handle: str = "",
    ties: Sequence[IdentityLink] | None = None,
    filters: Filters = ALL,
    after: str | None = None,
    limit: int = 30,
) -> Page[Interaction]:
    """The interaction log, newest first, of a contact, an identity, whoever has a handle, or everybody.

    `ties` are those of the contact that stand, for whoever has read them already.
    """
    parts = _of_kinds(_parts(contact, ties, _identities(identity, handle)), filters.kinds)
    conditions = filters.conditions()
    if len(parts) == 1:
        one = select(Interaction).where(*parts[0], *conditions)
        return page(one, Interaction.at, Interaction.id, after=after, limit=limit)
    beyond = _beyond(after) if after else []
    if not parts:
        return Page([], None)
    if len(parts) > MOST_PARTS:
        some = select(Interaction).where(or_(*(and_(*part) for part in parts)), *conditions)
        return page(some, Interaction.at, Interaction.id, after=after, limit=limit)
    newest = [_newest(part, [*conditions, *beyond], limit + 1) for part in parts]
    either = aliased(Interaction, union_all(*newest).subquery())
    return page(select(either), either.at, either.id, after=after, limit=limit)


def lines(rows: Page[Interaction], reader: Person | None) -> Page[Line]:
    """The same lines with their contacts, for one reader's eyes; in as many queries however many they are."""
    known, hidden, taken_out = owners(rows.items), _unreadable(rows.items, reader), _taken_out(rows.items)
    pages, secret = pages_behind(rows.items, reader), _secret_votes(rows.items, reader)
    shown = []
    for row in rows.items:
        untold = row.kind == VOTED and row.subject in secret
        unread = untold or row.subject in hidden or row.said in taken_out
        shown.append(Line(row, known.get(row.id), unread, pages.get(row.subject, ""), untold))
    return Page(shown, rows.next)


def owners(rows: Sequence[Interaction]) -> dict[int, Contact | None]:
    """Whose each line is, by its id."""
    ties = standing_links({row.identity_id for row in rows})
    ids = {row.id: owner(ties.get(row.identity_id, ()), row.at) for row in rows}
    known = contacts_by_ids(contact_id for contact_id in ids.values() if contact_id is not None)
    return {row_id: known.get(contact_id) if contact_id else None for row_id, contact_id in ids.items()}


def interactions_between(
    identity_id: int, since: datetime, until: datetime, *, after: str | None = None, limit: int = 100
) -> Page[Interaction]:
    """What an identity did from a moment up to but not with another, oldest first: what a connector re-sends."""
    within = (Interaction.identity_id == identity_id, Interaction.at >= since, Interaction.at < until)
    query = select(Interaction).where(*within, Interaction.withdrawn_at.is_(None))
    return page(query, Interaction.at, Interaction.id, after=after, limit=limit, ascending=True)


def interaction(key: str) -> Interaction | None:
    """One line by its stable id, also one that was taken back."""
    return db.session.scalar(select(Interaction).where(Interaction.key == key))


def holds(link: Any) -> ColumnElement[bool]:
    """Whether a standing tie speaks of a line: the condition that joins `Interaction` with ties."""
    return and_(
        link.identity_id == Interaction.identity_id,
        link.unlinked_at.is_(None),
        Interaction.at >= link.valid_from,
        Interaction.at < link.valid_until,
    )


def stretch(tie: IdentityLink) -> Part:
    """The lines that a tie speaks of."""
    return (
        Interaction.identity_id == tie.identity_id,
        Interaction.at >= tie.valid_from,
        Interaction.at < tie.valid_until,
    )


def _identities(identity: Identity | None, handle: str) -> set[int] | None:
    """Whose lines are wanted; None for whoever's."""
    if identity is not None:
        return {identity.id}
    if not handle:
        return None
    return set(db.session.scalars(select(Identity.id).where(Identity.value.in_({handle, handle.casefold()}))))


def _parts(contact: Contact | None, ties: Sequence[IdentityLink] | None, identities: set[int] | None) -> list[Part]:
    """The stretches of the log that are wanted, each of which an index leads to."""
    if contact is None:
        return [()] if identities is None else [(Interaction.identity_id == number,) for number in sorted(identities)]
    known = links_of(contact) if ties is None else ties
    return [stretch(tie) for tie in known if identities is None or tie.identity_id in identities]


def _of_kinds(parts: list[Part], kinds: Sequence[str]) -> list[Part]:
    """Of several kinds each by itself, since an index has only those of one in the order of time."""
    if len(kinds) < 2:
        return parts
    return [(*part, Interaction.kind == kind) for part in parts for kind in kinds]


def _beyond(after: str) -> list[ColumnElement[bool]]:
    """So that each part begins where the page does; what is no marker of this list, the page itself refuses."""
    at, number = decode(after, 2)
    if not isinstance(at, datetime) or type(number) is not int:
        return []
    place = (literal(at, Interaction.at.type), literal(number, Interaction.id.type))
    return [tuple_(Interaction.at, Interaction.id) < tuple_(*place)]


def _newest(part: Part, conditions: Iterable[ColumnElement[bool]], most: int) -> Select[Any]:
    """Of a part the newest lines alone, so that a page costs the same however long the log is."""
    newest = select(Interaction.__table__).where(*part, *conditions)
    return select(newest.order_by(Interaction.at.desc(), Interaction.id.desc()).limit(most).subquery())


def _unreadable(rows: Iterable[Interaction], reader: Person | None) -> set[str]:
    """What the lines are about that somebody may not read: questions, answers to them, ideas, challenges."""
    told: dict[str, set[int]] = {"question": set(), "answer": set(), "idea": set(), "challenge": set()}
    for row in rows:
        kind, _, number = row.subject.partition(":")
        if kind in told and number.isdigit():
            told[kind].add(int(number))
    seen = {
        "question": _readable(told["question"], reader),
        "answer": _with_readable_question(told["answer"], reader),
        "idea": ideas.visible_ids(reader, told["idea"]),
        "challenge": ideas.visible_challenge_ids(reader, told["challenge"]),
    }
    return {f"{kind}:{number}" for kind, numbers in told.items() for number in numbers - seen[kind]}


def _secret_votes(rows: Iterable[Interaction], reader: Person | None) -> set[str]:
    """The ideas voted for in these lines whose votes only the innovation team may count yet."""
    numbers = {row.subject.partition(":")[2] for row in rows if row.kind == VOTED and row.subject.startswith("idea:")}
    if not numbers or may_run_challenges(reader):
        return set()
    return {f"idea:{idea_id}" for idea_id in ideas.with_hidden_votes(map(int, numbers))}


def _taken_out(rows: Iterable[Interaction]) -> set[str]:
    """Comments among these lines that moderators do not let stand."""
    said = [row.said.partition(":")[2] for row in rows if row.said and row.said.startswith("comment:")]
    if not said:
        return set()
    gone = select(Comment.id).where(Comment.id.in_([int(number) for number in said]), Comment.state != SHOWN)
    return {f"comment:{number}" for number in db.session.scalars(gone)}


def subjects_at(question_id: int) -> list[str]:
    """A question and its answers, as lines that bear its title name what they are about."""
    answers = db.session.scalars(select(Answer.id).where(Answer.question_id == question_id))
    return [f"question:{question_id}", *(f"answer:{number}" for number in answers)]


def is_taken_out(row: Interaction) -> bool:
    """Whether what a line quotes is shown to nobody any more, for what is told outside: it goes without its words."""
    kind, _, number = row.subject.partition(":")
    held: Select[Any] | None = None
    if kind == "question":
        held = select(Question.id).where(Question.id == int(number), Question.hold != SHOWN_QUESTION)
    elif kind == "answer":
        beneath = select(Answer.question_id).where(Answer.id == int(number)).scalar_subquery()
        held = select(Question.id).where(Question.id == beneath, Question.hold != SHOWN_QUESTION)
    elif kind == "idea":
        held = select(Idea.id).where(Idea.id == int(number), Idea.hold != SHOWN_IDEA)
    return row.said in _taken_out([row]) or (held is not None and db.session.scalar(held) is not None)


def _readable(question_ids: set[int], reader: Person | None) -> set[int]:
    if not question_ids:
        return set()
    mine = select(Question.id).where(Question.id.in_(question_ids), may_read(reader))
    return set(db.session.scalars(mine))


def _with_readable_question(answer_ids: set[int], reader: Person | None) -> set[int]:
    if not answer_ids:
        return set()
    mine = select(Answer.id).join(Question, Question.id == Answer.question_id)
    return set(db.session.scalars(mine.where(Answer.id.in_(answer_ids), may_read(reader))))

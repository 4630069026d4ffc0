"""Reading people, sessions and tokens."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import Select, func, literal, or_, select, union_all

from app.accounts import guests
from app.accounts.models import CLOSED, Attempt, CustomerFacts, OneTimeLink, Person, SignedInSession, Token
from app.accounts.signon import queries as signon
from app.core import clock
from app.core.pages import Page, page
from app.extensions import db

GUESTS = ("active", "suspended")
# A statement has room for the rule of so many readers: SQLite joins 500 queries at most.
ASKED_AT_ONCE = 100
# Letters that are a Latin one with a stroke, which Unicode does not take apart.
LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
# What other features may ask about single sign-on.
sign_on_providers = signon.providers
sign_on_subject = signon.subject_called
sign_on_subject_by_id = signon.subject_by_id
sign_on_subjects_of = signon.subjects_of


def digest(secret: str) -> str:
    """How secrets and addresses are kept: SHA-256 of a value that is random or looked up exactly."""
    return hashlib.sha256(secret.encode()).hexdigest()


def by_handle(handle: str) -> Person | None:
    """The person with this handle."""
    return db.session.scalar(select(Person).where(Person.handle == handle.casefold()))


def guest_word(person: Person) -> str:
    """A signed word that lets a guest in from their mail."""
    return guests.word_for(person.id)


def guest_by_word(word: str) -> Person | None:
    """The guest whose word it is, while they are one and may come in; also to read why they may not post."""
    number = guests.id_of(word)
    person = db.session.get(Person, number) if number is not None else None
    return person if person is not None and person.is_guest and person.state in GUESTS else None


def by_email(email: str) -> Person | None:
    """The person with this address."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def by_external_id(external_id: str) -> Person | None:
    """An imported person."""
    return db.session.scalar(select(Person).where(Person.external_id == external_id))


def by_id(person_id: int) -> Person | None:
    """The person with this id."""
    return db.session.get(Person, person_id)


def by_ids(ids: Iterable[int]) -> dict[int, Person]:
    """People by id, in one query."""
    wanted = set(ids)
    return {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(wanted)))} if wanted else {}


def who_see(ids: Iterable[int], seen_by: Callable[[Person], Select[int]]) -> list[int]:
    """Those of these people for whom a query finds something, so many of them asked about in one statement."""
    known, found = list(by_ids(ids).values()), list[int]()
    for start in range(0, len(known), ASKED_AT_ONCE):
        some = known[start : start + ASKED_AT_ONCE]
        each = [select(literal(person.id)).where(seen_by(person).exists()) for person in some]
        found += db.session.scalars(union_all(*each))
    return found


def by_handles(handles: Iterable[str]) -> Sequence[Person]:
    """People by handle, in one query; unknown ones are left out."""
    wanted = {handle.casefold() for handle in handles}
    return db.session.scalars(select(Person).where(Person.handle.in_(wanted))).all() if wanted else []


def with_role(role: str) -> Sequence[Person]:
    """Everybody in good standing who holds a role by name."""
    holds = Person.packed_roles.contains(f" {role} ")
    return db.session.scalars(select(Person).where(holds, Person.state == "active").order_by(Person.id)).all()


def people(
    *, words: str = "", kind: str = "", closed: bool = False, after: str | None = None, limit: int = 30
) -> Page[Person]:
    """Members, newest first, by name or function; those whose account is closed only where they are asked for."""
    states = ("active", "suspended", *([CLOSED] if closed else []))
    query = select(Person).where(Person.state.in_(states), Person.is_guest.is_(False))
    if kind:
        query = query.where(Person.kind == kind)
    if words:
        like = f"%{words.lower().replace('%', '').replace('_', ' ')}%"
        query = query.where(or_(func.lower(Person.name).like(like), func.lower(Person.function).like(like)))
    return page(query, Person.id, after=after, limit=limit)


def live_session(token: str) -> SignedInSession | None:
    """The session of a token, unless it was revoked or has run out."""
    session = db.session.scalar(select(SignedInSession).where(SignedInSession.token_hash == digest(token)))
    if session is None or session.revoked_at is not None or session.expires_at <= clock.now():
        return None
    return session


def sessions_of(person: Person) -> Sequence[SignedInSession]:
    """Where somebody is signed in now."""
    live = (
        SignedInSession.person_id == person.id,
        SignedInSession.revoked_at.is_(None),
        SignedInSession.expires_at > clock.now(),
    )
    return db.session.scalars(select(SignedInSession).where(*live).order_by(SignedInSession.seen_at.desc())).all()


def live_token(secret: str) -> Token | None:
    """The API token of a secret, unless it was revoked or has run out."""
    token = db.session.scalar(select(Token).where(Token.token_hash == digest(secret)))
    if token is None or token.revoked_at or (token.expires_at and token.expires_at <= clock.now()):
        return None
    return token


def tokens_of(person: Person) -> Sequence[Token]:
    """Somebody's tokens that still work."""
    mine = select(Token).where(Token.person_id == person.id, Token.revoked_at.is_(None))
    return db.session.scalars(mine.order_by(Token.id.desc())).all()


def usable_link(secret: str, purpose: str) -> OneTimeLink | None:
    """A one-time link that has neither been used nor run out, of an account that is not closed for good.

    Nor is one of use that went to an address which the account no longer has: whoever reads mail there is not known.
    """
    link = db.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == digest(secret)))
    if link is None or link.purpose != purpose or link.person.state in {"erased", CLOSED}:
        return None
    is_good = link.used_at is None and link.expires_at > clock.now() and link.email == link.person.email
    return link if is_good else None


def attempts(keys: Iterable[str], within: timedelta) -> int:
    """The most attempts that any of these keys made lately."""
    since = clock.now() - within
    hashes = [digest(key) for key in keys]
    counts = db.session.scalars(
        select(func.count()).where(Attempt.key.in_(hashes), Attempt.at > since).group_by(Attempt.key)
    ).all()
    return max(counts, default=0)


def free_handle(wanted: str) -> str:
    """The wanted handle, or it with the next free number."""
    stem = _stem(wanted)
    taken = set(db.session.scalars(select(Person.handle).where(Person.handle.like(f"{stem}%"))))
    if stem not in taken:
        return stem
    return next(f"{stem}{n}" for n in range(2, len(taken) + 3) if f"{stem}{n}" not in taken)


def _stem(wanted: str) -> str:
    """A handle in Latin letters where it has any: others can look like them, and nobody could type a mix of both."""
    plain = unicodedata.normalize("NFKD", wanted.casefold().translate(LATIN)).encode("ascii", "ignore").decode()
    own = unicodedata.normalize("NFKC", wanted).casefold()
    kept = ("".join(c for c in words if c.isalnum() or c in "-_.")[:32].strip("-_.") for words in (plain, own))
    return next(filter(None, kept), "member")


def facts_of(people: Iterable[int]) -> dict[int, CustomerFacts]:
    """What the CRM knows of these people, in one query; those it does not know are left out."""
    wanted = set(people)
    if not wanted:
        return {}
    rows = db.session.scalars(select(CustomerFacts).where(CustomerFacts.person_id.in_(wanted)))
    return {facts.person_id: facts for facts in rows}


def segments() -> list[tuple[str, int]]:
    """The CRM's segments that members are in, with how many of them, by name."""
    query = select(CustomerFacts.segment, func.count()).where(CustomerFacts.segment != "")
    rows = db.session.execute(query.group_by(CustomerFacts.segment).order_by(CustomerFacts.segment))
    return [(segment, count) for segment, count in rows]

"""Reading providers and who is whom there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.models import Person
from app.accounts.signon.models import SignOnSubject
from app.core.settings import settings
from app.extensions import db
from config import SignOnProvider


def providers() -> tuple[SignOnProvider, ...]:
    """All that are set up, in the order of the settings."""
    return settings().sign_on


def provider(name: str) -> SignOnProvider | None:
    """One of them."""
    return next((each for each in providers() if each.name == name), None)


def subject(issuer: str, subject_there: str) -> SignOnSubject | None:
    """Who this account at a provider is here."""
    known = (SignOnSubject.issuer == issuer, SignOnSubject.subject == subject_there)
    return db.session.scalar(select(SignOnSubject).where(*known))


def subject_called(provider_name: str, subject_there: str) -> SignOnSubject | None:
    """The same by the provider's name, as the CRM has it."""
    there = provider(provider_name)
    return subject(there.issuer, subject_there) if there is not None else None


def subjects_of(person: Person) -> Sequence[SignOnSubject]:
    """Somebody's accounts at providers, also at those that are set up no more."""
    mine = select(SignOnSubject).where(SignOnSubject.person_id == person.id)
    return db.session.scalars(mine.order_by(SignOnSubject.id)).all()


def subject_by_id(subject_id: int) -> SignOnSubject | None:
    """One of them."""
    return db.session.get(SignOnSubject, subject_id)


def counts() -> dict[str, int]:
    """How many people each provider opens an account for, by its name."""
    rows = db.session.execute(select(SignOnSubject.provider, func.count()).group_by(SignOnSubject.provider))
    return {row[0]: row[1] for row in rows}


def provider_for(person: Person) -> SignOnProvider | None:
    """Where somebody who has no password shows that it is them; None where nothing is set up for it."""
    issuers = {each.issuer for each in subjects_of(person)}
    return next((each for each in providers() if each.issuer in issuers), None)


def subject_at(provider: SignOnProvider, person: Person) -> SignOnSubject | None:
    """Somebody's account at one provider."""
    return next((each for each in subjects_of(person) if each.issuer == provider.issuer), None)

"""What accounts hold of a person."""

from __future__ import annotations

from app.accounts.models import CustomerFacts, Erasure, OneTimeLink, Person, SignedInSession, Token
from app.accounts.signon.models import SignOnSubject
from app.core.api.idempotency import IdempotentAnswer
from app.core.personal import Held, holds, refers

PROFILE = (
    "handle", "name", "kind", "function", "team", "bio", "email", "email_confirmed_at", "external_id", "locale",
    "joined_at",
)  # fmt: skip
FORMER = "former-"


def _former(person: Person) -> str:
    return f"{FORMER}{person.id}"


refers(Erasure, "person_id", "asked_by_id")
holds(
    Held(SignedInSession, "person_id", "goes", "sessions", ("agent", "address", "created_at", "seen_at")),
    Held(Token, "person_id", "goes", "tokens", ("name", "scopes", "created_at", "expires_at")),
    Held(SignOnSubject, "person_id", "goes", "single sign-on",
         ("provider", "subject", "email", "made_at", "seen_at"), key=True),
    Held(OneTimeLink, "person_id", "goes"),
    Held(IdempotentAnswer, "person_id", "goes"),
    Held(CustomerFacts, "person_id", "goes", "customer facts", ("customer", "segment", "value")),
    Held(
        Person, "id", "blanked", "account", PROFILE,
        {
            "handle": _former, "name": lambda person: f"Former member {person.id}", "function": "", "team": "",
            "bio": "", "email": None, "email_confirmed_at": None, "password_hash": None, "external_id": None,
            "packed_roles": " ", "locale": None, "state": "erased", "suspended_until": None,
        },
    ),
)  # fmt: skip

"""The API's operation on oneself, and how people appear in other answers."""

from __future__ import annotations

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import public
from app.core.api import Out, operation
from app.core.signals import clearances_of


class PersonOut(Out):
    """A person as others see them."""

    id: int
    handle: str
    name: str
    kind: str
    function: str

    @classmethod
    def of(cls, person: Person) -> PersonOut:
        """From a row."""
        return cls.model_validate(person)


class MeOut(PersonOut):
    """Oneself."""

    roles: list[str]
    clearances: list[str]
    certificates: list[str]


@operation("getMe", "GET /me", returns=MeOut)
def get_me() -> MeOut:
    """Who the token or session belongs to, and what they are cleared to do."""
    person = somebody()
    public()
    clearances, certificates = clearances_of(person)
    return MeOut(
        **PersonOut.of(person).model_dump(),
        roles=sorted(person.roles),
        clearances=clearances,
        certificates=certificates,
    )

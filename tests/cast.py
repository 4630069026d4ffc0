"""The people of the tests: named, made by the same commands as everybody, when first asked for."""

from __future__ import annotations

from app.accounts import commands as accounts
from app.accounts import queries
from app.accounts.models import Person
from app.core import transaction
from app.spaces import commands as spaces
from app.spaces.models import Space
from app.spaces.queries import visible_space

PEOPLE: dict[str, dict[str, object]] = {
    "carla": {"name": "Carla Customer", "kind": "customer"},
    "colin": {"name": "Colin Customer", "kind": "customer"},
    "nell": {"name": "Nell Novice", "kind": "employee"},
    "emma": {"name": "Emma Employee", "kind": "employee"},
    "erik": {"name": "Erik Employee", "kind": "employee"},
    "mona": {"name": "Mona Mentor", "kind": "employee", "roles": ("mentor",)},
    "sam": {"name": "Sam Specialist", "kind": "employee", "roles": ("sme",)},
    "sue": {"name": "Sue Specialist", "kind": "employee", "roles": ("sme",)},
    "max": {"name": "Max Moderator", "kind": "employee", "roles": ("moderator",)},
    "ines": {"name": "Ines Innovation", "kind": "employee", "roles": ("innovation",)},
    "stella": {"name": "Stella Steward", "kind": "employee", "roles": ("steward",)},
    "cara": {"name": "Cara Care", "kind": "employee", "roles": ("care",)},
    "anna": {"name": "Anna Analyst", "kind": "employee", "roles": ("analyst",)},
    "ada": {"name": "Ada Admin", "kind": "employee", "roles": ("admin",)},
}
SPACES = {"help": "public", "lounge": "customers", "staff": "internal", "practice": "sandbox"}


class Cast:
    """`cast.carla` is a person, `cast.space("help")` a space."""

    def __getattr__(self, handle: str) -> Person:
        if handle not in PEOPLE:
            raise AttributeError(handle)
        known = queries.by_handle(handle)
        if known is not None:
            return known
        with transaction.unit():
            return accounts.add_person(
                handle=handle, email=f"{handle}@example.com", confirmed=True, **PEOPLE[handle]  # type: ignore[arg-type]
            )

    def space(self, slug: str = "help") -> Space:
        """One of the four spaces."""
        known = visible_space(self.stella, slug)
        if known is not None:
            return known
        with transaction.unit():
            return spaces.open_space(slug=slug, name=slug.title(), visibility=SPACES[slug], by=self.stella)

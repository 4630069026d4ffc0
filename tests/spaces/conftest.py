"""What the tests of spaces stand on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Person
from app.core import transaction
from app.spaces import commands
from app.spaces.models import Space
from tests.cast import Cast

Give = Callable[[Person, str | None], None]


@pytest.fixture
def space(cast: Cast) -> Space:
    """The public space, which Erik owns."""
    made = cast.space("help")
    with transaction.unit():
        commands.set_role(made, cast.erik, "owner", by=cast.stella)
    return made


@pytest.fixture
def give(cast: Cast, space: Space) -> Give:
    """Give somebody a role there, or take it."""

    def give(person: Person, role: str | None) -> None:
        with transaction.unit():
            commands.set_role(space, person, role, by=cast.stella)

    return give

"""Whose words wait for a moderator in a space before anybody else sees them, whatever way they come in."""

from __future__ import annotations

from collections.abc import Callable

from app.accounts.models import Person
from app.spaces.models import PREMODERATED, Space
from app.spaces.policy.spaces import may_moderate, works_in

RULE = "pre-moderation"
Tells = Callable[[int, int], bool]
Counts = Callable[[int, int], int]
_published: list[Tells] = []
_approved: list[Counts] = []


def tells_published(tell: Tells) -> Tells:
    """Let a higher feature say whether a person has something in a space that others read: `tell(person, space)`."""
    _published.append(tell)
    return tell


def counts_approved(count: Counts) -> Counts:
    """Let a higher feature count what moderators let pass of a person in a space: `count(person, space)`."""
    _approved.append(count)
    return count


def holds(space: Space, kind: str, by: Person) -> list[str]:
    """The rule that holds what somebody writes there, one of PREMODERATED; nothing where it is seen at once."""
    return [RULE] if waits(space, kind, by) else []


def waits(space: Space, kind: str, by: Person) -> bool:
    """Whether a moderator looks first; whoever moderates there waits for nobody."""
    level = level_of(space, kind)
    if level == "nobody" or may_moderate(by, space):
        return False
    if level == "everybody":
        return True
    if is_trusted(by, space):
        return False
    return level == "untrusted" or not any(tell(by.id, space.id) for tell in _published)


def level_of(space: Space, kind: str) -> str:
    """Whose words of a kind wait in a space, one of LEVELS; nobody's where its owners said nothing."""
    assert kind in PREMODERATED, kind  # noqa: S101 - a typing error must not open a gate
    return str(space.premoderation.get(kind, "nobody"))


def levels(space: Space) -> dict[str, str]:
    """The same for every kind."""
    return {kind: level_of(space, kind) for kind in PREMODERATED}


def held_back(space: Space) -> list[str]:
    """The kinds of which somebody's words wait there."""
    return [kind for kind, level in levels(space).items() if level != "nobody"]


def is_trusted(person: Person, space: Space) -> bool:
    """Whether somebody works in a space by a role, or had enough let pass by its moderators."""
    if works_in(person, space):
        return True
    return sum(count(person.id, space.id) for count in _approved) >= space.trusted_after

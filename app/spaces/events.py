"""What happens to spaces."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("spaces.space_opened", "spaces")
class SpaceOpened(Event):
    """A programme was given a space."""

    space_id: int


@happening("spaces.space_changed", "spaces", "space:{space_id}")
class SpaceChanged(Event):
    """Its name, purpose, visibility or addendum changed."""

    space_id: int


@happening("spaces.space_archived", "spaces", "space:{space_id}")
class SpaceArchived(Event):
    """It is read and not changed from now on, and stands in no list."""

    space_id: int


@happening("spaces.space_brought_back", "spaces", "space:{space_id}")
class SpaceBroughtBack(Event):
    """An archived space is open again, as it was."""

    space_id: int


@happening("spaces.member_changed")
class MemberChanged(Event):
    """Somebody's role in a space was given, changed or taken."""

    space_id: int
    person_id: int
    role: str | None


@happening("spaces.hours_changed", "spaces")
class HoursChanged(Event):
    """The business hours of a space changed, or with no space those of the company."""

    space_id: int | None

"""The exchange's forms that a draft may be of, as far as a person may see the pages they stand on."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.accounts.models import Person
from app.discussion.queries import Place, place
from app.ideas.queries.authors import is_author
from app.ideas.queries.reviewing import ideas_by_ids


@place("review")
def reviews_of_ideas(names: Sequence[str], person: Person) -> dict[str, Place]:
    """Reviews of ideas, by those who review."""
    if not person.has_role("sme"):
        return {}
    return {
        str(each.id): Place(_("Your review of: %(title)s", title=each.title), f"/ideas/{each.id}/review")
        for each in ideas_by_ids(person, _ids(names)).values()
    }


@place("idea")
def ideas_in_writing(names: Sequence[str], person: Person) -> dict[str, Place]:
    """A new idea, and changes of one's own ones."""
    found = {"new": Place(_("A new idea"), "/ideas/new")} if "new" in names else {}
    for each in ideas_by_ids(person, _ids(names)).values():
        if is_author(person, each):
            found[str(each.id)] = Place(_("Your change of: %(title)s", title=each.title), f"/ideas/{each.id}/edit")
    return found


def _ids(names: Sequence[str]) -> list[int]:
    return [int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 19]

"""Opening and changing spaces."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.core import audit, clock, text
from app.core.access import Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.spaces.events import SpaceChanged, SpaceOpened
from app.spaces.models import VISIBILITIES, Addendum, Space


def open_space(
    *,
    slug: str,
    name: str,
    purpose: str = "",
    visibility: str = "public",
    addendum: str = "",
    addendum_asked: bool = False,
    one_way: bool = False,
    takes_guests: bool = False,
    by: Actor | None,
) -> Space:
    """Give a programme its space; raises Invalid for a taken slug or an unknown visibility."""
    _check(slug, name, visibility)
    space = Space(
        slug=slug, name=text.tidy(name), purpose=purpose, visibility=visibility, addendum="", addendum_html="",
        opened_at=clock.now(), one_way=one_way, takes_guests=takes_guests, addendum_version=0, addendum_needed=0,
    )  # fmt: skip
    db.session.add(space)
    db.session.flush()
    _write_addendum(space, addendum, asked=addendum_asked, minor=False)
    audit.log("spaces.space_opened", f"space:{space.id}", by=by, after={"slug": slug, "visibility": visibility})
    record(SpaceOpened(space_id=space.id), by=by, space_id=space.id)
    return space


def change_space(
    space: Space,
    *,
    name: str,
    purpose: str,
    visibility: str,
    addendum: str,
    addendum_asked: bool | None = None,
    addendum_minor: bool = False,
    one_way: bool | None = None,
    takes_guests: bool | None = None,
    by: Actor,
) -> None:
    """Change what a space is and who sees it; what was asked in private stays so when the space opens up.

    With `addendum_asked` its own rules must be accepted before one speaks here, None leaves it as it is; with
    `addendum_minor` only words changed, so that whoever accepted them need not do so again.
    """
    if visibility not in VISIBILITIES:
        raise Invalid({"visibility": _("Choose one of %(all)s.", all=", ".join(VISIBILITIES))})
    if not text.tidy(name):
        raise Invalid({"name": _("Give the space a name.")})
    before = _as_logged(space)
    space.one_way = space.one_way if one_way is None else one_way
    space.takes_guests = space.takes_guests if takes_guests is None else takes_guests
    space.name, space.purpose, space.visibility = text.tidy(name), purpose, visibility
    asked = space.addendum_needed > 0 if addendum_asked is None else addendum_asked
    _write_addendum(space, addendum, asked=asked, minor=addendum_minor)
    audit.log("spaces.space_changed", f"space:{space.id}", by=by, before=before, after=_as_logged(space))
    record(SpaceChanged(space_id=space.id), by=by, space_id=space.id)


def count_questions(space_id: int, change: int) -> None:
    """Keep count of the questions that everybody who sees a space may read; in SQL, so that nobody's change is lost."""
    counted = Space.question_count + change
    db.session.execute(update(Space).where(Space.id == space_id).values(question_count=counted))


def count_ideas(space_id: int, change: int) -> None:
    """Keep count of the ideas that everybody who sees a space may read; in SQL, so that nobody's change is lost."""
    db.session.execute(update(Space).where(Space.id == space_id).values(idea_count=Space.idea_count + change))


def _write_addendum(space: Space, body: str, *, asked: bool, minor: bool) -> None:
    """Keep each version, and reckon which one must be accepted at least."""
    changed = body.strip() != space.addendum.strip()
    if changed:
        space.addendum, space.addendum_html = body, text.render(body)
        space.addendum_version += 1
        made = Addendum(space_id=space.id, version=space.addendum_version, body=body, published_at=clock.now())
        db.session.add(made)
    if not asked or not body.strip():
        space.addendum_needed = 0
    elif space.addendum_needed == 0 or (changed and not minor):
        space.addendum_needed = space.addendum_version


def _as_logged(space: Space) -> dict[str, object]:
    return {
        "name": space.name, "visibility": space.visibility, "one_way": space.one_way,
        "addendum": space.addendum_version, "addendum_needed": space.addendum_needed,
    }  # fmt: skip


def _check(slug: str, name: str, visibility: str) -> None:
    errors = {}
    if slug != text.slug(slug) or slug == "-":
        errors["slug"] = _("Use lower-case letters, digits and hyphens.")
    elif db.session.scalar(select(Space.id).where(Space.slug == slug)):
        errors["slug"] = _("There is a space with this address already.")
    if not text.tidy(name):
        errors["name"] = _("Give the space a name.")
    if visibility not in VISIBILITIES:
        errors["visibility"] = _("Choose one of %(all)s.", all=", ".join(VISIBILITIES))
    if errors:
        raise Invalid(errors)

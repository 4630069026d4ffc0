"""What challenges of a space usually begin from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries, starters
from app.ideas.commands.rubrics import tidy_rubric
from app.ideas.events import SpaceStartChanged
from app.ideas.models import SpaceStart
from app.spaces.models import Space


def set_start(space: Space, *, template: str, rubric: Sequence[dict[str, Any]], by: Person) -> SpaceStart:
    """Say from which template and rubric challenges of a space begin; raises Invalid for what cannot be taken.

    An empty `template` is none, an empty `rubric` the usual one. Challenges that are there stay as they are.
    """
    if template and starters.named(template, queries.templates()) is None:
        raise Invalid({"template": _("There is no such template.")})
    wanted = tidy_rubric(rubric) if rubric else []
    held = queries.start_of(space.id)
    before = {"template": held.template, "rubric": held.rubric} if held else {}
    if held is None:
        held = SpaceStart(space_id=space.id)
        db.session.add(held)
    held.template, held.rubric = template, wanted
    held.changed_by_id, held.changed_at = by.id, clock.now()
    after = {"template": template, "rubric": wanted}
    audit.log("ideas.space_start_changed", f"space:{space.id}", by=by, before=before, after=after)
    record(SpaceStartChanged(space_id=space.id), by=by, space_id=space.id)
    return held

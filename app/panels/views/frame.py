"""What the pages of panels share: the blueprint, live topics, and how panels and studies are loaded."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import realtime
from app.core.access import found
from app.panels import queries
from app.panels.models import Panel, Study

blueprint = Blueprint("panels", __name__)
Page = str | Response | BaseResponse | tuple[str, int]
MOST_DIGITS = 19


@realtime.topic("panel")
def may_watch_panel(identifier: str, person: Any) -> bool:
    """Those who run it: whoever watches is seen by colleagues who do, and members are nobody's business."""
    panel = queries.visible_panel(person, int(identifier)) if _is_number(identifier) else None
    return panel is not None and queries.runs_panel(person, panel)


@realtime.topic("study-results")
def may_watch_results(identifier: str, person: Any) -> bool:
    """Those who run its panel."""
    study = queries.visible_study(person, int(identifier)) if _is_number(identifier) else None
    return study is not None and queries.runs_panel(person, study.panel)


def panel_of(panel_id: int) -> tuple[Person, Panel]:
    """Who asks, and the panel, or 404."""
    person = somebody()
    return person, found(queries.visible_panel(person, panel_id))


def study_of(study_id: int) -> tuple[Person, Study]:
    """Who asks, and the study, or 404."""
    person = somebody()
    return person, found(queries.visible_study(person, study_id))


def _is_number(identifier: str) -> bool:
    return identifier.isascii() and identifier.isdigit() and len(identifier) < MOST_DIGITS

"""Badges with their evidence, for profiles to frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from app.accounts import queries as accounts
from app.accounts.current import me
from app.board import queries as board
from app.core.access import found, public
from app.recognition import badges, points, queries
from app.recognition.models import Award
from app.recognition.views.frame import blueprint


@dataclass(frozen=True)
class ShownAward:
    """A badge as the profile shows it; the evidence is linked only where the reader may see it."""

    name: str
    about: str
    at: datetime
    url: str
    evidence: str
    is_expert: bool


@blueprint.get("/recognition/of/<handle>")
def of(handle: str) -> str:
    """Somebody's badges, each with its evidence."""
    public()
    person = found(accounts.by_handle(handle))
    awards = queries.awards_of(person)
    # A topic of a closed space is not named, nor hinted at, to those who do not see the space.
    names = {topic.id: topic.name for topic in board.topics_shown(me())}
    shown = [_shown(award, names.get(award.topic_id or 0)) for award in awards if award.topic_id in {None, *names}]
    tally = queries.tally_of(person)
    level = points.level_of(tally.points) if tally else None
    return render_template(
        "recognition/of.html", person=person, awards=shown, tally=tally, level=level, mine=me() == person
    )


def _shown(award: Award, topic: str | None) -> ShownAward:
    title, url = queries.evidence_of(award, me())
    return ShownAward(
        badges.title(award.badge, topic), badges.about(award.badge, topic), award.at, url, title,
        award.badge == badges.EXPERT,
    )  # fmt: skip

"""Writing challenges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, text
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.ideas.events import ChallengeOpened
from app.ideas.models import DEFAULT_RUBRIC, Challenge
from app.spaces.models import Space

MOST_WEIGHT = 100


def open_challenge(
    space: Space,
    *,
    slug: str,
    title: str,
    brief: str,
    opens_at: datetime,
    closes_at: datetime,
    audience: str = "public",
    blind: bool = False,
    rubric: Sequence[dict[str, Any]] = (),
    sponsor: str = "",
    goal: str = "",
    rules: str = "",
    reward: str = "",
    by: Person,
) -> Challenge:
    """Put a question to people; raises Invalid for a taken slug, dates the wrong way round, or an unusable rubric."""
    _check(slug, title, opens_at, closes_at, rubric, audience)
    challenge = Challenge(
        space_id=space.id, slug=slug, title=text.tidy(title), brief=brief, brief_html=text.render(brief),
        sponsor=sponsor, goal=goal, rules=rules, reward=reward, audience=audience, opens_at=opens_at,
        closes_at=closes_at, blind=blind, rubric=list(rubric) or DEFAULT_RUBRIC, made_by_id=by.id, idea_count=0,
        vote_count=0, prior_votes=1.0, prior_passes=9.0,
    )  # fmt: skip
    db.session.add(challenge)
    db.session.flush()
    audit.log("ideas.challenge_opened", f"challenge:{challenge.id}", by=by, after={"slug": slug, "audience": audience})
    record(ChallengeOpened(challenge_id=challenge.id), by=by, space_id=space.id)
    return challenge


def _check(
    slug: str, title: str, opens_at: datetime, closes_at: datetime, rubric: Sequence[dict[str, Any]], audience: str
) -> None:
    errors = {}
    if slug != text.slug(slug) or slug == "-":
        errors["slug"] = _("Use lower-case letters, digits and hyphens.")
    elif db.session.scalar(select(Challenge.id).where(Challenge.slug == slug)):
        errors["slug"] = _("There is a challenge with this address already.")
    if not text.tidy(title):
        errors["title"] = _("Give the challenge a title.")
    if closes_at <= opens_at:
        errors["closes_at"] = _("It must close after it opens.")
    if audience not in {"public", "internal"}:
        errors["audience"] = _("This must be public or internal.")
    errors |= _check_rubric(rubric)
    if errors:
        raise Invalid(errors)


def _check_rubric(rubric: Sequence[dict[str, Any]]) -> dict[str, str]:
    keys = [criterion.get("key") for criterion in rubric]
    if any(not key for key in keys) or len(set(keys)) != len(keys):
        return {"rubric": _("Each criterion needs a key of its own.")}
    if any(not 0 < float(criterion.get("weight", 1)) <= MOST_WEIGHT for criterion in rubric):
        return {"rubric": _("Each weight must be above 0 and at most %(most)d.", most=MOST_WEIGHT)}
    return {}

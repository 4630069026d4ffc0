"""How a challenge is judged: its criteria, in versions, and whether reviews are held back until all are in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas.commands.turns import hold_challenge
from app.ideas.events import ReviewsReleased, RubricChanged
from app.ideas.models import Challenge, Idea, Review

MOST_CRITERIA = 12
MOST_WEIGHT = 100
LONGEST = {"name": 80, "help": 300, "anchor_1": 200, "anchor_3": 200, "anchor_5": 200}


def change_rubric(
    challenge: Challenge, criteria: Sequence[dict[str, Any]], *, version: int, held: bool | None = None, by: Person
) -> bool:
    """Change the criteria; returns whether that made a new version, as it does once reviews are filed by the old one.

    Those reviews keep the criteria they were filed by. Raises Conflict when somebody else changed them since `version`,
    or whether reviews are held back since that was `held`.
    """
    hold_challenge(challenge)
    if version != challenge.rubric_version or held not in {None, challenge.reviews_held}:
        raise Conflict(_("Somebody changed the rubric meanwhile. Look at it as it is now, then change it again."))
    wanted, before = tidy_rubric(criteria), challenge.rubric
    if wanted == before:
        return False
    filed = select(Review.id).join(Idea, Idea.id == Review.idea_id).where(Idea.challenge_id == challenge.id)
    is_new = db.session.scalar(filed.where(Review.rubric.is_(None)).limit(1)) is not None
    if is_new:
        ideas = select(Idea.id).where(Idea.challenge_id == challenge.id)
        old = (Review.idea_id.in_(ideas), Review.rubric.is_(None))
        db.session.execute(update(Review).where(*old).values(rubric=before))
        db.session.expire_all()
    # Also an unused version is another one for whoever has the form open.
    challenge.rubric, challenge.rubric_version = wanted, challenge.rubric_version + 1
    db.session.flush()
    audit.log(
        "ideas.rubric_changed", f"challenge:{challenge.id}", by=by, before={"rubric": before}, after={"rubric": wanted}
    )
    event = RubricChanged(challenge_id=challenge.id, version=challenge.rubric_version)
    record(event, by=by, space_id=challenge.space_id)
    return is_new


def hold_reviews(challenge: Challenge, held: bool, *, by: Person) -> None:
    """Hold reviews back until all are in, or show them as they come; what was released once stays so."""
    hold_challenge(challenge)
    if challenge.reviews_held == held:
        return
    challenge.reviews_held = held
    db.session.flush()
    audit.log("ideas.reviews_held" if held else "ideas.reviews_shown", f"challenge:{challenge.id}", by=by)
    ideas = select(Idea).where(Idea.challenge_id == challenge.id, Idea.review_count > 0)
    for idea in db.session.scalars(ideas.where(Idea.reviews_released_at.is_(None))).all():
        if held:
            # What people have read already is not taken back from them.
            idea.reviews_released_at = clock.now()
        else:
            record(ReviewsReleased(idea_id=idea.id), by=by, space_id=idea.space_id)


def criterion_key(name: str, place: int) -> str:
    """What a criterion is called in answers and exports: by its name, or its place where no Latin letter is in it."""
    return text.slug(name)[:40].strip("-") or f"criterion-{place + 1}"


def tidy_rubric(criteria: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Criteria as a challenge keeps them; raises Invalid with a sentence for each that cannot be taken."""
    kept, errors = [], dict[str, str]()
    for place, given in enumerate(criteria):
        words = {name: text.tidy(str(given.get(name) or "")) for name in LONGEST}
        if problem := _problem(words, given.get("weight", 1)):
            errors[f"rubric.{place}"] = problem
            continue
        key = given.get("key") or criterion_key(words["name"], place)
        kept.append({"key": key, "weight": float(given.get("weight", 1)), **{k: v for k, v in words.items() if v}})
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        errors["rubric"] = _("A rubric has 1 to %(most)d criteria.", most=MOST_CRITERIA)
    elif len({each["key"] for each in kept}) < len(kept):
        errors["rubric"] = _("Two criteria have the same name.")
    if errors:
        raise Invalid(errors)
    return kept


def _problem(words: dict[str, str], weight: Any) -> str:
    """What is wrong with one criterion; nothing where all is well."""
    problem: str = ""
    if not words["name"]:
        problem = _("Give each criterion a name.")
    elif any(len(words[name]) > most for name, most in LONGEST.items()):
        problem = _("This is too long: a name has at most 80 characters, help 300, an anchor 200.")
    elif not _is_weight(weight):
        problem = _("A weight is a number above 0 and at most %(most)d.", most=MOST_WEIGHT)
    return problem


def _is_weight(weight: Any) -> bool:
    try:
        return 0 < float(weight) <= MOST_WEIGHT
    except (TypeError, ValueError):
        return False

"""Reviews by subject-matter experts: revisable, with their history; a conflict of interest leaves the aggregate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import queries
from app.ideas.commands import assigning
from app.ideas.commands.turns import hold_challenge, hold_idea
from app.ideas.events import ReviewFiled
from app.ideas.models import Idea, Review
from app.screening import commands as screening

LOWEST, HIGHEST = 1, 5
LONGEST_STATEMENT = 300


def file_review(
    idea: Idea,
    *,
    scores: Mapping[str, int],
    reasons: Mapping[str, str],
    conflict: str | None = None,
    statement: str | None = None,
    by: Person,
) -> Review:
    """File or revise one's review; raises Invalid unless each criterion has a score and a reason, or a conflict.

    Raises Conflict where it was decided, merged or hidden meanwhile, or the reviewer became one of its authors.

    Who is tied to the idea (their team's, named in it) also needs a statement why they judge all the same.
    """
    conflict, statement = (conflict or "").strip() or None, (statement or "").strip() or None
    hold_challenge(idea.challenge, share=True)
    hold_idea(idea)
    _check_turn(idea, by)
    ties = queries.ties_of(by, idea)
    if conflict is None:
        _check(idea, scores, reasons, statement, ties)
    said = {"conflict": conflict} if conflict else {"statement": statement or "", **_named(reasons)}
    screening.pass_all_unheld({field: words or "" for field, words in said.items()}, by=by, space_id=idea.space_id)
    review = queries.review_of(by, idea)
    if review is None:
        review = Review(idea_id=idea.id, reviewer_id=by.id, reviewer=by, history=[])
        db.session.add(review)
    else:
        review.history = [*review.history, _version(review)]
    review.scores = {} if conflict else dict(scores)
    review.reasons = {} if conflict else {key: reason.strip() for key, reason in reasons.items()}
    review.conflict, review.statement, review.filed_at = conflict, None if conflict else statement, clock.now()
    review.ties, review.rubric = ties, None
    db.session.flush()
    _count(idea)
    filed = ReviewFiled(idea_id=idea.id, review_id=review.id, conflicted=conflict is not None)
    record(filed, by=by, space_id=idea.space_id)
    assigning.settle(idea, by, recused=conflict is not None)
    return review


def _count(idea: Idea) -> None:
    counted = select(func.count()).select_from(Review).where(Review.idea_id == idea.id, Review.conflict.is_(None))
    db.session.execute(update(Idea).where(Idea.id == idea.id).values(review_count=counted.scalar_subquery()))


def _version(review: Review) -> dict[str, Any]:
    kept = ("scores", "reasons", "conflict", "statement", "ties", "rubric")
    return {**{name: getattr(review, name) for name in kept}, "filed_at": clock.rfc3339(review.filed_at)}


def _named(reasons: Mapping[str, str]) -> dict[str, str]:
    return {f"reasons.{key}": reason for key, reason in reasons.items()}


def _check_turn(idea: Idea, by: Person) -> None:
    db.session.expire(idea, ["partners", "former_authors"])
    if not idea.is_judged_now:
        raise Conflict(_("This idea was decided, merged or hidden meanwhile. It is not judged any more."))
    if queries.has_written(by, idea):
        raise Conflict(_("You are one of its authors by now, so another expert reviews it."))


def _check(
    idea: Idea, scores: Mapping[str, int], reasons: Mapping[str, str], statement: str | None, ties: list[str]
) -> None:
    criteria = {criterion["key"]: criterion["name"] for criterion in idea.challenge.rubric}
    errors = {}
    for key, name in criteria.items():
        if not LOWEST <= int(scores.get(key, 0)) <= HIGHEST:
            errors[f"scores.{key}"] = _("Give %(name)s a score from 1 to 5.", name=name)
        if not (reasons.get(key) or "").strip():
            errors[f"reasons.{key}"] = _("Say why for %(name)s: the reasons are public.", name=name)
    for key in set(scores) - set(criteria):
        errors[f"scores.{key}"] = _("The rubric has no such criterion.")
    if queries.BINDING & set(ties) and not statement:
        errors["statement"] = _("Say why you can judge all the same, or declare a conflict. Everybody reads it.")
    if statement and len(statement) > LONGEST_STATEMENT:
        errors["statement"] = _("Use at most %(most)d characters.", most=LONGEST_STATEMENT)
    if errors:
        raise Invalid(errors)

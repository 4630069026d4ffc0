"""What experts file."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.review_filed", "idea:{idea_id}", "reviews")
class ReviewFiled(Event):
    """A subject-matter expert filed or revised a review, or declared a conflict of interest."""

    idea_id: int
    review_id: int
    conflicted: bool

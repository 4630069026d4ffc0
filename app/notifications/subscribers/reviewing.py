"""Who is told of reviews: the expert what is asked of them and due, the team what is missing, the author what is in."""

from __future__ import annotations

from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.notifications.commands import tell
from app.notifications.subscribers.telling import name_of, notifications

LIST = "/reviews"


@notifications.on(ideas.ReviewsAssigned)
def assigned(event: ideas.ReviewsAssigned, entry: Entry) -> None:
    """The expert hears what they are asked to review, all of it at once."""
    _tell_reviewer(("stood_in", "stood_in") if event.stood_in else ("review_asked", "reviews_asked"), event, entry)


@notifications.on(ideas.ReviewsDue)
def due(event: ideas.ReviewsDue, entry: Entry) -> None:
    """The expert is reminded before it is due, and told once it was."""
    kinds = ("review_overdue", "reviews_overdue") if event.overdue else ("review_due", "reviews_due")
    _tell_reviewer(kinds, event, entry)


@notifications.on(ideas.ReviewAssignmentEnded)
def ended(event: ideas.ReviewAssignmentEnded, entry: Entry) -> None:
    """The expert hears that a review is not asked of them any more, though the idea is judged still."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and event.state == "withdrawn" and idea.is_judged_now:
        about = {"subject": f"idea:{idea.id}", "url": LIST, "title": idea.title}
        tell([event.reviewer_id], "review_withdrawn", entry, **about)


@notifications.on(ideas.ReviewerMissing)
def missing(event: ideas.ReviewerMissing, entry: Entry) -> None:
    """Whoever asked hears that somebody stood down and nobody is left to ask."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None:
        url = f"{idea.challenge.url}/assignments"
        tell([event.assigned_by_id], "reviewer_missing", entry, subject=f"idea:{idea.id}", url=url, title=idea.title)


@notifications.on(ideas.ReviewsReleased)
def released(event: ideas.ReviewsReleased, entry: Entry) -> None:
    """The author hears that all reviews may be read."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None:
        tell([idea.author_id], "reviews_released", entry, subject=f"idea:{idea.id}", url=idea.url, title=idea.title)


def _tell_reviewer(kinds: tuple[str, str], event: ideas.ReviewsAssigned | ideas.ReviewsDue, entry: Entry) -> None:
    first = idea_queries.idea_by_id(event.idea_ids[0])
    if first is None:
        return
    single = len(event.idea_ids) == 1
    tell(
        [event.reviewer_id], kinds[not single], entry,
        subject=f"idea:{first.id}" if single else f"challenge:{event.challenge_id}",
        url=f"/ideas/{first.id}/review" if single else LIST,
        title=first.title if single else first.challenge.title,
        note=str(len(event.idea_ids)), who=name_of(entry.actor_id),
    )  # fmt: skip

"""Who may see what hangs on ideas: whoever may see the idea."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.models import Person
from app.files import queries as files
from app.files.models import StoredFile
from app.files.queries import hangs_on, names
from app.ideas.models import Idea
from app.ideas.queries.authors import is_author
from app.ideas.queries.ideas import idea_by_id, visible_idea


@hangs_on("idea")
def may_see_at_idea(idea_id: int, person: Person | None) -> bool:
    """Whoever may see the idea."""
    return visible_idea(person, idea_id) is not None


@names("idea")
def named_at_idea(idea_id: int, by: Person) -> Person | None:
    """Nobody for an author of an anonymous idea: its files say no more than its words."""
    idea = idea_by_id(idea_id)
    return None if idea is not None and idea.anonymous and is_author(by, idea) else by


def attachments(idea: Idea) -> Sequence[StoredFile]:
    """What hangs on an idea, in the order it came."""
    subject = f"idea:{idea.id}"
    return files.attached([subject]).get(subject, [])

"""Who may see what hangs on ideas: whoever may see the idea."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.models import Person
from app.files import queries as files
from app.files.models import StoredFile
from app.files.queries import hangs_on
from app.ideas.models import Idea
from app.ideas.queries.ideas import visible_idea


@hangs_on("idea")
def may_see_at_idea(idea_id: int, person: Person | None) -> bool:
    """Whoever may see the idea."""
    return visible_idea(person, idea_id) is not None


def attachments(idea: Idea) -> Sequence[StoredFile]:
    """What hangs on an idea, in the order it came."""
    subject = f"idea:{idea.id}"
    return files.attached([subject]).get(subject, [])

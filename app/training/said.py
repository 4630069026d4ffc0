"""What a course or a question says, in words, for whoever's save came second; pure."""

from __future__ import annotations

from app.core.versions import Words, fingerprint
from app.training.course_file import PARTS, content_of
from app.training.models import Course, QuizItem


def settings_of(course: Course) -> Words:
    """What a course says of itself, without its lessons and bank, and the version that it is."""
    said = {name: value for name, value in content_of(course).items() if name not in PARTS}
    return Words(fingerprint(said), "\n".join(f"{name}: {value}" for name, value in said.items()))


def words_of(item: QuizItem | None) -> Words:
    """A question as somebody reads it, the right choices with a star; nothing for one that is asked no more."""
    if item is None:
        return Words("", "")
    starred = set(item.right) if item.kind != "order" else set()
    choices = [("* " if place in starred else "") + words for place, words in enumerate(item.choices)]
    return Words(str(item.id), "\n".join(part for part in (item.prompt, "", *choices, "", item.explanation)))

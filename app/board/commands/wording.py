"""What people write is checked and screened the same way wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import text
from app.core.access import Invalid
from app.screening import commands as screening
from app.spaces.models import Space
from app.topics import commands as topics
from app.topics.models import Topic

LONGEST_TITLE = 200
SHORTEST_TITLE = 3
LONGEST_TOPIC = 60
MOST_TOPICS = 5


def screened_question(
    title: str, body: str, names: Iterable[str], *, space: Space, by: Person | None = None, posts: bool = True
) -> list[str]:
    """The names of the rules that hold a question; raises Invalid with a sentence for each field that must change.

    Names of topics are words as well, where nobody used them before.

    `posts` is false where it was posted before, and is edited now.
    """
    errors: dict[str, str] = {}
    if problem := _title_problem(title):
        errors["title"] = problem
    names = list(names)
    if problem := _topic_problem(names):
        errors["topics"] = problem
    held: list[str] = []
    coined = ", ".join(topics.new_names(names))  # the others are read already, and were looked at when they were new
    for field, words in {"title": title, "body": body, **({"topics": coined} if coined else {})}.items():
        try:
            held += _screened(words, field, space_id=space.id, by=by, posts=posts)
        except Invalid as refusal:
            errors = refusal.errors | errors
    if errors:
        raise Invalid(errors)
    return list(dict.fromkeys(held))


def screened_answer(body: str, *, space_id: int, by: Person, posts: bool = True) -> list[str]:
    """The names of the rules that hold an answer; raises Invalid when it is empty, too long or refused."""
    if not body.strip():
        raise Invalid({"body": _("Write an answer first.")})
    if len(body) > text.LONGEST:
        raise Invalid({"body": _("An answer has at most %(most)d characters.", most=text.LONGEST)})
    return screening.pass_or_raise(body, "body", scope="answer", by=by, space_id=space_id, posts=posts)


def topics_named(names: Iterable[str]) -> Sequence[Topic]:
    """The topics of these names, made where they are new."""
    return topics.ensure_topics(names)


def _title_problem(title: str) -> str:
    problem: str = ""
    if len(title) < SHORTEST_TITLE:
        problem = _("Say your question in one line.")
    elif len(title) > LONGEST_TITLE:
        problem = _("The line has at most %(most)d characters. The rest can go below it.", most=LONGEST_TITLE)
    return problem


def _topic_problem(names: list[str]) -> str:
    problem: str = ""
    if len(names) > MOST_TOPICS:
        problem = _("Choose at most %(most)d topics.", most=MOST_TOPICS)
    elif any(len(text.tidy(name)) > LONGEST_TOPIC for name in names):
        problem = _("A topic has at most %(most)d characters.", most=LONGEST_TOPIC)
    return problem


def _screened(words: str, field: str, *, space_id: int, by: Person | None, posts: bool) -> list[str]:
    if len(words) > text.LONGEST:
        raise Invalid({field: _("At most %(most)d characters.", most=text.LONGEST)})
    return screening.pass_or_raise(words, field, scope="question", by=by, space_id=space_id, posts=posts)

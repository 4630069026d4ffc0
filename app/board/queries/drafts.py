"""The board's forms that a draft may be of, as far as a person may see the pages they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.accounts.models import Person
from app.board.queries.practice import still_public
from app.board.queries.questions import questions_by_ids
from app.board.queries.reuse import own_answers, readable_answers
from app.discussion.queries import Place, place


@place("question")
def new_question(names: Sequence[str], _person: Person) -> dict[str, Place]:
    """The ask form."""
    return {"new": Place(_("A new question"), "/questions/new")} if "new" in names else {}


@place("answer")
def answers_to(names: Sequence[str], person: Person) -> dict[str, Place]:
    """Answers to questions."""
    shown = questions_by_ids(person, _ids(names))
    return {
        str(each.id): Place(_("Your answer to: %(title)s", title=each.title), f"{each.url}#your-answer")
        for each in shown.values()
    }


@place("edit")
def edits(names: Sequence[str], person: Person) -> dict[str, Place]:
    """Changes of somebody's own questions and answers; a moderator's change is kept on the device alone."""
    parted = [name.partition(":") for name in names]
    asked = questions_by_ids(person, _ids(rest for kind, _mark, rest in parted if kind == "question"))
    given = own_answers(person, _ids(rest for kind, _mark, rest in parted if kind == "answer"))
    found = {
        f"question:{each.id}": Place(_("Your change of: %(title)s", title=each.title), f"/questions/{each.id}/edit")
        for each in asked.values() if each.author_id == person.id
    }  # fmt: skip
    for each in given:
        words = _("Your change of your answer to: %(title)s", title=each.question.title)
        found[f"answer:{each.id}"] = Place(words, f"/answers/{each.id}/edit")
    return found


@place("practice")
def practised_on(names: Sequence[str], _person: Person) -> dict[str, Place]:
    """Practice answers, to questions that everybody may read."""
    return {
        str(each.id): Place(_("Your practice on: %(title)s", title=each.title), f"/questions/{each.id}/practice")
        for each in still_public(_ids(names)).values()
    }


@place("comment")
def comments_on(names: Sequence[str], person: Person) -> dict[str, Place]:
    """Comments on questions and answers."""
    parted = [name.partition(":") for name in names]
    questions = questions_by_ids(person, _ids(rest for kind, _mark, rest in parted if kind == "question"))
    answers = readable_answers(person, _ids(rest for kind, _mark, rest in parted if kind == "answer"))
    titles = questions_by_ids(person, [answer.question_id for answer in answers])
    found = {f"question:{each.id}": (each.title, each.url) for each in questions.values()}
    found |= {f"answer:{each.id}": (titles[each.question_id].title, each.url) for each in answers}
    return {name: Place(_("Your comment on: %(title)s", title=title), url) for name, (title, url) in found.items()}


def _ids(names: Iterable[str]) -> list[int]:
    return [int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 19]

"""Who may see what hangs on questions, answers and comments: whoever may see these."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.models import Person
from app.board.models import Question
from app.board.queries.answers import visible_answer
from app.board.queries.questions import visible_question
from app.discussion import queries as discussion
from app.discussion.models import SHOWN, Comment
from app.files import queries as files
from app.files.models import StoredFile
from app.files.queries import hangs_on
from app.spaces.policy import may_moderate


@hangs_on("question")
def may_see_at_question(question_id: int, person: Person | None) -> bool:
    """Whoever may see the question."""
    return visible_question(person, question_id) is not None


@hangs_on("answer")
def may_see_at_answer(answer_id: int, person: Person | None) -> bool:
    """Whoever may see the answer."""
    return visible_answer(person, answer_id) is not None


@hangs_on("comment")
def may_see_at_comment(comment_id: int, person: Person | None) -> bool:
    """Whoever may see the comment and what it stands beneath: held ones only their author and moderators."""
    comment = discussion.by_id(comment_id)
    question = _commented(comment, person) if comment is not None else None
    if comment is None or question is None:
        return False
    own = person is not None and comment.author_id == person.id and comment.state == "held"
    return comment.state == SHOWN or own or bool(may_moderate(person, question.space))


def attachments(
    questions: Iterable[int], answers: Iterable[int] = (), comments: Iterable[Comment] = ()
) -> dict[str, list[StoredFile]]:
    """What hangs on all that a page shows, in one query, by subject such as `answer:7`."""
    subjects = [f"question:{each}" for each in questions] + [f"answer:{each}" for each in answers]
    return files.attached([*subjects, *(f"comment:{comment.id}" for comment in comments)])


def _commented(comment: Comment, person: Person | None) -> Question | None:
    if comment.kind == "question":
        return visible_question(person, comment.subject_id)
    answer = visible_answer(person, comment.subject_id) if comment.kind == "answer" else None
    return answer.question if answer is not None else None

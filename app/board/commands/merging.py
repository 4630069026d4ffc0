"""Merging duplicates: nothing is moved, so that undoing it is exact."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.board.commands.claims import drop_any_claim
from app.board.commands.holding import hold_row
from app.board.commands.settling import settle, touch
from app.board.commands.timing import keep_time
from app.board.events import QuestionMerged, QuestionUnmerged
from app.board.models import SHOWN, Question, QuestionMerge
from app.core import audit, clock
from app.core.access import Conflict
from app.core.events import record
from app.extensions import db
from app.spaces import commands as spaces
from app.voting import commands as voting
from app.voting.queries import standing_since, voters


def merge(question: Question, into: Question, *, by: Person) -> QuestionMerge:
    """Say that a question is a duplicate of another: its answers are read there, everybody who has it counts once.

    Raises Conflict where it makes no sense, as when one of the two is merged already.
    """
    _take_turns(question, into)
    if problem := merge_problem(question, into):
        raise Conflict(problem)
    carried = would_carry(question, into)
    for person_id in carried:
        voting.carry("question", into.id, 1, person_id=person_id)
    made = QuestionMerge(
        question_id=question.id, question=question, into_id=into.id, carried=carried, merged_by_id=by.id,
        merged_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    question.merged_into_id = into.id
    spaces.count_questions(question.space_id, -1)
    drop_any_claim(question, by=by)
    _add_votes(into, len(carried))
    touch(into)
    audit.log("board.question_merged", f"question:{question.id}", by=by, after={"into": into.id, "votes": len(carried)})
    record(QuestionMerged(question_id=question.id, into_id=into.id), by=by, space_id=question.space_id)
    keep_time(question)
    settle(into, by=by)
    return made


def unmerge(question: Question, *, by: Person) -> None:
    """Undo a merge: what it carried goes back, what people did since stays; raises Conflict for one not merged."""
    made, into = _held_merge(question)
    taken = standing_since("question", into.id, made.carried, made.merged_at)
    for person_id in taken:
        voting.carry("question", into.id, 0, person_id=person_id)
    question.merged_into_id = None
    db.session.delete(made)
    if question.hold == SHOWN and not question.is_private:
        spaces.count_questions(question.space_id, 1)
    _add_votes(into, -len(taken))
    audit.log("board.question_unmerged", f"question:{question.id}", by=by, before={"into": into.id})
    record(QuestionUnmerged(question_id=question.id, from_id=into.id), by=by, space_id=question.space_id)
    keep_time(question)
    settle(into, by=by)


def merge_problem(question: Question, into: Question) -> str:
    """Why a question cannot be merged into another, in a sentence; empty when it can."""
    problem: str = ""
    if question.id == into.id:
        problem = _("A question cannot be merged into itself.")
    elif question.merged_into_id is not None or into.merged_into_id is not None:
        problem = _("One of these two is merged already. Undo that first.")
    elif db.session.scalar(select(QuestionMerge.id).where(QuestionMerge.into_id == question.id).limit(1)) is not None:
        problem = _("Other questions were merged into this one. Merge the other way, or undo that first.")
    elif question.space_id != into.space_id:
        problem = _("Only questions of the same space can be merged: others see other spaces.")
    elif question.is_private or into.is_private:
        problem = _("A private question cannot be merged: others must not learn of it.")
    elif question.hold != SHOWN or into.hold != SHOWN:
        problem = _("Only questions that people can read can be merged.")
    return problem


def would_carry(question: Question, into: Question) -> list[int]:
    """Who has the duplicate's question and is not counted at the other one yet; its asker has it too."""
    have = voters("question", question.id)
    if question.handle is None:
        have.append(question.author_id)
    there = {*voters("question", into.id), into.author_id if into.handle is None else None}
    return [person_id for person_id in dict.fromkeys(have) if person_id not in there]


def _held_merge(question: Question) -> tuple[QuestionMerge, Question]:
    """The merge of a question and what it went into, read while both are held; raises Conflict where there is none.

    Somebody may have undone it, or merged it anew, before the turn came.
    """
    seen = _merge_of(question)
    into = db.session.get_one(Question, seen.into_id) if seen is not None else None
    _take_turns(*([question, into] if into is not None else [question]))
    made = _merge_of(question)
    if made is None or into is None or made.into_id != into.id:
        raise Conflict(_("This question is not merged."))
    return made, into


def _merge_of(question: Question) -> QuestionMerge | None:
    query = select(QuestionMerge).where(QuestionMerge.question_id == question.id)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def _add_votes(into: Question, change: int) -> None:
    counted = update(Question).where(Question.id == into.id).values(vote_count=Question.vote_count + change)
    db.session.execute(counted)
    db.session.refresh(into, ["vote_count"])


def _take_turns(*questions: Question) -> None:
    """Hold both rows, the lower number first so that two merges never wait for each other."""
    for question in sorted(questions, key=lambda each: each.id):
        hold_row(question)

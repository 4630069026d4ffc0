"""The operator's verb: import questions."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from pydantic import Field

from app.accounts import commands as accounts
from app.board import commands, queries
from app.board.models import Question
from app.core import clock, imports, transaction
from app.core.api.operations import Text
from app.core.cli import fail
from app.core.imports import PATH, Author, Moment, Report, Row, importing
from app.spaces import queries as spaces
from app.spaces.models import Space


class AnswerRow(Row):
    """An answer as it comes in."""

    external_id: Text = Field(min_length=1, max_length=120)
    body: Text = Field(min_length=1)
    author: Author
    created_at: Moment
    accepted: bool = False


class QuestionRow(Row):
    """A question as it comes in."""

    external_id: Text = Field(min_length=1, max_length=120)
    title: Text = Field(min_length=1)
    body: Text = ""
    topics: list[Text] = Field(default_factory=list)
    author: Author
    created_at: Moment
    answers: list[AnswerRow] = Field(default_factory=list)


@importing.command("questions")
@click.argument("file", type=PATH)
@click.option("--space", "slug", required=True, help="The space they go to.")
@click.option("--answers", type=PATH, help="With CSV: a further file whose column item names the question.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
def import_questions(file: Path, slug: str, answers: Path | None, dry_run: bool) -> None:
    """Import questions with their answers, idempotent by external_id, with the original dates."""
    with transaction.reading():
        space = spaces.by_slug(slug)
    if space is None:
        fail(f"there is no space {slug}")
        return
    report = Report()
    rows = imports.read(file, QuestionRow, {"answers": answers}, report)
    imports.take(rows, partial(_take, space), report, dry_run=dry_run)
    imports.tell(report, dry_run=dry_run)


def _take(space: Space, row: QuestionRow) -> bool:
    """Add a question and what is new of its answers; returns whether anything was new."""
    question = queries.by_external_id(row.external_id)
    is_new = question is None
    if question is None:
        with clock.at(row.created_at):
            question = commands.ask(
                space=space, title=row.title, body=row.body, topics=row.topics, channel="import",
                by=accounts.ensure_imported(**row.author.model_dump()), external_id=row.external_id,
            )  # fmt: skip
    added = [_take_answer(question, answer) for answer in row.answers]
    return is_new or any(added)


def _take_answer(question: Question, row: AnswerRow) -> bool:
    if queries.answer_by_external_id(row.external_id) is not None:
        return False
    with clock.at(row.created_at):
        given = commands.answer(
            question, row.body, by=accounts.ensure_imported(**row.author.model_dump()), external_id=row.external_id
        )
        if row.accepted and given.state == "published":
            commands.accept(given, by=question.author)
    return True

"""Importing questions: real ones with topics and answers, at their original dates, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.board.models import Answer, Question
from app.core import clock
from app.core.events import Entry
from app.extensions import db
from app.topics.models import Topic
from tests.cast import Cast
from tests.real_data import LONG_AGO, banking_questions, covid_questions, write_lines

ARGUMENTS = ["--space", "help"]


@pytest.mark.slow
def test_real_questions_go_in(app: Flask, cast: Cast, tmp_path: Path, every: Callable[[int], int]) -> None:
    cast.space("help")
    questions = list(banking_questions())[:: every(20)]
    file = write_lines(tmp_path / "banking.jsonl", questions)
    result = app.test_cli_runner().invoke(args=["import", "questions", str(file), *ARGUMENTS])
    assert result.exit_code == 0, result.output[-2000:]
    assert db.session.scalar(select(func.count()).select_from(Question)) == len(questions) > 500
    assert db.session.scalar(select(func.count()).select_from(Topic)) == 77
    db.session.expire_all()
    assert cast.space("help").question_count == len(questions)


def test_real_answers_are_accepted_at_their_time(app: Flask, cast: Cast, tmp_path: Path) -> None:
    cast.space("help")
    questions = list(covid_questions())
    file = write_lines(tmp_path / "covid.jsonl", questions)
    result = app.test_cli_runner().invoke(args=["import", "questions", str(file), *ARGUMENTS])
    assert result.exit_code == 0, result.output[-2000:]
    assert set(db.session.scalars(select(Question.state))) == {"solved"}
    assert db.session.scalar(select(func.count()).select_from(Answer)) == len(questions)
    assert set(db.session.scalars(select(Entry.at).where(Entry.name == "board.question_asked"))) == {LONG_AGO}


def test_a_second_import_adds_only_what_is_new(app: Flask, cast: Cast, tmp_path: Path) -> None:
    cast.space("help")
    row = {
        "external_id": "q", "title": "How long is the warranty?", "author": "ann@example.org",
        "created_at": "2024-05-01T10:00:00Z", "answers": [],
    }  # fmt: skip
    answer = {"external_id": "a", "body": "Two years.", "author": "bob", "created_at": "2024-05-01T11:00:00Z"}
    runner = app.test_cli_runner()
    for answers, says in (([], "1 taken"), ([answer], "1 taken"), ([answer], "0 taken, 1 known")):
        file = write_lines(tmp_path / "q.jsonl", [{**row, "answers": answers}])
        assert says in runner.invoke(args=["import", "questions", str(file), *ARGUMENTS]).output
    given = db.session.scalars(select(Answer)).one()
    assert clock.rfc3339(given.posted_at) == "2024-05-01T11:00:00.000Z"


def test_a_text_may_hold_signs_that_end_lines_elsewhere(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """JSON takes them as they are, and so do exports that are written by other languages; some begin with a mark."""
    cast.space("help")
    row = {"external_id": "q1", "title": "Line\u2028ends", "body": "One\x85two\u2029four", "author": "bob",
           "created_at": "2024-05-04T11:00:00Z"}  # fmt: skip
    file = tmp_path / "questions.jsonl"
    file.write_bytes(f"\ufeff{json.dumps(row, ensure_ascii=False)}\r\n".encode())
    result = app.test_cli_runner().invoke(args=["import", "questions", str(file), *ARGUMENTS])
    assert result.exit_code == 0, result.output
    assert "four" in db.session.scalars(select(Question.body)).one()


def test_a_line_that_is_nested_without_end_costs_only_itself(app: Flask, cast: Cast, tmp_path: Path) -> None:
    cast.space("help")
    row = {"external_id": "q1", "title": "The light blinks", "author": "bob", "created_at": "2024-05-04T11:00:00Z"}
    file = tmp_path / "questions.jsonl"
    file.write_text("[" * 100_000 + "\n" + json.dumps(row) + "\n", encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["import", "questions", str(file), *ARGUMENTS])
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert "line 1: not valid JSON" in result.output

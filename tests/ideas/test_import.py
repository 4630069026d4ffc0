"""Importing ideas: once, with original dates, bad rows told."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, transaction
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands
from app.ideas.models import Challenge, Idea
from tests.cast import Cast
from tests.real_data import write_lines

ARGUMENTS = ["--space", "help", "--challenge", "wage"]


@pytest.fixture
def challenge(cast: Cast) -> Challenge:
    space = cast.space("help")
    with transaction.unit():
        return commands.open_challenge(
            space, slug="wage", title="What about the wage?", brief="Say what you think.",
            opens_at=clock.now() - timedelta(days=1), closes_at=clock.now() + timedelta(days=30), by=cast.ines,
        )  # fmt: skip


def test_a_second_import_changes_nothing(app: Flask, challenge: Challenge, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "ideas.jsonl", [_idea()])
    runner = app.test_cli_runner()
    assert runner.invoke(args=["import", "ideas", str(file), *ARGUMENTS]).exit_code == 0
    before = db.session.scalar(select(func.count()).select_from(Entry))
    again = runner.invoke(args=["import", "ideas", str(file), *ARGUMENTS])
    assert again.exit_code == 0
    assert "0 taken, 1 known" in again.output
    assert db.session.scalar(select(func.count()).select_from(Entry)) == before


def test_dates_votes_comments_and_the_last_vote_of_a_person(app: Flask, challenge: Challenge, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "ideas.jsonl", [_idea()])
    app.test_cli_runner().invoke(args=["import", "ideas", str(file), *ARGUMENTS])
    idea = db.session.scalars(select(Idea)).one()
    assert clock.rfc3339(idea.submitted_at) == "2024-05-01T10:00:00.000Z"
    assert (idea.vote_count, idea.comment_count, idea.stage) == (1, 2, "shortlisted")
    assert idea.author.state == "imported"


def test_bad_rows_are_told_with_their_line(app: Flask, challenge: Challenge, tmp_path: Path) -> None:
    bad_stage = {**_idea(), "external_id": "b", "stage": "nowhere", "comments": []}
    lines = [json.dumps(_idea()), "{not json", json.dumps(bad_stage)]
    file = tmp_path / "ideas.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["import", "ideas", str(file), *ARGUMENTS])
    assert result.exit_code == 1
    assert "1 taken, 0 known already, 2 refused" in result.output
    assert "line 2: not valid JSON" in result.output
    assert "line 3: must be one of submitted" in result.output


def test_a_dry_run_changes_nothing(app: Flask, challenge: Challenge, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "ideas.jsonl", [_idea()])
    result = app.test_cli_runner().invoke(args=["import", "ideas", str(file), *ARGUMENTS, "--dry-run"])
    assert "1 would go in" in result.output
    assert db.session.scalar(select(Idea.id)) is None


def test_what_cannot_be_read_ends_with_2(app: Flask, challenge: Challenge, tmp_path: Path) -> None:
    file = tmp_path / "ideas.jsonl"
    file.write_text("nothing of use", encoding="utf-8")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["import", "ideas", str(file), *ARGUMENTS]).exit_code == 2
    elsewhere = ["--space", "help", "--challenge", "unknown"]
    assert runner.invoke(args=["import", "ideas", str(file), *elsewhere]).exit_code == 2


def test_csv_with_further_files(app: Flask, challenge: Challenge, tmp_path: Path) -> None:
    (tmp_path / "ideas.csv").write_text(
        "external_id,title,body,author,created_at,stage\n"
        "x,A longer lunch break,Really.,ann@example.org,2024-05-01T10:00:00Z,submitted\n"
    )
    (tmp_path / "votes.csv").write_text(
        "item,person,value,at\nx,bob,1,2024-05-02T10:00:00Z\nx,cid,1,2024-05-02T11:00:00Z\n"
    )
    result = app.test_cli_runner().invoke(
        args=["import", "ideas", str(tmp_path / "ideas.csv"), *ARGUMENTS, "--votes", str(tmp_path / "votes.csv")]
    )
    assert result.exit_code == 0, result.output
    assert db.session.scalars(select(Idea)).one().vote_count == 2


def _idea() -> dict[str, object]:
    return {
        "external_id": "a",
        "title": "Raise it step by step",
        "body": "A little each year.",
        "author": {"handle": "ann", "name": "Ann"},
        "created_at": "2024-05-01T10:00:00Z",
        "stage": "shortlisted",
        "votes": [
            {"person": "bob", "value": 1, "at": "2024-05-02T10:00:00Z"},
            {"person": "cid", "value": 1, "at": "2024-05-02T10:00:00Z"},
            {"person": "cid", "value": -1, "at": "2024-05-03T10:00:00Z"},
        ],
        "comments": [
            {"external_id": "c2", "reply_to": "c1", "body": "So do I.", "author": "bob", "at": "2024-05-04T11:00:00Z"},
            {"external_id": "c1", "body": "I like it.", "author": "cid", "at": "2024-05-04T10:00:00Z"},
        ],
    }

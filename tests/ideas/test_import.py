"""Importing ideas: once, with original dates, bad rows told."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, transaction
from app.core.events import Entry
from app.discussion.models import Comment
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


def test_what_stands_twice_or_at_odds_is_told_and_no_thread_is_lost(
    app: Flask, challenge: Challenge, cast: Cast, tmp_path: Path
) -> None:
    early = {"external_id": "c3", "reply_to": "c1", "body": "And I.", "author": "bob", "at": "2024-05-03T10:00:00Z"}
    lost = {"external_id": "c4", "reply_to": "c9", "body": "Not I.", "author": "bob", "at": "2024-05-04T12:00:00Z"}
    first = {**_idea(), "comments": [*_idea()["comments"], early, early, lost]}
    second = {**_idea(), "external_id": "b", "title": "Raise it at once"}
    file = write_lines(tmp_path / "ideas.jsonl", [first, _idea(), second])
    runner = app.test_cli_runner()
    told = runner.invoke(args=["import", "ideas", str(file), *ARGUMENTS])
    assert told.exit_code == 0, told.output
    assert "2 taken, 0 known already, 0 refused" in told.output
    assert "  ideas.jsonl, line 2: a is there twice; the first one counts" in told.output
    assert "  comment c3 is there twice" in told.output
    assert "  comment c1 stands beneath something else already; it was left out here" in told.output
    assert "  comment c4 answers c9, which is not there" in told.output
    said = {each.external_id: each for each in db.session.scalars(select(Comment))}
    assert {key for key, each in said.items() if each.reply_to_id == said["c1"].id} == {"c2", "c3"}
    assert said["c3"].posted_at < said["c1"].posted_at
    with transaction.unit():
        commands.open_challenge(
            cast.space("help"), slug="hours", title="What about the hours?", brief="Say what you think.",
            opens_at=clock.now() - timedelta(days=1), closes_at=clock.now() + timedelta(days=30), by=cast.ines,
        )  # fmt: skip
    other = runner.invoke(args=["import", "ideas", str(file), "--space", "help", "--challenge", "hours"])
    assert "0 taken, 0 known already, 2 refused" in other.output
    assert "line 1: idea a is in the challenge wage already; nothing of it was changed" in other.output


@pytest.mark.parametrize("source", [[], ["--from", "fider"]], ids=["own", "fider"])
def test_a_cell_too_many_is_refused_with_its_line(
    app: Flask, challenge: Challenge, tmp_path: Path, source: list[str]
) -> None:
    """Which of the cells belongs where cannot be known; empty ones at the end are a spreadsheet's way."""
    names = "number,title,created_by,created_at" if source else "external_id,title,author,created_at"
    ideas, votes = tmp_path / "ideas.csv", tmp_path / "votes.csv"
    ideas.write_text(f"{names}\n1,A hub, please,zoe,2024-05-01\n2,A spare hub,zoe,2024-05-01,,\n", encoding="utf-8")
    voting = "number,user_id,created_at" if source else "item,person,at,value"
    ending = "" if source else ",1"
    votes.write_text(f"{voting}\n2,amy,2024-05-02{ending}\n2,bob,2024-05-02{ending},so be it\n", encoding="utf-8")
    words = ["import", "ideas", str(ideas), *ARGUMENTS, "--votes", str(votes), *source]
    told = app.test_cli_runner().invoke(args=words)
    assert told.exit_code == 1
    assert "1 taken, 0 known already, 2 refused" in told.output
    assert "“2024-05-01” stands beyond the last column; put a cell with a separator in it into quotes" in told.output
    assert "line 3: votes.csv: “so be it” stands beyond the last column" in told.output
    assert db.session.scalars(select(Idea)).one().vote_count == 1


def _idea() -> dict[str, Any]:
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

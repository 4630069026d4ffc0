"""The operator's verbs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.extensions import db
from app.training import queries
from tests.cast import Cast

REASON = "earned at the academy"


def certify(app: Flask, email: str, course: str = "answering", reason: str = REASON) -> tuple[int, str]:
    """What the verb says, and its exit code."""
    ran = app.test_cli_runner().invoke(args=["people", "certify", email, "--course", course, "--reason", reason])
    return ran.exit_code, ran.output


def test_a_certificate_is_granted_on_the_record(app: Flask, cast: Cast) -> None:
    cast.course()
    code, said = certify(app, cast.emma.email or "")
    certificate = queries.live_certificate(cast.emma, "answer")
    assert certificate is not None
    assert (code, certificate.source, certificate.reason) == (0, "granted", REASON)
    assert certificate.number in said
    assert queries.accepted_version(cast.emma) == 0
    granted = select(AuditEntry).where(AuditEntry.action == "training.certificate_granted")
    assert db.session.scalars(granted).one().reason == REASON


@pytest.mark.parametrize(
    ("email", "course", "reason", "says"),
    [
        ("nobody@example.com", "answering", REASON, "nobody has the address"),
        ("emma@example.com", "flying", REASON, "there are: answering"),
        ("carla@example.com", "answering", REASON, "Only employees"),
        ("emma@example.com", "answering", " ", "where it was earned"),
    ],
)
def test_what_cannot_be_granted(app: Flask, cast: Cast, email: str, course: str, reason: str, says: str) -> None:
    cast.course()
    assert [cast.emma.handle, cast.carla.handle] == ["emma", "carla"]
    code, said = certify(app, email, course, reason)
    assert code == 2
    assert says in said
    assert said.count("\n") == 1


def test_courses_come_from_files(app: Flask, tmp_path: Path) -> None:
    bank = [{"prompt": f"{n}?", "choices": ["a", "b"], "right": [0]} for n in range(9)]
    course = {"slug": "calls", "title": "On calls", "clears": "answer", "bank": bank}
    file = tmp_path / "course.json"
    for content, code in ((json.dumps(course), 0), (json.dumps(course), 2), ("{", 2), ("[]", 2), ("{}", 2)):
        file.write_text(content)
        ran = app.test_cli_runner().invoke(args=["courses", "add", str(file)])
        assert ran.exit_code == code, ran.output
        assert ran.output.count("\n") == (3 if content == "{}" else 1)
    missing = app.test_cli_runner().invoke(args=["courses", "add", str(tmp_path / "none.json")])
    assert missing.exit_code == 2
    assert [known.slug for known in queries.courses()] == ["calls"]


def test_a_bad_file_is_told_line_by_line_and_a_good_one_comes_back_the_same(
    app: Flask, tmp_path: Path, cast: Cast
) -> None:
    run, file = app.test_cli_runner().invoke, tmp_path / "course.json"
    cast.course()
    written = run(args=["courses", "export", "answering"]).output
    file.write_text(written.replace('"right": [\n    0\n   ]', '"right": [\n    7\n   ]', 1).replace("365", "0"))
    refused = run(args=["courses", "import", str(file)])
    lines = file.read_text().splitlines()
    at = {int(line.split(":")[1]): line for line in refused.output.splitlines()}
    assert refused.exit_code == 2
    assert {lines[line - 1].split(":")[0].strip() for line in at} == {'"valid_days"', '"right"'}
    file.write_text(written.replace('"answering"', '"again"'))
    assert run(args=["courses", "import", str(file)]).exit_code == 0
    assert run(args=["courses", "export", "again"]).output == file.read_text()
    assert run(args=["courses", "export", "none"]).exit_code == 2
    assert queries.taught_course("again") is None

"""Room for files has an end, and what is left over is swept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.board.models import Question
from app.core import clock, worker
from app.files import vault
from app.files.models import StoredFile
from tests.cast import Cast
from tests.files.pictures import only_file


def test_rooms_have_an_end(cast: Cast, stored: Callable[..., StoredFile], monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        stored(content=f"text {number}".encode(), name="a.txt")
    with pytest.raises(Exception, match="an hour"):
        stored()
    with clock.at(clock.now() + timedelta(hours=2)):
        stored()
        monkeypatch.setattr("app.files.commands.storing.MOST_FILES", 21)
        with pytest.raises(Exception, match="full"):
            stored()
        monkeypatch.setattr("app.files.commands.storing.MOST_FILES", 1000)
        monkeypatch.setattr("app.files.commands.storing.MOST_ROOM", 100)
        with pytest.raises(Exception, match="full"):
            stored()


def test_leftovers_are_swept(app: Flask, cast: Cast, asked: Question, stored: Callable[..., StoredFile]) -> None:
    kept, loose = only_file(), stored()
    vault.write(lost := vault.new_token(), b"rolled back", None)
    with clock.at(clock.now() + timedelta(hours=25)):
        for job in worker.JOBS:
            job.due_at = None
        worker.run_jobs()
    assert vault.path_of(kept.token).is_file()
    assert not vault.path_of(loose.token).exists()
    assert not vault.path_of(loose.token, thumb=True).exists()
    assert not vault.path_of(lost).exists()
    assert only_file().token == kept.token

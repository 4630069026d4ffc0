"""What the tests of files begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.board import commands as board
from app.board.models import Question
from app.core import transaction
from app.files import commands
from app.files.models import StoredFile
from tests.cast import Cast
from tests.files.pictures import png


@pytest.fixture
def stored(cast: Cast) -> Callable[..., StoredFile]:
    def store(owner: str = "carla", content: bytes = b"", name: str = "router.png") -> StoredFile:
        person = getattr(cast, owner)
        with transaction.unit():
            return commands.store(commands.prepare(commands.Sent(name, "", content or png())), by=person)

    return store


@pytest.fixture
def asked(cast: Cast, stored: Callable[..., StoredFile]) -> Question:
    space, file = cast.space("help"), stored()
    with transaction.unit():
        return board.ask(space=space, title="The light blinks", by=cast.carla, attachments=[file.token])

"""The API against its own description: generated requests of three kinds of people, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.board import commands as board
from app.core import clock, transaction
from app.core.api import describe
from app.extensions import db
from app.ideas import commands as ideas
from tests.cast import Cast

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}  # twice as many with the whole sets
Operations = list[Any]


@pytest.fixture(scope="module")
def operations(stage: Flask) -> Operations:
    """Every operation of the description, as schemathesis reads it."""
    with stage.app_context():
        document = describe("Waggle", "http://localhost")
    schema = schemathesis.openapi.from_dict(document)
    schema.app = stage
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def peopled(cast: Cast) -> None:
    """Something for small ids to name."""
    space, carla, emma = cast.space("help"), cast.carla, cast.emma
    cast.certify(emma)
    with transaction.unit():
        asked = board.ask(space=space, title="Wi-Fi drops every evening", body="Since Tuesday.", topics=[], by=carla)
        board.answer(asked, "Choose channel 36.", by=emma)
        now = clock.now()
        challenge = ideas.open_challenge(
            space, slug="fewer-trips", title="Fewer trips", brief="How?", by=emma,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9),
        )  # fmt: skip
        ideas.submit(challenge, title="Lend a spare hub", body="For a week.", by=carla)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "mode"),
    [(name, mode) for name in ("ada", "carla", None) for mode in EXAMPLES],
    ids=lambda value: getattr(value, "value", value) or "visitor",
)
@pytest.mark.usefixtures("peopled")
def test_every_operation_keeps_its_word(
    cast: Cast,
    api: Callable[..., FlaskClient],
    operations: Operations,
    every: Callable[[int], int],
    name: str | None,
    mode: GenerationMode,
) -> None:
    token = api(getattr(cast, name), "all").environ_base["HTTP_AUTHORIZATION"] if name else None
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": token} if token else {})
    tried = operations if mode is GenerationMode.POSITIVE else [each for each in operations if _can_be_wrong(each)]
    most = EXAMPLES[mode] * 2 // every(2)
    faults = [str(fault) for fault in (_fault(each, mode, headers, most) for each in tried) if fault]
    assert not faults, "\n\n".join(faults)


def _can_be_wrong(operation: Any) -> bool:
    """Whatever text a path has names something or nothing: where there is no more to send, nothing can be got wrong."""
    numbers = (part.definition["schema"]["type"] != "string" for part in operation.path_parameters)
    return bool(list(operation.query) or list(operation.body) or any(numbers))


def _known(operation: Any, mode: GenerationMode) -> dict[str, dict[str, int]]:
    """In well-made requests ids name the first row there is, so that operations get as far as their deed."""
    numbers = [part for part in operation.path_parameters if part.definition["schema"]["type"] == "integer"]
    strays = len(numbers) != len(list(operation.path_parameters)) or mode is not GenerationMode.POSITIVE
    return {} if strays or not numbers else {"path_parameters": dict.fromkeys((part.name for part in numbers), 1)}


def _fault(operation: Any, mode: GenerationMode, headers: dict[str, str], examples: int) -> object:
    """What an operation does against its description, if anything."""

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode, **_known(operation, mode)))
    def conforms(case: Any) -> None:
        db.session.remove()
        case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        conforms()
    except Exception as fault:
        return f"{operation.label}: {getattr(fault, 'exceptions', fault)}"
    return None

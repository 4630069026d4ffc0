"""What the tests of the exchange share: a challenge, ideas, and pages that count their statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands
from app.ideas.models import DEFAULT_RUBRIC, Challenge, Idea
from tests.cast import Cast

SCORES = {criterion["key"]: 4 for criterion in DEFAULT_RUBRIC}
REASONS = {criterion["key"]: f"Because of {criterion['key']}." for criterion in DEFAULT_RUBRIC}
MakeChallenge = Callable[..., Challenge]
MakeIdea = Callable[..., Idea]
Send = Callable[..., TestResponse]
SECRET = "Budgetgeheimnis Goldvlies"
ROWS: list[dict[str, Any]] = [
    {"kind": "choice", "label": "Area", "options": ["Shop", "Network"], "required": True},
    {"kind": "long", "label": "Who gains?", "help": "Name them."},
    {"kind": "money", "label": "Cost", "currency": "EUR", "least": 0, "most": 5000},
    {"kind": "text", "label": "Sponsor in house", "team": True},
    {"kind": "person", "label": "Who could help"},
]
SAID: dict[str, Any] = {
    "area": "Shop", "who-gains": "People **far** away", "cost": {"amount": "1200", "currency": ""},
    "sponsor-in-house": SECRET, "who-could-help": "@Sam",
}  # fmt: skip
GUIDES = {"title": "Begin with a verb.", "body": "What problem does it solve?", "body_required": True}


@pytest.fixture
def challenge_of(cast: Cast) -> MakeChallenge:
    """Makes challenges: open for ten days from yesterday unless said otherwise."""

    def make(
        slug: str = "fewer-trips", *, space: str = "help", opens: int = -1, closes: int = 10, **more: Any
    ) -> Challenge:
        place, ines = cast.space(space), cast.ines
        with transaction.unit():
            return commands.open_challenge(
                place, slug=slug, title=slug.replace("-", " ").title(), brief="What would help you?", by=ines,
                opens_at=clock.now() + timedelta(days=opens), closes_at=clock.now() + timedelta(days=closes), **more,
            )  # fmt: skip

    return make


@pytest.fixture
def idea_of(cast: Cast) -> MakeIdea:
    """Makes ideas, Carla's unless said otherwise."""

    def make(
        challenge: Challenge, title: str = "Lend a spare hub", by: Person | None = None, body: str = "Please."
    ) -> Idea:
        author = by or cast.carla
        with transaction.unit():
            return commands.submit(challenge, title=title, body=body, by=author)

    return make


@pytest.fixture
def idea(challenge_of: MakeChallenge, idea_of: MakeIdea) -> Idea:
    """Carla's idea in an open challenge."""
    return idea_of(challenge_of())


@pytest.fixture
def guided(cast: Cast, challenge_of: MakeChallenge) -> Challenge:
    """A challenge with a form of five fields."""
    made, ines = challenge_of(), cast.ines
    with transaction.unit():
        commands.change_form(made, ROWS, guides=GUIDES, version=0, by=ines)
    return made


@pytest.fixture
def answered(cast: Cast, guided: Challenge) -> Idea:
    """Carla's idea that answers all of it."""
    carla, _sam = cast.carla, cast.sam
    with transaction.unit():
        return commands.submit(guided, title="Lend a spare hub", body="Please.", fields=SAID, by=carla)


@pytest.fixture
def send() -> Send:
    """Posts a form with the token that its page carries."""

    def post(browser: FlaskClient, address: str, page: str, **fields: Any) -> TestResponse:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
        assert token
        return browser.post(address, data={"csrf_token": token[1], **fields})

    return post


@pytest.fixture
def cost() -> Callable[[FlaskClient, str], int]:
    """How many statements a page takes."""

    def count(browser: FlaskClient, address: str) -> int:
        browser.get(address)
        with counted() as statements:
            assert browser.get(address).status_code == 200
        return len(statements)

    return count


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run in the block."""
    statements: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

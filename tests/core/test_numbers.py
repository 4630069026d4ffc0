"""Numbers in addresses and forms that no database holds: answered as not there, never with a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import transaction
from app.core.pages import row_id
from tests.accounts.test_settings import deed
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
TOO_MUCH = "9" * 30
ADDRESSES = [
    ("/desk?question={n}", 200), ("/desk?reply={n}", 200), ("/desk?view={n}", 200),
    ("/desk/replies/1?question={n}", 404), ("/search/answers?question={n}", 404),
    ("/search/similar?q=the light blinks&without={n}", 200), ("/questions/1/-?from={n}", 200),
]  # fmt: skip


@pytest.fixture
def question(cast: Cast) -> Question:
    space, carla = cast.space("help"), cast.carla
    with transaction.unit():
        return board.ask(space=space, title="The light blinks", by=carla)


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
@pytest.mark.parametrize("number", [TOO_MUCH, str(2**63), "-1", "0", "²"])
def test_addresses(cast: Cast, signed_in: Browsers, question: Question, address: str, status: int, number: str) -> None:
    cast.certify(cast.emma)
    answer = signed_in(cast.emma).get(address.format(n=number), follow_redirects=True)
    assert answer.status_code == status


def test_forms(cast: Cast, signed_in: Browsers, question: Question) -> None:
    client = signed_in(cast.colin)
    said = deed(client, f"/questions/{question.id}/comments", body="Mine too", reply_to=TOO_MUCH)
    assert said.status_code == 422
    kept = deed(client, f"/drafts/comment:question:{question.id}", body="Mine", draft_version=TOO_MUCH)
    assert kept.status_code == 303


@pytest.mark.parametrize("address", ["/learn/guidelines/{n}", "/badges/achievements/any/{n}"])
@pytest.mark.parametrize("number", [TOO_MUCH, str(2**63)])
def test_versions(cast: Cast, client: FlaskClient, address: str, number: str) -> None:
    assert client.get(address.format(n=number)).status_code == 404


def test_the_largest_id_is_one() -> None:
    assert row_id(str(2**63 - 1)) == 2**63 - 1
    with pytest.raises(ValueError, match="0"):
        row_id("0")

"""Files of what is changed: more are hung on it, one's own are taken away, and a verification ends with them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from app.board import commands as board
from app.board import queries
from app.board.models import Question
from app.core import transaction
from app.core.access import Invalid
from app.extensions import db
from app.files.models import StoredFile
from tests.cast import Cast
from tests.files.pictures import csrf, only_file, png

Browsers = Callable[..., FlaskClient]
Stored = Callable[..., StoredFile]


def hung(question: Question) -> list[str]:
    db.session.expire_all()
    return [file.name for file in queries.attachments([question.id]).get(f"question:{question.id}", [])]


def save(browser: FlaskClient, question: Question, **fields: object) -> int:
    words = {"csrf_token": csrf(browser), "title": question.title, "body": question.body, "version": question.version}
    return browser.post(f"/questions/{question.id}/edit", data={**words, **fields}).status_code


def test_the_wrong_picture_is_exchanged_for_the_right_one(cast: Cast, asked: Question, signed_in: Browsers) -> None:
    carla, wrong = signed_in(cast.carla), only_file()
    assert 'name="without"' in carla.get(f"/questions/{asked.id}/edit").text
    right = (BytesIO(png(colour="blue")), "right.png")
    assert save(carla, asked, without=wrong.token, files=right) == 303
    assert hung(asked) == ["right.png"]
    assert carla.get(wrong.url).status_code == 404


def test_nothing_goes_while_something_must_change(cast: Cast, asked: Question, signed_in: Browsers) -> None:
    carla, wrong = signed_in(cast.carla), only_file()
    assert save(carla, asked, title="", without=wrong.token, files=(BytesIO(png()), "more.png")) == 422
    assert hung(asked) == [wrong.name]
    said = carla.post(
        f"/questions/{asked.id}/edit",
        data={"csrf_token": csrf(carla), "title": asked.title, "version": "1", "without": wrong.token},
    )
    assert said.status_code == 409
    assert f'value="{wrong.token}" checked' in said.text
    assert hung(asked) == [wrong.name]


def test_nobody_takes_away_what_another_hung_on_it(cast: Cast, asked: Question, signed_in: Browsers) -> None:
    foreign, max_ = only_file(), signed_in(cast.max)
    assert 'name="without"' not in max_.get(f"/questions/{asked.id}/edit").text
    assert save(max_, asked, without=foreign.token) == 303
    assert hung(asked) == [foreign.name]


def test_a_thing_carries_ten(cast: Cast, asked: Question, stored: Stored) -> None:
    more = [stored(name=f"{number}.png", content=png((40, 30 + number))).token for number in range(10)]
    words = {"title": asked.title, "body": "", "topics": (), "by": cast.carla}
    with pytest.raises(Invalid, match="At most"), transaction.unit():
        board.edit(asked, **words, attachments=more)
    with transaction.unit():
        board.edit(asked, **words, attachments=more, without=[only_named("router.png").token])
    assert len(hung(asked)) == 10


def only_named(name: str) -> StoredFile:
    return db.session.query(StoredFile).filter_by(name=name).one()


@pytest.mark.parametrize("how", ["more", "less"])
def test_a_verification_ends_with_the_files_it_was_for(cast: Cast, asked: Question, stored: Stored, how: str) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    first, later = stored("emma").token, stored("emma", content=png(colour="green")).token
    with transaction.unit():
        answer = board.answer(asked, "Look at this.", by=cast.emma, attachments=[first])
        board.verify(answer, by=cast.sam)
    with transaction.unit():
        board.edit_answer(answer, answer.body, by=cast.emma)
    assert answer.is_verified
    change = {"attachments": [later]} if how == "more" else {"without": [first]}
    with transaction.unit():
        board.edit_answer(answer, answer.body, by=cast.emma, **change)
    assert not answer.is_verified


def test_the_api_hangs_more_on_it(cast: Cast, asked: Question, api: Browsers, stored: Stored) -> None:
    token = stored(content=png(colour="green"), name="more.png").token
    words = {"title": asked.title, "body": "", "attachments": [token]}
    assert api(cast.carla, "write").put(f"/api/v1/questions/{asked.id}", json=words).status_code == 200
    assert hung(asked) == ["router.png", "more.png"]

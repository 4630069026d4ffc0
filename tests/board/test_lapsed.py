"""Whose certificate has lapsed answers nowhere any more, at that very moment; the answers they gave stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.extensions import db
from app.notifications import queries as notifications
from app.training import commands as training
from tests.accounts.test_settings import deed
from tests.board.test_views import send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
Way = Callable[[Question, Person, Browse, Api], int]


def by_page(question: Question, person: Person, browse: Browse, _api: Api) -> int:
    return send(browse(person), f"/questions/{question.id}/answers", body="Channel 36.").status_code


def at_the_desk(question: Question, person: Person, browse: Browse, _api: Api) -> int:
    return send(browse(person), f"/questions/{question.id}/answers?at=desk", body="Channel 36.").status_code


def by_api(question: Question, person: Person, _browse: Browse, api: Api) -> int:
    return api(person).post(f"/api/v1/questions/{question.id}/answers", json={"body": "Channel 36."}).status_code


def by_claim(question: Question, person: Person, browse: Browse, _api: Api) -> int:
    return send(browse(person), f"/questions/{question.id}/claim?_method=PUT").status_code


def by_typing(question: Question, person: Person, browse: Browse, _api: Api) -> int:
    return send(browse(person), f"/questions/{question.id}/claim/extension?_method=PUT").status_code


def by_edit(question: Question, person: Person, _browse: Browse, api: Api) -> int:
    given = db.session.scalar(select(Answer).where(Answer.author_id == person.id))
    if given is None:
        with transaction.unit():
            given = commands.answer(question, "Channel 36.", by=person)
    return api(person).put(f"/api/v1/answers/{given.id}", json={"body": "Send us your password."}).status_code


WAYS = {"edit": by_edit, "page": by_page, "desk": at_the_desk, "api": by_api, "claim": by_claim, "typing": by_typing}
WORKS = {"edit": 200, "page": 303, "desk": 303, "api": 202, "claim": 303, "typing": 409}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_works_until_the_certificate_lapses(
    cast: Cast, asked: Question, signed_in: Browse, api: Api, way: str
) -> None:
    """No worker runs here: the moment alone decides."""
    (held,) = cast.certify(cast.emma)
    cast.season(cast.emma)
    works = WAYS[way](asked, cast.emma, signed_in, api)
    assert works in {WORKS[way], 201}
    with transaction.unit():
        held.expires_at = clock.now() - timedelta(seconds=1)
    assert WAYS[way](asked, cast.emma, signed_in, api) == 403


def test_the_answers_stay_and_the_typed_text_comes_back(cast: Cast, asked: Question, signed_in: Browse) -> None:
    (held,) = cast.certify(cast.emma)
    cast.season(cast.emma)
    with transaction.unit():
        given = commands.answer(asked, "It was the channel.", by=cast.emma)
        held.expires_at = clock.now() - timedelta(seconds=1)
    db.session.expire_all()
    assert [answer.id for answer in queries.answers_for(None, asked)] == [given.id]
    assert given.basis["certificate"]
    decision = policy.may_answer(cast.emma, asked)
    assert (decision.gate, bool(decision.remedy)) == ("training", True)


def test_nobody_lapsed_is_handed_or_asked_anything(cast: Cast, asked: Question) -> None:
    (held,) = cast.certify(cast.emma)
    cast.certify(cast.erik)
    with transaction.unit():
        held.expires_at = clock.now() - timedelta(seconds=1)
    assert cast.emma.id not in queries.offered_to(asked)
    with pytest.raises(Invalid), transaction.unit():
        commands.hand_over(asked, cast.emma, "Yours", by=cast.erik)
    with pytest.raises(Invalid), transaction.unit():
        commands.ask(space=cast.space("help"), title="And you?", asked_of=cast.emma, by=cast.carla)


@pytest.mark.parametrize("how", ["revoked", "suspended"])
def test_what_one_was_told_of_a_private_question_goes_with_the_right_to_read_it(
    cast: Cast, signed_in: Browse, settle: Callable[[], None], how: str
) -> None:
    held, space = cast.certify(cast.emma)[0], cast.space("help")
    cast.certify(cast.erik)
    cast.season(cast.erik)
    with transaction.unit():
        private = commands.ask(space=space, title="Pelican account closed", private=True, by=cast.carla)
        commands.add_note(private, "@emma, look at this", by=cast.erik)
    settle()
    client = signed_in(cast.emma)
    page = client.get("/notifications").text
    assert "Pelican" in page
    told = re.search(r"/notifications/\d+/reading", page)
    with transaction.unit():
        if how == "revoked":
            training.revoke(held, reason="for the test", by=cast.stella)
        else:
            accounts.suspend(cast.emma, None, by=cast.ada, reason="for the test")
    settle()
    after = client.get("/notifications").text
    assert "elican" not in after
    of_herself = 2 if how == "revoked" else 1  # a certificate that is taken back is told, with why
    assert notifications.unread_count(cast.emma) == of_herself
    assert told
    assert deed(client, told[0]).status_code == 404

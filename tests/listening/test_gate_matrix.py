"""One gate for every way in: whatever lapses, at once nobody gets past it by page, API, mail, claim or typing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Claim, Question
from app.board.policy import may_answer
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea, Review
from app.listening.models import ChannelAccount
from app.spaces import commands as spaces
from app.spaces.models import Space
from app.topics import commands as topics
from app.training import commands as training
from app.training import queries as trained
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, challenge_of, idea_of
from tests.listening.mailing import account, notified, taken, written

__all__ = ["account", "challenge_of", "idea_of"]


def _new_guidelines(cast: Cast, _person: Person) -> None:
    training.publish_guideline("Be kinder still.", by=cast.stella)


def _revoke(cast: Cast, person: Person) -> None:
    for certificate in trained.certificates_of(person):
        training.revoke(certificate, by=cast.stella, reason="For the test.")


def _expire(_cast: Cast, person: Person) -> None:
    for certificate in trained.certificates_of(person):
        certificate.expires_at = clock.now() - timedelta(seconds=1)


def _certify_anew(cast: Cast, person: Person) -> None:
    version = training.publish_guideline("Be kinder still.", recertify=True, by=cast.stella).version
    training.accept_guidelines(version, by=person)


def _grace_over(cast: Cast, _person: Person) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        training.publish_guideline("Be kinder still.", grace_days=8, by=cast.stella)


def _addendum(cast: Cast, _person: Person) -> None:
    for space in db.session.scalars(select(Space)):
        words = {"name": space.name, "purpose": space.purpose, "visibility": space.visibility}
        spaces.change_space(space, **words, addendum="Say which.", addendum_asked=True, by=cast.stella)


def _suspend(cast: Cast, person: Person) -> None:
    accounts.suspend(person, None, by=cast.ada, reason="For the test.")


def _suspend_for_a_while(cast: Cast, person: Person) -> None:
    accounts.suspend(person, clock.now() + timedelta(days=1), by=cast.ada, reason="For the test.")


def _unconfirm(_cast: Cast, person: Person) -> None:
    person.email_confirmed_at = None


LAPSES: dict[str, tuple[Callable[[Cast, Person], None], str]] = {
    "new guidelines": (_new_guidelines, "guidelines"),
    "certified anew": (_certify_anew, "training"),
    "grace over": (_grace_over, "guidelines"),
    "rules of a space": (_addendum, "addendum"),
    "certificate revoked": (_revoke, "training"),
    "certificate expired": (_expire, "training"),
    "suspended": (_suspend, "standing"),
    "suspended for a while": (_suspend_for_a_while, "standing"),
    "address not confirmed": (_unconfirm, "email"),
}
WAYS: dict[str, tuple[str, str, dict[str, object]]] = {
    "answer": ("POST", "/questions/{question}/answers", {"body": "Then swap it."}),
    "claim": ("PUT", "/questions/{question}/claim", {}),
    "verify": ("PUT", "/answers/{answer}/verification", {}),
    "review": ("PUT", "/ideas/{idea}/review", {"scores": SCORES, "reasons": REASONS, "conflict": None}),
}


@pytest.fixture
def sam(cast: Cast, answered: Question, challenge_of: MakeChallenge, idea_of: MakeIdea) -> Person:
    """An expert of the question's topic who may do all of it, with Emma's answer and an idea before them."""
    person, stella = cast.sam, cast.stella
    cast.certify(person, "answer", "verify", "review")
    cast.season(person)
    idea = idea_of(challenge_of())
    with transaction.unit():
        board.edit(answered, title=answered.title, body=answered.body, topics=["Hubs"], by=cast.max)
        topics.appoint(person, answered.topics[0], by=stella)
        ideas.move(idea, "in_review", "Look at it.", by=cast.ines)
    return person


def _ids(answered: Question) -> dict[str, int]:
    answer = db.session.scalars(select(Answer).order_by(Answer.id)).first()
    idea = db.session.scalars(select(Idea)).one()
    assert answer is not None
    return {"question": answered.id, "answer": answer.id, "idea": idea.id}


def _done() -> list[int]:
    """How much has been done: what a refused deed must leave as it is."""
    db.session.rollback()
    tables = (Answer, Claim, Review)
    counted = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    verified = db.session.scalar(select(func.count()).where(Answer.verified_at.is_not(None))) or 0
    return [*counted, verified]


@pytest.mark.parametrize("lapse", LAPSES)
def test_nobody_gets_past_it_once_it_lapsed(
    app: Flask, cast: Cast, sam: Person, answered: Question, account: ChannelAccount, lapse: str,
    api: Callable[..., FlaskClient], signed_in: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    program, browser, ids = api(sam, "all"), signed_in(sam), _ids(answered)
    token = browser.get("/settings").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    reply = notified(sam, answered)
    assert may_answer(sam, answered), "before, they may"
    happen, gate = LAPSES[lapse]
    with transaction.unit():
        happen(cast, sam)
    before = _done()
    for name, (method, path, body) in WAYS.items():
        said = program.open(f"/api/v1{path.format(**ids)}", method=method, json=body)
        assert (said.status_code, said.json["gate"]) == (403, gate), name  # type: ignore[index]
        assert said.json["remedy"], name  # type: ignore[index]
        fields = {"csrf_token": token, **_flat(body)}
        page = browser.post(f"{path.format(**ids)}?_method={method}", data=fields)
        assert page.status_code == 403, name
    letter = taken(written("Then swap it.", sender=str(sam.email), In_Reply_To=reply), account)
    assert (letter.subject, bool(letter.refused)) == ("", True)
    assert _done() == before


def _flat(body: dict[str, object]) -> dict[str, object]:
    fields = {}
    for name, value in body.items():
        if isinstance(value, dict):
            fields |= {f"{name}.{key}": each for key, each in value.items()}
        elif value is not None:
            fields[name] = value
    return fields


@pytest.mark.parametrize("name", WAYS)
def test_before_it_lapsed_they_got_in(
    cast: Cast, sam: Person, answered: Question, api: Callable[..., FlaskClient], name: str
) -> None:
    method, path, body = WAYS[name]
    said = api(sam, "all").open(f"/api/v1{path.format(**_ids(answered))}", method=method, json=body)
    assert said.status_code < 300, said.json

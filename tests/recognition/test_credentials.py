"""Signed badges: an independent verifier believes them as long as they hold, and not a moment longer."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.settings import settings
from app.core.subscriptions import SUBSCRIBERS, Cursor, replay
from app.extensions import db
from app.recognition import commands, credentials, policy, queries, signing
from app.recognition.models import Award, Credential
from app.recognition.subscribers import settle as settle_counted
from app.topics import commands as topics
from app.topics.queries import by_slug
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.parallel import at_once

Browsers = Callable[[Person], FlaskClient]
Settle = Callable[[], None]


@pytest.fixture
def answer(cast: Cast, settle: Settle) -> Answer:
    """Erik's accepted answer, which earned him badges."""
    space, carla, erik = cast.space("help"), cast.carla, cast.erik
    cast.season(erik)
    with transaction.unit():
        question = board.ask(space=space, title="Wi-Fi drops every evening", topics=["Wi-Fi"], by=carla)
        made = board.answer(question, "Choose channel 36.", by=erik)
        board.accept(made, by=carla)
    settle()
    return made


def award(person: Person, badge: str = "first-solved") -> Award:
    return db.session.scalars(select(Award).where(Award.person_id == person.id, Award.badge == badge)).one()


def sign(person: Person, badge: str = "first-solved") -> Credential:
    with transaction.unit():
        return commands.issue(award(person, badge), by=person)


def ob3() -> Any:
    return pytest.importorskip("openbadgeslib.ob3", reason="openbadgeslib, the independent verifier, is not installed")


def check(client: FlaskClient, token: str) -> Any:
    """What openbadgeslib makes of a credential, with this installation as its internet; raises its own error."""

    def download(url: str) -> bytes:
        answer = client.get(urlsplit(url).path)
        assert answer.status_code == 200, url
        return bytes(answer.data)

    verifier = ob3().OB3Verifier.for_issuer_did(credentials.issuer_id(), download=download)
    return verifier.verify(token, check_status=True, download=download)


def refused(client: FlaskClient, token: str) -> str:
    with pytest.raises(ob3().OB3VerificationError) as refusal:
        check(client, token)
    return str(refusal.value)


def said(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return found


def test_an_independent_verifier_believes_it(cast: Cast, client: FlaskClient, answer: Answer) -> None:
    signed = sign(cast.erik)
    found = check(client, client.get(f"{signed.url}.jwt").text)
    assert (found.name, found.issuer.name) == ("Problem solver", settings().site_name)
    assert found.recipient_id == f"{settings().base_url}/people/erik"
    assert found.evidence[0].id.endswith(f"#answer-{answer.id}")
    assert cast.erik.email not in json.dumps(said(signed.token))


def test_a_changed_one_is_refused(cast: Cast, client: FlaskClient, answer: Answer) -> None:
    head, _, signature = sign(cast.erik).token.split(".")
    claims = said(sign(cast.erik).token) | {"name": "Ten solved"}
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    assert "signature" in refused(client, f"{head}.{forged}.{signature}").lower()


def test_it_is_refused_once_taken_back(cast: Cast, client: FlaskClient, answer: Answer) -> None:
    signed = sign(cast.erik)
    with transaction.unit():
        commands.revoke(signed, "Given by mistake.", by=cast.stella)
    assert "revocation" in refused(client, signed.token)
    assert "was taken back" in client.get(signed.url).text
    assert "by mistake" not in client.get(signed.url).text
    assert policy.may_credit(cast.erik, award(cast.erik)).gate == "revoked"


def test_it_is_refused_once_its_evidence_is_gone(
    cast: Cast, client: FlaskClient, answer: Answer, settle: Settle
) -> None:
    signed = sign(cast.erik)
    assert "holds today" in client.get(signed.url).text
    for undone in (True, False):
        with transaction.unit():
            (board.unaccept if undone else board.accept)(answer, by=cast.carla)
        settle()
        if undone:
            assert "revocation" in refused(client, signed.token)
            assert "has lapsed" in client.get(signed.url).text
        else:
            assert check(client, signed.token).name == "Problem solver"


def test_a_rebuild_leaves_it_as_it_was(cast: Cast, client: FlaskClient, answer: Answer) -> None:
    signed = sign(cast.erik)
    replay("recognition")
    assert check(client, signed.token).name == "Problem solver"


def test_no_verifier_reads_that_it_was_revoked_while_badges_are_counted_anew(
    cast: Cast, client: FlaskClient, answer: Answer, settle: Settle
) -> None:
    signed, lapsed = sign(cast.erik), sign(cast.erik, "first-answer")
    with transaction.unit():
        award(cast.erik, "first-answer").lapsed_at = clock.now()
    with transaction.unit():
        SUBSCRIBERS["recognition"].reset()
        db.session.execute(delete(Cursor).where(Cursor.name == "recognition"))
    assert queries.awards_of(cast.erik) == [], "nothing is counted yet"
    settle_counted()
    assert check(client, signed.token).name == "Problem solver"
    assert not queries.does_hold(lapsed), "what did not hold does not hold by it"
    settle()
    assert not queries.is_anything_kept()
    assert check(client, signed.token).name == "Problem solver"
    with transaction.unit():
        board.unaccept(answer, by=cast.carla)
    settle()
    assert "revocation" in refused(client, signed.token)


def test_an_expert_badge_ends_with_its_evidence(cast: Cast, client: FlaskClient, answer: Answer) -> None:
    erik, topic = cast.erik, by_slug("wi-fi")
    assert topic is not None
    with transaction.unit():
        for kind in ("answer", "accepted", "verified"):
            topics.add_evidence(erik.id, [topic.id], kind, times=20)
        commands.judge_expertise(erik.id, [topic.id], f"answer:{answer.id}")
    signed = sign(erik, "expert")
    found = check(client, signed.token)
    assert found.name == "Wi-Fi expert"
    assert signed.ends_at is not None
    assert abs(found.expiration_date - signed.ends_at) < timedelta(seconds=1)
    what = found.achievement.id.removeprefix(settings().base_url)
    assert client.get(what).get_json(force=True)["name"] == "Wi-Fi expert"
    with clock.at(clock.now() + timedelta(days=3650)):
        assert not queries.does_hold(signed)


def test_topics_of_closed_spaces_are_not_signed_nor_named(cast: Cast, client: FlaskClient, settle: Settle) -> None:
    space, emma, erik = cast.space("staff"), cast.emma, cast.erik
    cast.season(erik)
    with transaction.unit():
        question = board.ask(space=space, title="Where is the plan?", topics=["Secret plan"], by=emma)
        board.answer(question, "In the safe.", by=erik)
    settle()
    topic = by_slug("secret-plan")
    assert topic is not None
    with transaction.unit():
        made = commands.award(erik.id, "expert", [f"question:{question.id}"], topic_id=topic.id)
    assert made is not None
    assert policy.may_credit(erik, made).gate == "space"
    assert client.get(f"/badges/achievements/expert/1/{topic.id}").status_code == 404
    assert "evidence" not in said(sign(erik, "first-answer").token)


def test_whoever_is_erased_leaves_nothing_that_holds(cast: Cast, client: FlaskClient, answer: Answer) -> None:
    signed = sign(cast.erik)
    with transaction.unit():
        cast.erik.state = "erased"
    assert "revocation" in refused(client, signed.token)
    assert client.get(signed.url).status_code == 404


@pytest.mark.parametrize(("name", "may"), [("erik", True), ("emma", False), ("stella", True), ("carla", False)])
def test_who_takes_back(cast: Cast, answer: Answer, name: str, may: bool) -> None:
    signed = sign(cast.erik)
    assert bool(policy.may_revoke(getattr(cast, name), signed)) is may
    assert not policy.may_revoke(None, signed)
    assert bool(policy.may_credit(getattr(cast, name), award(cast.erik))) is (name == "erik")


def test_a_steward_says_why(cast: Cast, answer: Answer) -> None:
    signed = sign(cast.erik)
    for reason, by in ((" ", cast.stella), ("x" * 301, cast.erik)):
        with pytest.raises(Invalid):
            commands.revoke(signed, reason, by=by)
    with transaction.unit():
        commands.revoke(signed, "", by=cast.erik)
    assert sign(cast.erik).serial != signed.serial


def test_the_whole_way_by_page(cast: Cast, signed_in: Browsers, client: FlaskClient, answer: Answer) -> None:
    erik = signed_in(cast.erik)
    assert "Have it signed" in erik.get("/badges").text
    assert "/badges" in erik.get("/recognition/of/erik").text
    assert "Show a badge elsewhere" not in client.get("/recognition/of/erik").text
    assert signed_in(cast.emma).post(f"/badges/of/{award(cast.erik).id}").status_code in {400, 404}
    made = deed(erik, f"/badges/of/{award(cast.erik).id}")
    assert made.status_code == 303
    assert "holds today" in client.get(made.location).text
    assert deed(erik, f"/badges/of/{award(cast.erik).id}").location == made.location
    stella = signed_in(cast.stella)
    assert deed(stella, f"{made.location}?_method=DELETE", reason="").status_code == 422
    assert deed(stella, f"{made.location}?_method=DELETE", reason="A mistake.").status_code == 303
    assert "A mistake." in erik.get(made.location).text
    assert deed(erik, f"/badges/of/{award(cast.erik).id}").status_code == 403


def test_the_whole_way_by_api(cast: Cast, api: Callable[..., FlaskClient], client: FlaskClient, answer: Answer) -> None:
    erik = api(cast.erik)
    held: Any = client.get("/api/v1/people/erik/badges").json
    assert {item["badge"] for item in held["items"]} == {"first-answer", "first-solved"}
    assert all(item["evidence_url"].endswith(f"#answer-{answer.id}") for item in held["items"])
    made: Any = erik.post(f"/api/v1/me/badges/{award(cast.erik).id}/credentials").json
    assert check(client, made["token"]).name == "Problem solver"
    assert api(cast.emma).post(f"/api/v1/me/badges/{award(cast.erik).id}/credentials").status_code == 404
    taken = f"/api/v1/credentials/{made['serial']}/revocation"
    assert api(cast.emma).post(taken, json={}).status_code == 403
    assert api(cast.stella).post(taken, json={}).status_code == 422
    assert erik.post(taken, json={}).status_code == 204
    listed: Any = erik.get("/api/v1/me/credentials").json
    assert [item["holds"] for item in listed["items"]] == [False]


def test_two_clicks_at_once_sign_once(app: Flask, cast: Cast, answer: Answer) -> None:
    award_id, erik_id = award(cast.erik).id, cast.erik.id
    db.session.rollback()

    def issue(_number: int) -> str:
        held, by = db.session.get_one(Award, award_id), db.session.get_one(Person, erik_id)
        return commands.issue(held, by=by).serial

    assert len(set(at_once(app, 10, issue))) == 1


def test_the_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "badge-key.pem"
    signing._make(path)
    first = path.read_bytes()
    signing._make(path)
    assert path.read_bytes() == first
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == ["badge-key.pem"]


def test_what_verifiers_find(client: FlaskClient) -> None:
    document = client.get("/.well-known/did.json").get_json(force=True)
    method = document["verificationMethod"][0]
    assert method["id"] == signing.key_id()
    assert not {"d", "p", "q"} & set(method["publicKeyJwk"])
    assert re.fullmatch(r"did:web:[\w.%-]+", document["id"])
    assert client.get("/badges/issuer").get_json(force=True)["id"] == document["id"]
    assert client.get("/badges/achievements/none/1").status_code == 404
    assert client.get("/badges/achievements/expert/1").status_code == 404
    assert client.get("/badges/status/10000").status_code == 404
    assert client.get("/badges/00000000-0000-4000-8000-000000000000").status_code == 404
